// npm run -s macule -- <command>: the command line. It builds when stale, and stdout carries the answer only.
import { ensureBuild, ensureDependencies, runMain, runNode } from './setup.mjs';

await runMain(async () => {
  await ensureDependencies();
  await ensureBuild();
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const { code } = await runNode('out/main/cli.js', process.argv.slice(2), { cwd });
  return code;
});

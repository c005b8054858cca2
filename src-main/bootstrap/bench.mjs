// npm run bench -- <name>: runs one measurement of e2e/bench on the built app.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './run.mjs';
import { ensureBuild, ensureChromium, ensureDependencies, node24, ROOT, runMain, say, SetupError } from './setup.mjs';

const FOLDER = 'e2e/bench';

const benchNames = () =>
  readdirSync(join(ROOT, FOLDER))
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .map((name) => name.replace(/\.(ts|mjs)$/, ''))
    .sort();

await runMain(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined) {
    say('usage: npm run bench -- <name>');
    process.stdout.write(`${benchNames().join('\n')}\n`);
    return 0;
  }
  if (!benchNames().includes(name))
    throw new SetupError(`There is no bench "${name}". There are: ${benchNames().join(', ')}.`);
  await ensureDependencies();
  await ensureBuild();
  const file = [`${FOLDER}/${name}.ts`, `${FOLDER}/${name}.mjs`].find((path) => existsSync(join(ROOT, path)));
  const env = { ...process.env };
  try {
    env.MACULE_CHROMIUM = await ensureChromium();
  } catch (error) {
    say(`Macule: ${error.message}`); // only some benches need a browser
  }
  const hooks = pathToFileURL(join(ROOT, 'src-main/bootstrap/ts-imports.mjs')).href;
  const { code } = await run(node24(), ['--import', hooks, join(ROOT, file), ...args], { cwd: ROOT, env });
  return code;
});

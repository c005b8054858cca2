// npm run screenshots: draws the pictures of the user guide from the built app.
import { ensureBuild, ensureChromium, ensureDependencies, runMain, runNode } from './setup.mjs';

await runMain(async () => {
  await ensureDependencies();
  await ensureBuild();
  const env = { ...process.env, MACULE_CHROMIUM: await ensureChromium() };
  const args = ['test', '-c', 'e2e/screenshots.config.ts', ...process.argv.slice(2)];
  const { code } = await runNode('node_modules/@playwright/test/cli.js', args, { env });
  return code;
});

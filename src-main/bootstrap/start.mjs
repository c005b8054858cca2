// npm start: sets up what is missing, then opens the app: in Electron where that can run, else on loopback.
import { electronBinary, hasDisplay } from './electron-binary.mjs';
import { run } from './run.mjs';
import { ensureBuild, ensureDependencies, ROOT, runMain, runNode, say } from './setup.mjs';

/** Why the desktop app cannot be opened here, in one line, or null. */
function desktopLack() {
  if (electronBinary() === null) {
    return 'The Electron binary is missing, so Macule is served on loopback. To get it: npx install-electron --no';
  }
  if (!hasDisplay()) return 'There is no display, so Macule is served on loopback instead of opening in Electron.';
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return 'Electron does not run as root with its sandbox on, so Macule is served on loopback. Start it as another user for Electron.';
  }
  return null;
}

await runMain(async () => {
  await ensureDependencies();
  await ensureBuild();
  const args = process.argv.slice(2);
  const lack = desktopLack();
  if (lack) say(lack);
  const { code, stopped } = lack
    ? await runNode('out/main/cli.js', ['serve', ...args], { cwd: process.env.INIT_CWD ?? process.cwd() })
    : await run(electronBinary(), [ROOT, ...args], { cwd: process.env.INIT_CWD ?? process.cwd() });
  return stopped ? 0 : code;
});

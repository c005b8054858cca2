import { join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { startApp } from './app';
import { watchCrashes } from './crash';
import { closeNetwork, guardAllContents } from './guards';
import { createLog } from './log-file';
import { createOpenQueue, projectInArguments, projectPathOf, type SecondStart } from './open-files';
import { createOrigin } from './origin';
import { registerScheme } from './protocol';
import { raise } from './window';

// Everything here has to happen before Electron is ready, so nothing of it may stand behind a dynamic import or an await.
registerScheme();
app.enableSandbox();
if (app.isPackaged) closeNetwork();
guardAllContents();
const log = createLog(join(app.getPath('userData'), 'logs'));
watchCrashes(log);

const projects = createOpenQueue();
app.on('open-file', (event, path) => {
  event.preventDefault();
  projects.add(projectPathOf(path, '/'));
});

const argv = process.argv.slice(1);
const project = projectInArguments(argv, process.cwd());
projects.add(project);

app.on('second-instance', (_event, _argv, _workingFolder, second: unknown) => {
  for (const window of BrowserWindow.getAllWindows()) raise(window);
  projects.add(projectPathOf((second as Partial<SecondStart> | null)?.project, '/'));
});

if (app.requestSingleInstanceLock({ project } satisfies SecondStart)) {
  const parts = { origin: createOrigin(app.isPackaged), log, projects, isSampleWanted: argv.includes('--sample') };
  app
    .whenReady()
    .then(() => startApp(parts))
    .catch((error: unknown) => {
      log(`start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      dialog.showErrorBox('Macule could not start', error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
} else {
  app.quit();
}

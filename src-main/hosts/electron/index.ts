import { join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { startApp } from './app';
import { watchCrashes, watchMainProcess } from './crash';
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
watchMainProcess(log);
watchCrashes(log);

const projects = createOpenQueue();
app.on('open-file', (event, path) => {
  event.preventDefault();
  projects.add(projectPathOf(path, '/'));
});

const project = projectInArguments(process.argv.slice(1), process.cwd());
projects.add(project);

app.on('second-instance', (_event, _argv, _workingFolder, second: unknown) => {
  for (const window of BrowserWindow.getAllWindows()) raise(window);
  projects.add(projectPathOf((second as Partial<SecondStart> | null)?.project, '/'));
});

if (app.requestSingleInstanceLock({ project } satisfies SecondStart)) {
  // `npm start` shows the sample project, the installed app its start screen.
  const parts = { origin: createOrigin(app.isPackaged), log, projects, opensSample: !app.isPackaged };
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

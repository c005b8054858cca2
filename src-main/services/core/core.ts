import { join } from 'node:path';
import { createDerivativeCache } from '#main/imaging/derivative-cache';
import { sqliteVersion } from '#main/db/sqlite-version';
import { explainSqliteError } from '#main/db/sqlite-error';
import type { Decoder } from '#main/jobs/decoder';
import type { NoticeName, Notices } from '#shared/contract/notices';
import type { Answer } from '#shared/domain/error';
import type { MediaAnswer } from '../core-client';
import type { Author } from '../journal';
import { createBackground } from '../background/background';
import { photoBytes } from '../media';
import { uuid7 } from '../uuid7';
import { APP_VERSION } from './app-version';
import { createCoreJobs } from './core-jobs';
import { createDispatch } from './dispatch';
import { createHandlers } from './handlers';
import type { Reading } from '../reading/reading';
import { createJobBoard } from './job-board';
import type { Geometry } from '../geometry/geometry';
import { createProjectHolder } from './project-holder';
import { createRecentProjects, createSettings, deviceId } from './settings';
import { cacheFolder } from './user-folders';

export type CoreOptions = {
  readonly host: 'electron' | 'web';
  readonly configFolder: string;
  readonly dataFolder: string;
  readonly decoder: () => Decoder;
  readonly reading: () => Reading;
  readonly geometry: Geometry;
  readonly backgroundWorker: string;
  readonly notify: <Name extends NoticeName>(name: Name, payload: Notices[Name]) => void;
  readonly log: (text: string) => void;
};

export type Core = {
  call(method: string, input: unknown): Promise<Answer<unknown>>;
  media(photoId: string, variant: string): Promise<MediaAnswer>;
  close(): Promise<void>;
};

/** This installation as an author of events. */
export const authorOf = (configFolder: string): Author => ({
  deviceId: deviceId(configFolder),
  appVersion: APP_VERSION,
  now: () => Date.now(),
  utcOffsetMinutes: () => -new Date().getTimezoneOffset(),
});

/** Puts the application together: everything that a host needs, without a host. */
export function createCore({
  host,
  configFolder,
  dataFolder,
  decoder,
  reading: startReading,
  geometry,
  backgroundWorker,
  notify,
  log,
}: CoreOptions): Core {
  const jobs = createJobBoard({
    notify: (job) => notify('job', job),
    now: () => Date.now(),
    newId: () => uuid7(Date.now()),
    log,
  });
  const reading = startReading();
  const settings = createSettings(configFolder);
  const cache = createDerivativeCache(join(cacheFolder(), 'photos'), () => settings.read().photoCacheMib * 1024 ** 2);
  const recent = createRecentProjects(configFolder);
  const projects = createProjectHolder({
    jobs,
    recent,
    reading,
    dataFolder,
    onChange: (info) => notify('project', info),
    log,
  });
  const runInBackground = createBackground(backgroundWorker);
  const handlers = createHandlers({
    info: {
      name: 'Macule',
      version: APP_VERSION,
      host,
      platform: process.platform,
      nodeVersion: process.versions.node,
      sqliteVersion: sqliteVersion(),
    },
    author: authorOf(configFolder),
    settings,
    recent,
    projects,
    jobs,
    reading,
    geometry,
    runInBackground,
    coreJobs: createCoreJobs({
      jobs,
      projects,
      decoder,
      runInBackground,
      dataFolder,
    }),
    onJournal: (appended) => notify('journal', appended),
  });
  const explain = (error: unknown): unknown => explainSqliteError(error, projects.info()?.path ?? 'the project');
  return {
    call: createDispatch(handlers, { explain, log }),
    media: async (photoId, variant) => {
      if (!projects.info())
        return { status: 404, contentType: 'text/plain; charset=utf-8', bytes: new Uint8Array(), etag: null };
      return photoBytes({ db: projects.need().db, cache }, photoId, variant);
    },
    close: async () => {
      await jobs.stopAll();
      await projects.close();
      await reading.end();
      await geometry.end();
    },
  };
}

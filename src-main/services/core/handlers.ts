import type { DecisionContext } from '#shared/domain/event';
import type { Applied } from '#shared/contract/review';
import type { AppInfo } from '#shared/contract/app';
import type { Notices } from '#shared/contract/notices';
import type { WritableDb } from '#main/db/handle';
import { groupFindings, listFindings } from '#main/repositories/findings';
import { tallyOf } from '#main/repositories/tally';
import { listRuns } from '#main/repositories/imports';
import { createFolder, listFolder, startingPlaces } from '../folders/folders';
import { choosePhotos } from '../pairing/choose-photo';
import { lookAtPhotoOf } from '../photo-file';
import { saveCopy } from '../projects/save-copy';
import { assertAbsolute } from '../projects/session';
import { appendAction, type Appended, type Reviewing } from '../review/append-action';
import { settleConflict } from '../review/conflicts';
import { presentApplied, viewDetail } from '../review/present';
import { reviewersOf, viewHistory } from '../review/review-service';
import { redo, redoEntry, undo, undoEntry } from '../review/undo';
import type { Reading } from '../reading/reading';
import type { Geometry } from '../geometry/geometry';
import type { RunInBackground } from '../background/background';
import type { Author } from '../journal';
import { rootsHandlers } from './roots-handlers';
import { subjectsHandlers } from './subjects-handlers';
import type { Handlers } from './dispatch';
import type { JobBoard } from './job-board';
import type { ProjectHolder } from './project-holder';
import type { createSettings, RecentProjects } from './settings';
import type { CoreJobs } from './core-jobs';

export type HandlerParts = {
  readonly info: AppInfo;
  readonly author: Author;
  readonly settings: ReturnType<typeof createSettings>;
  readonly recent: RecentProjects;
  readonly projects: ProjectHolder;
  readonly jobs: JobBoard;
  readonly reading: Reading;
  readonly geometry: Geometry;
  readonly coreJobs: CoreJobs;
  readonly runInBackground: RunInBackground;
  /** Called after an event was committed. */
  readonly onJournal: (appended: Notices['journal']) => void;
};

const DONE = { done: true } as const;

/** One function per contract method: each finds the open project, calls its service and answers. */
export function createHandlers(parts: HandlerParts): Handlers {
  return {
    ...appHandlers(parts),
    ...projectHandlers(parts),
    ...reviewHandlers(parts),
    ...subjectsHandlers(parts),
    'geometry.run': (task) => parts.geometry.run(task),
    ...rootsHandlers(parts),
  };
}

type Part<Prefix extends string> = Pick<Handlers, Extract<keyof Handlers, `${Prefix}.${string}`>>;

function appHandlers({ info, settings }: HandlerParts): Part<'app' | 'folders'> {
  return {
    'app.info': () => info,
    'app.settings': () => settings.read(),
    'app.saveSettings': (change) => settings.save(change),
    'folders.places': () => startingPlaces(settings.read().lastFolder),
    'folders.list': ({ path, showHidden }) => listFolder(path, showHidden),
    'folders.create': ({ parent, name }) => createFolder(parent, name),
  };
}

function projectHandlers({
  projects,
  recent,
  jobs,
  reading,
  coreJobs,
}: HandlerParts): Omit<Part<'projects' | 'jobs' | 'ingest' | 'export'>, 'ingest.settle'> {
  const db = (): WritableDb => projects.need().db;
  return {
    'projects.current': () => projects.info(),
    'projects.create': ({ path }) => projects.create(path),
    'projects.open': ({ path }) => projects.open(path),
    'projects.openSample': () => ({ jobId: coreJobs.openSample() }),
    'projects.close': async () => {
      await projects.close();
      return DONE;
    },
    'projects.recent': () => recent.list(),
    'projects.forgetRecent': ({ path }) => {
      recent.forget(path);
      return DONE;
    },
    'projects.status': (input) => reading.ask(projects.need().path, 'projects.status', input),
    'projects.saveCopy': ({ path }) => saveCopy(projects.need(), path),
    'projects.verify': () => ({ jobId: coreJobs.verify() }),
    'jobs.list': () => jobs.list(),
    'jobs.get': ({ jobId }) => jobs.get(jobId),
    'jobs.cancel': ({ jobId }) => {
      jobs.cancel(jobId);
      return DONE;
    },
    'ingest.start': ({ paths }) => {
      paths.forEach(assertAbsolute);
      return { jobId: coreJobs.ingest(paths) };
    },
    'ingest.runs': () => listRuns(db()),
    'ingest.findings': (query) => listFindings(db(), query),
    'ingest.findingGroups': (filter) => groupFindings(db(), filter),
    'ingest.saveFindings': (wanted) => {
      assertAbsolute(wanted.dir);
      return coreJobs.saveFindings(wanted);
    },
    'ingest.tally': ({ runId }) => tallyOf(db(), runId),
    'ingest.conflicts': (page) => reading.ask(projects.need().path, 'ingest.conflicts', page),
    'export.preview': (options) => coreJobs.previewExport(options),
    'export.start': (options) => {
      assertAbsolute(options.dir);
      return { jobId: coreJobs.exportTruth(options) };
    },
  };
}

function reviewHandlers({
  projects,
  author,
  reading,
  onJournal,
}: HandlerParts): Part<'review' | 'pairing'> & Pick<Handlers, 'ingest.settle'> {
  const db = (): WritableDb => projects.need().db;
  const answer = (reviewing: Reviewing, append: (reviewing: Reviewing) => Appended): Applied => {
    const appended = append(reviewing);
    onJournal({ eventId: appended.eventId, viewIds: [...appended.touched.views] });
    return presentApplied(reviewing.db, appended, { deviceId: author.deviceId, reviewer: reviewing.reviewer });
  };
  const reviewing = ({ reviewer, context }: { reviewer: string; context: DecisionContext }): Reviewing => ({
    db: db(),
    author,
    reviewer,
    context,
  });
  return {
    'review.queue': (query) => reading.ask(projects.need().path, 'review.queue', query),
    'review.queuePosition': (query) => reading.ask(projects.need().path, 'review.queuePosition', query),
    'review.nextOpenView': (query) => reading.ask(projects.need().path, 'review.nextOpenView', query),
    'review.view': async ({ viewId }) => {
      await lookAtPhotoOf(db(), viewId);
      return viewDetail(db(), viewId);
    },
    'review.decide': ({ action, ...by }) => answer(reviewing(by), (one) => appendAction(one, action)),
    'ingest.settle': ({ elementId, resultKey, ...by }) =>
      answer(reviewing(by), (one) => settleConflict(one, { elementId, resultKey })),
    'review.undo': (by) => answer(reviewing(by), undo),
    'review.redo': (by) => answer(reviewing(by), redo),
    'review.stack': ({ reviewer }) => ({
      undoLabel: undoEntry(db(), author.deviceId, reviewer)?.label ?? null,
      redoLabel: redoEntry(db(), author.deviceId, reviewer)?.label ?? null,
    }),
    'review.history': ({ viewId, ...page }) => viewHistory(db(), viewId, page),
    'review.reviewers': () => reviewersOf(db()),
    'pairing.list': (query) => reading.ask(projects.need().path, 'pairing.list', query),
    'pairing.candidates': (query) => reading.ask(projects.need().path, 'pairing.candidates', query),
    'pairing.alike': (choice) => reading.ask(projects.need().path, 'pairing.alike', choice),
    'pairing.choose': ({ choices, confirmed, ...by }) =>
      answer(reviewing(by), (one) => choosePhotos(one, { choices, confirmed })),
  };
}

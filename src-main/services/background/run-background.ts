import { MaculeError } from '#shared/domain/error';
import type { ReadableDb } from '#main/db/handle';
import { closeReadable, openReadable } from '#main/db/open';
import { explainSqliteError } from '#main/db/sqlite-error';
import { exportTruth, previewTruth } from '../export/export-truth';
import { saveFindings } from '../ingest/save-findings';
import { checkRoots, searchMoved } from '../roots/search-moved';
import { writeSample } from '../sample/write-sample';
import { verifyProject } from '../verify/verify';
import type { BackgroundTask } from './background';

export type BackgroundProgress = (phase: string, done: number, total: number | null) => void;

/** Reads a project through an own read-only handle, which sees one moment. */
function reading<Value>(path: string, read: (db: ReadableDb) => Value): Value {
  const db = openReadable(path);
  try {
    return read(db);
  } catch (error) {
    throw explainSqliteError(error, path);
  } finally {
    closeReadable(db);
  }
}

/** The same for work that waits for the disk between its reads: it sees no single moment. */
async function readingLong<Value>(path: string, read: (db: ReadableDb) => Promise<Value>): Promise<Value> {
  const db = openReadable(path);
  try {
    return await read(db);
  } catch (error) {
    throw explainSqliteError(error, path);
  } finally {
    closeReadable(db);
  }
}

/** Runs one task to its end. @throws MaculeError cancelled when `isStopped` says so between two steps. */
export async function runBackground(
  task: BackgroundTask,
  progress: BackgroundProgress,
  isStopped: () => boolean,
): Promise<unknown> {
  const step: BackgroundProgress = (phase, done, total) => {
    if (isStopped()) throw new MaculeError('cancelled', 'Cancelled.');
    progress(phase, done, total);
  };
  switch (task.task) {
    case 'verify':
      return reading(task.path, (db) => verifyProject(db, step));
    case 'export':
      return reading(task.path, (db) => exportTruth(db, { ...task.options, progress: step }));
    case 'previewExport':
      return reading(task.path, (db) => previewTruth(db, task.options));
    case 'saveFindings':
      return reading(task.path, (db) => saveFindings(db, task.wanted));
    case 'checkRoots':
      return readingLong(task.path, (db) => checkRoots(db, step));
    case 'searchMoved':
      return readingLong(task.path, (db) => searchMoved(db, task.wanted, step));
    case 'drawSample':
      return writeSample(task.outDir, {
        onProgress: (done, total) => step('Drawing the sample pictures', done, total),
      });
  }
}

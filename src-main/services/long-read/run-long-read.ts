import { MaculeError } from '#shared/domain/error';
import { closeReadable, openReadable } from '#main/db/open';
import { explainSqliteError } from '#main/db/sqlite-error';
import { exportTruth } from '../export/export-truth';
import { verifyProject } from '../verify/verify';
import type { LongReadTask } from './long-read';

export type ReadProgress = (phase: string, done: number, total: number | null) => void;

/**
 * Runs a long read to its end on its own read-only handle, inside one read transaction: what it sees is one moment.
 * @throws MaculeError cancelled when `isStopped` says so between rows.
 */
export function runLongRead(task: LongReadTask, progress: ReadProgress, isStopped: () => boolean): unknown {
  const step: ReadProgress = (phase, done, total) => {
    if (isStopped()) throw new MaculeError('cancelled', 'Cancelled.');
    progress(phase, done, total);
  };
  const db = openReadable(task.path);
  try {
    return task.task === 'verify' ? verifyProject(db, step) : exportTruth(db, { ...task.options, progress: step });
  } catch (error) {
    throw explainSqliteError(error, task.path);
  } finally {
    closeReadable(db);
  }
}

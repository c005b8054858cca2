import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadableDb } from '#main/db/handle';
import { closeReadable, openReadable } from '#main/db/open';
import { countEvents, journalHeads } from '#main/repositories/events';
import { makeFolder } from '../core/make-folder';
import type { ProjectSession } from './session';

const KEPT_BACKUPS = 5;
/** As long as "2026-11-28T14-05-00-000Z.macule", by which copies are sorted: a project may have been renamed. */
const STAMP_CHARACTERS = 31;

/**
 * Keeps a copy of the project, made by SQLite's backup API while work goes on; the newest five stay.
 * A project without decisions is not copied, nor one that has none since its newest copy: opening a project
 * again and again must not push out copies of earlier days.
 */
export async function rotateBackups({ db, info }: ProjectSession, folder: string, now: number): Promise<void> {
  if (countEvents(db) === 0) return;
  const own = join(folder, 'backups', info.projectId);
  makeFolder(own);
  for (const half of readdirSync(own).filter((name) => name.includes('.tmp'))) rmSync(join(own, half)); // of a kill
  const newest = copiesIn(own).at(-1);
  if (newest !== undefined && headsOfCopy(join(own, newest)) === headsOf(db)) return;
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  const copy = join(own, `${info.name}-${stamp}.macule`);
  const draft = `${copy}.tmp`; // half a copy must neither look like one nor push a whole one out
  try {
    await db.backup(draft);
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  for (const old of copiesIn(own).slice(0, -KEPT_BACKUPS)) rmSync(join(own, old), { force: true });
}

/** Names of copies, oldest first. */
function copiesIn(own: string): string[] {
  const stampOf = (name: string): string => name.slice(-STAMP_CHARACTERS);
  return readdirSync(own)
    .filter((name) => name.endsWith('.macule'))
    .sort((a, b) => (stampOf(a) < stampOf(b) ? -1 : 1));
}

const headsOf = (db: ReadableDb): string => JSON.stringify(journalHeads(db));

/** The journal heads that a copy holds; null when it cannot be read, so that a good one is made beside it. */
function headsOfCopy(path: string): string | null {
  let copy: ReadableDb | null = null;
  try {
    copy = openReadable(path);
    return headsOf(copy);
  } catch {
    return null;
  } finally {
    if (copy) closeReadable(copy);
  }
}

import BetterSqlite3 from 'better-sqlite3';
import type { WritableDb } from './handle';

/** Pages that are held in memory, in KiB; the rest lies in the file. */
const CACHE_KIB = 8192;

/**
 * Tables for the length of one task, in a file of the system's folder for temporary files that nobody else can open and
 * that is gone when the handle is closed or the process ends. Nothing in them is worth a journal.
 */
export function openScratch(schema: string): WritableDb {
  const db = new BetterSqlite3('');
  db.pragma('journal_mode = OFF');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.exec(schema);
  return db as unknown as WritableDb;
}

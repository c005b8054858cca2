import type { WritableDb } from './handle';

/**
 * One transaction that does not wait for the disk: whole or not there at all after a power cut, like every other, and
 * on the disk as soon as any later one is that waits. For rows that can be made again, such as those of an import
 * that is not over; never for decisions.
 */
export function relaxedTransaction<Value>(db: WritableDb, work: () => Value): Value {
  db.pragma('synchronous = NORMAL');
  try {
    return db.transaction(work).immediate();
  } finally {
    db.pragma('synchronous = FULL');
  }
}

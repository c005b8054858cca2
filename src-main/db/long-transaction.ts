import type { WritableDb } from './handle';

/** What one may hold: dirty pages stay in SQLite's cache, and a kill costs a moment's work. */
const ROWS = 50_000;
const OPEN_MS = 1000;

/**
 * One transaction for many writes, while nobody waits to write between them. A commit waits for the disk and writes every
 * page of the id indexes that its rows touch, and those are nearly all: few large ones are far cheaper. Transactions
 * that are made meanwhile nest in it, so that a part of the work still happens wholly or not at all.
 */
export class LongTransaction {
  private rows = 0;
  private openedAt = 0;

  constructor(private readonly db: WritableDb) {}

  /** Opens it unless it is open. */
  begin(): void {
    if (this.db.inTransaction) return;
    this.db.exec('BEGIN IMMEDIATE');
    this.openedAt = performance.now();
    this.rows = 0;
  }

  /** Says how many rows were written since; commits when it holds enough. To be called where half a work may be kept. */
  wrote(rows: number): void {
    this.rows += rows;
    if (this.rows >= ROWS || performance.now() - this.openedAt >= OPEN_MS) this.commit();
  }

  commit(): void {
    if (this.db.inTransaction) this.db.exec('COMMIT');
    this.rows = 0;
  }

  /** Keeps what it can on the way out of an error, which is the one to report. */
  commitQuietly(): void {
    try {
      this.commit();
    } catch {
      // a full disk refuses this too; SQLite rolls back, and what was committed before stays
    }
  }
}

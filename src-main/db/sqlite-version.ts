import BetterSqlite3 from 'better-sqlite3';

/** The version of the SQLite library in use. */
export function sqliteVersion(): string {
  const db = new BetterSqlite3(':memory:');
  try {
    return (db.prepare('SELECT sqlite_version() AS version').get() as { version: string }).version;
  } finally {
    db.close();
  }
}

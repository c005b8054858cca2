import type BetterSqlite3 from 'better-sqlite3';
import { MaculeError } from '#shared/domain/error';

/** One step of the schema: `up` runs inside a transaction that also sets `user_version`. There is no way down. */
export type Migration = { readonly version: number; up(db: BetterSqlite3.Database): void };

/** The schema version of a file, as SQLite's user_version; 0 when nothing was ever created in it. */
export function schemaVersion(db: BetterSqlite3.Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/** @throws MaculeError project_newer when the file was written by a newer Macule. */
export function assertNotNewer(db: BetterSqlite3.Database, migrations: readonly Migration[], path: string): void {
  const known = migrations.at(-1)?.version ?? 0;
  const found = schemaVersion(db);
  if (found <= known) return;
  throw new MaculeError(
    'project_newer',
    `${path} was written by a newer version of Macule (schema ${found}, this one knows ${known}). ` +
      'Nothing was changed. Update Macule and open it again.',
    { path, found, known },
  );
}

function assertOrdered(migrations: readonly Migration[]): void {
  migrations.forEach(({ version }, index) => {
    const before = migrations[index - 1]?.version ?? 0;
    if (version <= before || version % 10 !== 0) throw new Error(`migration ${version} is out of order`);
  });
}

/**
 * Brings a file to the newest schema, each step with its user_version in one transaction.
 * `backup` is called once, before the first step, when the file already holds something.
 * @returns the versions that were applied, in order.
 */
export function migrate(
  db: BetterSqlite3.Database,
  migrations: readonly Migration[],
  options: { path: string; backup: (fromVersion: number) => void },
): number[] {
  assertOrdered(migrations);
  assertNotNewer(db, migrations, options.path);
  const from = schemaVersion(db);
  const open = migrations.filter(({ version }) => version > from);
  if (open.length === 0) return [];
  if (from > 0) options.backup(from);
  db.pragma('foreign_keys = OFF'); // cannot be switched inside a transaction; a step may rebuild referenced tables
  try {
    for (const step of open) {
      db.transaction(() => {
        step.up(db);
        if ((db.pragma('foreign_key_check') as unknown[]).length > 0)
          throw new Error('foreign keys broken by a migration');
        db.pragma(`user_version = ${step.version}`);
      }).exclusive();
    }
  } finally {
    db.pragma('foreign_keys = ON');
  }
  return open.map(({ version }) => version);
}

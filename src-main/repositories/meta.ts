import type { ProjectId } from '#shared/domain/ids';
import { firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';

/** A value of the project's own facts; null when it was never set. */
export const metaValue = (db: ReadableDb, key: string): string | null =>
  firstRow<{ value: string }>(db, 'SELECT value FROM meta WHERE key = ?', [key])?.value ?? null;

export const projectId = (db: ReadableDb): ProjectId => (metaValue(db, 'project_id') ?? '') as ProjectId;

export function setMetaValues(db: WritableDb, values: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(values))
    run(db, 'INSERT INTO meta (key, value) VALUES (?, ?)', [key, value]);
}

/** Sets a fact that may change. */
export function replaceMetaValue(db: WritableDb, key: string, value: string): void {
  run(db, 'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [
    key,
    value,
  ]);
}

import { allRows, run, type WritableDb } from '#main/db/handle';
import { removeUnusedSource } from '#main/repositories/sources';

/** Results of a file that go in one transaction, so that decisions go between them. */
const BATCH = 100;
const RESULTS = 'SELECT value FROM json_each(:results)';
const VIEWS = `SELECT id FROM view WHERE result_id IN (${RESULTS})`;

/** Removes some results of an unpublished file with all that hangs on them; answers whether there were any. */
function removeResults(db: WritableDb, file: number, limit: number): boolean {
  const rows = allRows<{ id: number; capture: number }>(
    db,
    'SELECT id, capture_id AS capture FROM result WHERE source_file_id = ? LIMIT ?',
    [file, limit],
  );
  if (rows.length === 0) return false;
  const results = JSON.stringify(rows.map(({ id }) => id));
  for (const sql of [
    `DELETE FROM lesion WHERE view_id IN (${VIEWS})`,
    `DELETE FROM view_state WHERE view_uid IN (SELECT uid FROM view WHERE id IN (${VIEWS}))`,
    `DELETE FROM mask WHERE result_id IN (${RESULTS})`,
    `DELETE FROM view WHERE result_id IN (${RESULTS})`,
    `DELETE FROM area_row WHERE result_id IN (${RESULTS})`,
    `DELETE FROM result WHERE id IN (${RESULTS})`,
  ])
    run(db, sql, { results });
  run(
    db,
    `DELETE FROM capture WHERE id IN (SELECT value FROM json_each(:captures))
       AND NOT EXISTS (SELECT 1 FROM result WHERE capture_id = capture.id)`,
    { captures: JSON.stringify(rows.map(({ capture }) => capture)) },
  );
  return true;
}

/** Removes everything of one source file that was not published. The caller owns the transaction. */
export function removeSourceFile(db: WritableDb, file: number): void {
  const remove = (sql: string): void => void run(db, sql, { file });
  removeResults(db, file, Number.MAX_SAFE_INTEGER);
  remove('DELETE FROM finding WHERE source_file_id = :file');
  const [source] = allRows<{ id: number }>(db, 'SELECT source_id AS id FROM source_file WHERE id = ?', [file]);
  remove('DELETE FROM source_file WHERE id = :file');
  if (source) removeUnusedSource(db, source.id);
  run(db, 'DELETE FROM revision WHERE NOT EXISTS (SELECT 1 FROM result WHERE revision_id = revision.id)');
}

/**
 * The same in short transactions, with a turn of the event loop between them. A crash on the way leaves rows that
 * nobody can see, and that the next start removes.
 */
export async function removeInTurns(db: WritableDb, file: number, turn: () => Promise<void>): Promise<void> {
  while (db.transaction(() => removeResults(db, file, BATCH)).immediate()) await turn();
  db.transaction(() => removeSourceFile(db, file)).immediate();
}

/** Clears what an import left that was cancelled, crashed or killed: rows of files that were never published. */
export function removeUnpublished(db: WritableDb): void {
  const files = allRows<{ id: number }>(db, 'SELECT id FROM source_file WHERE published = 0');
  if (files.length === 0) return;
  db.transaction(() => {
    for (const { id } of files) removeSourceFile(db, id);
  }).immediate();
}

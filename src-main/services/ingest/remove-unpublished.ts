import { allRows, run, type WritableDb } from '#main/db/handle';

const RESULTS = 'SELECT id FROM result WHERE source_file_id = :file';
const VIEWS = `SELECT id FROM view WHERE result_id IN (${RESULTS})`;

/** Removes everything of one source file that was not published. The caller owns the transaction. */
export function removeSourceFile(db: WritableDb, file: number): void {
  const remove = (sql: string): void => void run(db, sql, { file });
  remove(`DELETE FROM lesion WHERE view_id IN (${VIEWS})`);
  remove(`DELETE FROM view_state WHERE view_uid IN (SELECT uid FROM view WHERE id IN (${VIEWS}))`);
  remove(`DELETE FROM mask WHERE result_id IN (${RESULTS})`);
  remove(`DELETE FROM view WHERE result_id IN (${RESULTS})`);
  remove(`DELETE FROM area_row WHERE result_id IN (${RESULTS})`);
  remove('DELETE FROM result WHERE source_file_id = :file');
  remove('DELETE FROM finding WHERE source_file_id = :file');
  const [source] = allRows<{ id: number }>(db, 'SELECT source_id AS id FROM source_file WHERE id = ?', [file]);
  remove('DELETE FROM source_file WHERE id = :file');
  if (source)
    run(db, 'DELETE FROM source WHERE id = :id AND NOT EXISTS (SELECT 1 FROM source_file WHERE source_id = :id)', {
      id: source.id,
    });
  run(db, 'DELETE FROM capture WHERE NOT EXISTS (SELECT 1 FROM result WHERE capture_id = capture.id)');
  run(db, 'DELETE FROM revision WHERE NOT EXISTS (SELECT 1 FROM result WHERE revision_id = revision.id)');
}

/** Clears what an import left that was cancelled, crashed or killed: rows of files that were never published. */
export function removeUnpublished(db: WritableDb): void {
  const files = allRows<{ id: number }>(db, 'SELECT id FROM source_file WHERE published = 0');
  if (files.length === 0) return;
  db.transaction(() => {
    for (const { id } of files) removeSourceFile(db, id);
  }).immediate();
}

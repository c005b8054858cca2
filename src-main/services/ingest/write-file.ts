import type { Finding } from '#shared/domain/finding';
import { deliveredOf, Tally, type Delivered, type TallyCount } from '#shared/domain/tally';
import type { DecodedBatch } from '#main/jobs/decoded-batch';
import type { BatchItem, PackedResult } from '#main/repositories/packed-rows';
import { firstRow, run, type WritableDb } from '#main/db/handle';
import {
  contentOfKey,
  insertLesion,
  insertResult,
  rootId,
  supersedeReruns,
  type WrittenResult,
} from '#main/repositories/imported-rows';
import { insertFindings } from '#main/repositories/findings';
import { addTally } from '#main/repositories/tally';
import { fateOfGiving } from './file-fate';
import { placeFindings } from './place-findings';
import { removeInTurns, removeSourceFile } from './remove-unpublished';
import type { Known } from './seen';
import type { WalkedFile } from './walk';

type SourceBatch = Extract<DecodedBatch, { type: 'source' }>;
export type FileWriter = {
  /** Writes one batch in one short transaction; nothing of it can be seen yet. */
  write(items: readonly BatchItem[]): void;
  /** Content hashes of results whose id is taken by other content, met so far. */
  readonly conflicting: ReadonlySet<string>;
  /**
   * Makes everything visible at once, with what became of it; a file that gave no new result leaves only its findings.
   * `elsewhere` counts what gave no result; `also` writes in the same transaction. Answers all findings.
   */
  publish(found: readonly Finding[], elsewhere: readonly TallyCount[], also: (delivered: Delivered) => void): Finding[];
  /** Removes what was written; `turn` gives others a turn between short transactions. */
  discard(turn: () => Promise<void>): Promise<void>;
};

/** Why a file with these bytes need not be read again; null when they are new. */
export function knownSource(db: WritableDb, file: WalkedFile, sha256: string): Known | null {
  const known = firstRow<{ path: string; root: string; delivered: string | null }>(
    db,
    `SELECT f.path, r.path AS root, s.delivered FROM source AS s JOIN source_file AS f ON f.source_id = s.id AND f.published = 1
     JOIN root AS r ON r.id = f.root_id WHERE s.sha256 = ? LIMIT 1`,
    [sha256],
  );
  if (!known) return null;
  const isSame = `${known.root}/${known.path}` === `${file.root}/${file.relativePath}`;
  const [code, message] = isSame
    ? ['already_imported', 'Already imported with the same bytes; nothing was added.']
    : ['duplicate_file', `Has the same bytes as ${known.path}, which is already imported; nothing was added.`];
  return {
    finding: { severity: 'info', code, file: file.relativePath, place: '', message },
    delivered: JSON.parse(known.delivered ?? '{}') as Delivered,
  };
}

/** Opens an invisible source file to write results into. */
export function writeFile(db: WritableDb, file: WalkedFile, runId: number, source: SourceBatch): FileWriter {
  const sourceFile = db
    .transaction(() => {
      const stored = firstRow<{ id: number }>(db, 'SELECT id FROM source WHERE sha256 = ?', [source.sha256]);
      const sourceId =
        stored?.id ??
        run(db, 'INSERT INTO source (sha256, size_bytes, content_gzip) VALUES (?, ?, ?)', [
          source.sha256,
          source.sizeBytes,
          source.gzip,
        ]).id;
      return run(db, 'INSERT INTO source_file (root_id, path, source_id, run_id) VALUES (?, ?, ?, ?)', [
        rootId(db, file.root),
        file.relativePath,
        sourceId,
        runId,
      ]).id;
    })
    .immediate();
  const written = new Map<number, WrittenResult>();
  const conflicting = new Set<string>();
  const findings: Finding[] = [];
  const tally = new Tally();
  /** Keys of results that this file repeats, by path. */
  const repeated = new Map<string, string>();
  let results = 0;

  const report = (severity: Finding['severity'], code: string, place: string, message: string): void =>
    void findings.push({ severity, code, file: file.relativePath, place, message });
  const skipDuplicate = (key: string, { path, tally: parts }: PackedResult): void => {
    tally.addDelivered(deliveredOf(parts), 'skipped', 'duplicate_result');
    repeated.set(path, key);
    report(
      'info',
      'duplicate_result',
      path,
      `Result ${key} is already in the project with the same content; it was skipped.`,
    );
  };
  const writeResult = (result: PackedResult): void => {
    const content = contentOfKey(db, result.key);
    if (content === result.contentSha256) return skipDuplicate(result.key, result);
    if (content !== undefined) {
      const key = `${result.key}#${result.contentSha256.slice(0, 8)}`;
      if (contentOfKey(db, key) === result.contentSha256) return skipDuplicate(key, result);
      conflicting.add(result.contentSha256);
      return report(
        'warning',
        'result_conflict',
        result.path,
        `Result id ${result.key} is already in the project with other content; this one is kept beside it as ${key}. Settle which one holds.`,
      );
    }
    written.set(result.index, insertResult(db, sourceFile, result));
    tally.addAll(result.tally);
    results += 1;
  };
  const writeItem = (item: BatchItem): void => {
    if (item.type === 'result') return writeResult(item.result);
    const result = written.get(item.result);
    if (result) for (const lesion of item.lesions) insertLesion(db, result, lesion);
  };

  return {
    conflicting,
    write: (items) => db.transaction(() => items.forEach(writeItem)).immediate(),
    publish: (found, elsewhere, also) => {
      const all = [...found, ...findings];
      tally.addAll(elsewhere);
      const delivered = deliveredOf(tally.rows());
      const { fate, reason } =
        results > 0 ? fateOfGiving(all) : ({ fate: 'skipped', reason: 'duplicate_result' } as const);
      tally.add('file', fate, reason);
      db.transaction(() => {
        const placed = placeFindings(db, all, { sourceFile, elsewhere: repeated });
        if (results === 0) removeSourceFile(db, sourceFile);
        else {
          run(db, 'UPDATE source_file SET published = 1 WHERE id = ?', [sourceFile]);
          run(db, 'UPDATE source SET delivered = ? WHERE sha256 = ?', [JSON.stringify(delivered), source.sha256]);
          supersedeReruns(db, sourceFile);
        }
        insertFindings(db, { run: runId, sourceFile: results === 0 ? null : sourceFile }, placed);
        addTally(db, runId, tally.rows());
        also(delivered);
      }).immediate();
      return all;
    },
    discard: (turn) => removeInTurns(db, sourceFile, turn),
  };
}

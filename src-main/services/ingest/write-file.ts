import type { Finding } from '#shared/domain/finding';
import { deliveredOf, Tally, type Delivered, type TallyCount } from '#shared/domain/tally';
import type { DecodedBatch } from '#main/jobs/decoded-batch';
import { lesionAt } from '#main/repositories/lesion-columns';
import type { BatchItem, PackedBatch, PackedResult } from '#main/repositories/packed-rows';
import { firstRow, run, type WritableDb } from '#main/db/handle';
import type { LongTransaction } from '#main/db/long-transaction';
import {
  contentOfKey,
  insertLesion,
  insertResult,
  rootId,
  supersedeReruns,
  type SupersededView,
  type WrittenResult,
} from '#main/repositories/imported-rows';
import { detachFindings, insertFindings, type PlacedFinding } from '#main/repositories/findings';
import {
  insertSourceChunk,
  noteSourceText,
  sourceId,
  type SourceChunk,
  type TextFacts,
} from '#main/repositories/sources';
import { addTally } from '#main/repositories/tally';
import { FileFates, type FileFate } from './file-fate';
import { placeFindings } from './place-findings';
import { removeInTurns, removeSourceFile } from './remove-unpublished';
import type { Known } from './seen';
import type { WalkedFile } from './walk';

/** Findings of one file that are held before they are written. */
const FINDINGS_KEPT = 500;
const REPEATED: FileFate = { fate: 'skipped', reason: 'duplicate_result' };
type Published = {
  readonly text: TextFacts | null;
  readonly elsewhere: readonly TallyCount[];
  readonly also: (delivered: Delivered) => void;
};
type SourceBatch = Extract<DecodedBatch, { type: 'source' }>;
export type FileWriter = {
  /** Takes one batch. It is written with others in one transaction; nothing of it can be seen yet. */
  write(batch: PackedBatch): void;
  /** Takes the next piece of the file's bytes. */
  store(chunk: SourceChunk): void;
  /** Takes findings about the file. */
  note(found: readonly Finding[]): void;
  /** Content hashes of results whose id is taken by other content, met so far. */
  readonly conflicting: ReadonlySet<string>;
  /**
   * Writes what is left and makes everything visible at once, with what became of it; a file that gave no new result
   * leaves only its findings. `elsewhere` counts what gave no result; `also` writes in the same transaction. Answers
   * false, and publishes nothing, while conflicting results have not been written.
   */
  publish(end: Published): boolean;
  /** Conflicting results follow under their own keys. */
  expectConflicts(): void;
  /** Removes what was written; `turn` gives others a turn between short transactions. */
  discard(turn: () => Promise<void>): Promise<void>;
};

/** Rows, or thousands of bytes, that wait for one transaction where someone decides: a decision waits for a commit. */
const WAITING = 250;

/** How a run writes: into a long transaction when nobody else is served meanwhile, else in short ones. */
export type Writing = { readonly runId: number; readonly long: LongTransaction | null };

const weightOf = ({ items, lesions: { count, rings } }: PackedBatch): number =>
  10 * items.filter(({ type }) => type === 'result').length + count + rings.length / 1000;

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

/** Finished work that leaves queue and export because a newer run came in: said at once. */
const supersededFinding =
  ({ relativePath }: WalkedFile) =>
  ({ uid, name, decisions }: SupersededView): PlacedFinding => ({
    severity: 'warning',
    code: 'result_superseded',
    file: relativePath,
    place: uid,
    viewUid: uid,
    message: `A newer run replaces the ${name} view on which ${decisions} ${decisions === 1 ? 'decision was' : 'decisions were'} made. They are kept with it, out of queue and export; the newer view is open for review.`,
  });

/** Opens an invisible source file to write results into. */
export function writeFile(
  db: WritableDb,
  file: WalkedFile,
  { runId, long, ...source }: SourceBatch & Writing,
): FileWriter {
  let sourceFile = 0;
  let sourceRow = 0;
  let waiting: (() => void)[] = [];
  let weight = 0;
  const open = (): void => {
    sourceRow = sourceId(db, source);
    sourceFile = run(db, 'INSERT INTO source_file (root_id, path, source_id, run_id) VALUES (?, ?, ?, ?)', [
      rootId(db, file.root),
      file.relativePath,
      sourceRow,
      runId,
    ]).id;
  };
  const writeWaiting = (): void => {
    const works = waiting;
    waiting = [];
    weight = 0;
    if (sourceFile === 0) open();
    for (const work of works) work();
  };
  const later = (work: () => void, of: number): void => {
    waiting.push(work);
    weight += of;
    if (long) {
      long.begin();
      writeWaiting();
      long.wrote(of);
    } else if (weight >= WAITING) db.transaction(writeWaiting).immediate();
  };
  let areConflictsExpected = false;
  let written: { readonly index: number; readonly result: WrittenResult } | null = null;
  const conflicting = new Set<string>();
  let findings: Finding[] = [];
  const fates = new FileFates();
  const tally = new Tally();
  /** Keys of the results that this file holds or repeats, by path. */
  const keyOfPath = new Map<string, string>();
  let results = 0;

  const saveFindings = (): void => {
    fates.note(findings);
    insertFindings(db, { run: runId, sourceFile }, placeFindings(db, findings, keyOfPath));
    findings = [];
  };

  const report = (severity: Finding['severity'], code: string, place: string, message: string): void =>
    void findings.push({ severity, code, file: file.relativePath, place, message });
  const skipDuplicate = (key: string, { path, tally: parts }: PackedResult): void => {
    tally.addDelivered(deliveredOf(parts), 'skipped', 'duplicate_result');
    keyOfPath.set(path, key);
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
    written = { index: result.index, result: insertResult(db, sourceFile, result) };
    keyOfPath.set(result.path, result.key);
    tally.addAll(result.tally);
    results += 1;
  };
  const writeItem = (item: BatchItem, { lesions }: PackedBatch): void => {
    if (item.type === 'result') return writeResult(item.result);
    // Lesions follow their result; those of a result that was skipped follow nothing that was written.
    if (written?.index !== item.result) return;
    for (let at = item.from; at < item.to; at++) insertLesion(db, written.result, lesionAt(lesions, at));
  };

  return {
    conflicting,
    write: (batch) =>
      later(() => {
        for (const item of batch.items) writeItem(item, batch);
        if (findings.length >= FINDINGS_KEPT) saveFindings();
      }, weightOf(batch)),
    store: (chunk) => later(() => insertSourceChunk(db, sourceRow, chunk), chunk.gzip.length / 1000),
    note: (found) =>
      later(() => {
        findings.push(...found);
        if (findings.length >= FINDINGS_KEPT) saveFindings();
      }, found.length),
    expectConflicts: () => void (areConflictsExpected = true),
    publish: ({ text, elsewhere, also }) =>
      db
        .transaction(() => {
          writeWaiting();
          if (conflicting.size > 0 && !areConflictsExpected) return false;
          saveFindings();
          tally.addAll(elsewhere);
          const delivered = deliveredOf(tally.rows());
          const { fate, reason } = results > 0 ? fates.giving() : REPEATED;
          tally.add('file', fate, reason);
          addTally(db, runId, tally.rows());
          also(delivered);
          if (results === 0) {
            detachFindings(db, sourceFile);
            removeSourceFile(db, sourceFile);
            return true;
          }
          if (text) noteSourceText(db, sourceRow, text);
          run(db, 'UPDATE source SET delivered = ? WHERE id = ?', [JSON.stringify(delivered), sourceRow]);
          run(db, 'UPDATE source_file SET published = 1 WHERE id = ?', [sourceFile]);
          insertFindings(db, { run: runId, sourceFile }, supersedeReruns(db, sourceFile).map(supersededFinding(file)));
          return true;
        })
        .immediate(),
    discard: async (turn) => {
      waiting = [];
      if (sourceFile !== 0) await removeInTurns(db, sourceFile, turn);
    },
  };
}

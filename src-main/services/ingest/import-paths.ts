// Longer than others: one run from paths to a report, whose steps share its counts, its clock and its cancelling.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImportCounts } from '#shared/contract/ingest';
import type { Finding } from '#shared/domain/finding';
import type { Delivered, TallyCount } from '#shared/domain/tally';
import type { ImageListEntry } from '#shared/domain/pairing';
import type { DecodedBatch, FileToDecode } from '#main/jobs/decoded-batch';
import type { Decoder } from '#main/jobs/decoder';
import type { JobContext } from '#main/jobs/job';
import type { WritableDb } from '#main/db/handle';
import { LongTransaction } from '#main/db/long-transaction';
import { finishRun, importedTotals, startRun } from '#main/repositories/imports';
import { noteMetAt, type SeenOutcome } from '#main/repositories/seen-files';
import { allFindings, countFindings, eachFinding, insertFindings } from '#main/repositories/findings';
import { rootId } from '#main/repositories/imported-rows';
import { forgetImageList, isKnownImageList, keepImageList } from '#main/repositories/pairing';
import { photoAt } from '#main/repositories/photos';
import { addTally, tallyOf } from '#main/repositories/tally';
import { joinNewCaptures } from '../subjects/assign-subjects';
import { endFile, findingOf, inOneTransaction, rememberAs, skipKnown, type Ended, type Keeping } from './end-file';
import { FileFates, fateOfBarren, fateOfPhoto } from './file-fate';
import { importPhoto } from './import-photo';
import { checkMetrics } from './check-metrics';
import { pairViews } from './pair-views';
import { removeUnpublished } from './remove-unpublished';
import { isUnchanged, missingFiles, whyUnchanged } from './seen';
import { walk, type Walked, type WalkedFile } from './walk';
import { knownSource, writeFile, type FileWriter } from './write-file';

export type ImportRequest = {
  readonly db: WritableDb;
  readonly decoder: Decoder;
  readonly paths: readonly string[];
  /** Milliseconds UTC. */
  readonly now: number;
  readonly context: JobContext;
  /** Reads files again even if their size and time are what they were. */
  readonly recheck?: boolean;
  /** Nobody decides in this process meanwhile: transactions may be long. */
  readonly isAlone?: boolean;
};
/**
 * Counts are what this run added; totals are what the project holds. Findings are complete: they are read from the
 * project when they are asked for, all at once. `eachFinding` gives them in pages.
 */
export type ImportOutcome = {
  readonly runId: number;
  readonly counts: ImportCounts;
  readonly totals: ImportCounts;
  readonly findingCounts: Record<Finding['severity'], number>;
  readonly findings: Finding[];
  /** What became of everything that was delivered; per unit, it adds up to that. */
  readonly tally: TallyCount[];
  readonly cancelled: boolean;
};

type Run = ImportRequest & Keeping & { readonly long: LongTransaction | null };
/** Findings that are written in one transaction, so that decisions go between them. */
const FINDINGS_BATCH = 500;
/** Rows to a batch where nobody waits for one to be written: each costs both threads a message. */
const LARGE_BATCH_ROWS = 1000;
/** What remembering a file writes, more or less. */
const ROWS_OF_FILE = 5;
const isCancelled = ({ context }: ImportRequest): boolean => context.signal.aborted;

/**
 * Imports files and folders. Decoding runs in the decoder; rows are written in short batches between which the core
 * answers other calls; a file becomes visible in one transaction or not at all. A cancelled run keeps the files that
 * were finished. Running it again adds only what is new.
 */
export async function importPaths(request: ImportRequest): Promise<ImportOutcome> {
  const { db, context } = request;
  removeUnpublished(db); // of an import in this session that met a full disk: its rows would pass for duplicates
  const before = importedTotals(db);
  const long = request.isAlone ? new LongTransaction(db) : null;
  const run: Run = { ...request, long, runId: startRun(db, request.now, request.paths) };
  context.progress({ phase: 'Looking for files', done: 0, total: null });
  const walked = await walk(request.paths, () => nextTurn());
  keepWalked(run, walked);
  const total = walked.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  try {
    await importFiles(run, walked.files, total);
    long?.commit();
  } finally {
    long?.commitQuietly();
    await request.decoder.rest();
  }
  if (!isCancelled(request)) {
    keepMissing(run, walked.folders);
    context.progress({ phase: 'Pairing photos', done: total, total });
    await pairViews(db, { ...run, pause: () => nextTurn() });
    await keepMetricFindings(run);
    keep(run, await joinNewCaptures(db, () => nextTurn()));
  }
  const totals = importedTotals(db);
  const counts = difference(totals, before);
  finishRun(db, run.runId, { finishedAt: Date.now(), cancelled: isCancelled(request), counts });
  const { runId } = run;
  return {
    runId,
    counts,
    totals,
    findingCounts: countFindings(db, runId),
    tally: tallyOf(db, runId),
    cancelled: isCancelled(request),
    get findings(): Finding[] {
      return findingsOfRun(db, runId);
    },
  };
}

async function importFiles(run: Run, files: readonly WalkedFile[], total: number): Promise<void> {
  let done = 0;
  for (const [index, file] of files.entries()) {
    if (isCancelled(run)) return;
    const from = done;
    run.long?.begin();
    await importFile(run, { file, following: files[index + 1] }, (share) =>
      run.context.progress({ phase: `Reading ${file.relativePath}`, done: from + share * file.sizeBytes, total }),
    );
    run.long?.wrote(ROWS_OF_FILE);
    done += file.sizeBytes;
  }
}

function findingsOfRun(db: WritableDb, runId: number): Finding[] {
  return Array.from(eachFinding(db, allFindings(runId)), ({ severity, code, file, place, message }) => {
    return { severity, code, file, place, message };
  });
}

function difference(after: ImportCounts, before: ImportCounts): ImportCounts {
  const keys = Object.keys(after) as (keyof ImportCounts)[];
  return Object.fromEntries(keys.map((key) => [key, after[key] - before[key]])) as ImportCounts;
}

function keep({ db, runId }: Run, found: readonly Finding[]): void {
  if (found.length > 0) db.transaction(() => insertFindings(db, { run: runId, sourceFile: null }, found)).immediate();
}

function keepMissing(run: Run, folders: readonly string[]): void {
  run.db.transaction(() => keep(run, missingFiles(run.db, folders, run.runId))).immediate();
}

async function keepMetricFindings({ db, runId }: Run): Promise<void> {
  for (const found of checkMetrics(db, runId)) {
    if (found.length > 0)
      db.transaction(() => {
        for (const { sourceFileId, ...finding } of found)
          insertFindings(db, { run: runId, sourceFile: sourceFileId }, [finding]);
      }).immediate();
    await nextTurn();
  }
}

/** Files that could not even be looked at are among what was delivered. */
function keepWalked(run: Run, { findings, unreadableFiles }: Walked): void {
  keep(run, findings);
  if (unreadableFiles > 0)
    addTally(run.db, run.runId, [{ unit: 'file', fate: 'refused', reason: 'unreadable', count: unreadableFiles }]);
}

function skipUnchanged(run: Run, file: WalkedFile): boolean {
  return inOneTransaction(run, () => {
    const known = whyUnchanged(run.db, file, run.runId);
    if (known) skipKnown(run, file, known, null);
    return known !== null;
  });
}

/** A file, and the one behind it. */
type Turn = { readonly file: WalkedFile; readonly following: WalkedFile | undefined };

async function importFile(run: Run, turn: Turn, progress: (share: number) => void): Promise<void> {
  const { file } = turn;
  progress(0);
  if (!run.recheck && skipUnchanged(run, file)) return;
  try {
    await readFile(run, turn, progress);
  } catch (error) {
    if (!isFileError(error)) throw error;
    const message = `The file cannot be read: ${(error as Error).message}. Check the file and import it again.`;
    const findings = [findingOf(file)('error', 'unreadable', message)];
    inOneTransaction(run, () => {
      noteMetAt(run.db, file.root, file.relativePath, run.runId);
      endFile(run, file, { findings, fate: { fate: 'refused', reason: 'unreadable' }, outcome: null });
    });
  }
}

const FILE_ERRORS = new Set([
  'ENOENT',
  'EACCES',
  'EPERM',
  'EISDIR',
  'EIO',
  'EBUSY',
  'ELOOP',
  'ENAMETOOLONG',
  'ENXIO',
  'EMFILE',
  'unreadable',
  'worker_ended',
]);
const isFileError = (error: unknown): boolean => FILE_ERRORS.has(String((error as NodeJS.ErrnoException).code));

const toDecode = ({ long }: Run, { path }: WalkedFile): FileToDecode =>
  long ? { path, batchRows: LARGE_BATCH_ROWS } : { path };

/** Decodes a file into the project; results whose id is taken by other content are decoded once more, under their own key. */
async function readFile(run: Run, { file, following }: Turn, progress: (share: number) => void): Promise<void> {
  let writer: FileWriter | null = null;
  let ending: Ending['batch'] | null = null;
  const fates = new FileFates();
  try {
    const isRead = following && (run.recheck || !isUnchanged(run.db, following));
    for await (const batch of run.decoder.decode(toDecode(run, file), isRead ? toDecode(run, following) : undefined)) {
      if (isCancelled(run)) return await writer?.discard(nextTurn);
      if (batch.type === 'source') {
        const known = knownSource(run.db, file, batch.sha256);
        if (known) return inOneTransaction(run, () => skipKnown(run, file, known, 'result'));
        writer = writeFile(run.db, file, { ...batch, runId: run.runId, long: run.long });
      } else if (batch.type === 'chunk') {
        writer?.store(batch.chunk);
        await nextTurn();
      } else if (batch.type === 'findings') {
        const found = inFile(file, batch.findings);
        fates.note(found);
        if (writer) writer.note(found);
        else keep(run, found);
        await nextTurn();
      } else if (batch.type === 'rows') {
        writer?.write(batch);
        progress(batch.share);
        await nextTurn(); // a port goes on as long as it has messages: without a turn, decisions would wait for the file
      } else ending = batch;
    }
    // Only now: the decoder reads one file at a time, and finishing may need it once more.
    if (ending) await finish(run, file, { batch: ending, writer, fates });
  } catch (error) {
    await discardQuietly(writer);
    throw error;
  }
}

/** A full disk refuses the clean-up too; the next start does it. */
async function discardQuietly(writer: FileWriter | null): Promise<void> {
  try {
    await writer?.discard(nextTurn);
  } catch {
    // the first error is the one to report
  }
}

const inFile = (file: WalkedFile, found: readonly Omit<Finding, 'file'>[]): Finding[] =>
  found.map((finding) => ({ ...finding, file: file.relativePath }));

type Ending = {
  batch: Exclude<DecodedBatch, { type: 'source' | 'chunk' | 'rows' | 'findings' }>;
  writer: FileWriter | null;
  /** What the findings that were handed on before the end say of the file. */
  fates: FileFates;
};

async function finish(run: Run, file: WalkedFile, { batch, writer, fates }: Ending): Promise<void> {
  const end = (ended: Ended): void => inOneTransaction(run, () => endFile(run, file, ended));
  const alone = (finding: Finding, outcome: SeenOutcome): void =>
    end({ findings: [finding], fate: fateOfBarren([finding]), outcome });
  switch (batch.type) {
    case 'photo':
    case 'refused':
      return inOneTransaction(run, () => {
        const finding = importPhoto(run.db, file, run.runId, batch);
        const isTaken = photoAt(run.db, file.root, file.relativePath)?.sha256 === batch.photo.sha256;
        const outcome = batch.type === 'photo' && isTaken ? 'photo' : 'other';
        endFile(run, file, { findings: [finding], fate: fateOfPhoto(finding, isTaken), outcome });
      });
    case 'unused':
      return alone(findingOf(file)('info', 'not_used', `Not used: ${batch.what}.`), 'unused');
    case 'end': {
      keepList(run, file, batch.imageList);
      const findings = inFile(file, batch.findings);
      if (batch.isRefused) await writer?.discard(nextTurn);
      if (!writer || batch.isRefused) {
        fates.note(findings);
        const fate = batch.imageList.length > 0 && !batch.isRefused ? fates.giving() : fates.barren();
        return end({ findings, fate, parts: batch.tally, outcome: 'other' });
      }
      if (isCancelled(run)) return writer.discard(nextTurn);
      writer.note(findings);
      const also = (delivered: Delivered): void => rememberAs(run, file, 'result', delivered);
      const whole = { text: batch.text, elsewhere: batch.tally, also };
      if (writer.publish(whole)) return;
      await writeConflicts(run, file, writer);
      if (isCancelled(run)) return writer.discard(nextTurn);
      writer.publish(whole);
    }
  }
}

/** In short transactions: a list can name a hundred thousand pictures. A file that is no list any more says nothing. */
function keepList({ db }: Run, { root, relativePath }: WalkedFile, entries: readonly ImageListEntry[]): void {
  if (entries.length === 0 && isKnownImageList(db, root, relativePath))
    db.transaction(() => forgetImageList(db, { rootId: rootId(db, root), path: relativePath })).immediate();
  for (let from = 0; from < entries.length; from += FINDINGS_BATCH)
    db.transaction(() => {
      const of = { rootId: rootId(db, root), path: relativePath };
      if (from === 0) forgetImageList(db, of);
      keepImageList(db, of, entries.slice(from, from + FINDINGS_BATCH));
    }).immediate();
}

async function writeConflicts(run: Run, file: WalkedFile, writer: FileWriter): Promise<void> {
  writer.expectConflicts();
  const again = run.decoder.decode({ ...toDecode(run, file), conflicting: [...writer.conflicting] });
  for await (const batch of again) {
    if (isCancelled(run)) return;
    if (batch.type !== 'rows') continue;
    writer.write(batch);
    await nextTurn();
  }
}

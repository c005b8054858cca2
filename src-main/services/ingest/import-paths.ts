import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImportCounts } from '#shared/contract/ingest';
import type { Finding } from '#shared/domain/finding';
import type { ImageListEntry } from '#shared/domain/pairing';
import type { DecodedBatch } from '#main/jobs/decoded-batch';
import type { Decoder } from '#main/jobs/decoder';
import type { JobContext } from '#main/jobs/job';
import type { WritableDb } from '#main/db/handle';
import { relaxedTransaction } from '#main/db/relaxed';
import { finishRun, importedTotals, startRun } from '#main/repositories/imports';
import type { SeenOutcome } from '#main/repositories/seen-files';
import { allFindings, countFindings, eachFinding, insertFindings } from '#main/repositories/findings';
import { joinNewCaptures } from '../subjects/assign-subjects';
import { importPhoto } from './import-photo';
import { checkMetrics } from './check-metrics';
import { pairViews } from './pair-views';
import { removeUnpublished } from './remove-unpublished';
import { missingFiles, remember, whyUnchanged } from './seen';
import { walk, type WalkedFile } from './walk';
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
  readonly cancelled: boolean;
};

type Run = ImportRequest & {
  readonly runId: number;
  readonly imageList: ImageListEntry[];
};
/** Findings that are written in one transaction, so that decisions go between them. */
const FINDINGS_BATCH = 500;
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
  const run: Run = { ...request, runId: startRun(db, request.now, request.paths), imageList: [] };
  context.progress({ phase: 'Looking for files', done: 0, total: null });
  const walked = await walk(request.paths, () => nextTurn());
  keep(run, walked.findings);
  const total = walked.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let done = 0;
  for (const file of walked.files) {
    if (isCancelled(request)) break;
    const from = done;
    await importFile(run, file, (share) =>
      context.progress({ phase: `Reading ${file.relativePath}`, done: from + share * file.sizeBytes, total }),
    );
    done += file.sizeBytes;
  }
  if (!isCancelled(request)) {
    keep(run, missingFiles(db, walked.folders, run.runId));
    context.progress({ phase: 'Pairing photos', done: total, total });
    const { findings } = await pairViews(db, run.imageList, () => nextTurn());
    for (let from = 0; from < findings.length; from += FINDINGS_BATCH) {
      keep(run, findings.slice(from, from + FINDINGS_BATCH));
      await nextTurn();
    }
    keepMetricFindings(run);
    keep(run, await joinNewCaptures(db, () => nextTurn()));
  }
  const totals = importedTotals(db);
  const counts = difference(totals, before);
  // Waits for the disk, and so for all that was written before.
  finishRun(db, run.runId, { finishedAt: Date.now(), cancelled: isCancelled(request), counts });
  const { runId } = run;
  return {
    runId,
    counts,
    totals,
    findingCounts: countFindings(db, runId),
    cancelled: isCancelled(request),
    get findings(): Finding[] {
      return findingsOfRun(db, runId);
    },
  };
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
  if (found.length > 0) relaxedTransaction(db, () => insertFindings(db, { run: runId, sourceFile: null }, found));
}

function keepMetricFindings({ db, runId }: Run): void {
  const found = checkMetrics(db, runId);
  db.transaction(() => {
    for (const { sourceFileId, ...finding } of found)
      insertFindings(db, { run: runId, sourceFile: sourceFileId }, [finding]);
  }).immediate();
}

async function importFile(run: Run, file: WalkedFile, progress: (share: number) => void): Promise<void> {
  const found = (severity: Finding['severity'], code: string, message: string): Finding => ({
    severity,
    code,
    file: file.relativePath,
    place: '',
    message,
  });
  progress(0);
  const unchanged = run.recheck ? null : relaxedTransaction(run.db, () => whyUnchanged(run.db, file, run.runId));
  if (unchanged) return keep(run, [unchanged]);
  try {
    const outcome = await readFile(run, file, progress);
    if (outcome)
      relaxedTransaction(run.db, () => remember(run.db, file, { runId: run.runId, now: Date.now(), outcome }));
  } catch (error) {
    if (!isFileError(error)) throw error;
    keep(run, [
      found(
        'error',
        'unreadable',
        `The file cannot be read: ${(error as Error).message}. Check the file and import it again.`,
      ),
    ]);
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

/** Decodes a file into the project; results whose id is taken by other content are decoded once more, under their own key. */
async function readFile(run: Run, file: WalkedFile, progress: (share: number) => void): Promise<SeenOutcome | null> {
  let writer: FileWriter | null = null;
  let ending: Ending['batch'] | null = null;
  try {
    for await (const batch of run.decoder.decode({ path: file.path })) {
      if (isCancelled(run)) {
        await writer?.discard(nextTurn);
        return null;
      }
      if (batch.type === 'source') {
        const known = knownSource(run.db, file, batch.sha256);
        if (known) {
          keep(run, [known]);
          return 'result';
        }
        writer = writeFile(run.db, file, run.runId, batch);
      } else if (batch.type === 'chunk') {
        writer?.store(batch.chunk);
        await nextTurn();
      } else if (batch.type === 'findings') {
        const found = inFile(file, batch.findings);
        if (writer) writer.note(found);
        else keep(run, found);
        await nextTurn();
      } else if (batch.type === 'rows') {
        writer?.write(batch.items);
        progress(batch.share);
        await nextTurn(); // a port goes on as long as it has messages: without a turn, decisions would wait for the file
      } else ending = batch;
    }
    // Only now: the decoder reads one file at a time, and finishing may need it once more.
    return ending ? await finish(run, file, { batch: ending, writer }) : 'other';
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
};

/** Answers what the file turned out to be; null when it was cancelled, or is remembered already. */
async function finish(run: Run, file: WalkedFile, { batch, writer }: Ending): Promise<SeenOutcome | null> {
  const found = (severity: Finding['severity'], code: string, message: string): Finding => ({
    severity,
    code,
    file: file.relativePath,
    place: '',
    message,
  });
  switch (batch.type) {
    case 'photo':
      keep(run, [relaxedTransaction(run.db, () => importPhoto(run.db, file, run.runId, batch.photo))]);
      return 'photo';
    case 'refused':
      keep(run, [found('error', batch.refusal.code, batch.refusal.message)]);
      return 'other';
    case 'unused':
      keep(run, [found('info', 'not_used', `Not used: ${batch.what}.`)]);
      return 'unused';
    case 'end': {
      run.imageList.push(...batch.imageList);
      const findings = inFile(file, batch.findings);
      if (batch.isRefused) await writer?.discard(nextTurn);
      if (!writer || batch.isRefused) {
        keep(run, findings);
        return 'other';
      }
      if (isCancelled(run)) {
        await writer.discard(nextTurn);
        return null;
      }
      writer.note(findings);
      const outcome = 'result';
      const also = (): void => remember(run.db, file, { runId: run.runId, now: Date.now(), outcome });
      if (!writer.publish(batch.text, also)) {
        await writeConflicts(run, file, writer);
        if (isCancelled(run)) {
          await writer.discard(nextTurn);
          return null;
        }
        writer.publish(batch.text, also);
      }
      return null; // it is remembered
    }
  }
}

async function writeConflicts(run: Run, file: WalkedFile, writer: FileWriter): Promise<void> {
  writer.expectConflicts();
  const again = run.decoder.decode({ path: file.path, conflicting: [...writer.conflicting] });
  for await (const batch of again) {
    if (isCancelled(run)) return;
    if (batch.type !== 'rows') continue;
    writer.write(batch.items);
    await nextTurn();
  }
}

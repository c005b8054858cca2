import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MaculeError } from '#shared/domain/error';
import type { ExportOptions, ExportSummary } from '#shared/contract/export';
import type { Finding } from '#shared/domain/finding';
import { TRUTH_VERDICTS } from '#shared/domain/verdict';
import {
  decodeManifestFiles,
  encodeManifest,
  encodeTruth,
  MANIFEST_FILE_NAME,
  truthFileNames,
  type TruthView,
} from '#shared/formats/geojson/geojson';
import { writeError } from '#main/db/file-error';
import { firstRow, type ReadableDb } from '#main/db/handle';
import { keyHash } from '#main/jobs/key-hash';
import { sha256Hex } from '#main/repositories/events';
import { eachView, viewNames } from '#main/repositories/views';
import { makeFolder } from '../core/make-folder';
import { writeFileAtomically } from '../core/write-file-atomically';
import { projectId } from '#main/repositories/meta';
import { APP_VERSION } from '../core/app-version';
import { truthOfView } from './truth-of-view';

export type ExportRequest = ExportOptions & {
  readonly dir: string;
  readonly force: boolean;
  readonly progress?: (phase: string, done: number, total: number | null) => void;
};
type Planned = { readonly fileName: string; readonly truth: TruthView };

const truthLesions = (truth: TruthView): number =>
  truth.features.filter(({ verdict }) => TRUTH_VERDICTS.has(verdict)).length;

/**
 * Every view's truth with its file name, one at a time, so that memory does not grow with the truth. Names are given
 * over all live views, written or not: a name keeps its meaning from one export to the next.
 */
function* plannedViews(db: ReadableDb, options: ExportOptions, findings: Finding[]): Generator<Planned | null> {
  const names = truthFileNames(
    viewNames(db, options.superseded).map(({ resultKey, ...view }) => ({
      ...view,
      resultKeyHash8: keyHash(resultKey).slice(0, 8),
    })),
  );
  for (const view of eachView(db)) {
    const { truth, findings: found } = truthOfView(db, view, options);
    findings.push(...found);
    const fileName = names.get(view.uid);
    yield truth && fileName !== undefined ? { fileName, truth } : null;
  }
}

/** What an export would write, without writing. */
export function previewTruth(
  db: ReadableDb,
  options: ExportOptions,
): { views: number; lesions: number; findings: Finding[] } {
  const findings: Finding[] = [];
  let views = 0;
  let lesions = 0;
  for (const planned of plannedViews(db, options, findings)) {
    if (!planned) continue;
    views += 1;
    lesions += truthLesions(planned.truth);
  }
  return { views, lesions, findings };
}

const hashOfFile = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Hashes of the files that this project's last export wrote, by name; null when there is no manifest of it. */
type Earlier = ReadonlyMap<string, string> | null;

function earlierExport(db: ReadableDb, { dir, format }: ExportRequest): Earlier {
  const path = join(dir, MANIFEST_FILE_NAME);
  const text = isFile(path) ? readFileSync(path, 'utf8') : null;
  const files = text === null ? null : decodeManifestFiles(text, { projectId: projectId(db), format });
  return files && new Map(files.map(({ name, sha256 }) => [name, sha256]));
}

const foreign = (path: string): MaculeError =>
  new MaculeError(
    'file_exists',
    `${path} is already there and is not what the last export wrote. Nothing was written. Choose an empty folder, or overwrite it on purpose (--force).`,
    { path },
  );

/** A file is ours when the last manifest lists it with the hash that it still has, or when it holds what we would write. */
function assertNotForeign(dir: string, planned: Planned, earlier: Earlier): void {
  const path = join(dir, planned.fileName);
  if (!existsSync(path)) return;
  const hash = isFile(path) ? hashOfFile(path) : null;
  if (hash === null) throw foreign(path);
  if (hash !== earlier?.get(planned.fileName) && hash !== sha256Hex(encodeTruth(planned.truth))) throw foreign(path);
}

function assertWritable(dir: string): void {
  try {
    makeFolder(dir);
  } catch (error) {
    throw writeError(error, dir);
  }
}

/** Removes files of the last export that are no longer written and are unchanged; a changed one stays and is a finding. */
function removeStale(dir: string, earlier: Earlier, written: ReadonlyMap<string, string>, findings: Finding[]): void {
  for (const [fileName, hash] of earlier ?? []) {
    const path = join(dir, fileName);
    if (written.has(fileName) || !isFile(path)) continue;
    if (hashOfFile(path) === hash) rmSync(path);
    else
      findings.push({
        severity: 'warning',
        code: 'stale_file_kept',
        file: fileName,
        place: '',
        message: `${fileName} is of an earlier export and was changed since; it was left in place.`,
      });
  }
}

/**
 * Writes one truth file per view and manifest.json into `dir` (DESIGN §11): same project state, same bytes. All names
 * are checked before anything is written. Appends no event.
 * @throws MaculeError file_exists, write_failed, disk_full; whatever `progress` throws to cancel.
 */
export function exportTruth(db: ReadableDb, request: ExportRequest): ExportSummary {
  const { dir, force, progress = () => undefined, ...options } = request;
  const findings: Finding[] = [];
  const total = 2 * (firstRow<{ n: number }>(db, 'SELECT count(*) AS n FROM view')?.n ?? 0);
  assertWritable(dir);
  const earlier = earlierExport(db, request);
  const manifestPath = join(dir, MANIFEST_FILE_NAME);
  if (isFolder(manifestPath) || (!force && earlier === null && existsSync(manifestPath))) throw foreign(manifestPath);
  let done = 0;
  for (const planned of plannedViews(db, options, findings)) {
    progress('Checking the views', ++done, total);
    if (planned && (!force || isFolder(join(dir, planned.fileName)))) assertNotForeign(dir, planned, earlier);
  }
  const files = new Map<string, string>();
  let lesions = 0;
  let leftOut = 0;
  for (const planned of plannedViews(db, options, [])) {
    progress('Writing', ++done, total);
    if (!planned) {
      leftOut += 1;
      continue;
    }
    const text = encodeTruth(planned.truth);
    writeFileAtomically(join(dir, planned.fileName), text);
    files.set(planned.fileName, sha256Hex(text));
    lesions += truthLesions(planned.truth);
  }
  removeStale(dir, earlier, files, findings);
  const manifest = encodeManifest({
    appVersion: APP_VERSION,
    projectId: projectId(db),
    format: options.format,
    files: [...files].map(([name, sha256]) => ({ name, sha256 })),
    counts: { views: files.size, lesions, leftOut },
    findings,
  });
  writeFileAtomically(manifestPath, manifest);
  return { dir, files: [...files.keys(), MANIFEST_FILE_NAME], views: files.size, lesions, findings };
}

import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingRow, SavedFindings, SaveFindings } from '#shared/contract/ingest';
import { MaculeError } from '#shared/domain/error';
import { findingCsvLine, FINDINGS_CSV_HEAD } from '#shared/formats/findings/csv';
import type { ReadableDb } from '#main/db/handle';
import { eachFinding } from '#main/repositories/findings';

type FindingFormat = SaveFindings['format'];

const jsonLine = ({ id: _id, viewId, ...finding }: FindingRow, isFirst: boolean): string =>
  `${isFirst ? '\n' : ',\n'}  ${JSON.stringify({ ...finding, view: viewId })}`;

const BUFFERED_CHARACTERS = 65_536;

/** Writes findings as text, piece by piece: CSV (RFC 4180) or a JSON array. */
export function* findingsText(findings: Iterable<FindingRow>, format: FindingFormat): Generator<string> {
  if (format === 'csv') yield FINDINGS_CSV_HEAD;
  else yield '[';
  let isFirst = true;
  for (const finding of findings) {
    yield format === 'csv' ? findingCsvLine(finding) : jsonLine(finding, isFirst);
    isFirst = false;
  }
  if (format === 'json') yield isFirst ? ']\n' : '\n]\n';
}

/** Opens `findings.csv`, else `findings-2.csv` and so on: what is there is never overwritten. */
function openNew(dir: string, format: FindingFormat): { path: string; file: number } {
  for (let number = 1; ; number++) {
    const path = join(dir, `findings${number === 1 ? '' : `-${number}`}.${format}`);
    try {
      return { path, file: openSync(path, 'wx') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Writes pieces into a file, buffered, and closes it whatever happens: an open file cannot be removed on Windows. */
function writeAll(file: number, pieces: Iterable<string>): void {
  try {
    let buffered = '';
    for (const piece of pieces) {
      buffered += piece;
      if (buffered.length < BUFFERED_CHARACTERS) continue;
      writeFileSync(file, buffered);
      buffered = '';
    }
    writeFileSync(file, buffered);
  } finally {
    closeSync(file);
  }
}

/** Saves the findings of a filter into a new file of `dir`. @throws MaculeError write_failed; no half file stays. */
export function saveFindings(db: ReadableDb, { dir, format, ...filter }: SaveFindings): SavedFindings {
  let opened: ReturnType<typeof openNew> | null = null;
  let findings = 0;
  const counted = function* (): Generator<FindingRow> {
    for (const finding of eachFinding(db, filter)) {
      findings += 1;
      yield finding;
    }
  };
  try {
    opened = openNew(dir, format);
    writeAll(opened.file, findingsText(counted(), format));
    return { path: opened.path, findings };
  } catch (error) {
    if (opened) rmSync(opened.path, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new MaculeError(
      'write_failed',
      `The findings could not be written into ${dir}: ${why}. Choose another folder, or make room.`,
      { path: dir },
      { cause: error },
    );
  }
}

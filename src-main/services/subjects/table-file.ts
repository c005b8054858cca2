import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Finding } from '#shared/domain/finding';
import { MaculeError } from '#shared/domain/error';
import { openTable, type Table, type TableFinding } from '#shared/formats/table/table';
import { readText } from '#main/jobs/read-text';

export const MAX_TABLE_BYTES = 64 * 1024 * 1024;

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/** The bytes of a table's file. @throws MaculeError unreadable. */
export function readTableBytes(path: string): Uint8Array {
  const refuse = (why: string, cause?: unknown): never => {
    throw new MaculeError('unreadable', `${path} cannot be read as a table: ${why}`, { path }, { cause });
  };
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return refuse('there is no such file.');
  if (!stat.isFile()) return refuse('it is not a file.');
  if (stat.size > MAX_TABLE_BYTES)
    return refuse(
      `it has ${stat.size} bytes, the limit is ${MAX_TABLE_BYTES}. Take out the columns that are not needed.`,
    );
  try {
    return readFileSync(path);
  } catch (error) {
    return refuse(`${(error as Error).message}.`, error);
  }
}

/** The table in a file's bytes. @throws MaculeError unreadable, when there is none. */
export function tableOf(path: string, bytes: Uint8Array): { table: Table; sha256: string } {
  const refuse = (why: string): never => {
    throw new MaculeError('unreadable', `${path} cannot be read as a table: ${why}`, { path });
  };
  if (isZip(bytes)) return refuse('it is a spreadsheet or an archive. Save the sheet as CSV (UTF-8) and choose that.');
  const read = readText(bytes);
  if (!read.ok) return refuse(read.problem.message);
  const opened = openTable(read.text);
  if (!opened.table) return refuse(opened.finding.message);
  return { table: opened.table, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** What was met in the text of a table, as findings of a report. */
export const tableFindings = (path: string, findings: readonly TableFinding[]): Finding[] =>
  findings.map(({ severity, code, line, message }) => ({
    severity,
    code,
    file: fileName(path),
    place: `line ${line}`,
    message,
  }));

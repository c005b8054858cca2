import { resolve } from 'node:path';
import type { JoinSummary, SubjectCounts, TableMapping } from '#shared/contract/subjects';
import { TABLE_KEYS, type TableKey } from '#shared/domain/capture-keys';
import type { Finding } from '#shared/domain/finding';
import { MAX_DEPTH } from '#shared/domain/subject-rule';
import type { JobContext } from '#main/jobs/job';
import type { WritableDb } from '#main/db/handle';
import { subjectCounts } from '#main/repositories/subjects';
import { applyRule, joinTable } from '#main/services/subjects/join-table';
import { columnIndex, previewTable } from '#main/services/subjects/preview-table';
import { readTableBytes, tableOf } from '#main/services/subjects/table-file';
import { type Args, optional, UsageError } from '../command';

/** What the command line asks for about subjects; null where it does not. */
export type SubjectWishes = {
  readonly table: string | null;
  readonly key: { readonly kind: TableKey | null; readonly column: string } | null;
  readonly subject: string | null;
  readonly folderDepth: number | null;
};
export type SubjectReply = {
  readonly json: Record<string, unknown>;
  readonly text: string;
  readonly findings: readonly Finding[];
};

/** "image_id=COLUMN" says how the column names captures; "COLUMN" leaves that to be seen. */
function keyOf(text: string | null): SubjectWishes['key'] {
  if (text === null) return null;
  const kind = TABLE_KEYS.find((one) => text.startsWith(`${one}=`));
  return kind ? { kind, column: text.slice(kind.length + 1) } : { kind: null, column: text };
}

/** @throws UsageError. */
export function subjectWishes(args: Args): SubjectWishes {
  const table = optional(args, 'table');
  const depth = optional(args, 'subject-folder');
  const key = optional(args, 'table-key');
  const subject = optional(args, 'table-subject');
  if (table === null && (key !== null || subject !== null)) throw new UsageError('--table is missing.');
  const folderDepth = depth === null ? null : Number(depth);
  if (folderDepth !== null && !(Number.isInteger(folderDepth) && folderDepth >= 1 && folderDepth <= MAX_DEPTH))
    throw new UsageError(`--subject-folder takes a whole number from 1 to ${MAX_DEPTH}: how many folders down.`);
  return { table: table === null ? null : resolve(table), key: keyOf(key), subject, folderDepth };
}

/** Before anything is imported: whether the table is there and has the columns that are named. @throws MaculeError. */
export function assertTable({ table: path, key, subject }: SubjectWishes): void {
  if (path === null) return;
  const { table } = tableOf(path, readTableBytes(path));
  for (const name of [key?.column ?? null, subject]) if (name !== null) columnIndex(table, name, path);
}

/** The guess, with what the command line says in its place. Columns that are neither key nor subject are kept. */
function mappingOf(db: WritableDb, path: string, { key, subject }: SubjectWishes): TableMapping {
  const guessed = previewTable(db, path, null);
  const kinds = key?.kind ? [key.kind] : TABLE_KEYS;
  const tried = key ? kinds.map((kind) => previewTable(db, path, { key: kind, keyColumn: key.column })) : [guessed];
  const best = tried.reduce((a, b) => (b.matched > a.matched ? b : a));
  const { keyColumn } = best.guess;
  const subjectColumn = subject ?? best.guess.subjectColumn;
  const columns = guessed.columns.filter((name) => name !== keyColumn && name !== subjectColumn);
  return { key: best.guess.key, keyColumn, subjectColumn, columns };
}

const countsText = ({ captures, subjects, unmatched }: SubjectCounts): string =>
  `Subjects: ${subjects} for ${captures - unmatched} of ${captures} captures.`;

function tableReply(path: string, mapping: TableMapping, summary: JoinSummary): SubjectReply {
  const { findings, runId: _run, ...counts } = summary;
  const subject = mapping.subjectColumn === null ? 'no subject column' : `subject in "${mapping.subjectColumn}"`;
  return {
    json: { table: { path, ...mapping, ...counts } },
    text: `Table: ${summary.matchedRows} of ${summary.rows} rows joined by ${mapping.key.replace('_', ' ')} in "${mapping.keyColumn}", ${subject}.`,
    findings,
  };
}

/** Sets the folder rule and joins the table, where asked for. @throws MaculeError, before anything is joined. */
export async function assignSubjects(
  db: WritableDb,
  wishes: SubjectWishes,
  context: JobContext,
): Promise<SubjectReply> {
  const { table, folderDepth } = wishes;
  if (table === null && folderDepth === null) return { json: {}, text: '', findings: [] };
  const findings: Finding[] = [];
  if (folderDepth !== null)
    findings.push(...(await applyRule(db, { kind: 'folder', depth: folderDepth }, context)).findings);
  let joined: SubjectReply | null = null;
  if (table !== null) {
    const mapping = mappingOf(db, table, wishes);
    joined = tableReply(table, mapping, await joinTable({ db, path: table, mapping, now: Date.now(), context }));
  }
  return {
    json: { ...joined?.json, subjects: subjectCounts(db) },
    text: `\n${joined ? `${joined.text}\n` : ''}${countsText(subjectCounts(db))}`,
    findings: joined ? joined.findings : findings,
  };
}

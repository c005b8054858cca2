import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JoinSummary, TableMapping } from '#shared/contract/subjects';
import type { Finding } from '#shared/domain/finding';
import type { SubjectRule } from '#shared/domain/subject-rule';
import { patternProblem } from '#shared/domain/subject-rule';
import { MaculeError } from '#shared/domain/error';
import type { Table } from '#shared/formats/table/table';
import type { JobContext } from '#main/jobs/job';
import type { WritableDb } from '#main/db/handle';
import { insertFindings } from '#main/repositories/findings';
import { finishRun, NO_COUNTS, startRun } from '#main/repositories/imports';
import {
  completeTable,
  insertTable,
  insertTableRows,
  removeTableRows,
  withdrawnTables,
  withdrawTable,
  type StoredTableRow,
} from '#main/repositories/joined-tables';
import { setSubjectRule, subjectCounts } from '#main/repositories/subjects';
import { assignInTurns, needAssignment, type Assignment } from './assign-subjects';
import { columnIndex } from './preview-table';
import { readTableBytes, tableFindings, tableOf } from './table-file';

export type JoinRequest = {
  readonly db: WritableDb;
  readonly path: string;
  readonly mapping: TableMapping;
  /** Milliseconds UTC. */
  readonly now: number;
  readonly context: JobContext;
};
const BATCH = 250;
const FINDINGS_BATCH = 500;

function* storedRows(table: Table, mapping: TableMapping, path: string): Generator<StoredTableRow> {
  const key = columnIndex(table, mapping.keyColumn, path);
  const subject = mapping.subjectColumn === null ? null : columnIndex(table, mapping.subjectColumn, path);
  const columns = mapping.columns.map((name) => columnIndex(table, name, path));
  for (const { line, cells } of table.rows())
    yield {
      line,
      key: cells[key] ?? '',
      subject: subject === null ? '' : (cells[subject] ?? ''),
      cells: columns.map((index) => cells[index] ?? ''),
    };
}

/** Puts the rows of a table into the project; answers how many. A cancelled one is left withdrawn. */
async function storeRows(request: JoinRequest, id: number, rows: Generator<StoredTableRow>): Promise<number> {
  const { db, context } = request;
  let stored = 0;
  let batch: StoredTableRow[] = [];
  const write = (): void => {
    db.transaction(() => insertTableRows(db, id, stored, batch)).immediate();
    stored += batch.length;
    batch = [];
    context.progress({ phase: 'Reading the table', done: stored, total: null });
  };
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    write();
    await nextTurn();
    if (context.signal.aborted) throw new MaculeError('cancelled', 'Joining the table was cancelled.');
  }
  write();
  return stored;
}

/** Removes what counts for nothing any more, in short transactions. */
export async function removeWithdrawn(db: WritableDb): Promise<void> {
  for (const id of withdrawnTables(db))
    while (db.transaction(() => removeTableRows(db, id, BATCH)).immediate()) await nextTurn();
}

async function keepFindings(db: WritableDb, run: number, findings: readonly Finding[]): Promise<void> {
  for (let from = 0; from < findings.length; from += FINDINGS_BATCH) {
    const some = findings.slice(from, from + FINDINGS_BATCH);
    db.transaction(() => insertFindings(db, { run, sourceFile: null }, some)).immediate();
    await nextTurn();
  }
}

const assign = (db: WritableDb, { progress }: JobContext): Promise<Assignment> => {
  progress({ phase: 'Joining captures', done: 0, total: null });
  return assignInTurns(db, nextTurn);
};

/**
 * Joins a table to captures by image id, file name or subject, and keeps its rows for captures that come later. It takes
 * the place of the table that was joined from the same file. @throws MaculeError unreadable, invalid_input, cancelled.
 */
export async function joinTable(request: JoinRequest): Promise<JoinSummary> {
  const { db, path, mapping, now, context } = request;
  const { table, sha256 } = tableOf(path, readTableBytes(path));
  for (const name of [
    mapping.keyColumn,
    ...(mapping.subjectColumn === null ? [] : [mapping.subjectColumn]),
    ...mapping.columns,
  ])
    columnIndex(table, name, path);
  await removeWithdrawn(db);
  const { run, id } = db
    .transaction(() => {
      const started = startRun(db, now, [path]);
      return { run: started, id: insertTable(db, { run: started, file: path, sha256, joinedAt: now, mapping }) };
    })
    .immediate();
  const finish = (cancelled: boolean): void =>
    finishRun(db, run, { finishedAt: Date.now(), cancelled, counts: NO_COUNTS });
  let rows: number;
  try {
    rows = await storeRows(request, id, storedRows(table, mapping, path));
  } catch (error) {
    finish(true);
    await removeWithdrawn(db);
    throw error;
  }
  db.transaction(() => {
    completeTable(db, id, path);
    needAssignment(db);
  }).immediate();
  const { meetings, findings: assigned } = await assign(db, context);
  const findings = [...tableFindings(path, table.findings), ...assigned];
  await keepFindings(db, run, findings);
  finish(false);
  await removeWithdrawn(db);
  const meeting = meetings.find((one) => one.table.id === id);
  const matchedRows = rows - (meeting?.unmatchedCount ?? 0) - (meeting?.ambiguousCount ?? 0);
  return { ...subjectCounts(db), runId: run, rows, matchedRows, findings };
}

/** Takes a joined table away again, with what only it said. @throws MaculeError not_found. */
export async function removeTable(db: WritableDb, id: number, context: JobContext): Promise<Assignment> {
  const wasThere = db
    .transaction(() => {
      needAssignment(db);
      return withdrawTable(db, id);
    })
    .immediate();
  if (!wasThere) throw new MaculeError('not_found', 'This table is not joined any more.', { id });
  const assignment = await assign(db, context);
  await removeWithdrawn(db);
  return assignment;
}

/** Sets the rule that gives a subject by a file's place, and applies it. @throws MaculeError invalid_input. */
export async function applyRule(db: WritableDb, rule: SubjectRule, context: JobContext): Promise<Assignment> {
  const problem = rule.kind === 'pattern' ? patternProblem(rule.pattern) : null;
  if (problem !== null) throw new MaculeError('invalid_input', problem);
  db.transaction(() => {
    setSubjectRule(db, rule);
    needAssignment(db);
  }).immediate();
  return assign(db, context);
}

import { createCaptureKeys, type CaptureKeys } from '#shared/domain/capture-keys';
import { subjectOfPath, type SubjectRule } from '#shared/domain/subject-rule';
import type { ReadableDb } from '#main/db/handle';
import { tableRows, type StoredTable, type StoredTableRow } from '#main/repositories/joined-tables';
import { captureNames, captureSubjects, type CaptureNames, type SubjectOrigin } from '#main/repositories/subjects';

/** Rows and captures that are handled between two turns of the event loop. */
export const STEP = 250;

/** What is said of one capture, each word with where it stands. */
export type Claim = {
  /** By the folder rule. */
  readonly folders: Set<string>;
  /** Subject code to place, by tables. */
  readonly subjects: Map<string, string>;
  /** Column to value to place. */
  readonly values: Map<string, Map<string, string>>;
  /** A table has a row for it. */
  isNamed: boolean;
};
export type Claims = ReadonlyMap<number, Claim>;
/** How the rows of one table met the captures. */
export type TableMeeting = {
  readonly table: StoredTable;
  rows: number;
  /** Rows that name no capture, and rows that name several where one is meant. */
  readonly unmatched: StoredTableRow[];
  readonly ambiguous: StoredTableRow[];
  unmatchedCount: number;
  ambiguousCount: number;
};

const EXAMPLES = 5;
const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
export const tableName = ({ file }: StoredTable): string => fileName(file);

/** The one subject of a claim and where it is from; null when nothing is said, or several things are. */
export function subjectOf({ subjects, folders }: Claim): { code: string; origin: SubjectOrigin } | null {
  const [fromTable] = subjects.keys();
  if (subjects.size > 0) return subjects.size === 1 ? { code: fromTable!, origin: 'table' } : null;
  const [fromFolder] = folders;
  return folders.size === 1 ? { code: fromFolder!, origin: 'folder' } : null;
}

function foldersOf(rule: SubjectRule, { sourcePaths, photoPaths }: CaptureNames): Set<string> {
  const found = [...sourcePaths, ...photoPaths].map((path) => subjectOfPath(rule, path));
  return new Set(found.filter((code) => code !== null));
}

/** Walks all captures: what the rule says of each, and an index to find them by. */
export function* readCaptures(
  db: ReadableDb,
  rule: SubjectRule,
): Generator<void, { claims: Map<number, Claim>; keys: CaptureKeys }> {
  const keys = createCaptureKeys();
  const claims = new Map<number, Claim>();
  for (let page = captureNames(db, 0, STEP); page.length > 0; page = captureNames(db, page.at(-1)!.id, STEP)) {
    for (const capture of page) {
      keys.add({ ...capture, subject: null });
      const folders = foldersOf(rule, capture);
      claims.set(capture.id, { folders, subjects: new Map(), values: new Map(), isNamed: false });
    }
    yield;
  }
  return { claims, keys };
}

/** An index of all captures by image id, photo name, and the subject that is stored. */
export function captureKeys(db: ReadableDb): CaptureKeys {
  const keys = createCaptureKeys();
  for (let page = captureNames(db, 0, STEP); page.length > 0; page = captureNames(db, page.at(-1)!.id, STEP)) {
    const stored = new Map(captureSubjects(db, page[0]!.id - 1, page.length).map(({ id, subject }) => [id, subject]));
    for (const capture of page) keys.add({ ...capture, subject: stored.get(capture.id) ?? null });
  }
  return keys;
}

/** An index of captures by the subject that they have so far. */
export function subjectKeys(claims: Claims): CaptureKeys {
  const keys = createCaptureKeys();
  for (const [id, claim] of claims)
    keys.add({ id, imageIds: [], photoPaths: [], subject: subjectOf(claim)?.code ?? null });
  return keys;
}

function takeRow(claim: Claim, { columns }: StoredTable['mapping'], row: StoredTableRow, place: string): void {
  claim.isNamed = true;
  if (row.subject !== '' && !claim.subjects.has(row.subject)) claim.subjects.set(row.subject, place);
  columns.forEach((name, index) => {
    const value = row.cells[index] ?? '';
    if (value === '') return;
    const values = claim.values.get(name) ?? new Map<string, string>();
    if (!values.has(value)) values.set(value, place);
    claim.values.set(name, values);
  });
}

/** Lays the rows of one table on the captures that they name. */
export function* readJoinedTable(
  db: ReadableDb,
  table: StoredTable,
  { claims, keys }: { claims: Claims; keys: CaptureKeys },
): Generator<void, TableMeeting> {
  const { key } = table.mapping;
  const meeting: TableMeeting = { table, rows: 0, unmatched: [], ambiguous: [], unmatchedCount: 0, ambiguousCount: 0 };
  for (
    let rows = tableRows(db, table.id, 0, STEP);
    rows.length > 0;
    rows = tableRows(db, table.id, meeting.rows, STEP)
  ) {
    for (const row of rows) {
      const found = keys.find(key, row.key);
      if (found.length === 0) {
        if (++meeting.unmatchedCount <= EXAMPLES) meeting.unmatched.push(row);
      } else if (found.length > 1 && key !== 'subject') {
        if (++meeting.ambiguousCount <= EXAMPLES) meeting.ambiguous.push(row);
      } else
        for (const id of found) takeRow(claims.get(id)!, table.mapping, row, `${tableName(table)} line ${row.line}`);
    }
    meeting.rows += rows.length;
    yield;
  }
  return meeting;
}

import type { Attribute, CaptureValue, SubjectCounts } from '#shared/contract/subjects';
import type { CaptureId } from '#shared/domain/ids';
import { NO_RULE, type SubjectRule } from '#shared/domain/subject-rule';
import { allRows, allValues, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';
import { PHOTO_SQL } from './views';

const PUBLISHED = 'JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1';

/** What tables and rules know a capture by. Paths are relative to their imported roots. */
export type CaptureNames = {
  readonly id: number;
  readonly imageIds: readonly string[];
  readonly sourcePaths: readonly string[];
  readonly photoPaths: readonly string[];
};
/** What is stored of a capture's subject and of the values that tables gave it. */
export type CaptureSubject = {
  readonly id: number;
  readonly name: string;
  readonly subject: string | null;
  readonly values: ReadonlyMap<string, string>;
};
type Fact = { readonly id: number; readonly text: string };

function grouped(facts: readonly Fact[]): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const { id, text } of facts) {
    const group = groups.get(id);
    if (group) group.push(text);
    else groups.set(id, [text]);
  }
  return groups;
}

const IMAGE_IDS = `SELECT DISTINCT r.capture_id AS id, r.image_id AS text FROM result AS r ${PUBLISHED}
  WHERE r.capture_id BETWEEN :first AND :last AND r.image_id IS NOT NULL`;
const SOURCE_PATHS = `SELECT DISTINCT r.capture_id AS id, f.path AS text FROM result AS r ${PUBLISHED}
  WHERE r.capture_id BETWEEN :first AND :last`;
const PHOTO_PATHS = `SELECT DISTINCT r.capture_id AS id, p.path AS text FROM result AS r ${PUBLISHED}
  JOIN view AS v ON v.result_id = r.id JOIN view_state AS s ON s.view_uid = v.uid JOIN photo AS p ON p.id = ${PHOTO_SQL}
  WHERE r.capture_id BETWEEN :first AND :last`;
const VALUES = `SELECT capture_id AS id, name, value FROM capture_value WHERE capture_id BETWEEN :first AND :last`;

type Range = { readonly first: number; readonly last: number };

/** The captures after one, by id. */
function captureRange(db: ReadableDb, after: number, limit: number): { ids: number[]; range: Range } {
  const ids = allValues<number>(db, 'SELECT id FROM capture WHERE id > ? ORDER BY id LIMIT ?', [after, limit]);
  return { ids, range: { first: ids[0] ?? 0, last: ids.at(-1) ?? -1 } };
}

/** Names of the captures after one, by id; of results that are published. */
export function captureNames(db: ReadableDb, after: number, limit: number): CaptureNames[] {
  const { ids, range } = captureRange(db, after, limit);
  const facts = (sql: string): Map<number, string[]> => grouped(allRows<Fact>(db, sql, range));
  const [imageIds, sourcePaths, photoPaths] = [facts(IMAGE_IDS), facts(SOURCE_PATHS), facts(PHOTO_PATHS)];
  return ids.map((id) => ({
    id,
    imageIds: imageIds.get(id) ?? [],
    sourcePaths: sourcePaths.get(id) ?? [],
    photoPaths: photoPaths.get(id) ?? [],
  }));
}

/** Subjects and values of the captures after one, by id, as they are stored. */
export function captureSubjects(db: ReadableDb, after: number, limit: number): CaptureSubject[] {
  const { range } = captureRange(db, after, limit);
  const values = new Map<number, Map<string, string>>();
  for (const { id, name, value } of allRows<{ id: number; name: string; value: string }>(db, VALUES, range))
    values.set(id, (values.get(id) ?? new Map<string, string>()).set(name, value));
  return allRows<Omit<CaptureSubject, 'values'>>(
    db,
    `SELECT c.id, c.name, b.code AS subject FROM capture AS c LEFT JOIN subject AS b ON b.id = c.subject_id
     WHERE c.id BETWEEN :first AND :last ORDER BY c.id`,
    range,
  ).map((capture) => ({ ...capture, values: values.get(capture.id) ?? new Map<string, string>() }));
}

/** Where a subject was first learned from. */
export type SubjectOrigin = 'table' | 'folder';

function subjectId(db: WritableDb, code: string, origin: SubjectOrigin): number {
  const found = firstRow<{ id: number }>(db, 'SELECT id FROM subject WHERE code = ?', [code]);
  return found?.id ?? run(db, 'INSERT INTO subject (code, origin) VALUES (?, ?)', [code, origin]).id;
}

export function setCaptureSubject(
  db: WritableDb,
  capture: number,
  subject: { code: string; origin: SubjectOrigin } | null,
): void {
  const id = subject && subjectId(db, subject.code, subject.origin);
  run(db, 'UPDATE capture SET subject_id = ? WHERE id = ?', [id, capture]);
}

export function setCaptureValues(db: WritableDb, capture: number, values: ReadonlyMap<string, string>): void {
  run(db, 'DELETE FROM capture_value WHERE capture_id = ?', [capture]);
  for (const [name, value] of values)
    run(db, 'INSERT INTO capture_value (capture_id, name, value) VALUES (?, ?, ?)', [capture, name, value]);
}

/** Subjects that no capture has any more. */
export function removeUnusedSubjects(db: WritableDb): void {
  run(db, 'DELETE FROM subject WHERE NOT EXISTS (SELECT 1 FROM capture WHERE subject_id = subject.id)');
}

export function subjectCounts(db: ReadableDb): SubjectCounts {
  return firstRow<SubjectCounts>(
    db,
    `SELECT (SELECT count(*) FROM capture) AS captures, (SELECT count(*) FROM subject) AS subjects,
       (SELECT count(*) FROM capture WHERE subject_id IS NULL) AS unmatched`,
  )!;
}

export const hasSubjects = (db: ReadableDb): boolean =>
  firstRow(db, 'SELECT 1 AS found FROM subject UNION ALL SELECT 1 FROM capture_value LIMIT 1') !== undefined;

export function subjectRule(db: ReadableDb): SubjectRule {
  const row = firstRow<{ rule: string }>(db, 'SELECT rule FROM subject_rule');
  return row ? (JSON.parse(row.rule) as SubjectRule) : NO_RULE;
}

export function setSubjectRule(db: WritableDb, rule: SubjectRule): void {
  run(db, 'INSERT INTO subject_rule (id, rule) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET rule = excluded.rule', [
    JSON.stringify(rule),
  ]);
}

/** A column with more values than this is hardly a category: its most frequent ones are listed. */
const LISTED_VALUES = 100;

/** Columns of joined tables by name; values by number of captures when there are too many, else as people order them. */
export function subjectAttributes(db: ReadableDb): Attribute[] {
  const rows = allRows<{ name: string; value: string; n: number }>(
    db,
    'SELECT name, value, count(*) AS n FROM capture_value GROUP BY name, value',
  );
  const byName = new Map<string, { value: string; n: number }[]>();
  for (const { name, ...value } of rows) byName.set(name, [...(byName.get(name) ?? []), value]);
  const inOrder = new Intl.Collator('en', { numeric: true });
  return [...byName].map(([name, values]) => ({
    name,
    distinct: values.length,
    values: values
      .sort((a, b) => b.n - a.n)
      .slice(0, LISTED_VALUES)
      .sort((a, b) => inOrder.compare(a.value, b.value)),
  }));
}

export const valuesOfCapture = (db: ReadableDb, capture: CaptureId): CaptureValue[] =>
  allRows(db, 'SELECT name, value FROM capture_value WHERE capture_id = ? ORDER BY name', [Number(capture)]);

/** The newest result: what changes when captures have come since subjects were last assigned. */
export const newestResult = (db: ReadableDb): number =>
  allValues<number | null>(db, 'SELECT max(id) FROM result')[0] ?? 0;

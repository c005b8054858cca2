import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JoinSummary, TableMapping } from '#shared/contract/subjects';
import type { Finding } from '#shared/domain/finding';
import type { SubjectRule } from '#shared/domain/subject-rule';
import { allRows, run, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { inProcessDecoder } from '#main/jobs/decoder';
import { listTables } from '#main/repositories/joined-tables';
import { subjectAttributes, subjectCounts } from '#main/repositories/subjects';
import { exportTruth } from '../export/export-truth';
import { importPaths, type ImportOutcome } from '../ingest/import-paths';
import { createQueueReader } from '../queue/queue-reader';
import { viewDetail } from '../review/present';
import { verifyProject } from '../verify/verify';
import { finishAssignment, isAssignmentDue } from './assign-subjects';
import { applyRule, joinTable, removeTable } from './join-table';
import { previewTable } from './preview-table';

const SEED = new URL('../../../resources/sample/example-result.json', import.meta.url);
const CONTEXT = { signal: new AbortController().signal, progress: (): void => undefined };
let folder: string;
let db: WritableDb;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-subjects-'));
  db = openInMemory();
  run(db, `INSERT INTO meta (key, value) VALUES ('project_id', 'p'), ('created_at', '0')`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};
const putResult = (name: string, imageId: string): string =>
  put(
    name,
    JSON.stringify({ ...(JSON.parse(readFileSync(SEED, 'utf8')) as object), id: `r-${imageId}`, image_id: imageId }),
  );
const putPhoto = async (name: string): Promise<string> =>
  put(
    name,
    await sharp({ create: { width: 2416, height: 2416, channels: 3, background: '#c09070' } })
      .jpeg()
      .toBuffer(),
  );
const bring = (...paths: string[]): Promise<ImportOutcome> =>
  importPaths({ db, decoder: inProcessDecoder(), paths, now: 1, context: CONTEXT });
const MAPPING: TableMapping = {
  key: 'image_id',
  keyColumn: 'image_id',
  subjectColumn: 'subject',
  columns: ['skin tone'],
};
const join_ = (path: string, mapping: Partial<TableMapping> = {}): Promise<JoinSummary> =>
  joinTable({ db, path, mapping: { ...MAPPING, ...mapping }, now: 5, context: CONTEXT });
/** Each capture with its subject and values, in words. */
const captures = (): string[] =>
  allRows<{ words: string }>(
    db,
    `SELECT c.name || ': ' || coalesce(b.code, '-') || coalesce((SELECT ', ' || group_concat(name || '=' || value, ', ')
       FROM (SELECT * FROM capture_value WHERE capture_id = c.id ORDER BY name)), '') AS words
     FROM capture AS c LEFT JOIN subject AS b ON b.id = c.subject_id ORDER BY c.name`,
  ).map(({ words }) => words);
const said = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ code }) => /subject|table|captures/.test(code))
    .map(({ severity, code, place }) => `${severity} ${code} ${place}`);
const rule = (one: SubjectRule): Promise<unknown> => applyRule(db, one, CONTEXT);

describe('a joined table', () => {
  it('gives captures their subject and values, and says which rows and captures it did not meet', async () => {
    for (const id of ['a', 'b', 'c']) putResult(`${id}.json`, id);
    await bring(folder);
    const table = put('t.csv', 'image_id;subject;skin tone\r\na;S1;IV\r\nB;S1;IV\r\nz;S9;I\r\n');
    const summary = await join_(table);
    expect(summary).toMatchObject({ rows: 3, matchedRows: 2, captures: 3, subjects: 1, unmatched: 1 });
    expect(captures()).toEqual(['a: S1, skin tone=IV', 'b: S1, skin tone=IV', 'c: -']);
    expect(said(summary.findings)).toEqual(['warning table_rows_unmatched line 4', 'info captures_unmatched ']);
    expect(summary.findings[0]!.message).toContain(
      '1 row of 3 names no capture of this project in "image_id": "z" (line 4)',
    );
    expect(verifyProject(db).ok).toBe(true);
  });

  it('changes nothing when it is joined again, and replaces itself when it was corrected', async () => {
    putResult('a.json', 'a');
    await bring(folder);
    const table = put('t.csv', 'image_id,subject,skin tone\na,S1,IV\n');
    await join_(table);
    const rows = (): unknown[] => [allRows(db, 'SELECT * FROM subject'), allRows(db, 'SELECT * FROM capture_value')];
    const before = rows();
    expect((await join_(table)).findings).toEqual([]);
    expect(rows()).toEqual(before);
    put('t.csv', 'image_id,subject,skin tone\na,S2,\n');
    await join_(table);
    expect(captures()).toEqual(['a: S2']);
    expect(allRows(db, 'SELECT code FROM subject')).toEqual([{ code: 'S2' }]);
    expect(listTables(db)).toMatchObject([{ file: table, rows: 1 }]);
    expect(allRows(db, 'SELECT count(*) AS n FROM table_row')).toEqual([{ n: 1 }]);
  });

  it('is joined to captures that come later', async () => {
    const table = put('tables/t.csv', 'image_id,subject,skin tone\na,S1,IV\nb,S2,II\n');
    await join_(table);
    expect(captures()).toEqual([]);
    const first = await bring(putResult('a.json', 'a'));
    expect(captures()).toEqual(['a: S1, skin tone=IV']);
    expect(said(first.findings)).toEqual(['info table_rows_unmatched line 3']);
    const second = await bring(putResult('b.json', 'b'));
    expect(captures()).toEqual(['a: S1, skin tone=IV', 'b: S2, skin tone=II']);
    expect(said(second.findings)).toEqual([]);
  });

  it('guesses nothing where it contradicts itself or another table', async () => {
    for (const id of ['a', 'b', 'c']) putResult(`${id}.json`, id);
    await bring(folder);
    const one = put('one.csv', 'image_id,subject,skin tone\na,S1,IV\na,S2,IV\nb,S3,I\nb,S3,II\nc,S4,V\n');
    expect(said((await join_(one)).findings)).toEqual(['warning subject_conflict a', 'warning table_value_conflict b']);
    expect(captures()).toEqual(['a: -, skin tone=IV', 'b: S3', 'c: S4, skin tone=V']);
    const two = put('two.csv', 'image_id,subject,skin tone\nc,S5,V\n');
    const summary = await join_(two);
    expect(said(summary.findings)).toContain('warning subject_conflict c');
    expect(summary.findings.find(({ place }) => place === 'c')!.message).toContain(
      'S4 (one.csv line 6), S5 (two.csv line 2)',
    );
    expect(captures().at(-1)).toBe('c: -, skin tone=V');
    await removeTable(db, listTables(db)[1]!.id, CONTEXT);
    expect(captures().at(-1)).toBe('c: S4, skin tone=V');
    await removeTable(db, listTables(db)[0]!.id, CONTEXT);
    expect(captures()).toEqual(['a: -', 'b: -', 'c: -']);
    expect(allRows(db, 'SELECT 1 FROM subject UNION ALL SELECT 1 FROM table_row')).toEqual([]);
  });

  it('finds captures by the names of their photos, and does not choose between several', async () => {
    for (const id of ['a', 'b']) {
      putResult(`${id}/face_${id}.json`, `image-${id}`);
      await putPhoto(`${id}/face_${id}.jpg`);
      putResult(`same-${id}/result.json`, `same-${id}`);
      await putPhoto(`same-${id}/front.jpg`);
    }
    await bring(folder);
    const text =
      'photo,subject\nface_a.jpg,S1\nFACE_B,S2\nfront.jpg,S3\nsame-b/front.jpg,S4\nimage-b_restored.png,S2\n';
    const summary = await join_(put('t.csv', text), { key: 'file_name', keyColumn: 'photo', columns: [] });
    expect(captures()).toEqual(['image-a: S1', 'image-b: S2', 'same-a: -', 'same-b: S4']);
    expect(said(summary.findings)).toEqual(['warning table_rows_ambiguous line 4', 'info captures_unmatched ']);
    expect(summary).toMatchObject({ rows: 5, matchedRows: 4 });
  });

  it('names captures by the subject that a folder or another table tells', async () => {
    putResult('S1/a.json', 'a');
    putResult('S1/b.json', 'b');
    putResult('S2/c.json', 'c');
    await bring(folder);
    await rule({ kind: 'folder', depth: 1 });
    const table = put('t.csv', 'id,skin tone\nS1,IV\nS9,I\n');
    const mapping = { key: 'subject', keyColumn: 'id', subjectColumn: null } as const;
    const summary = await join_(table, mapping);
    expect(captures()).toEqual(['a: S1, skin tone=IV', 'b: S1, skin tone=IV', 'c: S2']);
    expect(summary).toMatchObject({ rows: 2, matchedRows: 1 });
  });

  it('reports damaged rows by their line, in the findings of its own run', async () => {
    putResult('a.json', 'a');
    await bring(folder);
    const { runId } = await join_(put('t.csv', 'image_id,subject,skin tone\na,S1,IV\nb,S2,I,too,much\n'));
    const rows = allRows(db, 'SELECT code, file, place FROM finding WHERE run_id = ? ORDER BY id', [runId]);
    expect(rows).toEqual([{ code: 'table_row_ragged', file: 't.csv', place: 'line 3' }]);
  });

  it('is read from UTF-16, and refused in words when it is none', async () => {
    putResult('a.json', 'a');
    await bring(folder);
    const utf16 = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from('image_id\tsubject\tskin tone\na\tSö\tIV\n', 'utf16le'),
    ]);
    await join_(put('t.csv', utf16));
    expect(captures()).toEqual(['a: Sö, skin tone=IV']);
    const refused = (path: string, mapping = {}): Promise<unknown> =>
      join_(path, mapping).catch((error: unknown) => error);
    expect(await refused(join(folder, 'none.csv'))).toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('no such file') as string,
    });
    expect(await refused(put('x.xlsx', Buffer.from('PK\u0003\u0004')))).toMatchObject({
      message: expect.stringContaining('Save the sheet as CSV') as string,
    });
    expect(await refused(put('empty.csv', ''))).toMatchObject({
      message: expect.stringContaining('no header line') as string,
    });
    expect(await refused(join(folder, 't.csv'), { keyColumn: 'id' })).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('It has: image_id, subject, skin tone') as string,
    });
    expect(captures()).toEqual(['a: Sö, skin tone=IV']);
  });

  it('leaves nothing when it is cancelled', async () => {
    const abort = new AbortController();
    const rows = Array.from({ length: 2000 }, (_, i) => `i${i},S,IV`).join('\n');
    const path = put('t.csv', `image_id,subject,skin tone\n${rows}\n`);
    const context = { signal: abort.signal, progress: () => abort.abort() };
    await expect(joinTable({ db, path, mapping: MAPPING, now: 1, context })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(allRows(db, 'SELECT 1 FROM table_row UNION ALL SELECT 1 FROM table_join')).toEqual([]);
  });

  it('is made up for at the next start when a crash cut it off', async () => {
    putResult('a.json', 'a');
    await bring(folder);
    await join_(put('t.csv', 'image_id,subject,skin tone\na,S1,IV\n'));
    expect(isAssignmentDue(db)).toBe(false);
    db.exec(`UPDATE capture SET subject_id = NULL; UPDATE meta SET value = '' WHERE key = 'subjects_assigned_up_to'`);
    finishAssignment(db);
    expect([captures(), isAssignmentDue(db)]).toEqual([['a: S1, skin tone=IV'], false]);
  });
});

describe('a subject rule', () => {
  it('reads the subject from folders of results or photos, also of later ones; tables outrank it', async () => {
    putResult('all/S1/a.json', 'a');
    putResult('all/b.json', 'b');
    putResult('all/c.json', 'c');
    await putPhoto('all/S2/b.jpg');
    await bring(join(folder, 'all'));
    await rule({ kind: 'folder', depth: 1 });
    expect(captures()).toEqual(['a: S1', 'b: S2', 'c: -']);
    expect(subjectCounts(db)).toEqual({ captures: 3, subjects: 2, unmatched: 1 });
    putResult('all/S3/d.json', 'd');
    await bring(join(folder, 'all'));
    expect(captures()).toEqual(['a: S1', 'b: S2', 'c: -', 'd: S3']);
    const summary = await join_(put('t.csv', 'image_id,subject,skin tone\na,S7,IV\nb,S2,I\n'));
    expect(captures()).toEqual(['a: S7, skin tone=IV', 'b: S2, skin tone=I', 'c: -', 'd: S3']);
    expect(said(summary.findings)).toEqual(['info captures_unmatched ', 'info subject_rule_outranked ']);
    await rule({ kind: 'none' });
    expect(captures().at(-1)).toBe('d: -');
  });

  it('takes none of several folders', async () => {
    putResult('all/S1/a.json', 'a');
    await putPhoto('all/S2/a.jpg');
    await bring(join(folder, 'all'));
    const { findings } = await applyRule(db, { kind: 'folder', depth: 1 }, CONTEXT);
    expect([captures(), said(findings)]).toEqual([['a: -'], ['warning subject_rule_conflict a']]);
  });

  it('takes what stands for * in a name', async () => {
    putResult('all/subject-07 b/a.json', 'a');
    await bring(join(folder, 'all'));
    await rule({ kind: 'pattern', pattern: 'subject-* b' });
    expect(captures()).toEqual(['a: 07']);
    await expect(rule({ kind: 'pattern', pattern: '**' })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(captures()).toEqual(['a: 07']);
  });
});

describe('subjects and values are seen', () => {
  it('in the queue, the view, the list of columns and the exported truth', async () => {
    putResult('a.json', 'a');
    putResult('b.json', 'b');
    await bring(folder);
    await join_(put('t.csv', 'image_id,subject,skin tone\na,S1,10\nb,S2,9\n'));
    const { rows } = createQueueReader(db).page(
      { filter: 'all', sort: 'subject', search: '', values: [{ name: 'skin tone', value: '9' }] },
      { offset: 0, limit: 5 },
    );
    expect(rows.map(({ subject, capture_name }) => [subject, capture_name])).toEqual([['S2', 'b']]);
    expect(viewDetail(db, rows[0]!.uid)).toMatchObject({ subject: 'S2', values: [{ name: 'skin tone', value: '9' }] });
    expect(subjectAttributes(db)).toEqual([
      {
        name: 'skin tone',
        distinct: 2,
        values: [
          { value: '9', n: 1 },
          { value: '10', n: 1 },
        ],
      },
    ]);
    const dir = join(folder, 'out');
    const { files } = exportTruth(db, {
      format: 'geojson',
      state: 'all',
      include: ['pending'],
      reviewer: null,
      superseded: false,
      dir,
      force: false,
      progress: () => undefined,
    });
    const subjects = files
      .filter((name) => name.endsWith('.geojson'))
      .map(
        (name) =>
          JSON.parse(readFileSync(join(dir, name), 'utf8')) as { macule: { subject: string; image_id: string } },
      )
      .map(({ macule }) => macule.subject);
    expect(subjects.sort()).toEqual(['S1', 'S2']);
  });
});

describe('a preview', () => {
  it('guesses which column names captures, how, and which one the subject', async () => {
    putResult('a.json', 'a');
    putResult('b/result.json', 'b');
    await putPhoto('b/face.jpg');
    await bring(folder);
    const byImage = put('1.csv', 'nr,image,Patient ID,tone\n1,a,P1,IV\n2,b,P2,II\n3,x,P3,I\n');
    expect(previewTable(db, byImage, null)).toEqual({
      columns: ['nr', 'image', 'Patient ID', 'tone'],
      sample: [
        ['1', 'a', 'P1', 'IV'],
        ['2', 'b', 'P2', 'II'],
        ['3', 'x', 'P3', 'I'],
      ],
      guess: { key: 'image_id', keyColumn: 'image', subjectColumn: 'Patient ID' },
      matched: 2,
      unmatched: 1,
      findings: [],
    });
    const byFile = put('2.csv', 'datei;subject\nface.jpg;P2\n');
    expect(previewTable(db, byFile, null)).toMatchObject({
      guess: { key: 'file_name', keyColumn: 'datei', subjectColumn: 'subject' },
      matched: 1,
    });
    const unknown = put('3.csv', 'nr,photo\n1,q.jpg\n');
    expect(previewTable(db, unknown, null)).toMatchObject({
      guess: { key: 'file_name', keyColumn: 'photo' },
      matched: 0,
    });
    expect(previewTable(db, byImage, { key: 'image_id', keyColumn: 'tone' })).toMatchObject({
      matched: 0,
      unmatched: 3,
    });
  });
});

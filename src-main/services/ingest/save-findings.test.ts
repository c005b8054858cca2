import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openInMemory } from '#main/db/open';
import type { WritableDb } from '#main/db/handle';
import { groupFindings, insertFindings, listFindings } from '#main/repositories/findings';
import { startRun } from '#main/repositories/imports';
import { addTally, tallyOf } from '#main/repositories/tally';
import { saveFindings } from './save-findings';

let db: WritableDb;
let dir: string;
let runId: number;
beforeEach(() => {
  db = openInMemory();
  dir = mkdtempSync(join(tmpdir(), 'macule-findings-'));
  runId = startRun(db, 1, ['folder']);
  const error = { severity: 'error' as const, code: 'json_syntax', file: 'b,c.json', place: '$', message: 'say "no"' };
  const info = { severity: 'info' as const, code: 'not_used', file: '=1.txt', place: '', message: 'Not used.' };
  insertFindings(db, { run: runId, sourceFile: null }, [info, error, info]);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const filter = { runId: null, severities: ['error' as const, 'info' as const], codes: [], search: '' };

it('groups by code, errors first, whatever the filter', () => {
  expect(groupFindings(db, filter)).toEqual([
    { severity: 'error', code: 'json_syntax', findings: 1 },
    { severity: 'info', code: 'not_used', findings: 2 },
  ]);
  expect(groupFindings(db, { ...filter, search: 'SAY' })).toEqual([
    { severity: 'error', code: 'json_syntax', findings: 1 },
  ]);
  expect(groupFindings(db, { ...filter, runId: runId + 1 })).toEqual([]);
  expect(listFindings(db, { ...filter, codes: ['not_used'], offset: 1, limit: 5 })).toMatchObject({
    total: 2,
    rows: [{ code: 'not_used', viewId: null, line: null, column: null }],
  });
});

it('saves the filtered findings as CSV and JSON and never overwrites a file', () => {
  const csv = saveFindings(db, { ...filter, dir, format: 'csv' });
  expect(csv).toEqual({ path: join(dir, 'findings.csv'), findings: 3 });
  expect(readFileSync(csv.path, 'utf8')).toBe(
    'severity,code,file,place,line,column,message\r\n' +
      "info,not_used,'=1.txt,,,,Not used.\r\n" +
      'error,json_syntax,"b,c.json",$,,,"say ""no"""\r\n' +
      "info,not_used,'=1.txt,,,,Not used.\r\n",
  );
  expect(saveFindings(db, { ...filter, severities: ['error'], dir, format: 'csv' }).path).toBe(
    join(dir, 'findings-2.csv'),
  );
  const json = saveFindings(db, { ...filter, dir, format: 'json' });
  expect(JSON.parse(readFileSync(json.path, 'utf8'))).toMatchObject([
    { code: 'not_used', view: null },
    { code: 'json_syntax', message: 'say "no"' },
    { code: 'not_used' },
  ]);
  expect(readdirSync(dir).sort()).toEqual(['findings-2.csv', 'findings.csv', 'findings.json']);
});

it('says in words where it could not write', () => {
  expect(() => saveFindings(db, { ...filter, dir: join(dir, 'nowhere'), format: 'csv' })).toThrow(
    /could not be written/,
  );
});

it('leaves neither half a file nor an open one when it breaks off', () => {
  const openFiles = (): number | null => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : null);
  db.exec('DROP TABLE finding');
  const before = openFiles();
  expect(() => saveFindings(db, { ...filter, dir, format: 'csv' })).toThrow(/no such table/);
  expect(readdirSync(dir)).toEqual([]);
  expect(openFiles()).toBe(before);
});

it('adds up what became of a run', () => {
  addTally(db, runId, [
    { unit: 'polygon', fate: 'imported', reason: '', count: 6 },
    { unit: 'polygon', fate: 'refused', reason: 'position_unreadable', count: 1 },
  ]);
  addTally(db, runId, [{ unit: 'polygon', fate: 'imported', reason: '', count: 4 }]);
  expect(tallyOf(db, runId)).toEqual([
    { unit: 'polygon', fate: 'imported', reason: '', count: 10 },
    { unit: 'polygon', fate: 'refused', reason: 'position_unreadable', count: 1 },
  ]);
});

import { mkdtempSync, readdirSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExportOptions } from '#shared/contract/export';
import type { Conflict } from '#shared/contract/ingest';
import type { ResultKey, ViewId } from '#shared/domain/ids';
import { elementOf, maskOf, SQUARE } from '#shared/formats/haut-scheme/fixtures/documents';
import { allRows, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { inProcessDecoder } from '#main/jobs/decoder';
import { queueList } from '#main/repositories/queue';
import { NO_CONTEXT, testAuthor } from '#main/test-support/small-project';
import { exportTruth } from '../export/export-truth';
import { importPaths, type ImportOutcome } from '../ingest/import-paths';
import { listRows } from '../projects/list-rows';
import { projectStatus } from '../projects/status';
import { verifyProject } from '../verify/verify';
import { appendAction, type Reviewing } from './append-action';
import { listConflicts, settleConflict } from './conflicts';
import { decideLines } from './decide-lines';
import { viewDetail } from './present';
import { viewHistory } from './review-service';
import { redo, undo } from './undo';

type Json = Record<string, unknown>;
const AUTHOR = testAuthor();

let folder: string;
let db: WritableDb;
let opened: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-conflicts-'));
  db = openInMemory();
  db.exec("INSERT INTO meta (key, value) VALUES ('project_id', 'p'), ('created_at', '0')");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (x: number): number[][] => SQUARE.map(([a = 0, b = 0]) => [a + x, b]);
/** An answer under the id `r` with so many lesions. */
const answer = (lesions: number, more: Json = {}): Json =>
  elementOf([maskOf(Array.from({ length: lesions }, (_, i) => [at(20 * i)]))], { id: 'r', image_id: 'i', ...more });
function put(name: string, content: unknown, day = 1): void {
  writeFileSync(join(folder, name), JSON.stringify(content));
  const time = new Date(`2026-01-0${day}T00:00:00Z`);
  utimesSync(join(folder, name), time, time);
}
/** Imports the folder with the real decoder, noting what it opened. */
function importFolder(): Promise<ImportOutcome> {
  opened = [];
  const decoder = inProcessDecoder();
  const watched = {
    ...decoder,
    decode: (file: Parameters<typeof decoder.decode>[0]) => {
      opened.push(file.path.slice(folder.length + 1));
      return decoder.decode(file);
    },
  };
  const context = { signal: new AbortController().signal, progress: () => undefined };
  return importPaths({ db, decoder: watched, paths: [folder], now: Date.now(), context });
}
const by = (reviewer = 'Ana'): Reviewing => ({ db, author: AUTHOR, reviewer, context: NO_CONTEXT });
const conflicts = (): { total: number; unsettled: number; rows: Conflict[] } =>
  listConflicts(db, { elementId: null, offset: 0, limit: 50 });
const keys = (): ResultKey[] => conflicts().rows[0]!.contents.map(({ resultKey }) => resultKey);
const states = (): unknown[] => ([...listRows(db, 'views')] as Json[]).map(({ state }) => state);
const contentStates = (): string[] => conflicts().rows[0]!.contents.map(({ state }) => state);
const accept = (view: ViewId): void => {
  const lesions = viewDetail(db, view).lesions.map(({ id }) => id);
  appendAction(by(), { type: 'decide', lesions, verdict: 'accepted' });
  appendAction(by(), { type: 'sweep', view, value: true });
  appendAction(by(), { type: 'done', view, value: true });
};
const viewOf = (content: number): ViewId => conflicts().rows[0]!.contents[content]!.views[0]!.viewId;
async function twoContents(): Promise<void> {
  put('a.json', answer(2));
  await importFolder();
  put('b.json', answer(3, { creation_time: '2026-01-01 00:00:00' }));
  await importFolder();
}
const isWhole = (): boolean => verifyProject(db).ok;

describe('a conflict', () => {
  it('is listed with both contents, what was decided on each, and how they differ', async () => {
    await twoContents();
    accept(viewOf(0));
    const { total, unsettled, rows } = conflicts();
    expect([total, unsettled]).toEqual([1, 1]);
    expect(rows).toMatchObject([
      {
        elementId: 'r',
        needsSettling: true,
        settled: null,
        contents: [
          { resultKey: 'r', file: 'a.json', lesions: 2, decided: 2, done: 1, state: 'live', differences: [] },
          {
            file: 'b.json',
            creationTime: '2026-01-01 00:00:00',
            lesions: 3,
            decided: 0,
            state: 'live',
            differences: ['2 lesions against 3, 2 equal', 'Made 2025-02-26 10:50:40 against 2026-01-01 00:00:00'],
          },
        ],
      },
    ]);
    expect(viewDetail(db, viewOf(1)).result.conflict).toEqual({
      elementId: 'r',
      contents: 2,
      isUnsettled: true,
      isSetAside: false,
    });
    expect(states()).toEqual(['done', 'open']);
  });

  it('is exported from both contents with a warning until it is settled, then from the one that holds', async () => {
    await twoContents();
    accept(viewOf(0));
    accept(viewOf(1));
    const options: ExportOptions & { force: boolean } = {
      format: 'geojson',
      state: 'complete',
      include: [],
      reviewer: null,
      superseded: false,
      force: true,
    };
    const out = join(folder, '.out');
    const both = exportTruth(db, { ...options, dir: out });
    expect(both.views).toBe(2);
    expect(both.findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning conflict_unsettled',
      'warning conflict_unsettled',
    ]);
    settleConflict(by(), { elementId: 'r', resultKey: keys()[1]! });
    const one = exportTruth(db, { ...options, dir: out });
    expect([one.views, one.lesions]).toEqual([1, 3]);
    expect(one.findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['info view_superseded']);
    expect(readdirSync(out).filter((name) => name.endsWith('.geojson'))).toHaveLength(1);
  });
});

describe('settling', () => {
  it('sets the others aside with their decisions, is undone and redone, and can be rebuilt', async () => {
    await twoContents();
    accept(viewOf(0));
    const [first, second] = keys();
    const { touched } = settleConflict(by(), { elementId: 'r', resultKey: second! });
    expect([...touched.views].sort()).toEqual([viewOf(0), viewOf(1)].sort());
    expect(states()).toEqual(['superseded', 'open']);
    expect(queueList(db, { filter: 'all', sort: 'imported', search: '', values: [] }).ids).toHaveLength(1);
    expect(queueList(db, { filter: 'superseded', sort: 'imported', search: '', values: [] }).ids).toHaveLength(1);
    expect(projectStatus(db)).toMatchObject({ views: 1, lesions: 3, verdicts: { accepted: 0, pending: 3 } });
    expect(conflicts()).toMatchObject({ unsettled: 0, rows: [{ settled: { resultKey: second, reviewer: 'Ana' } }] });
    // Set aside, not lost: the decisions are there to be looked at, and the history tells what happened.
    expect(viewDetail(db, viewOf(0)).lesions.map(({ state }) => state.verdict)).toEqual(['accepted', 'accepted']);
    for (const content of [0, 1])
      expect(viewHistory(db, viewOf(content), { offset: 0, limit: 9 }).rows[0]).toMatchObject({ kind: 'settle' });
    expect(isWhole()).toBe(true);
    undo(by());
    expect(states()).toEqual(['done', 'open']);
    expect(isWhole()).toBe(true);
    redo(by());
    expect(contentStates()).toEqual(['setAside', 'live']);
    settleConflict(by('Ben'), { elementId: 'r', resultKey: first! });
    expect(contentStates()).toEqual(['live', 'setAside']);
    expect(states()).toEqual(['done', 'superseded']);
    expect(isWhole()).toBe(true);
  });

  it('is refused in words for what is no conflict, no content, or said already', async () => {
    await twoContents();
    const [first] = keys();
    expect(() => settleConflict(by(), { elementId: 'x', resultKey: first! })).toThrow(/no different contents of x/);
    expect(() => settleConflict(by(), { elementId: 'r', resultKey: 'r#0' as ResultKey })).toThrow(/none of the 2/);
    settleConflict(by(), { elementId: 'r', resultKey: first! });
    expect(() => settleConflict(by(), { elementId: 'r', resultKey: first! })).toThrow(/holds already/);
  });

  it('is a line of a script', async () => {
    await twoContents();
    const lines = [
      { settle: 'r', result: keys()[1] },
      { settle: 'r', result: 'nothing' },
    ].map((one) => JSON.stringify(one));
    const { applied, findings } = decideLines(by(), lines, { file: 'f', explain: (error) => error });
    expect(applied).toBe(1);
    expect(findings).toMatchObject([{ code: 'unknown_conflict', place: 'line 2' }]);
    expect(states()).toEqual(['superseded', 'open']);
  });

  it('is a conflict anew when a third content comes, of which nobody has said anything', async () => {
    await twoContents();
    settleConflict(by(), { elementId: 'r', resultKey: keys()[0]! });
    put('c.json', answer(4));
    await importFolder();
    expect(contentStates()).toEqual(['live', 'setAside', 'live']);
    expect(conflicts()).toMatchObject({ total: 1, unsettled: 1, rows: [{ settled: null }] });
    settleConflict(by(), { elementId: 'r', resultKey: keys()[0]! });
    expect(contentStates()).toEqual(['live', 'setAside', 'setAside']);
    expect(isWhole()).toBe(true);
  });
});

describe('a folder that is imported again', () => {
  it('reads what was added or changed, only; a changed file makes a conflict, a removed one detaches nothing', async () => {
    put('a.json', answer(2));
    put('b.json', answer(1, { id: 'other', image_id: 'j' }));
    put('gone.json', answer(1, { id: 'gone', image_id: 'k' }));
    await importFolder();
    const gone = ([...listRows(db, 'views')] as { id: ViewId; result: string }[]).find(
      ({ result }) => result === 'gone',
    )!;
    accept(gone.id);
    put('a.json', answer(3), 2);
    put('new.json', answer(1, { id: 'new', image_id: 'l' }));
    unlinkSync(join(folder, 'gone.json'));
    const { findings, counts, tally } = await importFolder();
    // a.json is read twice: once to see that its id is taken, once more under a key of its own.
    expect(opened).toEqual(['a.json', 'a.json', 'new.json']);
    expect(counts).toMatchObject({ results: 2, lesions: 4 });
    expect(findings.map(({ code, file }) => `${code} ${file}`)).toEqual(
      expect.arrayContaining(['result_conflict a.json', 'file_gone gone.json', 'already_imported b.json']),
    );
    expect(tally.filter(({ unit }) => unit === 'file')).toEqual([
      { unit: 'file', fate: 'imported', reason: '', count: 2 },
      { unit: 'file', fate: 'skipped', reason: 'already_imported', count: 1 },
    ]);
    expect(conflicts()).toMatchObject({ unsettled: 1, rows: [{ contents: [{ file: 'a.json' }, { file: 'a.json' }] }] });
    expect(viewDetail(db, gone.id).progress).toMatchObject({ state: 'done', verdicts: { accepted: 1 } });
    expect(isWhole()).toBe(true);
    await importFolder();
    expect(opened).toEqual([]);
    expect(conflicts().unsettled).toBe(1);
  });

  it('takes contents of one id together when a newer run supersedes them, whichever of them came last', async () => {
    await twoContents();
    put('rerun.json', answer(5, { id: 'newer', creation_time: '2027-01-01 00:00:00' }));
    await importFolder();
    expect(states()).toEqual(['superseded', 'superseded', 'open']);
    expect(conflicts()).toMatchObject({ total: 1, unsettled: 0 });
    put('later.json', answer(6, { creation_time: '2028-01-01 00:00:00' }));
    await importFolder();
    expect(states()).toEqual(['open', 'open', 'superseded', 'open']);
    expect(conflicts().unsettled).toBe(1);
    const entries = allRows(db, 'SELECT superseded FROM queue_entry ORDER BY view_id');
    expect(entries).toEqual([0, 0, 1, 0].map((superseded) => ({ superseded })));
    expect(isWhole()).toBe(true);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { allRows, type WritableDb } from '#main/db/handle';
import { connectReadable, createWritable, openInMemory } from '#main/db/open';
import type { DecodedBatch } from '#main/jobs/decoded-batch';
import { decodeFile } from '#main/jobs/decode-file';
import { inProcessDecoder, type Decoder } from '#main/jobs/decoder';
import type { ImportCounts } from '#shared/contract/ingest';
import { importPaths } from './import-paths';
import seedText from '../../../resources/sample/example-result.json?raw';

const RESULTS = 240;
let folder: string;
let db: WritableDb;
/** Turns of the event loop so far: what a decision would wait for. */
let turns = 0;
let stop: () => void;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-turns-'));
  db = openInMemory();
  let isStopped = false;
  const count = (): void => {
    turns += 1;
    if (!isStopped) setImmediate(count);
  };
  setImmediate(count);
  stop = () => (isStopped = true);
});
afterEach(() => {
  stop();
  rmSync(folder, { recursive: true, force: true });
});

async function manyResults(): Promise<string> {
  const seed = JSON.parse(seedText) as Record<string, unknown>;
  const path = join(folder, 'many.json');
  writeFileSync(
    path,
    JSON.stringify(Array.from({ length: RESULTS }, (_, i) => ({ ...seed, id: `r${i}`, image_id: `i${i}` }))),
  );
  return path;
}

/** A decoder whose batches are all there already: as a port full of messages, it never gives way by itself. */
async function readyDecoder(path: string): Promise<Decoder> {
  const batches: DecodedBatch[] = [];
  for await (const batch of decodeFile({ path })) batches.push(batch);
  return {
    async *decode() {
      yield* batches;
    },
    rest: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

const rowsOf = (table: string): number => allRows<{ n: number }>(db, `SELECT count(*) AS n FROM ${table}`)[0]!.n;

it('gives way after every batch, so that a decision waits for one at most', async () => {
  const path = await manyResults();
  const seen: { turn: number; lesions: number }[] = [];
  const progress = (): void => void seen.push({ turn: turns, lesions: rowsOf('lesion') });
  const context = { signal: new AbortController().signal, progress };
  await importPaths({ db, decoder: await readyDecoder(path), paths: [path], now: 1, context });
  const written = seen.filter(({ lesions }, index) => lesions > (seen[index - 1]?.lesions ?? 0));
  expect(written.length).toBeGreaterThan(4);
  expect(new Set(written.map(({ turn }) => turn)).size).toBe(written.length);
  for (const [index, { lesions }] of written.entries())
    expect(lesions - (written[index - 1]?.lesions ?? 0)).toBeLessThanOrEqual(250);
});

/** Imports as the only user of a project on the disk, which another connection looks at: what that one sees on the way. */
async function importAlone(paths: string[], stopsAt: (phase: string) => boolean = () => false): Promise<{ seen: number[]; counts: ImportCounts; rows: number }> {
  const project = join(folder, 'alone.macule');
  const alone = createWritable(project);
  const other = connectReadable(project);
  const rows = (): number => allRows<{ n: number }>(other, 'SELECT count(*) AS n FROM lesion')[0]!.n;
  const abort = new AbortController();
  const seen: number[] = [];
  const progress = ({ phase }: { phase: string }): void => {
    seen.push(rows());
    if (stopsAt(phase)) abort.abort();
  };
  const context = { signal: abort.signal, progress };
  const { counts } = await importPaths({ db: alone, decoder: inProcessDecoder(), paths, now: 1, context, isAlone: true });
  const end = { seen, counts, rows: rows() };
  for (const one of [other, alone]) one.close();
  return end;
} // prettier-ignore

it('writes in few transactions when nobody decides meanwhile, and the same rows', async () => {
  const { seen, counts, rows } = await importAlone([await manyResults()]);
  expect(seen.length).toBeGreaterThan(4);
  expect(new Set(seen).size).toBeLessThanOrEqual(3);
  expect(counts).toMatchObject({ results: RESULTS, lesions: 6 * RESULTS });
  expect(rows).toBe(6 * RESULTS);
});

it('keeps the whole files of a cancelled run when it writes in few transactions', async () => {
  const whole = await manyResults();
  const further = join(folder, 'other.json');
  writeFileSync(further, readFileSync(whole, 'utf8').replaceAll('"id":"r', '"id":"s'));
  let met = 0;
  const { counts, rows } = await importAlone([whole, further], (phase) => /other/.test(phase) && ++met === 3);
  expect(counts).toMatchObject({ results: RESULTS, lesions: 6 * RESULTS });
  expect(rows).toBe(6 * RESULTS);
});

it('gives way while it takes a cancelled file out again', async () => {
  const path = await manyResults();
  const abort = new AbortController();
  let cancelledAt = 0;
  const progress = (): void => {
    if (rowsOf('result') < RESULTS / 2 || abort.signal.aborted) return;
    abort.abort();
    cancelledAt = turns;
  };
  const context = { signal: abort.signal, progress };
  await importPaths({ db, decoder: await readyDecoder(path), paths: [path], now: 1, context });
  expect(cancelledAt).toBeGreaterThan(0);
  expect(turns - cancelledAt).toBeGreaterThanOrEqual(2);
  expect(['result', 'view', 'mask', 'lesion', 'capture', 'source', 'source_file', 'view_state'].map(rowsOf)).toEqual(
    Array.from({ length: 8 }, () => 0),
  );
});

/** Small tables whose rows are never removed one by one, by table and column. */
const NEVER_DELETED = new Set(['root', 'import_run', 'subject']);

it('finds what hangs on a row by an index: without one, removing a file reads every lesion per mask', () => {
  const missing = allRows<{ child: string; column: string; parent: string }>(
    db,
    `SELECT t.name AS child, k."from" AS column, k."table" AS parent FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k
     WHERE t.type = 'table' AND NOT EXISTS (
       SELECT 1 FROM pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS c WHERE c.seqno = 0 AND c.name = k."from")`,
  ).filter(({ parent }) => !NEVER_DELETED.has(parent));
  expect(missing).toEqual([]);
});

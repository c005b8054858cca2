import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allRows, firstRow, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { decodeText } from '#main/jobs/decode-text';
import { inProcessDecoder } from '#main/jobs/decoder';
import { textPieces } from '#main/jobs/text-pieces';
import { sourceBytes } from '#main/repositories/sources';
import { LIMITS } from '#shared/formats/haut-scheme/limits';
import { verifyProject } from '../verify/verify';
import { importPaths, type ImportOutcome } from './import-paths';

const SEED = readFileSync(new URL('../../../resources/sample/example-result.json', import.meta.url), 'utf8');
const seed = (id: string): Record<string, unknown> => ({ ...(JSON.parse(SEED) as object), id, image_id: `i-${id}` });
const many = (count: number): Record<string, unknown>[] => Array.from({ length: count }, (_, at) => seed(`r${at}`));

let folder: string;
let db: WritableDb;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-reader-'));
  db = openInMemory();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const run = (): Promise<ImportOutcome> => {
  const context = { signal: new AbortController().signal, progress: () => undefined };
  return importPaths({ db, decoder: inProcessDecoder(), paths: [folder], now: 1, context });
};
const errors = ({ findings }: ImportOutcome): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ code, file }) => `${code} ${file}`);
const count = (table: string): number => firstRow<{ n: number }>(db, `SELECT count(*) AS n FROM ${table}`)!.n;
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
/** More than `bytes` of blanks, in members of which each alone is harmless. */
const bombOf = (bytes: number): Buffer => {
  const member = gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '));
  return Buffer.concat(Array.from({ length: Math.ceil(bytes / (16 * 1024 * 1024)) + 1 }, () => member));
};

/** Every result's bytes in its source, as the element that was imported. */
function expectPlaces(): void {
  type Row = { id: string; source: number; start: number; end: number };
  const rows = allRows<Row>(
    db,
    `SELECT r.element_id AS id, f.source_id AS source, r.byte_start AS start, r.byte_end AS "end"
     FROM result AS r JOIN source_file AS f ON f.id = r.source_file_id`,
  );
  expect(rows.length).toBeGreaterThan(0);
  const texts = new Map<number, Buffer>();
  for (const { id, source, start, end } of rows) {
    const text = texts.get(source) ?? Buffer.concat([...textPieces(sourceBytes(db, source))]);
    texts.set(source, text);
    expect(JSON.parse(text.subarray(start, end).toString('utf8'))).toMatchObject({ id });
  }
  const lengths = allRows<{ id: number; length: number }>(db, 'SELECT id, unpacked_bytes AS length FROM source');
  for (const { id, length } of lengths) expect(length).toBe(texts.get(id)?.length);
}

describe('a file larger than one piece', () => {
  const text = JSON.stringify({ count: 200, results: many(200) }, null, 1);

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, big end first, without a mark', utf16be(text)],
    ['gzip', gzipSync(text)],
    ['gzip of UTF-16', gzipSync(Buffer.from(`\uFEFF${text}`, 'utf16le'))],
  ])('in %s is read whole, stored whole, and gives the bytes of each element', async (_, bytes) => {
    put('many.json', bytes);
    const outcome = await run();
    expect(errors(outcome)).toEqual([]);
    expect(outcome.counts).toMatchObject({ results: 200, lesions: 1200 });
    const [{ id }] = allRows<{ id: number }>(db, 'SELECT id FROM source') as [{ id: number }];
    expect(Buffer.concat([...sourceBytes(db, id)]).equals(bytes)).toBe(true);
    expect(count('source_chunk')).toBe(Math.ceil(bytes.length / (1024 * 1024)));
    expectPlaces();
    expect(verifyProject(db)).toMatchObject({ ok: true, findings: [] });
  });

  it('that changes while it is read is not taken', async () => {
    const path = put('many.json', text);
    const read = async (): Promise<void> => {
      let isChanged = false;
      for await (const batch of decodeText({ path }, text.length)) {
        if (batch.type === 'rows' && !isChanged) appendFileSync(path, ' '.repeat(2 * 1024 * 1024));
        isChanged ||= batch.type === 'rows';
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'unreadable' });
  });

  it('whose first result comes late is stored from its first byte on', async () => {
    const late = `${'prose \n'.repeat(400_000)}${SEED}`;
    put('late.json', late);
    expect((await run()).counts.results).toBe(1);
    const [{ id }] = allRows<{ id: number }>(db, 'SELECT id FROM source') as [{ id: number }];
    expect(Buffer.concat([...sourceBytes(db, id)]).toString()).toBe(late);
    expectPlaces();
  });
});

describe('area rows', () => {
  it('are kept as they were delivered', async () => {
    const rows = `[{"area_name":"face","main_metric":{"value":7.0,"units":"per mille","widget_type":"percentage"},"sub_metrics":[{"a": 1}]},3,{"name":"nose","value":"12"}]`;
    const element = seed('a');
    (element['result'] as Record<string, unknown>)['area_results'] = 'ROWS';
    put('a.json', JSON.stringify([element]).replace('"ROWS"', rows));
    await run();
    expect(allRows(db, 'SELECT ordinal, value, spelling, widget_type, sub_metrics FROM area_row')).toEqual([
      { ordinal: 0, value: '7', spelling: '7.0', widget_type: 'percentage', sub_metrics: '[{"a": 1}]' },
      { ordinal: 2, value: '12', spelling: '"12"', widget_type: null, sub_metrics: null },
    ]);
  });
});

describe('what the reader refuses', () => {
  it('is named by a code of its own, leaves nothing, and takes nothing from its neighbours', async () => {
    const text = JSON.stringify(many(300));
    const packed = gzipSync(text);
    const flipped = Buffer.from(packed);
    flipped[flipped.length - 6]! ^= 1; // of the checksum: all results were read by then
    put('bomb.json.gz', bombOf(LIMITS.unpackedBytes));
    put('flipped.json.gz', flipped);
    put('large.json', `[${' '.repeat(5000)}`);
    truncateSync(join(folder, 'large.json'), LIMITS.fileBytes + 1);
    put('seed.json', SEED);
    const outcome = await run();
    expect(errors(outcome)).toEqual(['too_large bomb.json.gz', 'broken_gzip flipped.json.gz', 'too_large large.json']);
    expect(outcome.counts.results).toBe(1);
    expect([count('source'), count('source_file'), count('result')]).toEqual([1, 1, 1]);
    expect(verifyProject(db)).toMatchObject({ ok: true });
  });

  it('is one element alone when only that is too large', async () => {
    const large = { ...seed('large'), application_description: 'x'.repeat(LIMITS.stringBytes + 1) };
    put('a.json', JSON.stringify([seed('a'), large, seed('b')]));
    const outcome = await run();
    expect(errors(outcome)).toEqual(['element_too_large a.json']);
    expect(allRows(db, 'SELECT element_id AS id FROM result')).toEqual([{ id: 'a' }, { id: 'b' }]);
    expectPlaces();
  });
});

describe('a folder whose import is cancelled at half', () => {
  it('leaves a whole project that the second run completes', async () => {
    for (let file = 0; file < 24; file++) {
      const results = Array.from({ length: 10 }, (_, at) => seed(`f${file}-${at}`));
      const name = `f${String(file).padStart(2, '0')}.json`;
      put(name, file % 3 === 0 ? results.map((one) => JSON.stringify(one)).join('\n') : JSON.stringify({ results }));
    }
    const abort = new AbortController();
    const progress = ({ done, total }: { done: number; total: number | null }): void => {
      if (total !== null && done > total / 2) abort.abort();
    };
    const context = { signal: abort.signal, progress };
    const half = await importPaths({ db, decoder: inProcessDecoder(), paths: [folder], now: 1, context });
    expect(half.cancelled).toBe(true);
    expect(half.totals.results).toBeGreaterThanOrEqual(100);
    expect(half.totals.results).toBeLessThan(150);
    expect(half.totals.results % 10).toBe(0);
    expect(allRows(db, 'SELECT id FROM source_file WHERE published = 0')).toEqual([]);
    expect(verifyProject(db)).toMatchObject({ ok: true, findings: [] });
    const second = await run();
    expect(second.totals).toMatchObject({ results: 240, lesions: 1440, captures: 240 });
    expect(second.counts.results).toBe(240 - half.totals.results);
    expect(verifyProject(db)).toMatchObject({ ok: true, findings: [] });
    expectPlaces();
  });
});

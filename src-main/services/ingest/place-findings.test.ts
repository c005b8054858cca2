import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SEVERITIES } from '#shared/domain/finding';
import { elementOf, maskOf, SQUARE } from '#shared/formats/haut-scheme/fixtures/documents';
import { allRows, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { inProcessDecoder } from '#main/jobs/decoder';
import { listFindings } from '#main/repositories/findings';
import { importPaths } from './import-paths';

let folder: string;
let db: WritableDb;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-places-'));
  db = openInMemory();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function runOf(name: string, content: unknown): Promise<string[]> {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const { runId } = await importPaths({ db, decoder: inProcessDecoder(), paths: [path], now: 1, context });
  const names = new Map(
    allRows<{ uid: string; name: string; key: string }>(
      db,
      'SELECT v.uid, v.name, r.key FROM view AS v JOIN result AS r ON r.id = v.result_id',
    ).map(({ uid, name: view, key }) => [uid, `${key} ${view}`]),
  );
  const filter = { runId, severities: [...SEVERITIES], codes: [], search: '', offset: 0, limit: 100 };
  return listFindings(db, filter)
    .rows.filter(({ code }) => code !== 'photo_missing')
    .map(({ code, viewId, line, column }) =>
      [code, viewId ? names.get(viewId) : '-', ...(line === null ? [] : [`${line}:${column}`])].join(' '),
    );
}

const bad = [[[1, 'x'], [2, 2], [3, 1]]]; // prettier-ignore
const masks = [maskOf([[SQUARE]], { side: 'front' }), maskOf([bad, [SQUARE]], { side: 'left' })];

it('names the view of the mask that a finding lies in, else the first view of the element', async () => {
  const body = { area_results: [{ nothing: 1 }] };
  const found = await runOf('a.json', [
    elementOf(masks, { id: 'r1', image_id: 'i1' }),
    elementOf(masks, { id: 'r2', image_id: 'i2', is_ok: false }),
    elementOf([...masks, maskOf([], { mask_type: 'point_mask' })], { id: 'r3', image_id: 'i3' }, body),
    'no element',
  ]);
  expect(found).toEqual([
    'position_unreadable r1 left',
    'result_failed r2 front',
    'failed_masks_ignored r2 front',
    'area_row_unreadable r3 front',
    'position_unreadable r3 left',
    'mask_not_reviewable r3 front',
    'element_unrecognised -',
  ]);
});

it('names the views of results that a file repeats, and of the other content of an id', async () => {
  await runOf('a.json', elementOf(masks, { id: 'r1' }));
  expect(await runOf('b.json', [elementOf(masks, { id: 'r1' })])).toEqual([
    'duplicate_result r1 front',
    'position_unreadable r1 left',
  ]);
  const [conflict, position] = await runOf('c.json', elementOf(masks, { id: 'r1', creation_time: '2026-01-01' }));
  expect(position).toMatch(/^position_unreadable r1#[0-9a-f]{8} left$/);
  expect(conflict).toMatch(/^result_conflict r1#[0-9a-f]{8} front$/);
});

it('gives line and column where a place names them', async () => {
  const text = `[\n${JSON.stringify(elementOf(masks))},\n  {"a": }`;
  expect(await runOf('broken.json', text)).toContain('json_syntax - 3:9');
});

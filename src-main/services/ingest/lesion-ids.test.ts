import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { elementOf, maskOf } from '#shared/formats/haut-scheme/fixtures/documents';
import type { WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { inProcessDecoder } from '#main/jobs/decoder';
import { listRows } from '../projects/list-rows';
import { importPaths } from './import-paths';

let folder: string;
let db: WritableDb;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-ids-'));
  db = openInMemory();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Row = { id: string; result: string };

/** Imports a file of one element with the polygon, whose JSON text is given, and lists its lesions. */
async function lesionsOf(polygon: string): Promise<Row[]> {
  const element = elementOf([maskOf('HERE')], { id: 'r1' });
  writeFileSync(join(folder, 'in.json'), JSON.stringify(element).replace('"HERE"', `[${polygon}]`));
  const context = { signal: new AbortController().signal, progress: () => undefined };
  await importPaths({ db, decoder: inProcessDecoder(), paths: [folder], now: 1, context });
  return [...listRows(db, 'lesions')] as Row[];
}

/** Python: uuid.uuid5(namespace, canonical JSON of ["r1","masks_restored",0,0,0,rings]), numbers by value. */
describe('lesion ids of other people’s rings', () => {
  const SQUARE = '1f8f956c-6c15-58b9-82ec-7b0feafdda46';
  it.each([
    ['open', '[[[10,10],[20,10],[20,20],[10,20]]]', SQUARE],
    ['closed', '[[[10,10],[20,10],[20,20],[10,20],[10,10]]]', SQUARE],
    ['decimals and exponents', '[[[10.0,1e1],[20,10],[2.0e1,20],[10,20.00]]]', SQUARE],
    ['numbers as text', '[[["10","10.0"],["20",10],["2e1","20"],[10," 20 "]]]', SQUARE],
    ['further numbers', '[[[10,10,0],[20,10,"x"],[20,20,null],[10,20,1,2]]]', SQUARE],
    [
      'closed twice: one closing vertex is dropped',
      '[[[10,10],[20,10],[20,20],[10,20],[10,10],[10,10]]]',
      '3653133e-871f-552e-a98b-c9bdf8bf7dff',
    ],
    [
      'a hole and odd numbers',
      '[[[0.1,1e-7],[50,-0],[50,50],[0,50]],[[10,10],[20,10],[20,20]]]',
      'a85f9cc8-3e32-57c3-87d9-f9f5d9f5171b',
    ],
  ])('%s', async (_, polygon, id) => {
    expect(await lesionsOf(polygon)).toMatchObject([{ id, result: 'r1' }]);
  });
});

import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TALLY_UNITS, type TallyCount, type TallyUnit } from '#shared/domain/tally';
import { elementOf, maskOf, SQUARE } from '#shared/formats/haut-scheme/fixtures/documents';
import { firstRow, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { inProcessDecoder, type Decoder } from '#main/jobs/decoder';
import { tallyOf } from '#main/repositories/tally';
import { verifyProject } from '../verify/verify';
import { importPaths, type ImportOutcome } from './import-paths';

type Json = Record<string, unknown>;
type Sums = Record<TallyUnit, number>;

let folder: string;
let db: WritableDb;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-tally-'));
  db = openInMemory();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: unknown): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  utimesSync(join(folder, name), 1_700_000_000, 1_700_000_000); // long ago: unchanged files are trusted
}
function run(more: { signal?: AbortSignal; progress?: () => void; recheck?: boolean } = {}): Promise<ImportOutcome> {
  const { signal = new AbortController().signal, progress = () => undefined, ...rest } = more;
  return importPaths({
    db,
    decoder: inProcessDecoder(),
    paths: [folder],
    now: 1,
    context: { signal, progress },
    ...rest,
  });
}

const NONE: Sums = { file: 0, element: 0, mask: 0, feature: 0, polygon: 0 };
const sumOf = (tally: readonly TallyCount[], fates = ['imported', 'repaired', 'refused', 'skipped']): Sums => {
  const sums = { ...NONE };
  for (const { unit, fate, count } of tally) if (fates.includes(fate)) sums[unit] += count;
  return sums;
};
const countOf = (tally: readonly TallyCount[], words: string): number =>
  tally.filter(({ unit, fate, reason }) => `${unit} ${fate} ${reason}`.trim() === words)[0]?.count ?? 0;

/** What a document delivers, counted on the JSON as it lies in the file, knowing nothing of the reader. */
function delivered(document: unknown): Sums {
  const sums = { ...NONE };
  const polygons = (geometry: unknown): number => {
    const { type, coordinates, geometries } = (geometry ?? {}) as { type?: string } & Json;
    const kind = String(type).toLowerCase();
    if (kind === 'polygon') return 1;
    if (kind === 'multipolygon') return Array.isArray(coordinates) ? coordinates.length : 0;
    return kind === 'geometrycollection'
      ? (geometries as unknown[]).reduce<number>((sum, inner) => sum + polygons(inner), 0)
      : 0;
  };
  const element = (value: unknown): void => {
    sums.element += 1;
    const body = ((value as Json)?.['result'] ?? {}) as Json;
    for (const list of ['masks_restored', 'masks_original']) {
      const masks = Array.isArray(body[list]) ? (body[list] as unknown[]) : [];
      sums.mask += masks.length;
      for (const mask of masks) {
        const features = (mask as Json | null)?.['features'];
        if (!Array.isArray(features)) continue;
        sums.feature += features.length;
        for (const feature of features) sums.polygon += polygons((feature as Json | null)?.['geometry']);
      }
    }
  };
  const all = Array.isArray(document) ? document : ((document as Json)['results'] as unknown[] | undefined);
  if (all) all.forEach(element);
  else element(document);
  return sums;
}

const square = [SQUARE];
const position = fc.constantFrom<unknown>([1, 2], [30, 40], ['7', '8'], [9, 1, 0], [null, 3], 'x', [5]);
const polygon = fc.oneof(
  { weight: 4, arbitrary: fc.constant<unknown>(square) },
  fc.constantFrom<unknown>(
    [],
    [[]],
    'no rings',
    null,
    [
      [
        [5, 5],
        [6, 5],
        [7, 5],
      ],
    ],
    [
      [
        [9000, 9000],
        [9010, 9000],
        [9000, 9010],
      ],
    ],
  ),
  fc.array(position, { maxLength: 6 }).map((ring) => [ring]),
);
const simple = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(polygon, { maxLength: 5 }).map((coordinates) => ({ type: 'MultiPolygon', coordinates })),
  },
  polygon.map((coordinates) => ({ type: 'Polygon', coordinates })),
  fc.constantFrom<unknown>(
    null,
    7,
    { type: 'Point', coordinates: [1, 2] },
    { type: 'Multipolygon', coordinates: 'x' },
    {},
  ),
);
const geometry = fc.oneof(
  { weight: 4, arbitrary: simple },
  fc.array(simple, { maxLength: 3 }).map((geometries) => ({ type: 'GeometryCollection', geometries })),
);
const feature = fc.oneof(
  { weight: 5, arbitrary: geometry.map((one): unknown => ({ type: 'feature', geometry: one, properties: null })) },
  fc.constantFrom<unknown>(3, {}, null),
);
const mask = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({
        features: fc.oneof(fc.array(feature, { maxLength: 3 }), fc.constantFrom<unknown>('none', undefined)),
        view_box: fc.constantFrom<unknown>('0 0 2416 2416', '0 0 0 5', null, 'wide'),
        side: fc.constantFrom<unknown>('front', 'left', undefined, { side: 1 }),
        mask_type: fc.constantFrom('polygon_mask', 'polygon_mask', 'heatmap_mask', 'point_mask'),
      })
      .map((more): unknown => maskOf([], more)),
  },
  fc.constantFrom<unknown>(null, 'mask', [1]),
);
const masks = fc.oneof(
  { weight: 6, arbitrary: fc.array(mask, { maxLength: 3 }) },
  fc.constantFrom<unknown>('x', null, {}),
);
const element = fc.record({
  restored: masks,
  original: masks,
  id: fc.constantFrom('a', 'b', 'c', 'd', null),
  image: fc.constantFrom('i', 'j', undefined, ['k']),
  family: fc.constantFrom(
    'acne.post_inflammatory_hyperpigmentation',
    'acne.post_inflammatory_hyperpigmentation',
    'acne.papules',
  ),
  ok: fc.constantFrom<unknown>(true, true, true, false, 'yes'),
});
type Element = typeof element extends fc.Arbitrary<infer T> ? T : never;
const written = ({ restored, original, id, image, family, ok }: Element): Json =>
  elementOf(
    restored,
    { id, image_id: image, algorithm_family_tech_name: family, is_ok: ok },
    { masks_original: original },
  );
const junk = fc.constantFrom<unknown>({ some: 'thing' }, 4, 'text', null);
const document = fc.oneof(
  element.map((one): unknown => written(one)),
  fc
    .tuple(
      fc.array(fc.oneof({ weight: 4, arbitrary: element.map((one): unknown => written(one)) }, junk), { maxLength: 4 }),
      element,
    )
    .map(([some, one]): unknown => [...some, written(one)]),
  fc
    .array(element, { minLength: 1, maxLength: 3 })
    .map((all): unknown => ({ count: all.length, results: all.map(written) })),
);

describe('the tally of a run', () => {
  it('adds up to what an independent count of the files finds, and to the rows, whatever is delivered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(document, { minLength: 1, maxLength: 4 }), async (documents) => {
        db = openInMemory();
        rmSync(folder, { recursive: true, force: true });
        const texts = documents.map((one) => JSON.stringify(one));
        texts.forEach((text, index) => put(`${index}.json`, text));
        const expected = { ...NONE, file: texts.length };
        for (const text of texts) {
          const sums = delivered(JSON.parse(text));
          for (const unit of TALLY_UNITS) expected[unit] += sums[unit];
        }
        const outcome = await run();
        expect(sumOf(outcome.tally)).toEqual(expected);
        const taken = sumOf(outcome.tally, ['imported', 'repaired']);
        expect([taken.element, taken.polygon]).toEqual([outcome.counts.results, outcome.counts.lesions]);
        const codes = new Set(['', ...outcome.findings.map(({ code }) => code)]);
        for (const { reason } of outcome.tally) expect(codes).toContain(reason);
        const again = await run({ recheck: true });
        expect(sumOf(again.tally)).toEqual(expected);
        expect(sumOf(again.tally, ['imported', 'repaired']).element).toBe(0);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('says what became of each part and why', async () => {
    const good = maskOf([
      square,
      square,
      [
        [
          [1, 'x'],
          [2, 2],
          [3, 1],
        ],
      ],
      [
        [
          ['1', '1'],
          ['1', '9'],
          ['9', '9'],
        ],
      ],
    ]);
    put('mixed.json', [
      elementOf([
        good,
        maskOf([square], { mask_type: 'heatmap_mask', side: 'left' }),
        maskOf([square], { view_box: '0 0 0 0' }),
      ]),
      elementOf([maskOf([square])], { id: 'failed', is_ok: false }),
      elementOf([maskOf([square, square])], { id: 'other', algorithm_family_tech_name: 'acne.papules' }),
      { nothing: 'known' },
    ]);
    put('copy/mixed.json', JSON.stringify(elementOf([maskOf([square])], { id: 'twice', image_id: 'x' })));
    put('copy/same.json', JSON.stringify(elementOf([maskOf([square])], { id: 'twice', image_id: 'x' })));
    put('copy/wrapped.json', [elementOf([maskOf([square])], { id: 'twice', image_id: 'x' })]);
    put('cut.json', JSON.stringify([elementOf([], { id: 'whole', image_id: 'y' }), elementOf([])]).slice(0, 700));
    put('page.json', '<!doctype html><html></html>');
    put('notes.txt', 'nothing to see');
    const { tally } = await run();
    const counts = Object.fromEntries(
      tally.map(({ unit, fate, reason, count }) => [`${unit} ${fate} ${reason}`.trim(), count]),
    );
    expect(counts).toEqual({
      'file imported': 2,
      'file repaired json_cut_off': 1,
      'file refused html_page': 1,
      'file skipped duplicate_file': 1,
      'file skipped duplicate_result': 1,
      'file skipped not_used': 1,
      'element imported': 4,
      'element refused element_unrecognised': 1,
      'element skipped family_skipped': 1,
      'element skipped duplicate_file': 1,
      'element skipped duplicate_result': 1,
      'mask imported': 2,
      'mask refused view_box_empty': 1,
      'mask skipped mask_not_reviewable': 1,
      'mask skipped failed_masks_ignored': 1,
      'mask skipped family_skipped': 1,
      'mask skipped duplicate_file': 1,
      'mask skipped duplicate_result': 1,
      'feature imported': 2,
      'feature refused view_box_empty': 1,
      'feature skipped mask_not_reviewable': 1,
      'feature skipped failed_masks_ignored': 1,
      'feature skipped family_skipped': 1,
      'feature skipped duplicate_file': 1,
      'feature skipped duplicate_result': 1,
      'polygon imported': 3,
      'polygon repaired position_as_text': 1,
      'polygon refused position_unreadable': 1,
      'polygon refused view_box_empty': 1,
      'polygon skipped mask_not_reviewable': 1,
      'polygon skipped failed_masks_ignored': 1,
      'polygon skipped family_skipped': 2,
      'polygon skipped duplicate_file': 1,
      'polygon skipped duplicate_result': 1,
    });
  });

  it('counts the files of a second run as skipped, with all that they hold', async () => {
    put('a.json', [elementOf([maskOf([square, square])])]);
    const first = await run();
    const second = await run();
    expect(sumOf(second.tally)).toEqual(sumOf(first.tally));
    expect(countOf(second.tally, 'file skipped already_imported')).toBe(1);
    expect(countOf(second.tally, 'polygon skipped already_imported')).toBe(2);
  });

  it('counts both contents of one id as imported, and a third time as skipped', async () => {
    put('a.json', elementOf([maskOf([square])]));
    put('b.json', [elementOf([maskOf([square, square])]), elementOf([maskOf([square, square])])]);
    const { tally } = await run();
    expect(countOf(tally, 'element imported')).toBe(2);
    expect(countOf(tally, 'element skipped duplicate_result')).toBe(1);
    expect(sumOf(tally)).toEqual({ file: 2, element: 3, mask: 3, feature: 3, polygon: 5 });
  });

  it('holds nothing of a file that a cancel cut short', async () => {
    put(
      'many.json',
      Array.from({ length: 120 }, (_, i) => elementOf([maskOf([square])], { id: `r${i}`, image_id: `i${i}` })),
    );
    for (const step of [1, 2, 3, 4]) {
      db = openInMemory();
      const abort = new AbortController();
      let steps = 0;
      const outcome = await run({ signal: abort.signal, progress: () => void (++steps === step && abort.abort()) });
      expect(outcome).toMatchObject({ cancelled: true, tally: [] });
      expect(firstRow(db, 'SELECT count(*) AS n FROM run_tally')).toEqual({ n: 0 });
      expect(sumOf((await run()).tally)).toMatchObject({ file: 1, element: 120, polygon: 120 });
    }
  });

  it('holds whole files only after a kill at half, and the second run adds up again', async () => {
    const answer = (file: number): Json[] =>
      Array.from({ length: 120 }, (_, i) =>
        elementOf([maskOf([square])], { id: `r${file}-${i}`, image_id: `i${file}-${i}` }),
      );
    put('1.json', answer(1));
    put('2.json', answer(2));
    const decoder = inProcessDecoder();
    const killed: Decoder = {
      ...decoder,
      async *decode(file) {
        let batches = 0;
        for await (const batch of decoder.decode(file)) {
          if (file.path.endsWith('2.json') && ++batches > 3)
            throw Object.assign(new Error('killed'), { code: 'KILLED' });
          yield batch;
        }
      },
    };
    // The clean-up does not come to pass either, as when the process is gone.
    db.exec(
      "CREATE TEMP TRIGGER keep_remains BEFORE DELETE ON lesion BEGIN SELECT RAISE(ABORT, 'as after a kill'); END",
    );
    const context = { signal: new AbortController().signal, progress: () => undefined };
    await expect(importPaths({ db, decoder: killed, paths: [folder], now: 1, context })).rejects.toThrow('killed');
    db.exec('DROP TRIGGER keep_remains');
    expect(sumOf(tallyOf(db, 1))).toEqual({ file: 1, element: 120, mask: 120, feature: 120, polygon: 120 });
    const { tally, totals } = await run();
    expect(sumOf(tally)).toEqual({ file: 2, element: 240, mask: 240, feature: 240, polygon: 240 });
    expect(sumOf(tally, ['imported'])).toMatchObject({ file: 1, element: 120 });
    expect(countOf(tally, 'file skipped already_imported')).toBe(1);
    expect(totals).toMatchObject({ results: 240, lesions: 240 });
    expect(verifyProject(db)).toMatchObject({ ok: true, findings: [] });
  });
});

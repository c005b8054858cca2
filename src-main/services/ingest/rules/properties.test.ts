import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePolygon } from '#shared/geometry/codec';
import { arbitraryDocument } from '#shared/formats/haut-scheme/fixtures/arbitrary-documents';
import { useImportFolder } from '#main/test-support/import-folder';
import { goodElement } from '#main/test-support/scheme-elements';

type Json = Record<string, unknown>;
type Mask = { features: { geometry: { coordinates: number[][][][] } }[] };

const project = useImportFolder();
const SEED = readFileSync(resolve(import.meta.dirname, '../../../../resources/sample/example-result.json'));
const SEED_AREAS = [403, 656.5, 404.5, 301.5, 293.5, 1163];
const NUM_RUNS = Number(process.env['MACULE_PROPERTY_RUNS'] ?? 20);
/** Numbers from 0 to below 1 that are the same in every run (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const elementText = (id: string, size: number): string => JSON.stringify(goodElement(id, size));

describe('properties of the importer', () => {
  it('valid documents: the store keeps equal bytes, and every vertex as it was delivered', async () => {
    let documents = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async ({ elements, text }) => {
        const name = `${documents++}.json`;
        const { counts, findings } = await project.importFile(name, text, { isVerified: false });
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(counts).toMatchObject({ results: elements.length, failedResults: 0 });
        expect(String(project.sources().at(-1))).toBe(text);
        const stored = project.rows(
          `SELECT r.key, l.rings FROM lesion AS l JOIN mask AS m ON m.id = l.mask_id JOIN result AS r ON r.id = m.result_id
           JOIN source_file AS f ON f.id = r.source_file_id WHERE f.path = '${name}' ORDER BY l.id`,
        );
        const delivered = elements.flatMap((element) => ringsOf(element).map((rings) => [element['id'], rings]));
        expect(stored.map(({ key, rings }) => [key, vertexSets(rings as Buffer)])).toEqual(
          delivered.map(([id, rings]) => [id, (rings as number[][][]).map(sortedText)]),
        );
      }),
      { numRuns: NUM_RUNS, endOnFailure: true }, // a smaller counterexample would meet the project of the larger one
    );
  });

  it('the seed cut off at 200 places: each file is named, and a whole one beside them comes in', async () => {
    const random = seededRandom(20_261_128);
    const cuts = new Set<number>();
    while (cuts.size < 200) cuts.add(1 + Math.floor(random() * (SEED.length - 3)));
    for (const cut of cuts) project.put(`cut-${cut}.json`, SEED.subarray(0, cut));
    project.put('whole.json', SEED);
    const { findings, counts } = await project.import();
    expect(counts).toMatchObject({ results: 1, lesions: 6 });
    expect(Object.values(project.areas())).toEqual([SEED_AREAS]);
    const named = findings.filter(({ severity }) => severity === 'error').map(({ file }) => file);
    expect(named.sort()).toEqual([...cuts].map((cut) => `cut-${cut}.json`).sort());
  });

  it('the seed cut off at 200 places behind a whole result: that one always comes in', async () => {
    const random = seededRandom(7);
    const before = elementText('before', 10);
    const texts = Array.from({ length: 200 }, (_, index) => {
      const text = `[${before.replaceAll('before', `before-${index}`)},${SEED.toString()}]`;
      return text.slice(0, before.length + 20 + Math.floor(random() * (SEED.length - 40)));
    });
    texts.forEach((text, index) => project.put(`${index}.json`, text));
    const { findings, counts } = await project.import({ isVerified: false });
    expect(counts).toMatchObject({ results: 200, lesions: 200 });
    expect(new Set(Object.values(project.areas()).map(String))).toEqual(new Set(['100']));
    const named = new Set(findings.filter(({ code }) => code === 'json_cut_off').map(({ file }) => file));
    expect(named.size).toBe(200);
  });

  it('a member of another type in each of 400 elements: the elements between them all come in', async () => {
    const random = seededRandom(11);
    const swaps = [null, true, -1, '', 'text', [], {}, [[]], { type: 7 }, 1e300];
    const elements = Array.from({ length: 400 }, (_, index) => {
      const swapped = goodElement(`swapped-${index}`, 30);
      swapMember(swapped, random, swaps[index % swaps.length]);
      return [goodElement(`good-${index}`, 10), swapped];
    });
    const { findings } = await project.importFile('a.json', elements.flat());
    const areas = project.areas();
    for (let index = 0; index < 400; index++) expect(areas[`good-${index}`], `good-${index}`).toEqual([100]);
    for (const { place } of findings.filter(({ code }) => code !== 'photo_missing'))
      expect(place).toMatch(/^\$\[\d*[13579]\]|^$|^[0-9a-f-]{36}$/);
  });

  it('every encoding of a text with odd letters: read, or refused in words', async () => {
    const text = JSON.stringify([goodElement('a', 10, { note: 'Zoë 頬 😀' }), goodElement('b', 20)]);
    const utf16be = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
    project.put('utf16le.json', Buffer.from(`\uFEFF${text}`, 'utf16le'));
    expect((await project.import()).counts).toMatchObject({ results: 2, lesions: 2 });
    project.put('utf16be.json', utf16be);
    project.put('utf8.json', text);
    const again = await project.import();
    expect(again.lines.filter((line) => line.includes('duplicate_result'))).toHaveLength(4);
    for (const [name, bytes] of Object.entries({
      'latin1.json': Buffer.from(text, 'latin1'),
      'lone.json': Buffer.concat([Buffer.from(text), Buffer.from([0xed, 0xa0, 0x80])]),
      'odd-utf16.json': utf16be.subarray(0, utf16be.length - 1),
      'nul.json': Buffer.alloc(5000),
      'noise.json': Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * index * 31) % 256)),
    }))
      project.put(name, bytes);
    const { findings } = await project.import();
    const named = new Set(
      findings.filter(({ file }) => /latin1|lone|odd|nul|noise/.test(file)).map(({ file }) => file),
    );
    expect(named.size).toBe(5);
    expect(project.areas()).toMatchObject({ a: [100], b: [400] });
  });
});

const masksOf = (element: Json): Mask[] =>
  ['masks_restored', 'masks_original'].flatMap((list) => (element['result'] as Record<string, Mask[]>)[list] ?? []);
const ringsOf = (element: Json): number[][][][] =>
  masksOf(element).flatMap(({ features }) => features.flatMap(({ geometry }) => geometry.coordinates));
/** Vertices without their order, which orientation may turn round. */
const sortedText = (ring: number[][]): string[] => ring.map(([x = 0, y = 0]) => `${x + 0} ${y + 0}`).sort();
function vertexSets(packed: Buffer): string[][] {
  const { exterior, holes } = decodePolygon(packed);
  return [exterior, ...holes].map((ring) => sortedText(ring.map(({ x, y }) => [x, y])));
}

/** Puts another value in the place of a member somewhere below, but leaves `id` alone. */
function swapMember(value: Json, random: () => number, swap: unknown): void {
  let at = value;
  for (;;) {
    const keys = Object.keys(at).filter((key) => key !== 'id');
    const key = keys[Math.floor(random() * keys.length)];
    if (key === undefined) return;
    const inner = at[key];
    if (typeof inner !== 'object' || inner === null || random() < 0.25) {
      at[key] = swap;
      return;
    }
    at = inner as Json;
  }
}

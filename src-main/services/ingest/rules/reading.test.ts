import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { useImportFolder } from '#main/test-support/import-folder';
import { goodElement, masksElement, polygonsElement, squareRing } from '#main/test-support/scheme-elements';
import { elementOf, maskOf } from '#shared/formats/haut-scheme/fixtures/documents';

const project = useImportFolder();
const three = (middle: unknown): unknown[] => [goodElement('before', 10), middle, goodElement('after', 20)];
const NEIGHBOURS = { before: [100], after: [400] };
const utf16 = (text: string, isBigEndian = false): Buffer => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
};

describe('4.1 bytes and text', () => {
  it('reads UTF-8, and accepts a byte order mark', async () => {
    const text = JSON.stringify(goodElement('Zoë', 10));
    project.put('plain.json', text);
    project.put('mark.json', `\uFEFF${JSON.stringify(goodElement('mark', 20))}`);
    const { lines } = await project.import();
    expect(lines).toEqual([]);
    expect(project.areas()).toEqual({ Zoë: [100], mark: [400] });
  });

  it('reads UTF-16 of either byte order, with and without a mark', async () => {
    for (const [name, isMarked, isBigEndian] of [
      ['le', false, false],
      ['le-mark', true, false],
      ['be', false, true],
      ['be-mark', true, true],
    ] as const)
      project.put(
        `${name}.json`,
        utf16(`${isMarked ? '\uFEFF' : ''}${JSON.stringify(goodElement(name))}`, isBigEndian),
      );
    const { lines } = await project.import();
    expect(lines).toEqual([]);
    expect(project.areas()).toEqual({ le: [100], 'le-mark': [100], be: [100], 'be-mark': [100] });
  });

  it('reads a file in another encoding as far as it is text, and says where it is none', async () => {
    const text = JSON.stringify([goodElement('a'), goodElement('b', 20, { application_name: 'Aknè é' }), goodElement('c', 30)], null, 1); // prettier-ignore
    const { lines, findings } = await project.importFile('b.json', Buffer.from(text, 'latin1'));
    const before = text.slice(0, text.indexOf('è')).split('\n');
    expect(lines).toEqual([`warning text_replaced line ${before.length}, column ${before.at(-1)!.length + 1}`]);
    expect(findings.find(({ code }) => code === 'text_replaced')?.message).toMatch(/^2 characters.*U\+FFFD.*UTF-8/);
    expect(project.areas()).toEqual({ a: [100], b: [400], c: [900] });
    expect(project.sources()[0]?.toString('latin1')).toBe(text);
  });

  it('says of a text in an encoding that hides the JSON that it holds none', async () => {
    const text = JSON.stringify([goodElement('a')]);
    const utf32 = Buffer.concat([...text].map((letter) => Buffer.from([0, 0, 0, letter.charCodeAt(0)])));
    project.put('b.json', utf32);
    const { findings, counts } = await project.importFile('good.json', goodElement('b'));
    expect(findings.filter(({ file }) => file === 'b.json')).toHaveLength(1);
    expect(counts).toMatchObject({ results: 1 });
  });

  it.each([
    ['a byte', [0xe9]],
    ['a character that is cut', [0xe2, 0x82]],
    ['bytes that go on nowhere', [0x80, 0xbf, 0xff]],
    ['a half of a pair', [0xed, 0xa0, 0x80]],
  ])('%s that is no UTF-8 inside a text costs a character, at whatever edge of a piece', async (_, odd) => {
    const [before, behind] = JSON.stringify([goodElement('a', 10, { note: '§' }), goodElement('b', 20)]).split('§') as [string, string]; // prettier-ignore
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from(odd), Buffer.from(behind)]);
    const pad = 1024 * 1024 - before.length - 1; // the odd bytes lie across two pieces that are read
    project.put('edge.json', Buffer.concat([Buffer.from(' '.repeat(pad)), bytes]));
    const { lines } = await project.import();
    expect(lines).toEqual([`warning text_replaced line 1, column ${pad + before.length + 1}`]);
    expect(project.areas()).toEqual({ a: [100], b: [400] });
  });

  it('a byte that is no UTF-8 outside of texts breaks only its own element', async () => {
    const [before, behind] = JSON.stringify([goodElement('a'), goodElement('b', 20, { note: '#' }), goodElement('c', 30)]).split('"#"') as [string, string]; // prettier-ignore
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xe9]), Buffer.from(behind)]);
    const { findings } = await project.importFile('odd.json', bytes);
    expect(findings.map(({ code }) => code)).toContain('json_syntax');
    expect(project.areas()).toEqual({ a: [100], c: [900] });
  });

  it('reports a key that stands twice, with its line, and uses the last one', async () => {
    const text = JSON.stringify(three(goodElement('twice', 30)), null, 1);
    const at = text.indexOf('"id": "twice"');
    const { findings, lines } = await project.importFile(
      'a.json',
      `${text.slice(0, at)}"id": "once",\n  ${text.slice(at)}`,
    );
    expect(lines).toHaveLength(1);
    const [told] = findings.filter(({ code }) => code === 'duplicate_key');
    expect(told).toMatchObject({ severity: 'warning' });
    const line = text.slice(0, at).split('\n').length + 1;
    expect(`${told?.place} ${told?.message}`).toMatch(new RegExp(`line ${line}\\b`));
    expect(project.areas()).toEqual({ ...NEIGHBOURS, twice: [900] });
  });

  it('reports NaN and Infinity, and refuses only the polygons that hold them', async () => {
    const odd = polygonsElement('odd', [[squareRing(0, 0, 5)], [[...squareRing(0, 0, 6), [77, 77]]]]);
    const text = JSON.stringify(three(odd)).replace('[77,77]', '[NaN,-Infinity]');
    const { lines } = await project.importFile('a.json', text);
    expect(lines).toContain(
      'error position_unreadable $[1].result.masks_restored[0].features[0].geometry.coordinates[1][0][4]',
    );
    expect(lines.filter((line) => line.startsWith('warning json_not_finite'))).toHaveLength(1);
    expect(project.areas()).toEqual({ ...NEIGHBOURS, odd: [25] });
  });

  it('reports what nests very deep, and reads the elements beside it', async () => {
    const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const text = JSON.stringify([...three({ deep: 'DEEP' })]).replace('"DEEP"', nested(100_000));
    const { lines } = await project.importFile('a.json', text);
    expect(lines.some((line) => line.includes('nested_too_deep'))).toBe(true);
    expect(project.areas()).toEqual(NEIGHBOURS);
  });

  it('a control byte inside a text breaks only its own element', async () => {
    const text = JSON.stringify(three(goodElement('odd', 30, { application_name: 'CONTROL' })));
    const { findings } = await project.importFile('a.json', text.replace('CONTROL', 'a\u0000b\u0001'));
    expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'json_syntax' }]);
    expect(project.areas()).toEqual(NEIGHBOURS);
  });

  it('reads lists of 100,000 entries', async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => ({ area_name: `area ${index}`, value: index }));
    const polygons = Array.from({ length: 3000 }, (_, index) => [squareRing(0, 0, 1 + (index % 3))]);
    const long = masksElement('long', [maskOf(polygons)], { area_results: rows });
    await project.importFile('a.json', long, { isVerified: false });
    expect(project.rows('SELECT count(*) AS n FROM area_row')).toEqual([{ n: 100_000 }]);
    expect(project.areas()['long']).toEqual(polygons.map((_, index) => (1 + (index % 3)) ** 2));
  });

  it('keeps the raw bytes with their hash, and never writes into the source', async () => {
    const bytes = Buffer.from(`\uFEFF ${JSON.stringify(goodElement('a'), null, 3)}\r\n\r\n`);
    const path = project.put('a.json', bytes);
    const { mtimeMs } = statSync(path);
    await project.import();
    expect(readFileSync(path)).toEqual(bytes);
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
    expect(project.sources()).toEqual([bytes]);
    expect(project.rows('SELECT sha256, size_bytes FROM source')).toEqual([
      { sha256: createHash('sha256').update(bytes).digest('hex'), size_bytes: bytes.length },
    ]);
  });
});

describe('4.2 results are found by shape', () => {
  it('takes any file name, told by content', async () => {
    for (const name of ['answer.txt', 'answer', 'answer.jpg', 'answer (1).json.bak'])
      project.put(name, goodElement(name));
    const { lines } = await project.import();
    expect(lines).toEqual([]);
    expect(Object.keys(project.areas()).sort()).toEqual(['answer', 'answer (1).json.bak', 'answer.jpg', 'answer.txt']);
  });

  it('takes an object by its family name, by the inner name, or by either mask list', async () => {
    const { algorithm_family_tech_name: _, ...nameless } = goodElement('inner');
    const onlyMasks = (list: string): unknown => ({
      id: list,
      is_ok: true,
      result: { [list]: [maskOf([[squareRing(0, 0, 4)]])] },
    });
    await project.importFile('a.json', [
      {
        id: 'family',
        is_ok: true,
        algorithm_family_tech_name: nameOf(goodElement('x')),
        result: { masks_original: [] },
      },
      nameless,
      onlyMasks('masks_restored'),
      onlyMasks('masks_original'),
    ]);
    expect(project.rows('SELECT key, is_ok FROM result ORDER BY id')).toEqual(
      ['family', 'inner', 'masks_restored', 'masks_original'].map((key) => ({ key, is_ok: 1 })),
    );
    expect(project.areas()).toEqual({ inner: [100], masks_restored: [16], masks_original: [16] });
  });

  it('searches to a depth of 12, and says what lies deeper', async () => {
    const wrap = (levels: number, inner: unknown): unknown =>
      Array.from({ length: levels }).reduce((value) => ({ data: value }), inner);
    project.put('deep.json', wrap(12, goodElement('twelve')));
    project.put('deeper.json', wrap(13, goodElement('thirteen')));
    const { findings } = await project.import();
    expect(Object.keys(project.areas())).toEqual(['twelve']);
    expect(findings).toContainEqual({
      severity: 'warning',
      code: 'nested_too_deep',
      file: 'deeper.json',
      place: `$${'.data'.repeat(13)}`,
      message: expect.stringContaining('12 levels') as unknown,
    });
  });
});

describe('4.3 the family', () => {
  it('is compared trimmed and without regard to case', async () => {
    const { lines } = await project.importFile(
      'a.json',
      goodElement('a', 10, { algorithm_family_tech_name: ' ACNE.Post_Inflammatory_Hyperpigmentation\n' }),
    );
    expect(lines).toEqual([]);
    expect(project.areas()).toEqual({ a: [100] });
  });

  it('is told by the inner name where it is missing, and only there', async () => {
    const { algorithm_family_tech_name: _, ...nameless } = goodElement('inner');
    const other = goodElement('other', 10, { algorithm_family_tech_name: 'acne.papules' });
    const { lines } = await project.importFile('a.json', [nameless, other]);
    expect(lines).toEqual(['info family_missing $[0]', 'info family_skipped $[1]']);
    expect(project.areas()).toEqual({ inner: [100] });
  });

  it('of another kind is left out, with the number of its results and masks', async () => {
    const papules = (id: string): unknown => goodElement(id, 10, { algorithm_family_tech_name: 'acne.papules' });
    const { findings } = await project.importFile('a.json', [
      papules('p1'),
      goodElement('pih'),
      papules('p2'),
      { is_ok: true, result: 41, algorithm_family_tech_name: 'selfie_v2.age' },
    ]);
    const told = findings.filter(({ code }) => code === 'family_skipped');
    expect(told.map(({ place }) => place)).toEqual(['$[0]', '$[3]']);
    expect(told[0]?.message).toContain('2 results of acne.papules with 2 masks');
    expect(told[1]?.message).toContain('1 result of selfie_v2.age with 0 masks');
    expect(project.areas()).toEqual({ pih: [100] });
  });
});

describe('4.4 failed results', () => {
  const failed = (is_ok: unknown, result: unknown): unknown => ({ ...goodElement('f'), is_ok, result });
  it.each([
    ['false, with the reason of the service', failed(false, { error: 'No face detected' }), 'No face detected'],
    ['false, with a text as result', failed(false, 'Not full face'), 'Not full face'],
    ['false, with an object as error', failed(false, { error: { code: 7 } }), '{"code":7}'],
    ['false, without a reason', failed(false, null), 'is_ok is false and no reason is given'],
    ['missing', failed(undefined, {}), 'is_ok is missing instead of true'],
    ['the text "true"', failed('true', {}), 'is_ok is text instead of true'],
    ['1', failed(1, {}), 'is_ok is a number instead of true'],
    ['true, with a bare number as result', failed(true, 41), 'result is a number'],
    ['true, without result', failed(true, undefined), 'result is missing'],
  ])('is_ok is %s', async (_, element, reason) => {
    const { counts, lines } = await project.importFile('a.json', three(element));
    expect(counts).toMatchObject({ captures: 3, results: 3, failedResults: 1, views: 3, lesions: 2 });
    expect(lines).toEqual(['warning result_failed $[1]']);
    expect(project.rows(`SELECT is_ok, failure_reason AS reason FROM result WHERE key = 'f'`)).toEqual([
      { is_ok: 0, reason },
    ]);
    expect(project.list('views').map(({ state }) => state)).toEqual(['open', 'failed', 'open']);
    expect(project.areas()).toEqual(NEIGHBOURS);
  });

  it('says so when a failed result carries masks, which are not read', async () => {
    const { lines, counts } = await project.importFile('a.json', goodElement('f', 10, { is_ok: false }));
    expect(lines).toEqual(['warning result_failed $', 'warning failed_masks_ignored $']);
    expect(counts).toMatchObject({ results: 1, failedResults: 1, masks: 0, lesions: 0 });
  });

  it('says so when a good result has neither mask list', async () => {
    const { lines, counts } = await project.importFile('a.json', { ...goodElement('a'), result: {} });
    expect(lines).toEqual(['warning mask_lists_missing $.result']);
    expect(counts).toMatchObject({ results: 1, failedResults: 0, views: 1, lesions: 0 });
  });

  it('is no failure to have no masks: a good result without lesions can be reviewed', async () => {
    const { counts, lines } = await project.importFile('a.json', [
      elementOf([], { id: 'none', image_id: 'i1' }),
      elementOf([maskOf([], { features: [] })], { id: 'empty', image_id: 'i2' }),
    ]);
    expect(lines).toEqual([]);
    expect(counts).toMatchObject({ results: 2, failedResults: 0, views: 2, lesions: 0 });
    expect(project.list('views').map(({ state }) => state)).toEqual(['open', 'open']);
  });
});

const nameOf = (element: Record<string, unknown>): unknown => element['algorithm_family_tech_name'];

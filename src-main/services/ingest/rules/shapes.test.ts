import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeManifest } from '#shared/formats/geojson/manifest';
import { findingsText } from '#main/services/ingest/save-findings';
import { writeTruth } from '#main/services/sample/truth-collection';
import { useImportFolder } from '#main/test-support/import-folder';
import { goodElement, squareRing } from '#main/test-support/scheme-elements';
import { maskOf, SEED_ELEMENT, SEED_TEXT } from '#shared/formats/haut-scheme/fixtures/documents';

const project = useImportFolder();
const A = goodElement('a', 10);
const B = goodElement('b', 20);
const BOTH = { a: [100], b: [400] };
const MANIFEST = {
  appVersion: '0.1.0',
  projectId: 'x',
  format: 'geojson',
  files: [],
  counts: { views: 0, lesions: 0, leftOut: 0 },
  findings: [],
};
const oldFamily = { is_ok: true, result: 41, algorithm_family_tech_name: 'selfie_v2.age' };
const acneClass = {
  ...goodElement('class'),
  algorithm_family_tech_name: 'acne.acne_class',
  result: { area_results: [], masks_restored: [], masks_original: [] },
};

describe('6.1 to 6.4 objects, arrays, wrappers, maps', () => {
  it('6.1 one result object', async () => {
    const { lines, counts } = await project.importFile('example-result.json', SEED_TEXT);
    expect(lines).toEqual([]);
    expect(counts).toMatchObject({ captures: 1, views: 1, results: 1, masks: 1, lesions: 6 });
    expect(project.areas()).toEqual({ [String(SEED_ELEMENT['id'])]: [403, 656.5, 404.5, 301.5, 293.5, 1163] });
  });

  it('6.2 an array of all results of one image, old families among them', async () => {
    const { lines } = await project.importFile('a.json', [oldFamily, acneClass, A, B]);
    expect(lines).toEqual(['info family_skipped $[0]', 'info family_skipped $[1]']);
    expect(project.areas()).toEqual(BOTH);
  });

  it.each([
    ['count, next, previous, results', { count: 2, next: null, previous: null, results: [A, B] }, '$.results[1]'],
    ['data', { data: [A, B] }, '$.data[1]'],
    ['rawResults', { rawResults: [A, B] }, '$.rawResults[1]'],
    ['ids and rawResults', { ids: { image: 'x' }, rawResults: [A, B] }, '$.rawResults[1]'],
    ['data with an object', { data: { first: A, second: B } }, '$.data.second'],
    ['pages of pages', [{ results: [A] }, { results: [B] }], '$[1].results[0]'],
  ])('6.3 wrapped in %s', async (_, wrapped, place) => {
    const { lines } = await project.importFile('a.json', wrapped);
    expect(lines).toEqual([]);
    expect(project.areas()).toEqual(BOTH);
    expect(project.rows(`SELECT path FROM result WHERE key = 'b'`)).toEqual([{ path: place }]);
  });

  it('6.4 a map from image id or file name to a result or an array', async () => {
    const map = { '245a25a8-a5a6-44ed': A, 'IMG 1.jpg': [B, oldFamily], __proto: 1, 'empty.jpg': [] };
    const { lines } = await project.importFile('a.json', map);
    expect(lines).toEqual(['info family_skipped $["IMG 1.jpg"][1]']);
    expect(project.areas()).toEqual(BOTH);
    expect(project.rows('SELECT path FROM result ORDER BY id')).toEqual([
      { path: '$["245a25a8-a5a6-44ed"]' },
      { path: '$["IMG 1.jpg"][0]' },
    ]);
  });

  it('6.4 the key of a map is the image id of elements that name none', async () => {
    const [one, two] = ['245a25a8-a5a6-44ed-980c-b4341281389e', '0F5A25A8-a5a6-44ed-980c-b4341281389f'] as const;
    const anonymous = ({ image_id: _, ...rest }: Record<string, unknown>) => rest;
    const map = { [one]: anonymous(A), [two]: [anonymous(B)], data: anonymous(goodElement('c', 30)), 'front.jpg': goodElement('d', 40) }; // prettier-ignore
    const { lines } = await project.importFile('a.json', map);
    expect(lines).toEqual([`info image_id_from_key $["${one}"]`, `info image_id_from_key $["${two}"][0]`]);
    expect(project.rows('SELECT key, image_id FROM result ORDER BY id')).toEqual([
      { key: 'a', image_id: one },
      { key: 'b', image_id: two.toLowerCase() },
      { key: 'c', image_id: null },
      { key: 'd', image_id: 'image-d' },
    ]);
    expect(project.rows('SELECT name FROM capture ORDER BY id LIMIT 2')).toEqual([
      { name: one },
      { name: two.toLowerCase() },
    ]);
  });

  it('6.4 a large map is the same, though it is read piece by piece', async () => {
    const idOf = (n: number): string => `245a25a8-a5a6-44ed-980c-${String(n).padStart(12, '0')}`;
    const elements = Array.from({ length: 300 }, (_, n) => [idOf(n), { ...goodElement(`r${n}`, 5, { note: 'x'.repeat(1000) }), image_id: null }]); // prettier-ignore
    await project.importFile('a.json', Object.fromEntries(elements));
    const ids = project.rows('SELECT image_id AS id FROM result ORDER BY id').map(({ id }) => id);
    expect(ids).toEqual(elements.map(([id]) => id));
  });

  it('a result inside another one is read, wherever it was put', async () => {
    const inner = (id: string, size: number) => goodElement(id, size);
    const other = { ...oldFamily, sub: { results: [inner('e', 50)] } };
    const outer = {
      ...goodElement('a', 10, { related: [{ deep: { deeper: inner('b', 20) } }], previous: inner('c', 30) }),
      algorithms: [{ algorithm_family_tech_name: 'acne.post_inflammatory_hyperpigmentation', version: 3 }],
    } as Record<string, unknown>;
    outer['result'] = { ...(outer['result'] as object), compared_with: inner('d', 40) };
    const { lines } = await project.importFile('a.json', [outer, other]);
    expect(project.areas()).toEqual({ a: [100], b: [400], c: [900], d: [1600], e: [2500] });
    expect(lines).toEqual(['info family_skipped $[1]']);
    expect(project.rows('SELECT path FROM result ORDER BY id').map(({ path }) => path)).toEqual([
      '$[0]',
      '$[0].related[0].deep.deeper',
      '$[0].previous',
      '$[0].result.compared_with',
      '$[1].sub.results[0]',
    ]);
  });

  it('says which elements beside results are none', async () => {
    const { lines } = await project.importFile('a.json', [A, null, 5, { foo: 1 }, B]);
    expect(lines).toEqual([1, 2, 3].map((index) => `warning element_unrecognised $[${index}]`));
    expect(project.areas()).toEqual(BOTH);
  });
});

describe('6.5 several values in one text', () => {
  const C = goodElement('c', 30);
  it.each([
    ['a result a line', [A, B, C].map((one) => JSON.stringify(one)).join('\n')],
    ['a result a line, with blank lines and CRLF', [A, B, C].map((one) => `${JSON.stringify(one)}\r\n\r\n`).join('')],
    ['an array a line', [[A], [B, C]].map((one) => JSON.stringify(one)).join('\n')],
    ['indented arrays one after another', `${JSON.stringify([A, B], null, 2)}${JSON.stringify([C], null, 2)}`],
    ['separated by commas', [A, B, C].map((one) => JSON.stringify(one)).join(',\n')],
    ['JSON text sequences', [A, B, C].map((one) => `\u001E${JSON.stringify(one)}\n`).join('')],
  ])('6.5 reads %s', async (_, text) => {
    const { lines } = await project.importFile('a.ndjson', text);
    expect(lines).toEqual([]);
    expect(project.areas()).toEqual({ ...BOTH, c: [900] });
  });

  it('6.5 a broken line loses only itself', async () => {
    const [a, b, c] = [A, B, C].map((one) => JSON.stringify(one));
    const { findings } = await project.importFile('a.ndjson', [a, b!.slice(0, 400), c].join('\n'));
    expect(project.areas()).toEqual({ a: [100], c: [900] });
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors).toHaveLength(1);
    expect(`${errors[0]?.place} ${errors[0]?.message}`).toMatch(/line [23]\b/);
  });
});

describe('6.6 to 6.10 answers that are no results', () => {
  const webhook = {
    application_id: 'a',
    images: { original: { signed_url: 'https://x/1' }, restored: { signed_url: 'https://x/2' } },
    area_results: [{ name: 'face', value: 2, tech_name: 'post_inflammatory_hyperpigmentation' }],
  };
  it.each([
    ['6.6 a webhook body', webhook, 'warning webhook_body $', /webhook/],
    [
      '6.7 an answer of API version 3',
      { face_skin_metrics_3: { parameters: {}, predicted_images: { front: { original: 'x' } } } },
      'warning api_v3_answer $',
      /version 3/,
    ],
    [
      '6.10 an error answer',
      { type: 'x', errors: [{ code: 'no', detail: 'Not found.' }] },
      'error error_answer $',
      /Not found/,
    ],
    ['6.10 another error answer', { detail: 'Invalid token.' }, 'error error_answer $', /Invalid token/],
  ])('%s is explained, beside a good file', async (_, content, line, words) => {
    project.put('b.json', B);
    const { lines, findings } = await project.importFile('a.json', content);
    expect(lines).toEqual([line]);
    expect(findings.find(({ file }) => file === 'a.json')?.message).toMatch(words);
    expect(project.areas()).toEqual({ b: [400] });
  });

  it('6.6 a webhook body of the PIH family is no result without masks', async () => {
    const { lines, counts } = await project.importFile('a.json', {
      ...webhook,
      algorithm_family_tech_name: SEED_ELEMENT['algorithm_family_tech_name'],
    });
    expect(lines).toEqual(['warning webhook_body $']);
    expect(counts.results).toBe(0);
  });

  it('6.8 an SVG mask is named, and is no result', async () => {
    const svg = '<svg viewBox="0 0 9 9"><path d="M0 0"/></svg>';
    const { findings, counts } = await project.importFile('mask.svg.json', svg);
    expect(findings[0]?.message).toMatch(/SVG|drawing/);
    expect(findings[0]?.code).toMatch(/^(foreign_format|mask_picture)$/);
    expect(counts).toMatchObject({ results: 0, lesions: 0 });
  });

  it('6.9 an image list is used and holds no masks', async () => {
    const list = { count: 1, results: [{ id: 'image-a', name: 'x.jpg', side: 1, light: 2, urls: {}, problems: [] }] };
    const { lines, counts } = await project.importFile('images.json', list);
    expect(lines).toEqual(['info image_list $.results[0]']);
    expect(counts).toMatchObject({ results: 0, captures: 0 });
  });

  it('6.10 an HTML page saved as JSON is an error in words', async () => {
    const { findings } = await project.importFile('a.json', '\n<!DOCTYPE html>\n<html><body>Sign in</body></html>');
    expect(findings).toMatchObject([{ severity: 'error', code: 'html_page' }]);
    expect(findings[0]?.message).toMatch(/sign in/i);
  });
});

describe('6.11 and 6.12 what happens to files on their way', () => {
  it('6.11 the JSON inside a documentation text is taken out, and its line is said', async () => {
    const text = `Result Scheme [1]\nuse {this} and "is_ok": true # no errors\n\nExample JSON\n${SEED_TEXT}\nWas this helpful?\n`;
    const { findings, counts } = await project.importFile('scheme.txt', text);
    expect(counts).toMatchObject({ results: 1, lesions: 6 });
    const [told] = findings.filter(({ code }) => code === 'json_in_text');
    expect(`${told?.place} ${told?.message}`).toMatch(/line 5\b/);
    expect(told?.severity).toBe('info');
  });

  it('6.12 the same bytes again are a duplicate file', async () => {
    project.put('answer.json', A);
    project.put('answer (1).json', A);
    const { findings, counts } = await project.import();
    expect(counts.results).toBe(1);
    expect(findings.filter(({ code }) => code === 'duplicate_file')).toMatchObject([
      { severity: 'info', file: 'answer.json', message: expect.stringContaining('answer (1).json') as unknown },
    ]);
  });

  it('6.12 a byte order mark, CRLF, UTF-16 from a shell, a .txt ending and gzip are all read', async () => {
    const text = JSON.stringify([A, B], null, 2).replaceAll('\n', '\r\n');
    const contents = { mark: `\uFEFF${text}`, crlf: text, shell: Buffer.from(`\uFEFF${text}`, 'utf16le') };
    for (const [name, content] of Object.entries({ ...contents, gz: gzipSync(text) })) {
      project.put(`${name}.txt`, content);
    }
    const { counts, findings } = await project.import();
    expect(counts).toMatchObject({ results: 2, lesions: 2 });
    const duplicates = findings.filter(({ code }) => code === 'duplicate_result');
    expect(new Set(duplicates.map(({ file }) => file)).size).toBe(3);
    expect(duplicates).toHaveLength(6);
  });

  it('6.12 a file without bytes, or of blanks, is an error', async () => {
    project.put('empty.json', '');
    project.put('blank.json', ' \r\n\t');
    project.put('mark.json', '\uFEFF');
    const { findings } = await project.import();
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(Array(3).fill('error text_empty'));
  });

  it('6.12 a file that is cut off gives its complete elements, and the place', async () => {
    const text = JSON.stringify([A, B, goodElement('c', 30)]);
    const { findings } = await project.importFile('a.json', text.slice(0, text.indexOf('"id":"c"') + 500));
    expect(project.areas()).toEqual(BOTH);
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([{ code: 'json_cut_off' }]);
    expect(`${errors[0]?.place} ${errors[0]?.message}`).toMatch(/line 1\b/);
  });

  it('6.12 a gzip that is cut off gives its complete elements, and an error in words', async () => {
    // Texts that do not pack, so that a cut at nine tenths cuts off the last of ten elements.
    const noise = (seed: number): string => createHash('sha512').update(String(seed)).digest('hex');
    const elements = Array.from({ length: 10 }, (_, n) => goodElement(`e${n}`, n + 1, { note: Array.from({ length: 40 }, (__, at) => noise(100 * n + at)).join('') })); // prettier-ignore
    const packed = gzipSync(JSON.stringify(elements));
    const { lines, findings } = await project.importFile('a.json.gz', packed.subarray(0, 0.95 * packed.length));
    expect(Object.keys(project.areas())).toEqual(elements.slice(0, 9).map(({ id }) => id));
    expect(lines.map((line) => line.split(' ')[1])).toEqual(['json_cut_off', 'gzip_cut_off']);
    expect(findings.find(({ code }) => code === 'gzip_cut_off')).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('gzip') as unknown,
    });
  });

  it.each([1, 8, 9])('6.12 a gzip that lacks its last %i bytes', async (missing) => {
    const packed = gzipSync(JSON.stringify([A, B]));
    const { lines } = await project.importFile('a.json.gz', packed.subarray(0, packed.length - missing));
    expect(lines.at(-1)).toBe('error gzip_cut_off');
    if (missing <= 8) expect(project.areas()).toEqual(BOTH);
  });

  it('6.12 a gzip of which hardly anything is there', async () => {
    const packed = gzipSync(JSON.stringify([A, B]));
    const { lines } = await project.importFile('a.json.gz', packed.subarray(0, 12));
    expect(lines).toEqual(['error text_empty', 'error gzip_cut_off']);
  });

  it('6.12 a gzip that was put together from several is whole', async () => {
    const packed = Buffer.concat([A, B].map((one) => gzipSync(`${JSON.stringify(one)}\n`)));
    expect((await project.importFile('a.ndjson.gz', packed)).lines).toEqual([]);
    expect(project.areas()).toEqual(BOTH);
  });
});

describe("6.13 other people's polygon files", () => {
  const polygon = { type: 'Polygon', coordinates: [squareRing(0, 0, 5)] };
  const feature = (properties: object) => ({ type: 'Feature', id: 'x', geometry: polygon, properties });
  it.each([
    [
      'a labelme file',
      { version: '5.2.1', flags: {}, shapes: [{ label: 'x', points: [] }], imagePath: 'a.jpg', imageData: null },
    ],
    ['a COCO file', { info: {}, licenses: [], images: [{ id: 1 }], annotations: [{ id: 1 }], categories: [] }],
    ['a COCO file', [{ image_id: 1, category_id: 1, segmentation: [[1, 2, 3, 4, 5, 6]], score: 0.5 }]],
    ['a VIA file', { _via_settings: {}, _via_img_metadata: { 'a.jpg123': { filename: 'a.jpg', regions: [] } } }],
    ['a VIA file', { 'a.jpg123': { filename: 'a.jpg', size: 123, regions: [], file_attributes: {} } }],
    ['a VIA file', { project: {}, config: {}, attribute: {}, file: {}, metadata: {}, view: {} }],
    ['a CVAT file', [{ version: 0, tags: [], shapes: [{ type: 'polygon', points: [1, 2] }], tracks: [] }]],
    ['a CVAT (Datumaro) file', { info: {}, categories: { label: {} }, items: [{ id: 'a', annotations: [] }] }],
    [
      'a CVAT file (XML)',
      '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n</annotations>',
    ],
    ['a Pascal VOC or labelme file (XML)', '<annotation><folder>x</folder></annotation>'],
    ['a QuPath file', { type: 'FeatureCollection', features: [feature({ objectType: 'annotation' })] }],
    ['a QuPath file', [feature({ classification: { name: 'Tumor' } }), feature({ objectType: 'detection' })]],
    ['a QuPath project', { version: '0.5.0', createTimestamp: 1, images: [{ serverBuilder: {} }] }],
    ['a GeoJSON file', { type: 'FeatureCollection', features: [feature({ name: 'field' })] }],
    ['a mask without its result', maskOf([[squareRing(0, 0, 5)]])],
  ])('%s is named and refused politely', async (name, content) => {
    project.put('good.json', B);
    const { findings } = await project.importFile('a.json', content);
    const told = findings.filter(({ file }) => file === 'a.json');
    expect(told).toMatchObject([{ severity: 'warning', code: 'foreign_format' }]);
    expect(told[0]?.message).toContain(`This is ${name}, not an answer`);
    expect(project.areas()).toEqual({ b: [400] });
  });

  const finding = { severity: 'info', code: 'x', file: 'a', place: '', message: 'm' } as const;
  const saved = { ...finding, id: 1, viewId: null, line: null, column: null };
  it.each([
    ['an export of truth', JSON.stringify({ type: 'FeatureCollection', macule: { schema: 1 }, features: [] })],
    ["an export's manifest", encodeManifest(MANIFEST)],
    ['saved findings', [...findingsText([saved, saved], 'json')].join('')],
    ["the sample's true outlines", writeTruth({ file: 'a.jpg', width: 9, height: 9 }, [])],
  ])('%s: passed over as a file of Macule', async (_, content) => {
    const { findings } = await project.importFile('a.geojson', content);
    expect(findings).toMatchObject([
      { severity: 'info', code: 'not_used', message: 'Not used: a file that Macule wrote itself.' },
    ]);
  });
});

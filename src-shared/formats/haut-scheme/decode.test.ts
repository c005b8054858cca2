import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenly } from '#shared/geometry/fixtures/evenly';
import { SEED_AREAS_PX2 } from '#shared/geometry/fixtures/seed-polygons';
import { signedRingArea } from '#shared/geometry/ring';
import { decodeDocument, SCHEME_FINDING_CODES } from './decode';
import { elementOf, maskOf, SEED_ELEMENT, SEED_RINGS, SEED_TEXT } from './fixtures/documents';

const codesOf = (text: string): string[] => decodeDocument(text).findings.map(({ code }) => code);
const lesionsOf = (value: unknown) =>
  decodeDocument(JSON.stringify(value)).results.flatMap(({ masks }) => masks.flatMap(({ lesions }) => lesions));
const polygonsMask = (...polygons: unknown[]) => elementOf([maskOf(polygons)]);

describe('decodeDocument: the example', { timeout: 60_000 }, () => {
  it('gives six lesions with the recorded areas and nothing to report', () => {
    const { results, findings, skippedFamilies } = decodeDocument(SEED_TEXT);
    expect(findings).toEqual([]);
    expect(skippedFamilies).toEqual([]);
    const [result] = results;
    expect(result).toMatchObject({
      path: '$',
      id: '4cff9fb8-e85c-4000-a387-d22d52c15a31',
      family: 'acne.post_inflammatory_hyperpigmentation',
      algorithmTechName: 'post_inflammatory_hyperpigmentation',
      revision: 'master-25cce909',
      algorithmVersionId: 98,
      imageId: '245a25a8-a5a6-44ed-980c-b4341281389e',
      creationTime: '2025-02-26 10:50:40',
      imageType: 'selfie',
      isOk: true,
      failureReason: null,
    });
    expect(result?.areaRows.map(({ areaName, value }) => [areaName, value])).toEqual([
      ['face', 2],
      ['chin', 0],
      ['nose', 0],
      ['forehead', 2],
      ['left_cheek', 0],
      ['right_cheek', 7],
    ]);
    const lesions = result?.masks[0]?.lesions ?? [];
    expect(lesions.map(({ polygon }) => signedRingArea(polygon.exterior))).toEqual(SEED_AREAS_PX2);
    expect(lesions.map(({ deliveredRings }) => deliveredRings)).toEqual(SEED_RINGS.map((ring) => [ring]));
    expect(lesions.map(({ polygon }) => polygon.exterior[0])).toEqual(
      SEED_RINGS.map((ring) => ({ x: ring[0]?.[0], y: ring[0]?.[1] })),
    );
    expect(
      lesions.every(({ degenerate, shapeProblem, outsideFrame }) => !degenerate && !shapeProblem && !outsideFrame),
    ).toBe(true);
  });

  it('never throws on a cut at any place, and then says that it was cut', () => {
    for (let length = 1; length < SEED_TEXT.length; length++) {
      const { results, findings } = decodeDocument(SEED_TEXT.slice(0, length));
      expect(results).toEqual([]);
      expect(findings.map(({ code }) => code)).toEqual(['json_cut_off']);
    }
  }, 60_000);

  it('gives the complete elements before a cut, wherever the next one breaks off', () => {
    const other = { ...SEED_ELEMENT, id: 'second' };
    for (const wrap of [(list: string) => list, (list: string) => `{"count":2,"results":${list}}`]) {
      const text = wrap(JSON.stringify([SEED_ELEMENT, other]));
      const secondAt = text.indexOf('{"id":"second"');
      for (let length = secondAt; length < secondAt + JSON.stringify(other).length; length += 3) {
        const { results, findings } = decodeDocument(text.slice(0, length));
        expect(results.map(({ id }) => id)).toEqual([SEED_ELEMENT.id]);
        expect(findings.map(({ code }) => code)).toEqual(['json_cut_off']);
      }
    }
  }, 60_000);
});

describe('decodeDocument: shapes of files', () => {
  const two = [SEED_ELEMENT, { ...SEED_ELEMENT, id: 'b' }];
  it.each([
    ['an array', JSON.stringify(two), []],
    ['results', JSON.stringify({ count: 2, next: null, results: two }), []],
    ['nested wrappers', JSON.stringify({ ids: [1], rawResults: { data: two } }), []],
    ['a map', JSON.stringify({ 'a.jpg': two[0], 'b.jpg': [two[1]] }), []],
    ['lines', two.map((element) => JSON.stringify(element)).join('\n'), []],
    ['arrays one after another', two.map((element) => JSON.stringify([element], null, 2)).join('\r\n'), []],
    ['a byte order mark', `\uFEFF${JSON.stringify(two)}`, []],
    ['CRLF', JSON.stringify(two, null, 2).replaceAll('\n', '\r\n'), []],
    ['prose around', `Scheme [1]\nuse {this}:\n${JSON.stringify(two, null, 1)}\nLast updated`, ['json_in_text']],
  ])('%s', (_, text, codes) => {
    const { results, findings } = decodeDocument(text);
    expect(results.map(({ id }) => id)).toEqual([SEED_ELEMENT.id, 'b']);
    expect(findings.map(({ code }) => code)).toEqual(codes);
  });

  it('says at which line the JSON starts', () => {
    const { findings } = decodeDocument(`Post-inflammatory\n\nExample JSON\n${SEED_TEXT}\nWas this helpful?`);
    expect(findings).toMatchObject([{ code: 'json_in_text', place: 'line 4, column 1' }]);
  });

  it('reads the good lines around a broken one', () => {
    const line = (id: string) => JSON.stringify({ ...SEED_ELEMENT, id });
    const text = [
      line('a'),
      line('b').slice(0, 900),
      line('c'),
      line('d').replace('"is_ok":', '"is_ok"!'),
      line('e'),
    ].join('\n');
    const { results, findings } = decodeDocument(text);
    expect(results.map(({ id }) => id)).toEqual(['a', 'c', 'e']);
    expect(findings.map(({ code }) => code)).toEqual(['json_syntax', 'json_syntax']);
  });

  it('reads the elements around a broken one in a list, and no pieces of it', () => {
    const text = JSON.stringify(['a', 'b', 'c'].map((id) => ({ ...SEED_ELEMENT, id })));
    const { results, findings } = decodeDocument(text.replace('{"id":"b"', '{"id":"b" oops'));
    expect(results.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(findings.map(({ code }) => code)).toEqual(['json_syntax']);
  });

  it('skips other families with a count, and only them', () => {
    const papules = { ...SEED_ELEMENT, algorithm_family_tech_name: 'acne.papules' };
    const old = { is_ok: true, result: 41, algorithm_family_tech_name: 'selfie_v2.age' };
    const { results, skippedFamilies, findings } = decodeDocument(
      JSON.stringify([old, papules, SEED_ELEMENT, papules]),
    );
    expect(results.map(({ path }) => path)).toEqual(['$[2]']);
    expect(skippedFamilies).toEqual([
      { family: 'selfie_v2.age', count: 1 },
      { family: 'acne.papules', count: 2 },
    ]);
    expect(findings.map(({ code }) => code)).toEqual(['family_skipped', 'family_skipped']);
  });

  it('matches the family trimmed and ignoring case, or by the inner name', () => {
    const shouted = { ...SEED_ELEMENT, algorithm_family_tech_name: ' Acne.Post_Inflammatory_Hyperpigmentation ' };
    const { algorithm_family_tech_name: _, ...nameless } = SEED_ELEMENT;
    expect(decodeDocument(JSON.stringify([shouted, nameless])).results).toHaveLength(2);
    expect(codesOf(JSON.stringify(nameless))).toEqual(['family_missing']);
  });

  it('reports what stands beside results and is none', () => {
    const { results, findings } = decodeDocument(JSON.stringify([null, SEED_ELEMENT, 5, { foo: 1 }]));
    expect(results).toHaveLength(1);
    expect(findings.map(({ code, place }) => [code, place])).toEqual([
      ['element_unrecognised', '$[0]'],
      ['element_unrecognised', '$[2]'],
      ['element_unrecognised', '$[3]'],
    ]);
  });

  it.each([
    ['', 'text_empty'],
    [' \n\t', 'text_empty'],
    ['\uFEFF', 'text_empty'],
    ['hello', 'text_not_json'],
    ['"text"', 'no_result'],
    ['\u0000\u0001PNG', 'text_binary'],
    ['[]', 'no_result'],
    ['{}', 'no_result'],
    ['null', 'no_result'],
    ['<!DOCTYPE html><html></html>', 'html_page'],
    ['<?xml version="1.0"?><annotations></annotations>', 'foreign_format'],
    ['<svg viewBox="0 0 1 1"></svg>', 'foreign_format'],
    ['{"type":"x","errors":[{"code":"not_found","detail":"Not found","attr":null}]}', 'error_answer'],
    ['{"detail":"Authentication credentials were not provided."}', 'error_answer'],
    ['{"parameters":{},"predicted_images":{"front":{"original":"u"}}}', 'api_v3_answer'],
    [
      '{"application_id":"a","images":{"original":{"signed_url":"u"}},"area_results":[{"name":"face","value":1}]}',
      'webhook_body',
    ],
    ['[{"id":"a","name":"x.jpg","side":1,"light":2,"urls":{}}]', 'image_list'],
    ['{"version":"5","flags":{},"shapes":[],"imagePath":"a.png"}', 'foreign_format'],
    ['{"images":[],"annotations":[],"categories":[]}', 'foreign_format'],
    ['{"a.jpg1":{"filename":"a.jpg","regions":[]}}', 'foreign_format'],
    ['{"_via_settings":{},"_via_img_metadata":{}}', 'foreign_format'],
    [
      '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"objectType":"annotation"}}]}',
      'foreign_format',
    ],
    ['{"type":"FeatureCollection","macule":{},"features":[]}', 'not_used'],
  ])('explains %j', (text, code) => expect(codesOf(text)).toEqual([code]));

  it('gives the entries of an image list, with sides in words', () => {
    const list = {
      count: 2,
      results: [
        { id: 'a', name: 'x.jpg', side: 3, urls: {} },
        { id: 'b', name: 'y.jpg', side: { id: 1, name: 'Front' }, urls: {} },
      ],
    };
    expect(decodeDocument(JSON.stringify(list)).imageList).toEqual([
      { imageId: 'a', name: 'x.jpg', side: 'left' },
      { imageId: 'b', name: 'y.jpg', side: 'front' },
    ]);
  });

  it('survives nesting, and says where it stopped', () => {
    expect(new Set(codesOf('['.repeat(200_000)))).toEqual(new Set(['nested_too_deep']));
    expect(codesOf('['.repeat(200_000) + ']'.repeat(200_000))).toEqual(['nested_too_deep']);
    const deep = `{"unknown":${'['.repeat(5000)}${']'.repeat(5000)},${JSON.stringify(SEED_ELEMENT).slice(1)}`;
    expect(codesOf(deep)).toEqual(['result_not_hashable']);
  });

  it('reports a key that stands twice', () => {
    const text = SEED_TEXT.replace('"is_ok": true', '"is_ok": false,\n  "is_ok": true');
    const { results, findings } = decodeDocument(text);
    expect(results[0]?.isOk).toBe(true);
    expect(findings.map(({ code }) => code)).toEqual(['duplicate_key']);
  });
});

describe('decodeDocument: properties', () => {
  it('takes any text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => Array.isArray(decodeDocument(text).findings)));
  });

  it('takes the example with any piece replaced by anything', () => {
    const property = fc.property(fc.nat(SEED_TEXT.length), fc.nat(40), fc.string(), (at, length, piece) => {
      const { results, findings } = decodeDocument(SEED_TEXT.slice(0, at) + piece + SEED_TEXT.slice(at + length));
      expect(findings.every(({ code }) => code in SCHEME_FINDING_CODES)).toBe(true);
      return results.length > 0 || findings.length > 0;
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('gives back the rings that were written', () => {
    const position = fc.tuple(fc.integer({ min: -50, max: 3000 }), evenly(0, 2416));
    const ring = fc.array(position, { minLength: 1, maxLength: 12 }).filter((positions) => {
      const [first, last] = [positions[0]!, positions.at(-1)!];
      return positions.length === 1 || first[0] !== last[0] || first[1] !== last[1];
    });
    const polygons = fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { maxLength: 5 });
    fc.assert(
      fc.property(polygons, fc.boolean(), (rings, isClosed) => {
        const written = isClosed
          ? rings.map((polygon) => polygon.map((open) => (open.length > 1 ? [...open, open[0]] : open)))
          : rings;
        expect(lesionsOf(polygonsMask(...written)).map((lesion) => lesion.deliveredRings)).toEqual(
          JSON.parse(JSON.stringify(rings)),
        );
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { signedRingArea } from '#shared/geometry/ring';
import { decodeDocument, planViews } from './decode';
import { elementOf, maskOf, SEED_ELEMENT, SQUARE } from './fixtures/documents';

const codesOf = (text: string): string[] => decodeDocument(text).findings.map(({ code }) => code);
const lesionsOf = (value: unknown) =>
  decodeDocument(JSON.stringify(value)).results.flatMap(({ masks }) => masks.flatMap(({ lesions }) => lesions));
const polygonsMask = (...polygons: unknown[]) => elementOf([maskOf(polygons)]);

describe('decodeDocument: results and masks', () => {
  it.each([
    [{ is_ok: false, result: { error: 'No face detected' } }, 'No face detected'],
    [{ is_ok: false, result: 'Not full face' }, 'Not full face'],
    [{ is_ok: false, result: null }, 'is_ok is false and no reason is given'],
    [{ is_ok: 'true' }, 'is_ok is text instead of true'],
    [{ is_ok: undefined }, 'is_ok is missing instead of true'],
    [{ is_ok: true, result: 41 }, 'result is a number'],
  ])('keeps a failed result with its reason: %j', (more, reason) => {
    const { results } = decodeDocument(JSON.stringify({ ...SEED_ELEMENT, ...more }));
    expect(results).toMatchObject([{ isOk: false, failureReason: reason, masks: [] }]);
    expect(planViews(results[0]!)).toEqual([{ name: 'front', side: 'front', frame: null, maskRefs: [] }]);
  });

  it('reads views of a batch, joins equal frames and numbers the others', () => {
    const masks = [
      maskOf([[SQUARE]]),
      maskOf([], { side: 'left', view_box: [0, 0, 100, 200] }),
      maskOf([[SQUARE]], { side: 'Front' }),
      maskOf([[SQUARE]], { view_box: '0,0,10,10' }),
      maskOf([], { mask_type: 'heatmap_mask', side: 'right' }),
    ];
    const { results } = decodeDocument(JSON.stringify(elementOf(masks)));
    expect(planViews(results[0]!)).toEqual([
      {
        name: 'front',
        side: 'front',
        frame: { width: 2416, height: 2416, viewBox: [0, 0, 2416, 2416] },
        maskRefs: [
          { list: 'masks_restored', index: 0 },
          { list: 'masks_restored', index: 2 },
        ],
      },
      {
        name: 'left',
        side: 'left',
        frame: { width: 100, height: 200, viewBox: [0, 0, 100, 200] },
        maskRefs: [{ list: 'masks_restored', index: 1 }],
      },
      {
        name: 'front-2',
        side: 'front',
        frame: { width: 10, height: 10, viewBox: [0, 0, 10, 10] },
        maskRefs: [{ list: 'masks_restored', index: 3 }],
      },
    ]);
  });

  it('names the side of a mask without one', () => {
    const sides = (masks: unknown[]) =>
      decodeDocument(JSON.stringify(elementOf(masks))).results[0]?.masks.map(({ side }) => side);
    expect(sides([maskOf([], { side: undefined })])).toEqual(['front']);
    expect(sides([maskOf([], { side: null }), maskOf([], { side: 'chin' })])).toEqual(['unknown', 'chin']);
  });

  it('moves the frame to the origin and keeps the delivered numbers', () => {
    const [lesion] = lesionsOf(elementOf([maskOf([[SQUARE]], { view_box: '10 10 100.5 100' })]));
    expect(lesion?.polygon.exterior[0]).toEqual({ x: 0, y: 0 });
    expect(lesion?.deliveredRings).toEqual([SQUARE]);
    expect(lesion?.outsideFrame).toBe(false);
  });

  it.each([
    [[maskOf([[SQUARE]], { view_box: '0 0 0 10' })], 'view_box_empty', 0],
    [[maskOf([[SQUARE]], { view_box: '0 0 10' })], 'view_box_unreadable', 1],
    [[maskOf([[SQUARE]], { view_box: undefined })], 'view_box_missing', 1],
    [[maskOf([[SQUARE]], { view_box: '0 0 15 100' })], 'polygon_outside_frame', 1],
    [[maskOf([], { features: {} })], 'features_unreadable', 0],
    [[7], 'mask_unreadable', 0],
    [{}, 'mask_list_unreadable', 0],
    [[maskOf([[SQUARE]], { mask_type: 'point_mask' })], 'mask_not_reviewable', 0],
    [[maskOf([], { features: [4] })], 'feature_unreadable', 0],
    [[maskOf([], { features: [{ geometry: { type: 'Point', coordinates: [1, 2] } }] })], 'geometry_not_polygon', 0],
    [[maskOf({})], 'geometry_unreadable', 0],
  ])('reports masks: %j', (masks, code, lesions) => {
    const { results, findings } = decodeDocument(JSON.stringify(elementOf(masks)));
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(results[0]?.masks.flatMap((mask) => mask.lesions)).toHaveLength(lesions);
  });
});

describe('decodeDocument: polygons', () => {
  it.each([
    ['null', [null, 20]],
    ['text', ['ten', 20]],
    ['too short', [10]],
    ['an object', { x: 1 }],
    ['too large', [1e300, 0]],
  ])('refuses only the polygon with a position that is %s', (_, position) => {
    const { results, findings } = decodeDocument(
      JSON.stringify(polygonsMask([SQUARE], [[...SQUARE, position]], [SQUARE])),
    );
    expect(results[0]?.masks[0]?.lesions.map(({ polygonIndex }) => polygonIndex)).toEqual([0, 2]);
    const place = '$.result.masks_restored[0].features[0].geometry.coordinates[1][0][4]';
    expect(findings).toMatchObject([{ severity: 'error', code: 'position_unreadable', place }]);
  });

  it('takes NaN as such a position and reads the rest', () => {
    const text = JSON.stringify(polygonsMask([SQUARE], [[...SQUARE, [99, 99]]])).replace('[99,99]', '[NaN,-Infinity]');
    const { results, findings } = decodeDocument(text);
    expect(results[0]?.masks[0]?.lesions).toHaveLength(1);
    expect(findings.map(({ code }) => code)).toEqual(['json_not_finite', 'position_unreadable']);
  });

  it('reads numbers in text, drops one closing vertex and further numbers', () => {
    const texts = [...SQUARE, SQUARE[0]!].map((position) => [...position.map(String), 0]);
    const [lesion] = lesionsOf(polygonsMask([texts]));
    expect(lesion?.deliveredRings).toEqual([SQUARE]);
    expect(codesOf(JSON.stringify(polygonsMask([texts])))).toEqual(['position_as_text']);
  });

  it('orients holes against the exterior and keeps first vertices', () => {
    const hole = [
      [12, 12],
      [12, 14],
      [14, 14],
    ];
    for (const [a, b] of [
      [SQUARE, hole],
      [SQUARE.toReversed(), hole.toReversed()],
    ] as const) {
      const [lesion] = lesionsOf(polygonsMask([a, b]));
      expect(signedRingArea(lesion!.polygon.exterior)).toBe(100);
      expect(signedRingArea(lesion!.polygon.holes[0]!)).toBe(-2);
      expect(lesion!.polygon.exterior[0]).toEqual({ x: a[0]![0], y: a[0]![1] });
    }
  });

  it.each([
    [
      [
        [
          [1, 1],
          [2, 2],
        ],
      ],
      'polygon_degenerate',
      true,
    ],
    [
      [
        [
          [1, 1],
          [5, 5],
          [9, 9],
        ],
      ],
      'polygon_degenerate',
      true,
    ],
    [
      [
        [
          [0, 0],
          [10, 10],
          [10, 0],
          [0, 12],
        ],
      ],
      'polygon_not_simple',
      false,
    ],
  ])('keeps and marks %j', (polygon, code, degenerate) => {
    const { results, findings } = decodeDocument(JSON.stringify(polygonsMask(polygon)));
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(results[0]?.masks[0]?.lesions).toMatchObject([{ degenerate, shapeProblem: expect.any(String) }]);
  });

  it('reads Polygon, odd spelling and collections, and counts on through them', () => {
    const polygon = { type: 'POLYGON', coordinates: [SQUARE] };
    const many = { type: 'Multipolygon', coordinates: [[SQUARE], [SQUARE]] };
    const features = [
      { type: 'Feature', geometry: { type: 'GeometryCollection', geometries: [many, polygon] } },
      { geometry: null },
      { geometry: polygon, properties: { intensity: '0.5' } },
    ];
    const lesions = lesionsOf(elementOf([maskOf([], { features })]));
    expect(lesions.map(({ featureIndex, polygonIndex, intensity }) => [featureIndex, polygonIndex, intensity])).toEqual(
      [
        [0, 0, null],
        [0, 1, null],
        [0, 2, null],
        [2, 0, 0.5],
      ],
    );
  });
});

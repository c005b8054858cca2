import { describe, expect, it } from 'vitest';
import { useImportFolder, type Row } from '#main/test-support/import-folder';
import { featuresElement, goodElement, polygonsElement, squareRing } from '#main/test-support/scheme-elements';

const project = useImportFolder();
const FEATURES = '$.result.masks_restored[0].features';
const POLYGONS = `${FEATURES}[0].geometry.coordinates`;
const SQUARE = squareRing(10, 10, 10);
const multiPolygon = (...polygons: unknown[]) => ({ type: 'MultiPolygon', coordinates: polygons });
const lesions = (): Row[] => project.list('lesions');
/** The exteriors and holes as listed: closed, exterior positive. */
const geometries = (): unknown[] => lesions().map(({ geometry }) => geometry);
const importPolygons = (...polygons: unknown[]) => project.importFile('a.json', polygonsElement('a', polygons));
const importFeatures = (...features: unknown[]) => project.importFile('a.json', featuresElement('a', features));
const closed = (ring: number[][]): number[][] => [...ring, ring[0]!];

describe('4.5 features and geometries', () => {
  it('are told by their type in any case', async () => {
    const types = ['MultiPolygon', 'Multipolygon', 'multipolygon', ' MULTIPOLYGON '];
    const { lines } = await importFeatures(
      ...types.map((type, index) => ({
        type: index % 2 ? 'Feature' : 'feature',
        geometry: { type, coordinates: [[SQUARE]] },
        properties: {},
      })),
    );
    expect(lines).toEqual([]);
    expect(lesions().map(({ feature, areaPx2 }) => [feature, areaPx2])).toEqual(types.map((_, index) => [index, 100]));
  });

  it('Polygon is a MultiPolygon of one', async () => {
    const { lines } = await importFeatures({ geometry: { type: 'Polygon', coordinates: [SQUARE] } });
    expect(lines).toEqual([]);
    expect(lesions()).toMatchObject([{ feature: 0, polygon: 0, areaPx2: 100 }]);
  });

  it('a GeometryCollection gives its polygons, counted on, and names what is no polygon', async () => {
    const geometries = [
      multiPolygon([SQUARE], [squareRing(0, 0, 2)]),
      { type: 'Point', coordinates: [1, 1] },
      { type: 'GeometryCollection', geometries: [{ type: 'Polygon', coordinates: [squareRing(0, 0, 3)] }] },
    ];
    const { lines } = await importFeatures({ geometry: { type: 'GeometryCollection', geometries } });
    expect(lines).toEqual([`warning geometry_not_polygon ${FEATURES}[0].geometry.geometries[1]`]);
    expect(lesions().map(({ polygon, areaPx2 }) => [polygon, areaPx2])).toEqual([
      [0, 100],
      [1, 4],
      [2, 9],
    ]);
  });

  it('a feature needs no properties; intensity is a number without meaning', async () => {
    const geometry = multiPolygon([SQUARE]);
    const { lines } = await importFeatures(
      { geometry },
      { geometry, properties: null },
      { geometry, properties: { intensity: 0.25 } },
      { geometry, properties: { intensity: '3' } },
      { geometry, properties: { intensity: 'strong' } },
    );
    expect(lines).toEqual([]);
    expect(lesions().map(({ intensity }) => intensity)).toEqual([null, null, 0.25, 3, null]);
  });

  it('geometry null is empty; a missing or broken one is reported, and the next feature is read', async () => {
    const { lines } = await importFeatures(
      { type: 'feature', geometry: null, properties: {} },
      { type: 'feature', properties: {} },
      7,
      { geometry: 'none' },
      { geometry: { coordinates: [[SQUARE]] } },
      { geometry: { type: 'MultiPolygon', coordinates: null } },
      { geometry: { type: 'LineString', coordinates: SQUARE } },
      { geometry: multiPolygon([SQUARE]) },
    );
    expect(lines).toEqual([
      `error feature_unreadable ${FEATURES}[1]`,
      `error feature_unreadable ${FEATURES}[2]`,
      `error geometry_unreadable ${FEATURES}[3].geometry`,
      `error geometry_unreadable ${FEATURES}[4].geometry`,
      `error geometry_unreadable ${FEATURES}[5].geometry.coordinates`,
      `warning geometry_not_polygon ${FEATURES}[6].geometry`,
    ]);
    expect(lesions()).toMatchObject([{ feature: 7, areaPx2: 100 }]);
  });
});

describe('4.6 rings', () => {
  const TRIANGLE = [
    [0, 0],
    [0, 30],
    [40, 0],
  ];

  it('an open ring is closed by the edge from its last to its first vertex', async () => {
    await importPolygons([TRIANGLE]);
    expect(lesions().map(({ areaPx2 }) => areaPx2)).toEqual([600]); // 40 · 30 / 2
    expect(geometries()).toEqual([
      [
        [
          [0, 0],
          [40, 0],
          [0, 30],
          [0, 0],
        ],
      ],
    ]);
  });

  it('one equal last vertex is dropped, a second equal one is a vertex', async () => {
    await project.importFile('a.json', polygonsElement('same', [[TRIANGLE]]));
    const [open] = lesions();
    const again = await project.importFile(
      'a.json',
      polygonsElement('other', [[closed(TRIANGLE)], [closed(closed(TRIANGLE))]]),
    );
    expect(again.lines.filter((line) => !line.includes('file_gone'))).toEqual([]);
    const [, once, twice] = lesions();
    expect([once?.['areaPx2'], twice?.['areaPx2']]).toEqual([600, 600]);
    expect((once?.['geometry'] as number[][][])[0]).toHaveLength(4);
    expect((twice?.['geometry'] as number[][][])[0]).toHaveLength(5);
    expect(once?.['geometry']).toEqual(open?.['geometry']);
  });

  it('the original vertices stay in the stored source for the way back', async () => {
    const text = JSON.stringify(polygonsElement('a', [[closed(TRIANGLE)]])).replace('[0,30]', '[0.0,3.0e1,7]');
    await project.importFile('a.json', text);
    expect(project.sources().map(String)).toEqual([text]);
    expect(lesions()).toMatchObject([{ areaPx2: 600 }]);
  });

  it.each([
    [
      'fewer than 3 different vertices',
      [
        [5, 5],
        [5, 9],
        [5, 5],
        [5, 9],
      ],
    ],
    ['one vertex', [[5, 5]]],
    [
      'no area',
      [
        [0, 0],
        [5, 5],
        [9, 9],
        [3, 3],
      ],
    ],
  ])('%s: kept, marked degenerate, needs no verdict', async (_, ring) => {
    const { lines, counts } = await importPolygons([ring], [SQUARE]);
    expect(lines).toEqual([`info polygon_degenerate ${POLYGONS}[0]`]);
    expect(counts.lesions).toBe(2);
    expect(lesions().map(({ degenerate, areaPx2 }) => [degenerate, areaPx2])).toEqual([
      [true, 0],
      [false, 100],
    ]);
    expect(project.list('views')).toMatchObject([{ lesions: 2, pending: 1 }]);
  });

  it('the first ring is the outer one, the others are holes whatever their direction', async () => {
    const hole = squareRing(12, 12, 4);
    await importPolygons([SQUARE, hole], [SQUARE, hole.toReversed()], [SQUARE.toReversed(), hole]);
    expect(lesions().map(({ areaPx2 }) => areaPx2)).toEqual([84, 84, 84]);
    expect(new Set(geometries().map((rings) => (rings as unknown[]).length))).toEqual(new Set([2]));
  });

  it('overlapping rings are filled even-odd, and reported', async () => {
    // The hole 12..16 and the ring 14..18 share 14..16: 100 - 16 - 16 + 2 · 4.
    const { lines } = await importPolygons([SQUARE, squareRing(12, 12, 4), squareRing(14, 14, 4)]);
    expect(lines).toEqual([`warning polygon_not_simple ${POLYGONS}[0]`]);
    expect(lesions().map(({ areaPx2 }) => areaPx2)).toEqual([76]);
  });

  it('a ring that crosses itself is drawn and reported, and not repaired', async () => {
    const bowTie = [
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 10],
    ];
    const { lines } = await importPolygons([bowTie]);
    expect(lines).toEqual([`warning polygon_not_simple ${POLYGONS}[0]`]);
    const [lesion] = lesions();
    expect(lesion).toMatchObject({ areaPx2: 50, degenerate: false, verdict: 'pending' });
    const drawn = (lesion?.['geometry'] as number[][][])[0]!.slice(0, -1);
    expect([bowTie, [bowTie[0], ...bowTie.slice(1).toReversed()]]).toContainEqual(drawn);
    expect(project.rows('SELECT shape_problem AS problem FROM lesion')).toMatchObject([
      { problem: expect.stringContaining('cross') as unknown },
    ]);
  });

  it('a polygon without vertices is left out, one whose rings are no lists is refused', async () => {
    const { lines } = await importPolygons([], [[]], 'none', [7], [SQUARE]);
    expect(lines).toEqual([
      `warning polygon_empty ${POLYGONS}[0]`,
      `warning polygon_empty ${POLYGONS}[1]`,
      `error polygon_unreadable ${POLYGONS}[2]`,
      `error polygon_unreadable ${POLYGONS}[3][0]`,
    ]);
    expect(lesions()).toMatchObject([{ polygon: 4, areaPx2: 100 }]);
  });
});

describe('4.7 positions', () => {
  it('of more than two numbers give x and y', async () => {
    const { lines } = await importPolygons([SQUARE.map(([x, y]) => [x, y, 0, 'anything', null])]);
    expect(lines).toEqual([]);
    expect(lesions()).toMatchObject([{ areaPx2: 100, bounds: { minX: 10, minY: 10, maxX: 20, maxY: 20 } }]);
  });

  it('may be decimal', async () => {
    await importPolygons([squareRing(0.5, 0.25, 1.5)]);
    expect(lesions()).toMatchObject([{ areaPx2: 2.25, bounds: { minX: 0.5, minY: 0.25, maxX: 2, maxY: 1.75 } }]);
  });

  it('may be numbers in text, with a note', async () => {
    const { lines } = await importPolygons([SQUARE], [SQUARE.map((at) => at.map((number) => ` ${number}.0`))]);
    expect(lines).toEqual([`info position_as_text ${POLYGONS}[1]`]);
    expect(lesions().map(({ areaPx2 }) => areaPx2)).toEqual([100, 100]);
  });

  it.each([
    ['null', 'null'],
    ['text', '"ten"'],
    ['empty text', '""'],
    ['true', 'true'],
    ['hexadecimal text', '"0x10"'],
    ['NaN', 'NaN'],
    ['Infinity', '-Infinity'],
    ['a number beyond the largest', '1e400'],
    ['an integer of 400 digits', '9'.repeat(400)],
    ['the text of one', `"${'9'.repeat(400)}"`],
    ['a list', '[1]'],
  ])('with %s refuse that polygon only', async (_, token) => {
    const text = JSON.stringify(polygonsElement('a', [[SQUARE], [[...SQUARE, ['ODD', 5]]], [squareRing(0, 0, 3)]]));
    const { lines } = await project.importFile('a.json', text.replace('"ODD"', token));
    expect(lines.filter((line) => !line.includes('json_not_finite'))).toEqual([
      `error position_unreadable ${POLYGONS}[1][0][4]`,
    ]);
    expect(lesions().map(({ polygon, areaPx2 }) => [polygon, areaPx2])).toEqual([
      [0, 100],
      [2, 9],
    ]);
  });

  it('of one number, or that are no list, refuse that polygon only', async () => {
    const { lines } = await importPolygons(
      [[...SQUARE, [1]]],
      [[...SQUARE, { x: 1, y: 2 }]],
      [[...SQUARE, 5]],
      [SQUARE],
    );
    expect(lines).toEqual([0, 1, 2].map((index) => `error position_unreadable ${POLYGONS}[${index}][0][4]`));
    expect(lesions()).toMatchObject([{ polygon: 3, areaPx2: 100 }]);
  });

  it('leave the other results of the file as they are', async () => {
    const broken = polygonsElement('broken', [[[[null, null]]]]);
    const { lines } = await project.importFile('a.json', [goodElement('before'), broken, goodElement('after', 20)]);
    expect(lines).toEqual([`error position_unreadable $[1]${POLYGONS.slice(1)}[0][0][0]`]);
    expect(project.areas()).toEqual({ before: [100], after: [400] });
  });
});

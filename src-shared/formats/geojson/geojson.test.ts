import { check } from '@placemarkio/check-geojson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Polygon } from '#shared/geometry/types';
import { SEED_AREAS_PX2, SEED_POLYGONS } from '#shared/geometry/fixtures/seed-polygons';
import { orientPolygon } from '#shared/geometry/polygon';
import {
  decodeManifestFiles,
  decodeTruth,
  encodeManifest,
  encodeTruth,
  truthFileNames,
  type TruthFeature,
  type TruthView,
} from './geojson';

const SQUARE: Polygon = {
  exterior: [
    { x: 0, y: 0 },
    { x: 10.5, y: 0 },
    { x: 10.5, y: 10 },
    { x: 0, y: 10 },
  ],
  holes: [
    [
      { x: 2, y: 2 },
      { x: 2, y: 4 },
      { x: 4 + 1 / 1024, y: 4 },
    ],
  ],
};
const feature = (id: string, polygon: Polygon, more: Partial<TruthFeature> = {}): TruthFeature => ({
  id,
  polygon,
  origin: 'model',
  verdict: 'accepted',
  reason: null,
  comment: null,
  decidedBy: 'Ada',
  decidedAt: '2025-03-01T10:00:00.000Z',
  intensity: 1,
  techName: 'post_inflammatory_hyperpigmentation_mask_restored',
  areaPx2: 103,
  replaced: null,
  ...more,
});
const VIEW: TruthView = {
  appVersion: '0.1.0',
  projectId: 'p',
  subject: null,
  capture: '245a25a8',
  side: 'front',
  state: 'complete',
  image: { fileName: 'a.jpg', sha256: 'ab', width: 2416, height: 2416 },
  result: { id: 'r', imageId: '245a25a8', creationTime: '2025-02-26 10:50:40', isOk: true },
  revision: {
    family: 'acne.post_inflammatory_hyperpigmentation',
    algorithmTechName: 'post_inflammatory_hyperpigmentation',
    revision: 'master-25cce909',
    algorithmVersionId: 98,
  },
  frame: { viewBox: [0, 0, 2416, 2416], width: 2416, height: 2416, vertices: 'unstated' },
  reviewers: ['Ada'],
  counts: { accepted: 6, rejected: 0, redrawn: 1, added: 1, unsure: 1, pending: 0, features: 8 },
  ignore: [{ id: 'u', polygon: SQUARE }],
  journalHead: [
    { device: 'b', seq: 3, hash: 'ff' },
    { device: 'a', seq: 1, hash: 'ee' },
  ],
  features: [
    ...SEED_POLYGONS.map((polygon, i) => feature(`l${i}`, polygon, { areaPx2: SEED_AREAS_PX2[i]! })),
    feature('s', SQUARE, { verdict: 'redrawn', replaced: { modelLesionIds: ['l7', 'l8'], modelAreaPx2: 12.5 } }),
    feature('x', SQUARE, { origin: 'reviewer', verdict: 'added', reason: 'M1', comment: 'a "b"\n', intensity: null }),
  ],
};
/** What the encoding normalises: winding and the order of devices. */
const normalised = (view: TruthView): TruthView => ({
  ...view,
  features: view.features.map((one) => ({ ...one, polygon: orientPolygon(one.polygon) })),
  ignore: view.ignore.map((one) => ({ ...one, polygon: orientPolygon(one.polygon) })),
  journalHead: view.journalHead.toSorted((a, b) => (a.device < b.device ? -1 : 1)),
});

describe('encodeTruth', () => {
  it('writes valid GeoJSON with closed rings, one feature per line, LF at the end', () => {
    const text = encodeTruth(VIEW);
    expect(check(text).type).toBe('FeatureCollection');
    expect(text.endsWith('\n}\n')).toBe(true);
    expect(text).not.toContain('\r');
    const lines = text.split('\n');
    expect(lines.filter((line) => line.includes('"type":"Feature"'))).toHaveLength(8);
    expect(lines.find((line) => line.includes('"id":"l0"'))).toContain('"coordinates":[[[762,1508],[767,1508],');
    expect(text).toContain('[4.0009765625,4]');
    expect(encodeTruth(JSON.parse(JSON.stringify(VIEW)) as TruthView)).toBe(text);
  });

  it('winds exteriors positive and holes negative on the numbers as written', () => {
    const { features } = JSON.parse(encodeTruth(VIEW)) as {
      features: { geometry: { coordinates: [number, number][][] } }[];
    };
    const doubled = (ring: [number, number][]) =>
      ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i]![0] * y - x * ring[i]![1], 0);
    expect(features.slice(0, 6).map(({ geometry }) => doubled(geometry.coordinates[0]!) / 2)).toEqual(SEED_AREAS_PX2);
    for (const { geometry } of features)
      for (const hole of geometry.coordinates.slice(1)) expect(doubled(hole)).toBeLessThan(0);
  });

  it('names all members of the design', () => {
    const { macule } = JSON.parse(encodeTruth(VIEW)) as { macule: Record<string, unknown> };
    expect(Object.keys(macule)).toEqual([
      'schema',
      'app_version',
      'project_id',
      'subject',
      'capture',
      'side',
      'state',
      'image',
      'result',
      'revision',
      'frame',
      'reviewers',
      'counts',
      'ignore',
      'journal_head',
    ]);
    expect(macule).toMatchObject({
      frame: { view_box: [0, 0, 2416, 2416], vertices: 'unstated' },
      journal_head: { a: { seq: 1, hash: 'ee' }, b: { seq: 3 } },
    });
  });

  it('writes an empty and a frameless view', () => {
    const empty: TruthView = {
      ...VIEW,
      image: null,
      frame: null,
      features: [],
      ignore: [],
      journalHead: [],
      reviewers: [],
    };
    expect(check(encodeTruth(empty)).type).toBe('FeatureCollection');
    expect(decodeTruth(encodeTruth(empty))).toEqual({ view: empty, rejected: [] });
  });

  it('refuses to write a number that is none', () => {
    expect(() => encodeTruth({ ...VIEW, features: [feature('a', SQUARE, { areaPx2: NaN })] })).toThrow(/area_px2/);
  });
});

describe('decodeTruth', () => {
  it('reads back what was written', () => {
    expect(decodeTruth(encodeTruth(VIEW))).toEqual({ view: normalised(VIEW), rejected: [] });
  });

  it('reads back any outline on the grid', () => {
    const coordinate = fc.integer({ min: -1024 * 10, max: 1024 * 5000 }).map((n) => n / 1024);
    const ring = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 9 });
    fc.assert(
      fc.property(ring, fc.array(ring, { maxLength: 2 }), fc.string(), (exterior, holes, comment) => {
        const isOpen = [exterior, ...holes].every((one) => one[0]!.x !== one.at(-1)!.x || one[0]!.y !== one.at(-1)!.y);
        fc.pre(isOpen);
        const view = { ...VIEW, features: [feature('a', { exterior, holes }, { comment })] };
        expect(decodeTruth(encodeTruth(view))).toEqual({ view: normalised(view), rejected: [] });
      }),
    );
  });

  it('rejects a bad feature and reads the rest', () => {
    const file = JSON.parse(encodeTruth(VIEW)) as { features: unknown[] };
    file.features[1] = {
      type: 'Feature',
      id: 'b',
      properties: { origin: 'model', verdict: 'accepted', area_px2: 1 },
      geometry: { type: 'Polygon', coordinates: [[[1, null]]] },
    };
    file.features[3] = 5;
    const { view, rejected } = decodeTruth(JSON.stringify(file));
    expect(view?.features.map(({ id }) => id)).toEqual(['l0', 'l2', 'l4', 'l5', 's', 'x']);
    expect(rejected.map(({ path, code }) => [path, code])).toEqual([
      ['$.features[1].geometry.coordinates[0][0][1]', 'not_a_number'],
      ['$.features[3]', 'not_an_object'],
    ]);
  });

  it.each([
    ['{', 'not_json'],
    ['[]', 'not_truth'],
    ['{"type":"FeatureCollection","features":[]}', 'not_truth'],
    ['{"macule":{"schema":2},"features":[]}', 'schema_newer'],
  ])('explains %j', (text, code) => {
    expect(decodeTruth(text)).toMatchObject({ view: null, rejected: [{ code }] });
  });

  it('never throws', () => {
    const text = encodeTruth(VIEW);
    fc.assert(
      fc.property(fc.nat(text.length), fc.json(), (at, piece) =>
        Array.isArray(decodeTruth(text.slice(0, at) + piece + text.slice(at + 9)).rejected),
      ),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) =>
        Array.isArray(decodeTruth(JSON.stringify({ macule: value, features: value })).rejected),
      ),
    );
  });
});

describe('truthFileNames', () => {
  const view = (capture: string, side = 'front', revision: string | null = 'master-25cce909', uid = capture) => {
    return { uid, capture, side, revision, resultKeyHash8: 'deadbeef' };
  };
  const name = (...parts: Parameters<typeof view>): string => [...truthFileNames([view(...parts)]).values()][0]!;
  it.each([
    [name('245a25a8-a5a6'), '245a25a8-a5a6.front.master-25cce909.geojson'],
    [name('../../etc/passwd', 'lé ft'), '-..-etc-passwd.l-ft.master-25cce909.geojson'],
    [name('CON', 'nul.x', 'com1'), '_CON._nul.x._com1.geojson'],
    [name('', '..', null), 'unknown.unknown.unknown.geojson'],
    [name('a'.repeat(99), 'front', 'b'.repeat(61)), `${'a'.repeat(60)}.front.${'b'.repeat(60)}.geojson`],
  ])('%s', (made, expected) => expect(made).toBe(expected));

  it('gives each of the names that differ in case only the hash of its result, whichever comes first', () => {
    const upper = { ...view('A', 'front', 'r', '1'), resultKeyHash8: '11111111' };
    const lower = { ...view('a', 'front', 'r', '2'), resultKeyHash8: '22222222' };
    const other = view('b', 'front', 'r', '3');
    const expected = new Map([
      ['1', 'A.front.r.11111111.geojson'],
      ['2', 'a.front.r.22222222.geojson'],
      ['3', 'b.front.r.geojson'],
    ]);
    expect(truthFileNames([upper, lower, other])).toEqual(expected);
    expect(truthFileNames([other, lower, upper])).toEqual(expected);
  });

  it('numbers views of one result that are equal, and never takes the plain name of another view', () => {
    const equal = [view('a', 'lé ft', 'r', '1'), view('a', 'lè ft', 'r', '2')];
    const plain = view('a', 'l-ft', 'r.deadbeef', '3');
    expect(truthFileNames([...equal, plain])).toEqual(
      new Map([
        ['1', 'a.l-ft.r.deadbeef-2.geojson'],
        ['2', 'a.l-ft.r.deadbeef-3.geojson'],
        ['3', 'a.l-ft.r.deadbeef.geojson'],
      ]),
    );
  });

  it('is safe for any parts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (capture, side, revision) => {
        expect(name(capture, side, revision)).toMatch(/^(?!\.)[A-Za-z0-9._-]{1,182}\.geojson$/);
        expect(name(capture, side, revision)).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\./i);
      }),
    );
  });
});

describe('manifest', () => {
  it('is stable and gives its files back', () => {
    const files = [
      { name: 'b.geojson', sha256: '2' },
      { name: 'a.geojson', sha256: '1' },
    ];
    const finding = { severity: 'error', code: 'c', file: '', place: 'x', message: 'm' } as const;
    const text = encodeManifest({
      appVersion: '1',
      projectId: 'p',
      format: 'geojson',
      files,
      counts: { views: 2, lesions: 3, leftOut: 1 },
      findings: [finding],
    });
    expect(JSON.parse(text)).toMatchObject({
      schema: 1,
      counts: { views: 2, lesions: 3, left_out: 1 },
      findings: [finding],
    });
    expect(decodeManifestFiles(text, { projectId: 'p', format: 'geojson' })).toEqual(files.toReversed());
    expect(decodeManifestFiles(text, { projectId: 'q', format: 'geojson' })).toBeNull();
    expect(decodeManifestFiles(text, { projectId: 'p', format: 'coco' })).toBeNull();
  });

  it.each([
    ['no JSON', '{'],
    ['a web app', '{"name":"app"}'],
    ['a bag', '{"schema":"bagit","files":[{"name":"important.txt","sha256":"1"}]}'],
    ['another version', '{"schema":2,"project_id":"p","format":"geojson","files":[]}'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('knows a foreign one: %s', (_, text) => {
    expect(decodeManifestFiles(text, { projectId: 'p', format: 'geojson' })).toBeNull();
  });

  it('takes no names outside the folder, and none that an export does not write', () => {
    const files =
      '[{"name":"../x.geojson","sha256":"1"},{"name":"notes.txt","sha256":"1"},{"name":"ok.geojson","sha256":"1"},3]';
    const text = `{"schema":1,"project_id":"p","format":"geojson","files":${files}}`;
    const expected = [{ name: 'ok.geojson', sha256: '1' }];
    expect(decodeManifestFiles(text, { projectId: 'p', format: 'geojson' })).toEqual(expected);
  });
});

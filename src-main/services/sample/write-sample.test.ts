import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyLesionCount } from './cases/many-lesions-case';
import { seedCase, seedRings } from './cases/seed-case';
import { failedCase, noLesionsCase } from './cases/small-cases';
import { hashOf } from './readme-text';
import { isSimpleRing, labOf, readMasks, type Mask } from './sample-reading';
import { boundsOf, insideDistance, signedArea, type FramePoint } from './spots/spot';
import { sampleFileCount, writeSample } from './write-sample';

const resource = fileURLToPath(new URL('../../../resources/sample/example-result.json', import.meta.url));
const seedPicture = 'seed/245a25a8-a5a6-44ed-980c-b4341281389e_restored.jpg';

let folder = '';
let files: string[] = [];
const progress: [number, number][] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'macule-sample-'));
  ({ files } = await writeSample(folder, { onProgress: (done, total) => progress.push([done, total]) }));
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const bytesOf = (path: string): Promise<Buffer> => readFile(join(folder, path));
const jsonOf = async (path: string): Promise<unknown> => JSON.parse((await bytesOf(path)).toString('utf8'));
const masksOf = async (path: string): Promise<Mask[]> => readMasks(await jsonOf(path));

describe('the folder', () => {
  it('holds the named files, sorted, and counts them as it goes', async () => {
    expect(files).toHaveLength(sampleFileCount);
    expect(files).toEqual([...files].sort());
    expect(progress[0]).toEqual([0, sampleFileCount]);
    expect(progress.at(-1)).toEqual([sampleFileCount, sampleFileCount]);
    const sizes = await Promise.all(files.map(async (path) => (await stat(join(folder, path))).size));
    expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThan(15_000_000);
  });

  it('has the same bytes when drawn again', async () => {
    for (const { draw } of [seedCase, failedCase, noLesionsCase]) {
      for await (const { path, bytes } of draw())
        expect([path, hashOf(bytes)]).toEqual([path, hashOf(await bytesOf(path))]);
    }
  }, 60_000);

  it('says which bytes were written', async () => {
    const readme = (await bytesOf('README.txt')).toString('utf8');
    for (const path of files.filter((file) => file !== 'README.txt'))
      expect(readme).toContain(`${hashOf(await bytesOf(path))}  ${path}\n`);
  });
});

describe('the seed', () => {
  it('is unchanged', async () => {
    expect(hashOf(await bytesOf('seed/example-result.json'))).toBe(hashOf(await readFile(resource)));
  });

  it('has spots under its polygons, darker in L* than a ring around each', async () => {
    const { data, info } = await sharp(await bytesOf(seedPicture))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([2416, 2416, 3]);
    const rings = seedRings();
    expect(rings).toHaveLength(6);
    for (const ring of rings) {
      const fall = lightnessFall(data, info.width, ring);
      expect(fall).toBeGreaterThan(4);
      expect(fall).toBeLessThan(25);
    }
  });

  it('has three spots that its polygons miss', async () => {
    const truth = await truthOf('245a25a8-a5a6-44ed-980c-b4341281389e_restored');
    const pih = truth.features.filter((feature) => feature.properties.kind === 'pih');
    const middles = pih
      .map((feature) => ringOf(feature))
      .map((ring) => boundsOf(ring))
      .map((b) => ({ x: (b.minX + b.maxX) / 2, y: (b.minY + b.maxY) / 2 }));
    const missed = middles.filter(({ x, y }) => seedRings().every((ring) => insideDistance(ring, x, y) < 0));
    expect([pih.length, missed.length]).toEqual([9, 3]);
  });
});

describe('the results', () => {
  it('hold 300 lesions in one view', async () => {
    const [mask] = await masksOf('many-lesions/result.json');
    expect(mask?.rings).toHaveLength(manyLesionCount);
    expect(manyLesionCount).toBe(300);
  });

  it('hold three sides in the frames of their pictures', async () => {
    const masks = await masksOf('batch-three-sides/result.json');
    expect(masks.map(({ side }) => side)).toEqual(['left', 'front', 'right']);
    for (const { side, viewBox, rings } of masks) {
      const { width, height } = await sharp(await bytesOf(`batch-three-sides/${side}_restored.jpg`)).metadata();
      expect(viewBox).toBe(`0 0 ${String(width)} ${String(height)}`);
      expect(rings.length).toBeGreaterThan(10);
    }
  });

  it('hold a failure and an empty mask', async () => {
    expect(await jsonOf('failed/result.json')).toMatchObject([{ is_ok: false, result: { error: 'No face detected' } }]);
    const [mask, ...others] = await masksOf('no-lesions/result.json');
    expect([mask?.rings, mask?.side, others]).toEqual([[], 'front', []]);
  });

  it('hold two revisions of one image that share most polygons', async () => {
    const paths = ['two-revisions/result-master-25cce909.json', 'two-revisions/result-master-7d10b4e2.json'];
    const [before, after] = (await Promise.all(paths.map(jsonOf))) as [
      { image_id: string; algorithm_version_id: number }[],
      { image_id: string; algorithm_version_id: number }[],
    ];
    expect(before[0]?.image_id).toBe(after[0]?.image_id);
    expect([before[0]?.algorithm_version_id, after[0]?.algorithm_version_id]).toEqual([98, 103]);
    const [first, second] = await Promise.all(
      paths.map(async (path) => (await masksOf(path))[0]?.rings.map((ring) => JSON.stringify(ring)) ?? []),
    );
    const shared = (first ?? []).filter((ring) => second?.includes(ring)).length;
    expect(shared).toBeGreaterThan((first?.length ?? 0) / 2);
    expect(shared).toBeLessThan(Math.min(first?.length ?? 0, second?.length ?? 0));
  });

  it('keep the conventions of the seed in every ring', async () => {
    for (const path of files.filter((file) => file.endsWith('.json') && !file.startsWith('failed'))) {
      for (const { rings, width, height } of await masksOf(path))
        for (const ring of rings) expect(conventionFaults(ring, width, height)).toEqual([]);
    }
  });
});

describe('the truth', () => {
  it('is valid GeoJSON with closed positive simple polygons inside the frame', async () => {
    for (const path of files.filter((file) => file.startsWith('truth/'))) {
      const truth = await truthOf(path.slice('truth/'.length, -'.truth.geojson'.length));
      expect(truth.type).toBe('FeatureCollection');
      expect(truth.features.length).toBeGreaterThan(0);
      for (const feature of truth.features) {
        const ring = ringOf(feature);
        expect(ring[0]).toEqual(ring.at(-1));
        expect(signedArea(ring)).toBeGreaterThan(0);
        expect(isSimpleRing(ring.slice(0, -1))).toBe(true);
        const bounds = boundsOf(ring);
        expect(Math.min(bounds.minX, bounds.minY)).toBeGreaterThanOrEqual(0);
        expect(bounds.maxX).toBeLessThanOrEqual(truth.macule_sample.width);
        expect(bounds.maxY).toBeLessThanOrEqual(truth.macule_sample.height);
      }
    }
  });
});

interface Truth {
  type: string;
  macule_sample: { width: number; height: number };
  features: TruthFeature[];
}

interface TruthFeature {
  geometry: { type: string; coordinates: [number, number][][] };
  properties: { kind: string };
}

async function truthOf(stem: string): Promise<Truth> {
  return (await jsonOf(`truth/${stem}.truth.geojson`)) as Truth;
}

function ringOf({ geometry }: TruthFeature): FramePoint[] {
  return (geometry.coordinates[0] ?? []).map(([x, y]) => ({ x, y }));
}

/** Mean L* of the skin 6 to 14 px outside the ring, minus mean L* inside it. */
function lightnessFall(data: Buffer, width: number, ring: readonly FramePoint[]): number {
  const { minX, minY, maxX, maxY } = boundsOf(ring);
  const inside: number[] = [];
  const around: number[] = [];
  for (let y = minY - 14; y <= maxY + 14; y += 1) {
    for (let x = minX - 14; x <= maxX + 14; x += 1) {
      const distance = insideDistance(ring, x, y);
      if (distance < 0 && (distance > -6 || distance < -14)) continue;
      const at = (y * width + x) * 3;
      (distance >= 0 ? inside : around).push(labOf(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)[0]);
    }
  }
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  return mean(around) - mean(inside);
}

/** What of the seed's way to write a ring is not kept. */
function conventionFaults(ring: readonly FramePoint[], width: number, height: number): string[] {
  const faults: string[] = [];
  const first = ring[0] ?? { x: NaN, y: NaN };
  const last = ring.at(-1) ?? first;
  if (!ring.every(({ x, y }) => Number.isInteger(x) && Number.isInteger(y))) faults.push('whole pixels');
  if (ring.length < 4 || (first.x === last.x && first.y === last.y)) faults.push('not closed');
  if (signedArea(ring) >= 0) faults.push('counter-clockwise on screen');
  if (ring.some(({ y }) => y < first.y)) faults.push('starts topmost');
  if (!isSimpleRing(ring)) faults.push('simple');
  const { minX, minY, maxX, maxY } = boundsOf(ring);
  if (minX < 0 || minY < 0 || maxX > width || maxY > height) faults.push('inside the frame');
  return faults;
}

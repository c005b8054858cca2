// Does the refit find the true outline of the sample's spots in every image view, and does the wand from one click? Run
// by: npm run bench -- boundary. The photos are decoded by sharp; everything after is the code that the app's worker runs.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { IMAGE_VIEWS, NEUTRAL_TONE, type ImageView } from '../../src-shared/domain/image-view.ts';
import type { Point, Ring } from '../../src-shared/geometry/types.ts';
import { refitIn, type ShownBlock } from '../../src-renderer/canvas/boundary/boundary-task.ts';
import { wandIn } from '../../src-renderer/canvas/boundary/test-support/wand-in.ts';
import { paintView } from '../../src-renderer/canvas/enhance/paint-view.ts';
import type { PixelBlock } from '../../src-renderer/canvas/enhance/pixel-block.ts';
import { viewBasis } from '../../src-renderer/canvas/enhance/test-support/basis-of-view.ts';
import type { ViewBasis } from '../../src-renderer/canvas/enhance/view-basis.ts';
import { createWorkplace, macule } from '../support/macule.ts';
import { offsetRing } from '../support/offset-ring.ts';

const REFIT_BAR = 0.9;
const WAND_BAR = 0.8;
const ERROR_PX = 3;
const MOST_MISSES = 24;
/** Spots per photo at most, evenly picked. */
const MOST_SPOTS = Number(process.argv[3] ?? 40);
const OUT = resolve('out/boundary');

type Spot = {
  readonly id: string;
  readonly kind: string;
  readonly ring: Ring;
  readonly radius: number;
  readonly centre: Point;
};
type Photo = {
  readonly name: string;
  readonly block: PixelBlock;
  readonly overview: PixelBlock;
  readonly spots: readonly Spot[];
};
type Try = {
  readonly what: string;
  readonly view: ImageView;
  readonly photo: Photo;
  readonly spot: Spot;
  readonly start: Ring | null;
  readonly found: Ring | null;
  readonly iou: number;
  readonly ms: number;
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

async function pixels(image: Sharp, full: { width: number; height: number }): Promise<PixelBlock> {
  const { data, info } = await image.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    rgba: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
    ...{ width: info.width, height: info.height, originX: 0, originY: 0 },
    ...{ stepX: full.width / info.width, stepY: full.height / info.height },
  };
}

async function readPhoto(folder: string, truthFile: string): Promise<Photo> {
  const truth = JSON.parse(readFileSync(join(folder, 'truth', truthFile), 'utf8')) as {
    macule_sample: { image: string; width: number; height: number };
    features: { id: number; geometry: { coordinates: number[][][] }; properties: { kind: string; area_px2: number } }[];
  };
  const name = truth.macule_sample.image;
  const file = readdirSync(folder, { recursive: true })
    .map(String)
    .find((path) => path.endsWith(name))!;
  const size = truth.macule_sample;
  const source = join(folder, file);
  let { width, height } = size;
  while (Math.max(width, height) / 2 >= 700) [width, height] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const spots = truth.features.map(({ id, geometry, properties }): Spot => {
    const ring = geometry.coordinates[0]!.slice(0, -1).map(([x, y]) => ({ x: x!, y: y! }));
    const centre = {
      x: ring.reduce((sum, { x }) => sum + x, 0) / ring.length,
      y: ring.reduce((sum, { y }) => sum + y, 0) / ring.length,
    };
    return {
      id: `${name.slice(0, 8)}-${id}`,
      kind: properties.kind,
      ring,
      radius: Math.sqrt(properties.area_px2 / Math.PI),
      centre,
    };
  });
  return {
    name,
    block: await pixels(sharp(source), size),
    overview: await pixels(sharp(source).resize(width, height, { fit: 'fill', kernel: 'linear' }), size),
    spots,
  };
}

/** Share of 1/4 px samples inside, of both over either: counted, not computed from areas. */
function iouOf(a: Ring, b: Ring): number {
  const both = [...a, ...b];
  const [minX, maxX] = [
    Math.floor(Math.min(...both.map(({ x }) => x))),
    Math.ceil(Math.max(...both.map(({ x }) => x))),
  ];
  const [minY, maxY] = [
    Math.floor(Math.min(...both.map(({ y }) => y))),
    Math.ceil(Math.max(...both.map(({ y }) => y))),
  ];
  let shared = 0;
  let either = 0;
  for (let y = minY + 1 / 8; y < maxY; y += 1 / 4) {
    const rows = [a, b].map((ring) => crossings(ring, y));
    for (let x = minX + 1 / 8; x < maxX; x += 1 / 4) {
      const [inA, inB] = rows.map((xs) => xs.filter((at) => at > x).length % 2 === 1);
      if (inA && inB) shared++;
      if (inA || inB) either++;
    }
  }
  return either === 0 ? 0 : shared / either;
}
function crossings(ring: Ring, y: number): number[] {
  return ring.flatMap((p, i) => {
    const q = ring[(i + 1) % ring.length]!;
    return p.y > y === q.y > y ? [] : [p.x + ((y - p.y) / (q.y - p.y)) * (q.x - p.x)];
  });
}

/** The part of a photo about a spot, as a view shows it. */
function partOf({ block }: Photo, at: Point, reach: number, view: ImageView, basis: ViewBasis): ShownBlock {
  const left = Math.max(0, Math.floor(at.x - reach));
  const top = Math.max(0, Math.floor(at.y - reach));
  const width = Math.min(block.width, Math.ceil(at.x + reach)) - left;
  const height = Math.min(block.height, Math.ceil(at.y + reach)) - top;
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    const from = 4 * ((top + y) * block.width + left);
    rgba.set(block.rgba.subarray(from, from + 4 * width), 4 * y * width);
  }
  const plain = { rgba, width, height, originX: left, originY: top, stepX: 1, stepY: 1 };
  const shown = { ...plain, rgba: rgba.slice() };
  paintView(shown, { view, tone: NEUTRAL_TONE }, basis);
  return { view, block: shown, plain };
}

function startsOf(spot: Spot, index: number): [string, Ring][] {
  const shift = [
    { x: ERROR_PX, y: 0 },
    { x: 0, y: ERROR_PX },
    { x: -ERROR_PX, y: 0 },
    { x: 0, y: -ERROR_PX },
  ][index % 4]!;
  const [shrunk, grown] = [offsetRing(spot.ring, -ERROR_PX), offsetRing(spot.ring, ERROR_PX)];
  return [
    ...(shrunk ? [['shrunk', shrunk] as [string, Ring]] : []),
    ...(grown ? [['grown', grown] as [string, Ring]] : []),
    ['shifted', spot.ring.map(({ x, y }) => ({ x: x + shift.x, y: y + shift.y }))],
  ];
}

const areaOf = (ring: Ring): number =>
  Math.abs(
    ring.reduce((sum, p, i) => sum + p.x * ring[(i + 1) % ring.length]!.y - ring[(i + 1) % ring.length]!.x * p.y, 0),
  ) / 2;

async function drawMisses(tries: readonly Try[]): Promise<void> {
  const worst = [...tries].sort((a, b) => a.iou - b.iou).slice(0, MOST_MISSES);
  for (const [rank, one] of worst.entries()) {
    const reach = one.spot.radius * 3 + 12;
    const basis = basisFor(one.photo, one.view);
    const { block: part } = partOf(one.photo, one.spot.centre, reach, one.view, basis);
    const scale = 8;
    const path = (ring: Ring | null, colour: string): string =>
      ring
        ? `<path d="M${ring.map(({ x, y }) => `${(x - part.originX) * scale} ${(y - part.originY) * scale}`).join('L')}Z" fill="none" stroke="${colour}" stroke-width="2"/>`
        : '';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${part.width * scale}" height="${part.height * scale}">${path(one.spot.ring, '#00e676')}${path(one.start, '#29b6f6')}${path(one.found, '#ff1744')}</svg>`;
    await sharp(Buffer.from(part.rgba), { raw: { width: part.width, height: part.height, channels: 4 } })
      .resize(part.width * scale, part.height * scale, { kernel: 'nearest' })
      .composite([{ input: Buffer.from(svg) }])
      .png()
      .toFile(
        join(
          OUT,
          `${String(rank + 1).padStart(2, '0')}-${one.what}-${one.view}-${one.spot.id}-iou${one.iou.toFixed(2)}.png`,
        ),
      );
  }
}

const bases = new Map<string, ViewBasis>();
function basisFor(photo: Photo, view: ImageView): ViewBasis {
  const key = `${photo.name} ${view}`;
  const known = bases.get(key);
  if (known) return known;
  const made = viewBasis(view, photo.overview, {
    medianLesionRadiusPx: median(photo.spots.map(({ radius }) => radius)),
    skinRings: photo.spots.map(({ centre, radius }) => ({ ...centre, radiusPx: radius })),
  });
  bases.set(key, made);
  return made;
}

async function main(): Promise<number> {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const given = process.argv[2];
  const workplace = given === undefined ? createWorkplace('boundary') : null;
  const folder = given ?? workplace!.path('sample');
  if (workplace) {
    const drawn = await macule(workplace, 'sample', '--out', folder);
    if (drawn.code !== 0) throw new Error(drawn.stderr);
  }
  const photos: Photo[] = [];
  for (const file of readdirSync(join(folder, 'truth')).sort()) photos.push(await readPhoto(folder, file));
  workplace?.remove();
  const tries: Try[] = [];
  for (const photo of photos) {
    const limitPx = Math.max(40, 5 * median(photo.spots.map(({ radius }) => radius)));
    const every = Math.max(1, Math.ceil(photo.spots.length / MOST_SPOTS));
    for (const [index, spot] of photo.spots.entries()) {
      if (index % every !== 0) continue;
      const starts = startsOf(spot, index);
      const isNear = ({ centre, radius }: Spot): boolean =>
        Math.hypot(centre.x - spot.centre.x, centre.y - spot.centre.y) < 4 * (radius + spot.radius) + 40;
      const others = photo.spots.filter((one) => one !== spot && isNear(one)).map(({ ring }) => ring);
      for (const view of IMAGE_VIEWS) {
        const basis = basisFor(photo, view);
        for (const [what, start] of starts) {
          const part = partOf(photo, spot.centre, spot.radius * 3 + 40, view, basis);
          const from = performance.now();
          const found = refitIn(
            part,
            [{ exterior: start, holes: [] }],
            others.map((exterior) => ({ exterior, holes: [] })),
          );
          const ms = performance.now() - from;
          const ring = found?.[0]?.exterior ?? null;
          tries.push({ what, view, photo, spot, start, found: ring, iou: iouOf(ring ?? start, spot.ring), ms });
        }
        const part = partOf(photo, spot.centre, limitPx + 2, view, basis);
        const from = performance.now();
        const found = wandIn(part, spot.centre, limitPx);
        const ms = performance.now() - from;
        const ring = found[0]?.exterior ?? null;
        tries.push({
          what: 'wand',
          view,
          photo,
          spot,
          start: null,
          found: ring,
          iou: ring ? iouOf(ring, spot.ring) : 0,
          ms,
        });
      }
    }
  }
  await drawMisses(tries);
  let missed = 0;
  const columns = ['shrunk', 'grown', 'shifted', 'refit', 'wand'];
  const pick = (what: string, view: ImageView): Try[] =>
    tries.filter((one) => one.view === view && (what === 'refit' ? one.what !== 'wand' : one.what === what));
  console.log(
    `${new Set(tries.map(({ spot }) => spot.id)).size} spots of ${photos.length} photos; median IoU (5th percentile)`,
  );
  console.log(`${'view'.padEnd(16)}${columns.map((name) => name.padStart(16)).join('')}`);
  for (const view of IMAGE_VIEWS) {
    const cells = columns.map((what) => {
      const ious = pick(what, view)
        .map(({ iou }) => iou)
        .sort((a, b) => a - b);
      const bar = what === 'wand' ? WAND_BAR : REFIT_BAR;
      if ((what === 'wand' || what === 'refit') && median(ious) < bar) missed++;
      return `${median(ious).toFixed(3)} (${(ious[Math.floor(ious.length * 0.05)] ?? NaN).toFixed(2)})`.padStart(16);
    });
    console.log(`${view.padEnd(16)}${cells.join('')}`);
  }
  for (const what of ['refit', 'wand']) {
    const times = tries
      .filter((one) => (one.what === 'wand') === (what === 'wand'))
      .map(({ ms }) => ms)
      .sort((a, b) => a - b);
    console.log(
      `${what}: median ${median(times).toFixed(1)} ms, p95 ${times[Math.floor(times.length * 0.95)]!.toFixed(1)} ms, most ${times.at(-1)!.toFixed(1)} ms`,
    );
  }
  const ratios = tries
    .filter((one) => one.what !== 'wand' && one.found)
    .map(({ found, spot }) => areaOf(found!) / areaOf(spot.ring));
  console.log(`refit area over true area: median ${median(ratios).toFixed(3)}`);
  for (const kind of [...new Set(tries.map(({ spot }) => spot.kind))]) {
    const ious = tries.filter((one) => one.spot.kind === kind && one.what !== 'wand').map(({ iou }) => iou);
    console.log(`${kind}: refit median IoU ${median(ious).toFixed(3)} over all views`);
  }
  console.log(
    missed === 0
      ? `meets ${REFIT_BAR} (refit) and ${WAND_BAR} (wand) in every view`
      : `MISSES the bar in ${missed} cells`,
  );
  console.log(`The ${MOST_MISSES} worst as pictures (green true, blue start, red found): ${OUT}`);
  return missed === 0 ? 0 : 1;
}
process.exitCode = await main();

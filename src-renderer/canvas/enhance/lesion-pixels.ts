import type { Bounds, Point, Polygon } from '#shared/geometry/types';
import type { Picture } from '../image/picture';
import { refitReachPx } from '../boundary/boundary-task';
import type { SpreadField } from '../boundary/spread';
import { toPolygon, type FlatRings, type LesionPicture } from '../layers/lesion-shapes';
import type { Size } from '../viewport/viewport';
import { cutLevel } from './cut-level';
import type { BlockPlace, PaintRecipe } from './enhance-protocol';
import type { EnhanceHost } from './enhance-host';
import { contrastBounds, lesionContrast, ringCircle, type LesionContrast, type NoContrast } from './lesion-contrast';
import { packFlatRings, packPolygons, unpackPolygons } from './packed-polygons';

/** A photo with all its levels, and how it lies under the frame. */
export type FullPhoto = {
  readonly picture: Picture;
  /** Upright size in px. */
  readonly size: Size;
  /** Frame px per photo px. */
  readonly scale: number;
};
export type SpreadFound = { readonly field: SpreadField; readonly place: BlockPlace; readonly scale: number };

/** More pixels than this are read from a smaller level. */
const MOST_PIXELS = 4_000_000;
/** A refit of more than this would be felt; such an outline is drawn by hand. */
const MOST_REFIT_PIXELS = 9_000_000;

/** A lesion against its ring, on the plain photo; `others` in frame px. */
export async function measureLesion(
  host: EnhanceHost,
  photo: FullPhoto,
  { lesion, others }: { lesion: LesionPicture; others: readonly FlatRings[] },
): Promise<LesionContrast | NoContrast> {
  const { scale } = photo;
  const circle = ringCircle(lesion.parts.map(toPolygon), lesion.partAreasPx2);
  if (!circle) return lesionContrast(NOTHING, [], []);
  const bounds = contrastBounds({ x: circle.x / scale, y: circle.y / scale, radius: circle.radius / scale });
  const cut = await cutBounds(photo, bounds, MOST_PIXELS);
  if (!cut) return { problem: 'The lesion lies outside the photo.' };
  const packed = { lesion: packFlatRings(lesion.parts, scale), others: packFlatRings(others, scale) };
  return host.run<'measure'>({ type: 'measure', ...cut, ...packed });
}

/** Outlines moved to the edges of the view; frame px. Null where the picture tells nothing; words where it cannot be. */
export async function refitLesion(
  host: EnhanceHost,
  photo: FullPhoto,
  asked: { polygons: readonly Polygon[]; others: readonly FlatRings[]; recipe: PaintRecipe },
): Promise<readonly Polygon[] | null | NoContrast> {
  const polygons = asked.polygons.map((polygon) => toPhoto(polygon, photo.scale));
  const bounds = refitReachPx(polygons);
  if ((bounds.maxX - bounds.minX) * (bounds.maxY - bounds.minY) > MOST_REFIT_PIXELS)
    return { problem: 'This outline is too large for a refit: redraw it.' };
  const cut = await cutBounds(photo, bounds, Infinity);
  if (!cut) return { problem: 'The lesion lies outside the photo.' };
  const packed = { polygons: packPolygons(polygons, 1), others: packFlatRings(asked.others, photo.scale) };
  const found = await host.run<'refit'>({ type: 'refit', recipe: asked.recipe, ...cut, ...packed });
  return found && unpackPolygons(found).map((polygon) => toPhoto(polygon, 1 / photo.scale));
}

/** What spreads from a frame point over the view, at most `limitPx` photo px far; null outside the photo. */
export async function spreadFromPoint(
  host: EnhanceHost,
  photo: FullPhoto,
  { seed, limitPx, recipe }: { seed: Point; limitPx: number; recipe: PaintRecipe },
): Promise<SpreadFound | null> {
  const at = { x: seed.x / photo.scale, y: seed.y / photo.scale };
  const isOnPhoto = at.x >= 0 && at.y >= 0 && at.x < photo.size.width && at.y < photo.size.height;
  const reach = limitPx + 2;
  const bounds = { minX: at.x - reach, minY: at.y - reach, maxX: at.x + reach, maxY: at.y + reach };
  const cut = isOnPhoto ? await cutBounds(photo, bounds, Infinity) : null;
  if (!cut) return null;
  const { place } = cut;
  const field = await host.run<'spread'>({ type: 'spread', recipe, ...cut, seed: at, limitPx });
  return { field, place, scale: photo.scale };
}

const NOTHING = { rgba: new Uint8ClampedArray(0), width: 0, height: 0, originX: 0, originY: 0, stepX: 1, stepY: 1 };

/** The part of the largest level whose pixels are few enough; null when nothing of it lies on the photo. */
async function cutBounds(
  { picture, size }: FullPhoto,
  bounds: Bounds,
  mostPixels: number,
): Promise<{ bitmap: ImageBitmap; place: BlockPlace } | null> {
  const minX = Math.max(0, Math.floor(bounds.minX));
  const minY = Math.max(0, Math.floor(bounds.minY));
  const width = Math.min(size.width, Math.ceil(bounds.maxX)) - minX;
  const height = Math.min(size.height, Math.ceil(bounds.maxY)) - minY;
  if (width <= 0 || height <= 0) return null;
  const pixelsOf = (level: Size): number => width * height * (level.width / size.width) * (level.height / size.height);
  const level = picture.levels.find((one) => pixelsOf(one) <= mostPixels) ?? picture.levels.at(-1);
  if (!level) return null;
  const [perX, perY] = [level.width / size.width, level.height / size.height];
  const left = Math.floor(minX * perX);
  const top = Math.floor(minY * perY);
  const crop = {
    ...{ x: left, y: top },
    width: Math.max(1, Math.min(level.width, Math.ceil((minX + width) * perX)) - left),
    height: Math.max(1, Math.min(level.height, Math.ceil((minY + height) * perY)) - top),
  };
  return cutLevel(level, size, crop);
}

function toPhoto({ exterior, holes }: Polygon, framePxPerPhotoPx: number): Polygon {
  const scaled = (ring: Polygon['exterior']): Point[] =>
    ring.map(({ x, y }) => ({ x: x / framePxPerPhotoPx, y: y / framePxPerPhotoPx }));
  return { exterior: scaled(exterior), holes: holes.map(scaled) };
}

import { simplifyRing } from '#shared/geometry/simplify';
import type { Bounds, Point } from '#shared/geometry/types';

/** From this many device px per frame px on, outlines are drawn vertex by vertex. */
const EXACT_FROM = 2;
/** Largest distance between the drawn and the true outline, in device px. */
const TOLERANCE_DEVICE_PX = 0.35;
const OUTLINE_FROM_DEVICE_PX = 6;
const SPOT_UNDER_DEVICE_PX = 3;

/** Level of detail: 0 serves more than 0.5 and up to 1 device px per frame px, each step half as much; null is exact. */
export type DetailLevel = number | null;

export function detailLevel(devicePxPerFramePx: number): DetailLevel {
  if (devicePxPerFramePx >= EXACT_FROM) return null;
  return Math.max(-1, Math.floor(0 - Math.log2(devicePxPerFramePx)));
}

/** How a lesion shows at a level: its outline, its filled shape, or a spot that stands for it. */
export function detailKind(bounds: Bounds, level: DetailLevel): 'outline' | 'shape' | 'spot' {
  if (level === null) return 'outline';
  const typicalScale = 0.75 * 2 ** -level;
  const size = Math.max(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY) * typicalScale;
  if (size >= OUTLINE_FROM_DEVICE_PX) return 'outline';
  return size >= SPOT_UNDER_DEVICE_PX ? 'shape' : 'spot';
}

/** Adds a ring (flat x, y in frame px) to a path, with the vertices that the level can show. */
export function addRing(path: Path2D, flat: ArrayLike<number>, level: DetailLevel): void {
  if (flat.length < 2) return;
  if (level === null || flat.length <= 8) {
    path.moveTo(flat[0] as number, flat[1] as number);
    for (let i = 2; i + 1 < flat.length; i += 2) path.lineTo(flat[i] as number, flat[i + 1] as number);
  } else {
    const kept = simplifyRing(toPoints(flat), TOLERANCE_DEVICE_PX * 2 ** level);
    kept.forEach(({ x, y }, index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
  }
  path.closePath();
}

/** Adds the spot that stands for a lesion of under three device px: at least two device px wide. */
export function addSpot(path: Path2D, bounds: Bounds, level: DetailLevel): void {
  const least = 2 ** (level ?? 0);
  const halfWidth = Math.max(least, (bounds.maxX - bounds.minX) / 2);
  const halfHeight = Math.max(least, (bounds.maxY - bounds.minY) / 2);
  const x = (bounds.minX + bounds.maxX) / 2;
  const y = (bounds.minY + bounds.maxY) / 2;
  path.rect(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight);
}

function toPoints(flat: ArrayLike<number>): Point[] {
  const points: Point[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) points.push({ x: flat[i] as number, y: flat[i + 1] as number });
  return points;
}

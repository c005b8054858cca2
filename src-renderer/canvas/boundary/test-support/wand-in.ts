import type { Point, Polygon } from '#shared/geometry/types';
import { movePolygon, polygonAt, spreadIn, type ShownBlock } from '../boundary-task';

/** What one click takes at the sharpest tolerance, in photo px. */
export function wandIn(shown: ShownBlock, seed: Point, limitPx: number): Polygon[] {
  const field = spreadIn(shown, seed, limitPx);
  const polygon = polygonAt(field, field.sharpestStep, 'filled');
  return polygon ? [movePolygon(polygon, shown.block.originX, shown.block.originY)] : [];
}

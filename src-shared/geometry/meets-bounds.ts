import { boundsIntersect, polygonBounds } from './bounds';
import { pointInPolygon } from './hit-test';
import { polygonRings } from './polygon';
import type { Bounds, Point, Polygon } from './types';

/** Whether any part of a polygon lies in the bounds: a vertex, an edge through them, or all of them inside it. */
export function meetsBounds(polygon: Polygon, bounds: Bounds): boolean {
  if (!boundsIntersect(polygonBounds(polygon), bounds)) return false;
  for (const ring of polygonRings(polygon)) {
    let a = ring.at(-1);
    for (const b of ring) {
      if (a && edgeMeets(a, b, bounds)) return true;
      a = b;
    }
  }
  return pointInPolygon(polygon, { x: bounds.minX, y: bounds.minY });
}

/** Clips the edge to the bounds (Liang and Barsky 1984) and looks whether anything of it is left. */
function edgeMeets(a: Point, b: Point, { minX, minY, maxX, maxY }: Bounds): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  let [from, to] = [0, 1];
  for (const [step, room] of [
    [-dx, a.x - minX],
    [dx, maxX - a.x],
    [-dy, a.y - minY],
    [dy, maxY - a.y],
  ] as const) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from <= to;
}

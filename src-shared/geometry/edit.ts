import type { EdgeRef, Point, Polygon, Ring, VertexRef } from './types';

/** The polygon with one vertex at another place. */
export function moveVertex(polygon: Polygon, ref: VertexRef, point: Point): Polygon {
  const ring = vertexRing(polygon, ref);
  return withRing(polygon, ref.ring, ring.with(ref.vertex, point));
}

/** The polygon with a new vertex on an edge: it becomes vertex `edge + 1` of the ring. */
export function insertVertex(polygon: Polygon, ref: EdgeRef, point: Point): Polygon {
  const ring = vertexRing(polygon, { ring: ref.ring, vertex: ref.edge });
  return withRing(polygon, ref.ring, ring.toSpliced(ref.edge + 1, 0, point));
}

/** The polygon without one vertex. A hole left with fewer than 3 goes; an exterior left with fewer than 3 gives null. */
export function deleteVertex(polygon: Polygon, ref: VertexRef): Polygon | null {
  const ring = vertexRing(polygon, ref).toSpliced(ref.vertex, 1);
  if (ring.length >= 3) return withRing(polygon, ref.ring, ring);
  return ref.ring === 0 ? null : { ...polygon, holes: polygon.holes.toSpliced(ref.ring - 1, 1) };
}

/** The polygon moved by an offset in px. */
export function translatePolygon(polygon: Polygon, offset: Point): Polygon {
  const translate = (ring: Ring): Ring => ring.map(({ x, y }) => ({ x: x + offset.x, y: y + offset.y }));
  return { exterior: translate(polygon.exterior), holes: polygon.holes.map(translate) };
}

function vertexRing(polygon: Polygon, ref: VertexRef): Ring {
  const ring = ref.ring === 0 ? polygon.exterior : polygon.holes[ref.ring - 1];
  if (!ring?.[ref.vertex]) throw new RangeError(`No vertex ${ref.vertex} in ring ${ref.ring}`);
  return ring;
}

function withRing(polygon: Polygon, index: number, ring: Ring): Polygon {
  return index === 0 ? { ...polygon, exterior: ring } : { ...polygon, holes: polygon.holes.with(index - 1, ring) };
}

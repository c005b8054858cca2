import { deleteVertex, insertVertex, moveVertex } from '#shared/geometry/edit';
import { polygonRings } from '#shared/geometry/polygon';
import { isSamePoint } from '#shared/geometry/ring';
import { segmentContact } from '#shared/geometry/segment-contact';
import { snapPoint } from '#shared/geometry/snap';
import type { Point, Polygon, VertexRef } from '#shared/geometry/types';
import { polygonProblem } from '#shared/geometry/validity';
import type { CanvasEdit } from '../canvas-edit';
import { finishPolygons } from './finish-polygon';
import type { Handle } from './handles';
import type { EditableLesion } from './tool';

/** A vertex on its way. Every position is derived from `base`, never from the draft before. */
export type VertexDrag = {
  readonly lesion: EditableLesion;
  readonly part: number;
  readonly ref: VertexRef;
  /** The polygon as the drag found it, with the new vertex when one is inserted. */
  readonly base: Polygon;
  readonly isNew: boolean;
  /** Vertex less pointer when the drag began, in frame px: the vertex does not jump to the pointer. */
  readonly grip: Point;
  readonly at: Point;
  /** All parts of the lesion with the vertex where it is now. */
  readonly polygons: readonly Polygon[];
  readonly isValid: boolean;
};

export type EditOutcome =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly message: string }
  /** `active`: the vertex that stays at hand. */
  | { readonly kind: 'changed'; readonly edit: CanvasEdit; readonly active: Point | null };

/** Above this many vertices a drag is checked near the vertex only; the release is checked in full. */
const CHECKED_IN_FULL = 2000;
const UNCHANGED: EditOutcome = { kind: 'unchanged' };

export function beginVertexDrag(lesion: EditableLesion, handle: Handle, start: Point): VertexDrag {
  const polygon = partOf(lesion, handle.part);
  const grip = { x: handle.at.x - start.x, y: handle.at.y - start.y };
  const isNew = handle.kind === 'edge';
  const ref = isNew ? { ring: handle.ref.ring, vertex: handle.ref.edge + 1 } : handle.ref;
  const base = isNew ? insertVertex(polygon, handle.ref, handle.at) : polygon;
  return { lesion, part: handle.part, ref, base, isNew, grip, at: handle.at, polygons: lesion.polygons, isValid: true };
}

export function moveVertexDrag(drag: VertexDrag, framePoint: Point): VertexDrag {
  const at = snapPoint({ x: framePoint.x + drag.grip.x, y: framePoint.y + drag.grip.y });
  const moved = moveVertex(drag.base, drag.ref, at);
  return { ...drag, at, polygons: withPart(drag.lesion, drag.part, moved), isValid: isValidNear(moved, drag.ref) };
}

/** One edit; nothing when the vertex was brought back to where it was. */
export function releaseVertexDrag({ lesion, polygons, at, ref, base, isNew }: VertexDrag): EditOutcome {
  const before = polygonRings(base)[ref.ring]?.[ref.vertex];
  if (!isNew && before && isSamePoint(snapPoint(before), at)) return UNCHANGED;
  return redraw(lesion, polygons, at);
}

/** A new vertex on an edge, at the handle's place. */
export function insertVertexAt(lesion: EditableLesion | null, handle: Handle): EditOutcome {
  if (!lesion || handle.kind !== 'edge') return UNCHANGED;
  const at = snapPoint(handle.at);
  const inserted = insertVertex(partOf(lesion, handle.part), handle.ref, at);
  return redraw(lesion, withPart(lesion, handle.part, inserted), at);
}

/** The lesion without the vertex at a place. */
export function deleteVertexAt(lesion: EditableLesion | null, at: Point): EditOutcome {
  const found = lesion && findVertex(lesion, at);
  if (!lesion || !found) return UNCHANGED;
  const left = deleteVertex(partOf(lesion, found.part), found.ref);
  if (!left) {
    return { kind: 'refused', message: 'An outline keeps at least three vertices. Reject the lesion to remove it.' };
  }
  return redraw(lesion, withPart(lesion, found.part, left), null);
}

function redraw(lesion: EditableLesion, polygons: readonly Polygon[], active: Point | null): EditOutcome {
  const finished = finishPolygons(polygons);
  if (!finished.ok) return { kind: 'refused', message: finished.message };
  return {
    kind: 'changed',
    active,
    edit: { kind: 'redraw', lesionIds: [...lesion.lesionIds], polygons: finished.polygons },
  };
}

function findVertex(lesion: EditableLesion, at: Point): { part: number; ref: VertexRef } | null {
  for (const [part, polygon] of lesion.polygons.entries()) {
    for (const [ring, vertices] of polygonRings(polygon).entries()) {
      const vertex = vertices.findIndex((candidate) => isSamePoint(candidate, at));
      if (vertex >= 0) return { part, ref: { ring, vertex } };
    }
  }
  return null;
}

function partOf(lesion: EditableLesion, part: number): Polygon {
  const polygon = lesion.polygons[part];
  if (!polygon) throw new RangeError(`No part ${part} in a lesion of ${lesion.polygons.length}`);
  return polygon;
}

function withPart(lesion: EditableLesion, part: number, polygon: Polygon): readonly Polygon[] {
  return lesion.polygons.with(part, polygon);
}

function isValidNear(polygon: Polygon, ref: VertexRef): boolean {
  const count = polygonRings(polygon).reduce((sum, ring) => sum + ring.length, 0);
  return count <= CHECKED_IN_FULL ? polygonProblem(polygon) === null : !doMovedEdgesMeet(polygon, ref);
}

/** Whether one of the two edges at a vertex meets any edge that is not its neighbour. */
function doMovedEdgesMeet(polygon: Polygon, { ring, vertex }: VertexRef): boolean {
  const rings = polygonRings(polygon);
  const own = rings[ring] ?? [];
  const at = own[vertex];
  const before = own.at(vertex - 1);
  const after = own[(vertex + 1) % own.length];
  if (!at || !before || !after || isSamePoint(at, before) || isSamePoint(at, after)) return false;
  return rings.some((vertices) => {
    let a = vertices.at(-1);
    for (const b of vertices) {
      if (a && !isSamePoint(a, b) && (meets([a, b], [before, at]) || meets([a, b], [at, after]))) return true;
      a = b;
    }
    return false;
  });
}

type Edge = readonly [Point, Point];

/** Whether two edges share more than an end that both have. */
function meets([a, b]: Edge, [c, d]: Edge): boolean {
  if ((a === c && b === d) || !isNear(a.x, b.x, c.x, d.x) || !isNear(a.y, b.y, c.y, d.y)) return false;
  const contact = segmentContact(a, b, c, d);
  const isNeighbour = a === d || b === c;
  return isNeighbour ? contact?.kind === 'overlap' : contact !== null;
}

/** Whether the span from a to b meets the one from c to d. */

function isNear(a: number, b: number, c: number, d: number): boolean {
  return Math.max(a, b) >= Math.min(c, d) && Math.max(c, d) >= Math.min(a, b);
}

import { distanceToSegment } from '#shared/geometry/hit-test';
import type { Point, Polygon, Ring } from '#shared/geometry/types';
import { finishPolygons } from './finish-polygon';
import { handleTolerancePx, type EditableLesion, type Sketch, type ToolContext } from './tool';
import type { EditOutcome } from './vertex-edit';

/** Vertices on their way out. The outline is always derived from the one that the drag found. */
export type VertexErasing = {
  readonly lesion: EditableLesion;
  readonly at: Point;
  readonly reachFramePx: number;
  readonly erased: ReadonlySet<Point>;
  /** All parts without the erased vertices; null when an outline would keep fewer than three. */
  readonly polygons: readonly Polygon[] | null;
};

export const beginErasing = (lesion: EditableLesion, at: Point): VertexErasing => ({
  ...{ lesion, at, reachFramePx: 0, erased: new Set(), polygons: lesion.polygons },
});

/** How far from the pointer a vertex goes, in frame px. */
export const eraseReach = ({ pointerKind, framePxPerScreenPx }: ToolContext): number =>
  handleTolerancePx(pointerKind) * framePxPerScreenPx;

/** Erases what the pointer came near on its way, also between two reports of it. */
export function eraseVertices(erasing: VertexErasing, trail: readonly Point[], context: ToolContext): VertexErasing {
  const reachFramePx = eraseReach(context);
  const erased = new Set(erasing.erased);
  let from = erasing.at;
  for (const to of trail) {
    for (const { exterior, holes } of erasing.lesion.polygons)
      for (const vertex of [exterior, ...holes].flat())
        if (distanceToSegment(vertex, from, to) <= reachFramePx) erased.add(vertex);
    from = to;
  }
  return { ...erasing, at: from, reachFramePx, erased, polygons: without(erasing.lesion.polygons, erased) };
}

/** One edit; nothing when no vertex was met. */
export function releaseErasing({ lesion, erased, polygons }: VertexErasing): EditOutcome {
  if (erased.size === 0) return { kind: 'unchanged' };
  if (!polygons)
    return { kind: 'refused', message: 'An outline keeps at least three vertices. Reject the lesion to remove it.' };
  const finished = finishPolygons(polygons);
  if (!finished.ok) return { kind: 'refused', message: finished.message };
  return {
    kind: 'changed',
    active: null,
    edit: { kind: 'redraw', lesionIds: [...lesion.lesionIds], polygons: finished.polygons },
  };
}

export function erasingSketch({ lesion, at, reachFramePx, erased, polygons }: VertexErasing): Sketch {
  return {
    kind: 'polygons',
    polygons: polygons ?? lesion.polygons,
    isValid: polygons !== null,
    activeVertex: null,
    reach: { ...at, radius: reachFramePx },
    label: erased.size > 0 ? { at, text: `−${erased.size} ${erased.size === 1 ? 'vertex' : 'vertices'}` } : null,
  };
}

/** A hole left with fewer than three vertices goes; an exterior left so gives null. */
function without(polygons: readonly Polygon[], erased: ReadonlySet<Point>): readonly Polygon[] | null {
  const keep = (ring: Ring): Ring => ring.filter((vertex) => !erased.has(vertex));
  const left = polygons.map(({ exterior, holes }) => ({
    exterior: keep(exterior),
    holes: holes.map(keep).filter(({ length }) => length >= 3),
  }));
  return left.some(({ exterior }) => exterior.length < 3) ? null : left;
}

import { nearestEdge } from '#shared/geometry/hit-test';
import { patchRing, type PatchedRing, type RingPlace } from '#shared/geometry/patch-ring';
import { polygonRings } from '#shared/geometry/polygon';
import { signedRingArea } from '#shared/geometry/ring';
import { simplifyLine } from '#shared/geometry/simplify';
import { snapPoint } from '#shared/geometry/snap';
import type { Point, Polygon, Ring } from '#shared/geometry/types';
import { polygonProblem } from '#shared/geometry/validity';
import { hasLine, linePoints, NO_LINE, stepLine, type DrawnLine } from './drawn-line';
import { finishPolygons } from './finish-polygon';
import { BUSY_MESSAGE, stay, type EditableLesion, type Sketch, type Step, type Tool, type ToolContext } from './tool';

/** Where on the selected lesion the new stretch begins: a ring of one of its parts. */
type Anchor = {
  readonly lesion: EditableLesion;
  readonly part: number;
  readonly ring: number;
  readonly place: RingPlace;
};
export type PatchState = {
  readonly line: DrawnLine;
  readonly anchor: Anchor | null;
  readonly side: 'shorter' | 'longer';
  readonly hover: Point | null;
};

/** How near the outline the line must begin and end, in CSS px. */
const REACH_PX = { mouse: 12, pen: 12, touch: 24, keys: 12 } as const;
const TOLERANCE_FRAME_PX = 0.5;
/** Above this many vertices only the release is checked in full. */
const CHECKED_WHILE_DRAWING = 2000;
const initial: PatchState = { line: NO_LINE, anchor: null, side: 'shorter', hover: null };

/**
 * Replaces a stretch of the selected outline: a line from one place of it to another, by a drag or by clicks. The
 * shorter side goes; Tab takes the other one.
 */
export const patchTool: Tool<PatchState> = {
  initial,
  step(state, event, context) {
    if (event.type === 'cancel') return hasLine(state.line) ? stay(reset(state)) : stay(state, { type: 'cancelTool' });
    if (event.type === 'interrupt') return stay(reset(state));
    if (event.type === 'swap')
      return state.anchor ? stay({ ...state, side: state.side === 'shorter' ? 'longer' : 'shorter' }) : stay(state);
    if (event.type === 'pointerMove' && !state.anchor) return stay({ ...state, hover: event.framePoint });
    if (event.type === 'pointerDown' && !state.anchor) return begin(state, event.framePoint, context);
    if (!state.anchor) return stay(state);
    const { line, did } = stepLine(state.line, event, context);
    const next: PatchState = { ...state, line };
    const isClosing = did === 'end' || (did === 'place' && line.kind === 'placing' && line.points.length > 1);
    if (!isClosing) return did === 'nothing' ? stay(state) : stay(next);
    const patch = patchOf(next, context);
    if (patch) return finish(next, patch);
    if (did === 'place') return stay(next);
    return stay(reset(state), { type: 'refuse', message: 'The line has to end on the outline that it began on.' });
  },
  sketch: sketchOf,
  cursor(state, context) {
    if (refusalOf(context) !== null) return 'refused';
    if (state.anchor) return patchOf(state, context) ? 'onEdge' : 'draw';
    return state.hover && anchorAt(state.hover, context) ? 'onEdge' : 'draw';
  },
  hasDraft: ({ line }) => hasLine(line),
  holdsOnPress: () => false,
};

const reset = ({ hover }: PatchState): PatchState => ({ ...initial, hover });

function begin(state: PatchState, at: Point, context: ToolContext): Step<PatchState> {
  const message = refusalOf(context);
  if (message !== null) return stay(state, { type: 'refuse', message });
  const anchor = anchorAt(at, context);
  if (!anchor) return stay(state, { type: 'refuse', message: 'Begin on the outline of the selected lesion.' });
  return stay({ ...state, anchor, line: { kind: 'pressing', points: [], start: anchor.place.at } });
}

function anchorAt(at: Point, context: ToolContext): Anchor | null {
  const { editable: lesion } = context;
  if (!lesion) return null;
  let best: { anchor: Anchor; distance: number } | null = null;
  for (const [part, polygon] of lesion.polygons.entries()) {
    const found = nearestEdge(polygon, at, reachOf(context));
    if (!found || (best && found.distance >= best.distance)) continue;
    const place = { edge: found.edge, at: snapPoint(found.at) };
    best = { anchor: { lesion, part, ring: found.ring, place }, distance: found.distance };
  }
  return best?.anchor ?? null;
}

const reachOf = ({ pointerKind, framePxPerScreenPx }: ToolContext): number =>
  REACH_PX[pointerKind] * framePxPerScreenPx;

type Patch = { readonly patched: PatchedRing; readonly polygons: readonly Polygon[]; readonly areaChangePx2: number };

/** What a release would make; null while the line does not end on the ring that it began on. */
function patchOf({ line, anchor, side }: PatchState, context: ToolContext): Patch | null {
  const points = linePoints(line);
  const end = points.at(-1);
  if (!anchor || !end || points.length < 2) return null;
  const { lesion, part } = anchor;
  const polygon = lesion.polygons[part];
  const ring = polygon && polygonRings(polygon)[anchor.ring];
  if (!polygon || !ring) return null;
  const found = nearestEdge({ exterior: ring, holes: [] }, end, reachOf(context));
  if (!found) return null;
  const to = { edge: found.edge, at: snapPoint(found.at) };
  // At the beginning a line is always near where it began: it has to have gone somewhere.
  if (Math.hypot(to.at.x - anchor.place.at.x, to.at.y - anchor.place.at.y) < reachOf(context) / 2) return null;
  const drawn = simplifyLine([anchor.place.at, ...points.slice(1, -1), to.at], TOLERANCE_FRAME_PX);
  const path = drawn.slice(1, -1).map(snapPoint);
  const patched = patchRing(ring, { from: anchor.place, to, path }, side);
  const areaChangePx2 = Math.abs(signedRingArea(patched.ring)) - Math.abs(signedRingArea(ring));
  const changed = withRing(polygon, anchor.ring, patched.ring);
  return {
    patched,
    polygons: lesion.polygons.with(part, changed),
    areaChangePx2: anchor.ring === 0 ? areaChangePx2 : -areaChangePx2,
  };
}

const withRing = (polygon: Polygon, index: number, ring: Ring): Polygon =>
  index === 0 ? { ...polygon, exterior: ring } : { ...polygon, holes: polygon.holes.with(index - 1, ring) };

function finish(state: PatchState, { polygons }: Patch): Step<PatchState> {
  const finished = finishPolygons(polygons);
  const lesionIds = [...(state.anchor?.lesion.lesionIds ?? [])];
  if (!finished.ok) return stay(reset(state), { type: 'refuse', message: finished.message });
  return stay(reset(state), { type: 'commit', edit: { kind: 'redraw', lesionIds, polygons: finished.polygons } });
}

function sketchOf(state: PatchState, context: ToolContext): Sketch {
  const line = linePoints(state.line);
  const snapped = state.hover && !state.anchor ? (anchorAt(state.hover, context)?.place.at ?? null) : null;
  const patch = patchOf(state, context);
  const at = line.at(-1);
  if (!patch || !at) return { kind: 'path', line, snapped };
  const { polygons, patched, areaChangePx2 } = patch;
  return {
    kind: 'polygons',
    polygons,
    isValid: isSound(polygons),
    activeVertex: null,
    replaced: patched.replaced,
    label: { at, text: areaWords(areaChangePx2, state.anchor?.lesion.polygons ?? []) },
  };
}

function isSound(polygons: readonly Polygon[]): boolean {
  const vertices = polygons.flatMap(polygonRings).reduce((sum, { length }) => sum + length, 0);
  return vertices > CHECKED_WHILE_DRAWING || polygons.every((polygon) => polygonProblem(polygon) === null);
}

function areaWords(changePx2: number, before: readonly Polygon[]): string {
  const area = before.reduce(
    (sum, { exterior, holes }) =>
      sum + Math.abs(signedRingArea(exterior)) - holes.reduce((all, hole) => all + Math.abs(signedRingArea(hole)), 0),
    0,
  );
  const sign = changePx2 < 0 ? '−' : '+';
  const share = area > 0 ? ` (${sign}${((100 * Math.abs(changePx2)) / area).toFixed(1)} %)` : '';
  return `${sign}${Math.abs(changePx2).toFixed(0)} px²${share}`;
}

function refusalOf({ editable, isBusy }: ToolContext): string | null {
  if (!editable) return 'Select the one lesion whose outline is to change first.';
  return isBusy ? BUSY_MESSAGE : null;
}

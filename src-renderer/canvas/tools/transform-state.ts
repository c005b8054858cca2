import { transformedBounds, type Affine } from '#shared/geometry/affine';
import { boundsUnion, EMPTY_BOUNDS, polygonBounds } from '#shared/geometry/bounds';
import { polygonArea } from '#shared/geometry/polygon';
import { GRID_PER_PX } from '#shared/geometry/snap';
import type { LesionId } from '#shared/domain/ids';
import type { Bounds, Point } from '#shared/geometry/types';
import type { Size } from '../viewport/viewport';
import type { Cursor, EditableLesion, Sketch, ToolContext, TransformReport } from './tool';
import { boxPlaces, type BoxGrip } from './transform-box';
import { isRest, poseAffine, poseProblem, poseWords, REST, type Pose } from './transform-pose';

/** A pose, and the lesions that it is of: of others it says nothing. */
export type Held = { readonly of: readonly EditableLesion[]; readonly pose: Pose };

export type TransformState =
  | {
      readonly kind: 'idle';
      readonly held: Held | null;
      readonly over: BoxGrip | null;
      readonly hovered: LesionId | null;
    }
  | { readonly kind: 'pressing'; readonly held: Held | null; readonly grip: BoxGrip | null; readonly start: Point }
  | {
      readonly kind: 'dragging';
      readonly held: Held;
      /** As the drag found it. */
      readonly before: Held | null;
      readonly grip: BoxGrip;
      readonly start: Point;
    };

/** The pose of the lesions that are selected now; at rest when they are others than before. */
export const poseNow = ({ held }: TransformState, context: ToolContext): Pose =>
  held && held.of === context.movable() ? held.pose : REST;

type Measures = { readonly bounds: Bounds; readonly each: readonly Bounds[]; readonly areaPx2: number };
const measured = new WeakMap<readonly EditableLesion[], Measures>();

/** Bounds and area of lesions as they stand: measured once, not at every move of the pointer. */
export function measuresOf(lesions: readonly EditableLesion[]): Measures {
  const known = measured.get(lesions);
  if (known) return known;
  const each = lesions.map(({ polygons }) => polygons.map(polygonBounds).reduce(boundsUnion, EMPTY_BOUNDS));
  const areaPx2 = lesions.reduce((sum, { polygons }) => polygons.reduce((all, one) => all + polygonArea(one), sum), 0);
  const made = { bounds: each.reduce(boundsUnion, EMPTY_BOUNDS), each, areaPx2 };
  measured.set(lesions, made);
  return made;
}

/** Rounding alone takes nothing over the edge of the frame. */
const EDGE_PX = 0.5 / GRID_PER_PX;

export function reachesOver({ minX, minY, maxX, maxY }: Bounds, frame: Size): boolean {
  return minX < -EDGE_PX || minY < -EDGE_PX || maxX > frame.width + EDGE_PX || maxY > frame.height + EDGE_PX;
}

export function isOutside({ minX, minY, maxX, maxY }: Bounds, frame: Size): boolean {
  return maxX <= 0 || maxY <= 0 || minX >= frame.width || minY >= frame.height;
}

/** How many lesions would reach over the edge of the frame, and how many of them would lie outside it altogether. */
function countOver(
  lesions: readonly EditableLesion[],
  affine: Affine,
  frame: Size | null,
): { over: number; outside: number } {
  if (!frame) return { over: 0, outside: 0 };
  let over = 0;
  let outside = 0;
  for (const { polygons } of lesions) {
    const bounds = transformedBounds(affine, polygons);
    if (!reachesOver(bounds, frame)) continue;
    over += 1;
    if (isOutside(bounds, frame)) outside += 1;
  }
  return { over, outside };
}

const reports = new WeakMap<Held, TransformReport>();

/** What a pose would make of its lesions, for the panel; null while nothing differs. */
function reportOf(state: TransformState, held: Held, context: ToolContext): TransformReport {
  const isWaiting = state.kind === 'idle' && !isRest(held.pose);
  const known = reports.get(held);
  if (known?.isWaiting === isWaiting) return known;
  const { pose, of } = held;
  const { bounds, areaPx2 } = measuresOf(of);
  const { over, outside } = known ?? countOver(of, poseAffine(bounds, pose), context.frame);
  const made: TransformReport = {
    pose,
    lesions: of.length,
    areaBeforePx2: areaPx2,
    areaAfterPx2: areaPx2 * Math.abs(pose.scaleX * pose.scaleY),
    ...{ over, outside },
    problem: poseProblem(bounds, pose),
    isWaiting,
  };
  reports.set(held, made);
  return made;
}

const atRest = new WeakMap<readonly EditableLesion[], Held>();
function heldAtRest(of: readonly EditableLesion[]): Held {
  const known = atRest.get(of) ?? { of, pose: REST };
  atRest.set(of, known);
  return known;
}

export function sketchOf(state: TransformState, context: ToolContext): Sketch {
  const lesions = context.movable();
  if (lesions.length === 0 || context.isBusy || !context.isOverlayVisible) return { kind: 'none' };
  const held = state.held?.of === lesions ? state.held : heldAtRest(lesions);
  const { pose } = held;
  const { bounds } = measuresOf(lesions);
  const report = reportOf(state, held, context);
  const box = boxPlaces({ bounds, pose, framePxPerScreenPx: context.framePxPerScreenPx });
  const isMoved = !isRest(pose);
  return {
    kind: 'transform',
    lesions,
    affine: poseAffine(bounds, pose),
    isMoved,
    isValid: report.problem === null,
    ...box,
    over: state.kind === 'idle' ? state.over : state.grip,
    words: isMoved ? wordsOf(report) : null,
    report,
  };
}

function wordsOf({ pose, over, problem }: TransformReport): string {
  if (problem !== null) return 'Not possible';
  return over > 0 ? `${poseWords(pose)} · over the frame` : poseWords(pose);
}

const CURSORS: Readonly<Record<BoxGrip, Cursor>> = {
  topLeft: 'scaleDown',
  bottomRight: 'scaleDown',
  topRight: 'scaleUp',
  bottomLeft: 'scaleUp',
  rotate: 'rotate',
  inside: 'move',
};

export function cursorOf(state: TransformState, context: ToolContext): Cursor {
  if (state.kind === 'idle') {
    if (state.over) return context.isBusy ? 'refused' : CURSORS[state.over];
    return state.hovered ? 'lesion' : 'ground';
  }
  return state.grip ? CURSORS[state.grip] : 'ground';
}

import { countPieces } from '#shared/geometry/count-pieces';
import { coloursBeyondEnds, cutAlong } from '#shared/geometry/cut';
import { simplifyLine } from '#shared/geometry/simplify';
import { snapPoint } from '#shared/geometry/snap';
import type { Point, Polygon, Ring } from '#shared/geometry/types';
import { hasLine, linePoints, NO_LINE, stepLine, type DrawnLine } from './drawn-line';
import { BUSY_MESSAGE, stay, type EditableLesion, type Step, type Tool, type ToolContext } from './tool';

/** A line that stops this short of the outline still reaches it, in CSS px. */
const REACH_PX = 8;
const TOLERANCE_FRAME_PX = 0.5;

/** Parts the selected lesion along a line: drawn by a drag, or by clicks that a double click or Enter ends. */
export const splitTool: Tool<DrawnLine> = {
  initial: NO_LINE,
  step(state, event, context) {
    if (event.type === 'cancel') return hasLine(state) ? stay(NO_LINE) : stay(state, { type: 'cancelTool' });
    if (event.type === 'interrupt') return stay(NO_LINE);
    const message = event.type === 'pointerDown' ? refusalOf(context) : null;
    if (message !== null) return stay(state, { type: 'refuse', message });
    const { line, did } = stepLine(state, event, context);
    if (did === 'nothing') return stay(state);
    return did === 'end' ? cut(linePoints(line), context) : stay(line);
  },
  sketch: (state, context) => {
    if (!hasLine(state)) return { kind: 'none' };
    const { line, side, pieces } = lookOf(state, context);
    const at = line.at(-1);
    const text = side ? `${pieces} pieces` : 'Parts nothing yet';
    return { ...cutSketch(line, side, context), label: at ? { at, text } : null };
  },
  cursor: (state, context) => {
    if (refusalOf(context) !== null) return 'refused';
    return hasLine(state) && !lookOf(state, context).side ? 'cutNothing' : 'cut';
  },
  hasDraft: hasLine,
  holdsOnPress: () => false,
};

function cut(points: readonly Point[], context: ToolContext): Step<DrawnLine> {
  const { line, side } = lookAlong(points, context);
  const lesionIds = [...(context.editable?.lesionIds ?? [])];
  return stay(NO_LINE, {
    type: 'commit',
    edit: { kind: 'work', work: { operation: 'split', line }, lesionIds, sketch: cutSketch(points, side, context) },
  });
}

/** The line made longer at both ends, straight on. */
function reaching(line: readonly Point[], { framePxPerScreenPx }: ToolContext): readonly Point[] {
  const [first, second] = line;
  const [last, beforeLast] = [line.at(-1), line.at(-2)];
  if (!first || !second || !last || !beforeLast) return line;
  const reach = REACH_PX * framePxPerScreenPx;
  return [beyond(first, second, reach), ...line, beyond(last, beforeLast, reach)];
}

function beyond(end: Point, before: Point, reach: number): Point {
  const length = Math.hypot(end.x - before.x, end.y - before.y);
  if (length === 0) return end;
  return snapPoint({
    x: end.x + ((end.x - before.x) / length) * reach,
    y: end.y + ((end.y - before.y) / length) * reach,
  });
}

/**
 * What the line would do: `pieces` as the engine will make them; `side` null where they are no more than before, empty
 * where two colours would show a cut beyond the line's ends.
 */
type Look = { readonly line: readonly Point[]; readonly side: Ring | null; readonly pieces: number };
type KnownLook = Look & { readonly editable: EditableLesion | null; readonly framePxPerScreenPx: number };
const looks = new WeakMap<DrawnLine, KnownLook>();

/** Worked out once per step: the sketch and the cursor both ask. */
function lookOf(state: DrawnLine, context: ToolContext): Look {
  const { editable, framePxPerScreenPx } = context;
  const known = looks.get(state);
  if (known && known.editable === editable && known.framePxPerScreenPx === framePxPerScreenPx) return known;
  const points = linePoints(state);
  const look = { ...lookAlong(points, context), line: points, editable, framePxPerScreenPx };
  looks.set(state, look);
  return look;
}

function lookAlong(points: readonly Point[], context: ToolContext): Look {
  const polygons = context.editable?.polygons ?? [];
  const line = reaching(simplifyLine(points, TOLERANCE_FRAME_PX).map(snapPoint), context);
  const pieces = countPieces(line, polygons);
  return { line, pieces, side: pieces > polygons.length ? sideOf(line, polygons) : null };
}

function sideOf(line: readonly Point[], polygons: readonly Polygon[]): Ring {
  const along = cutAlong(line, polygons);
  return !along || coloursBeyondEnds(along, polygons) ? [] : along.side;
}

const cutSketch = (line: readonly Point[], side: Ring | null, { editable }: ToolContext) =>
  ({ kind: 'cut', line, side, polygons: editable?.polygons ?? [], label: null }) as const;

function refusalOf({ editable, isBusy }: ToolContext): string | null {
  if (!editable) return 'Select the one lesion to split first.';
  return isBusy ? BUSY_MESSAGE : null;
}

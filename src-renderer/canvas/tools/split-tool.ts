import { cutAlong } from '#shared/geometry/cut';
import { simplifyLine } from '#shared/geometry/simplify';
import { snapPoint } from '#shared/geometry/snap';
import type { Point } from '#shared/geometry/types';
import { hasLine, linePoints, NO_LINE, stepLine, type DrawnLine } from './drawn-line';
import { BUSY_MESSAGE, stay, type Sketch, type Step, type Tool, type ToolContext } from './tool';

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
  sketch: (state, context) => sketchOf(state, context),
  cursor: (_, context) => (refusalOf(context) === null ? 'cut' : 'refused'),
  hasDraft: hasLine,
  holdsOnPress: () => false,
};

function cut(points: readonly Point[], context: ToolContext): Step<DrawnLine> {
  const line = reaching(simplifyLine(points, TOLERANCE_FRAME_PX).map(snapPoint), context);
  const lesionIds = [...(context.editable?.lesionIds ?? [])];
  const sketch: Sketch = { ...sketchFor(line, context), pointer: null };
  return stay(NO_LINE, {
    type: 'commit',
    edit: { kind: 'work', work: { operation: 'split', line }, lesionIds, sketch },
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

function sketchOf(state: DrawnLine, context: ToolContext): Sketch {
  const points = linePoints(state);
  if (points.length === 0) return { kind: 'none' };
  return { ...sketchFor(points, context), pointer: state.kind === 'placing' ? state.pointer : null };
}

function sketchFor(line: readonly Point[], context: ToolContext): Extract<Sketch, { kind: 'cut' }> {
  const polygons = context.editable?.polygons ?? [];
  const side = cutAlong(reaching(line, context), polygons)?.side ?? null;
  return { kind: 'cut', line, polygons, side, pointer: null };
}

function refusalOf({ editable, isBusy }: ToolContext): string | null {
  if (!editable) return 'Select the one lesion to split first.';
  return isBusy ? BUSY_MESSAGE : null;
}

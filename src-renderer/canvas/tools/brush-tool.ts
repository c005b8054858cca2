import type { LesionId } from '#shared/domain/ids';
import { distanceToRing, pointInPolygon } from '#shared/geometry/hit-test';
import { polygonRings } from '#shared/geometry/polygon';
import { thinStroke, type StrokeSample } from '#shared/geometry/stroke';
import type { Point, Polygon } from '#shared/geometry/types';
import {
  stay,
  type Cursor,
  type Modifiers,
  type Sketch,
  type Step,
  type Tool,
  type ToolContext,
  type ToolEvent,
  type ToolPointerEvent,
} from './tool';

type Mode = Extract<Sketch, { kind: 'stroke' }>['mode'];
type Hover = { readonly at: Point; readonly modifiers: Modifiers };

/** Samples in frame px, each with the radius that the brush had there. */
export type BrushState =
  | { readonly kind: 'idle'; readonly hover: Hover | null }
  | {
      readonly kind: 'painting';
      readonly mode: Mode;
      readonly lesionIds: readonly LesionId[];
      /** Every state of one stroke has the same list, to which each move adds: copying it would cost more with each. */
      readonly samples: StrokeSample[];
    };

/** A pen at half its pressure draws with the radius that is set; it never shrinks or grows beyond these factors. */
const PRESSURE_FACTORS = { least: 0.2, most: 2 };

/**
 * Paints with a disc. The brush adds to the selected lesion when it begins on it, or with Shift; elsewhere it draws a
 * new lesion. The eraser takes away from the selected lesion. Alt makes each the other one for a stroke.
 */
export function createBrushTool(name: 'brush' | 'eraser'): Tool<BrushState> {
  return {
    initial: { kind: 'idle', hover: null },
    step(state, event, context) {
      return state.kind === 'idle' ? stepIdle(state, event, { name, context }) : stepPainting(state, event, context);
    },
    sketch: (state, context) => sketchOf(state, { name, context }),
    cursor: (state, context) => cursorOf(state, { name, context }),
    hasDraft: ({ kind }) => kind === 'painting',
    holdsOnPress: () => true,
  };
}

type Painting = { readonly name: 'brush' | 'eraser'; readonly context: ToolContext };

function stepIdle(
  state: Extract<BrushState, { kind: 'idle' }>,
  event: ToolEvent,
  painting: Painting,
): Step<BrushState> {
  switch (event.type) {
    case 'pointerDown': {
      const message = refusalOf(event, painting);
      if (message !== null) return stay(state, { type: 'refuse', message });
      const mode = modeAt({ at: event.framePoint, modifiers: event.modifiers }, painting);
      const lesionIds = mode === 'new' ? [] : (painting.context.editable?.lesionIds ?? []);
      return stay({ kind: 'painting', mode, lesionIds, samples: withSamplesOf(event, painting.context, []) });
    }
    case 'pointerMove':
      return stay({ kind: 'idle', hover: { at: event.framePoint, modifiers: event.modifiers } });
    case 'pointerLeave':
      return stay({ kind: 'idle', hover: null });
    case 'cancel':
      return stay(state, { type: 'cancelTool' });
    default:
      return stay(state);
  }
}

function stepPainting(
  state: Extract<BrushState, { kind: 'painting' }>,
  event: ToolEvent,
  context: ToolContext,
): Step<BrushState> {
  switch (event.type) {
    case 'pointerMove':
      return stay({ ...state, samples: withSamplesOf(event, context, state.samples) });
    case 'pointerUp':
      return finish({ ...state, samples: withSamplesOf(event, context, state.samples) }, event.modifiers);
    case 'complete':
      return finish(state, null);
    case 'cancel':
    case 'interrupt':
      return stay(idleAt(state, null));
    default:
      return stay(state);
  }
}

function finish(state: Extract<BrushState, { kind: 'painting' }>, modifiers: Modifiers | null): Step<BrushState> {
  const { mode, lesionIds } = state;
  const stroke = thinStroke(state.samples);
  const work = { operation: 'brush', mode: mode === 'erase' ? 'erase' : 'add', stroke } as const;
  const sketch: Sketch = { kind: 'stroke', mode, lesionIds, samples: state.samples, ring: null };
  return stay(idleAt(state, modifiers), {
    type: 'commit',
    edit: { kind: 'work', work, lesionIds: [...lesionIds], sketch },
  });
}

function idleAt({ samples }: Extract<BrushState, { kind: 'painting' }>, modifiers: Modifiers | null): BrushState {
  const at = samples.at(-1);
  return { kind: 'idle', hover: at && modifiers ? { at, modifiers } : null };
}

/** Adds the samples of an event to those so far. A pen that is lifted reports no pressure: it keeps the last radius. */
function withSamplesOf(
  { type, trail, pressures }: ToolPointerEvent,
  { brushRadiusFramePx }: ToolContext,
  samples: StrokeSample[],
): StrokeSample[] {
  const last = samples.at(-1);
  trail.forEach(({ x, y }, index) => {
    const isLift = type === 'pointerUp' && last !== undefined;
    const radius = isLift ? last.radius : brushRadiusFramePx * pressureFactor(pressures?.[index]);
    samples.push({ x, y, radius });
  });
  return samples;
}

function pressureFactor(pressure: number | undefined): number {
  if (pressure === undefined) return 1;
  return Math.min(PRESSURE_FACTORS.most, Math.max(PRESSURE_FACTORS.least, 2 * pressure));
}

/** What a stroke that begins there does. */
function modeAt({ at, modifiers }: Hover, { name, context }: Painting): Mode {
  if (isErasing(modifiers, name)) return 'erase';
  const { editable, brushRadiusFramePx } = context;
  return editable && (modifiers.shift || touches(editable.polygons, at, brushRadiusFramePx)) ? 'grow' : 'new';
}

const isErasing = ({ alt }: Modifiers, name: Painting['name']): boolean => (name === 'eraser') !== alt;

const touches = (polygons: readonly Polygon[], at: Point, radius: number): boolean =>
  polygons.some(
    (polygon) =>
      pointInPolygon(polygon, at) || polygonRings(polygon).some((ring) => distanceToRing(ring, at) <= radius),
  );

function refusalOf({ modifiers }: { readonly modifiers: Modifiers }, { name, context }: Painting): string | null {
  if (!context.canDraw) return 'This view has no frame, so nothing can be drawn on it.';
  if (isErasing(modifiers, name) && !context.editable) return 'Select the one lesion to erase from first.';
  if (!context.editable && context.selectedIds.length > 1)
    return 'Several lesions are selected: select one to add to it, or none to draw a new one.';
  return null;
}

function sketchOf(state: BrushState, painting: Painting): Sketch {
  if (state.kind === 'painting') {
    const { mode, lesionIds, samples } = state;
    return { kind: 'stroke', mode, lesionIds, samples, ring: samples.at(-1) ?? null };
  }
  const { hover } = state;
  if (!hover) return { kind: 'none' };
  const ring = { ...hover.at, radius: painting.context.brushRadiusFramePx };
  return { kind: 'stroke', mode: modeAt(hover, painting), lesionIds: [], samples: [], ring };
}

const CURSORS: Readonly<Record<Mode, Cursor>> = { new: 'brushNew', grow: 'brushGrow', erase: 'brushErase' };

function cursorOf(state: BrushState, painting: Painting): Cursor {
  if (state.kind === 'painting') return CURSORS[state.mode];
  const hover = state.hover ?? { at: { x: NaN, y: NaN }, modifiers: { shift: false, ctrl: false, alt: false } };
  return refusalOf(hover, painting) === null ? CURSORS[modeAt(hover, painting)] : 'refused';
}

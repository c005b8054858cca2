import type { SpreadPhase } from '../boundary/wand-session';
import type { LesionId } from '#shared/domain/ids';
import type { Affine } from '#shared/geometry/affine';
import type { StrokeSample } from '#shared/geometry/stroke';
import type { Bounds, Point, Polygon, Ring } from '#shared/geometry/types';
import type { CanvasEdit, SelectHow } from '../canvas-edit';

export type Modifiers = { readonly shift: boolean; readonly ctrl: boolean; readonly alt: boolean };

/** Positions in frame px. `trail`: where the pointer was since the last event, the position itself last. */
export type ToolPointerEvent = {
  /** `secondary`: the right button, or a long press of a finger. */
  readonly type: 'pointerDown' | 'pointerMove' | 'pointerUp' | 'doubleClick' | 'secondary';
  readonly framePoint: Point;
  readonly trail: readonly Point[];
  /** How hard a pen pressed at each point of the trail, 0 to 1; null for what has no pressure. */
  readonly pressures?: readonly number[] | null;
  readonly modifiers: Modifiers;
};

export type ToolEvent =
  | ToolPointerEvent
  | { readonly type: 'pointerLeave' }
  /** Esc: back to before the gesture. */
  | { readonly type: 'cancel' }
  /** Enter. */
  | { readonly type: 'complete' }
  /** Delete or Backspace. */
  | { readonly type: 'deleteVertex' }
  /** An arrow key, in frame px. */
  | { readonly type: 'nudge'; readonly dx: number; readonly dy: number }
  /** Tab: the other way round. */
  | { readonly type: 'swap' }
  /** Numbers typed for a move, turn or size; see `transform-tool`. */
  | { readonly type: 'numbers'; readonly numbers: TransformNumbers }
  /** The gesture was taken over: a second finger, a lost pointer, another window. */
  | { readonly type: 'interrupt' };

/** The one selected lesion that can be edited vertex by vertex. */
export type EditableLesion = {
  /** The lesion and those redrawn together with it. */
  readonly lesionIds: readonly LesionId[];
  /** What stands for it, in frame px; a split lesion has several. */
  readonly polygons: readonly Polygon[];
};

/**
 * A move of the middle in frame px, a turn in degrees clockwise on screen, a size in per cent of what it was; null when
 * width and height are scaled apart, and stay so.
 */
export type TransformNumbers = {
  readonly dx: number;
  readonly dy: number;
  readonly angleDeg: number;
  readonly scalePercent: number | null;
};

/** What a tool may know of the world while it steps. */
export type ToolContext = {
  /** Frame px per CSS px: tolerances are lengths on screen. */
  readonly framePxPerScreenPx: number;
  /** Touch needs larger targets. */
  readonly pointerKind: 'mouse' | 'pen' | 'touch' | 'keys';
  readonly selectedIds: readonly LesionId[];
  /** Every lesion that a redraw of the selection replaces. */
  readonly redrawIds: readonly LesionId[];
  /** Null when none or several are selected, or it has no outline. */
  readonly editable: EditableLesion | null;
  readonly isOverlayVisible: boolean;
  /** An edit is being stored: no other may begin. */
  readonly isBusy: boolean;
  /** False when the view has no frame: then there are no coordinates to draw in. */
  readonly canDraw: boolean;
  /** Radius of the brush now, in frame px. */
  readonly brushRadiusFramePx: number;
  /** Every selected lesion that has an outline, those redrawn together as one. */
  movable(): readonly EditableLesion[];
  /** The model's lesions of the view that stand as delivered, pending or accepted. */
  mask(): readonly EditableLesion[];
  /** Lesions of which any part lies in the bounds, in frame px. */
  within(bounds: Bounds): LesionId[];
  /** Lesions under a frame point, smallest first, then those with an edge within the tolerance. */
  hit(framePoint: Point, toleranceFramePx: number): LesionId[];
};

export type ToolEffect =
  | { readonly type: 'select'; readonly lesionIds: LesionId[]; readonly how: SelectHow }
  | { readonly type: 'hover'; readonly lesionId: LesionId | null }
  | { readonly type: 'commit'; readonly edit: CanvasEdit }
  /** The wand spreads over the picture: what it finds is the canvas' to show and to take. */
  | { readonly type: 'spread'; readonly phase: SpreadPhase }
  /** Words for the reviewer: why nothing was changed. */
  | { readonly type: 'refuse'; readonly message: string }
  /** The drag that began moves the picture: the pointer is no longer the tool's. */
  | { readonly type: 'pan' }
  /** Esc with nothing to take back: the tool is put away. */
  | { readonly type: 'cancelTool' };

export type Step<State> = { readonly state: State; readonly effects: readonly ToolEffect[] };

export type Cursor =
  | 'ground'
  | 'lesion'
  | 'vertex'
  | 'insert'
  | 'remove'
  | 'draw'
  | 'close'
  | 'refused'
  | 'grab'
  | 'grabbing'
  | 'brushNew'
  | 'brushGrow'
  | 'brushErase'
  | 'cut'
  | 'cutNothing'
  | 'onEdge'
  | 'move'
  | 'scaleDown'
  | 'scaleUp'
  | 'scaleAcross'
  | 'scaleAlong'
  | 'rotate'
  | 'marquee';

/** What a tool shows on the edit layer, in frame px. */
export type Sketch =
  | { readonly kind: 'none' }
  /** The selected lesion while it is edited, in the place of its stored outline. */
  | {
      readonly kind: 'polygons';
      readonly polygons: readonly Polygon[];
      readonly isValid: boolean;
      readonly activeVertex: Point | null;
      /** The stretch of the stored outline that would go. */
      readonly replaced?: readonly Point[];
      /** Words beside the pointer. */
      readonly label?: SketchLabel | null;
      /** A ring round the pointer: what it takes. */
      readonly reach?: StrokeSample | null;
    }
  /** The vertex that Delete would remove, and the handle under the pointer. */
  | { readonly kind: 'handles'; readonly activeVertex: Point | null; readonly over: Point | null }
  /** A ring being drawn; `pointer` is the loose end, `isClosing` when a click would close it. */
  | {
      readonly kind: 'ring';
      readonly vertices: readonly Point[];
      readonly pointer: Point | null;
      readonly isClosing: boolean;
      readonly isTrace: boolean;
      /** What is inside will be taken away from these lesions. */
      readonly erasesFrom?: readonly LesionId[];
    }
  /** A brush: what it has covered, and how large it is where the pointer is. */
  | {
      readonly kind: 'stroke';
      readonly mode: 'new' | 'grow' | 'erase';
      /** What it changes; none for a new lesion. */
      readonly lesionIds: readonly LesionId[];
      readonly samples: readonly StrokeSample[];
      readonly ring: StrokeSample | null;
    }
  /** A line that parts the selected lesion; `side` closes it on one side, far outside; empty where two colours would show a cut that is none; null where it parts nothing. */
  | {
      readonly kind: 'cut';
      readonly line: readonly Point[];
      readonly polygons: readonly Polygon[];
      readonly side: Ring | null;
      /** How many pieces would come of it. */
      readonly label: SketchLabel | null;
    }
  /** A line from one place of an outline to another, on its way. */
  | { readonly kind: 'path'; readonly line: readonly Point[]; readonly snapped: Point | null }
  /** Outlines on their way to another place; `polygons` as they are stored. */
  | {
      readonly kind: 'moved';
      readonly polygons: readonly Polygon[];
      readonly affine: Affine;
      readonly handles: readonly Point[];
      readonly label: SketchLabel | null;
      readonly numbers: TransformNumbers;
    }
  | { readonly kind: 'marquee'; readonly from: Point; readonly to: Point };

/** Words on the canvas beside a place in frame px. */
export type SketchLabel = { readonly at: Point; readonly text: string };

/** A tool: a pure machine and its looks. */
export type Tool<State> = {
  readonly initial: State;
  step(state: State, event: ToolEvent, context: ToolContext): Step<State>;
  sketch(state: State, context: ToolContext): Sketch;
  cursor(state: State, context: ToolContext): Cursor;
  /** Whether Esc would take something back. */
  hasDraft(state: State): boolean;
  /** Whether Enter at the keyboard's pointer presses and holds, as for a drag, rather than clicks. */
  holdsOnPress(state: State, context: ToolContext): boolean;
};

export function stay<State>(state: State, ...effects: ToolEffect[]): Step<State> {
  return { state, effects };
}

export const BUSY_MESSAGE = 'The last outline is still being saved.';
/** A drag begins once the pointer is this far from where it went down, in CSS px. */
export const DRAG_FROM_PX = 4;
/** Keys never move by accident: with them every move is a drag. */
export const dragFromPx = (kind: ToolContext['pointerKind']): number => (kind === 'keys' ? 0 : DRAG_FROM_PX);
/** How near an outline counts as on it, in CSS px. */
export const EDGE_TOLERANCE_PX = 4;

/** Radius of a vertex as a target, in CSS px: at least 24 px across for a finger. */
export function handleTolerancePx(kind: ToolContext['pointerKind']): number {
  if (kind === 'keys') return 5; // they land where they are sent
  return kind === 'touch' ? 16 : 9;
}

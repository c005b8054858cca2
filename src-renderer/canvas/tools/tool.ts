import type { SpreadPhase } from '../boundary/wand-session';
import type { LesionId } from '#shared/domain/ids';
import type { Point, Polygon } from '#shared/geometry/types';
import type { Affine } from '#shared/geometry/affine';
import type { AtFrame, CanvasEdit, SelectHow } from '../canvas-edit';
import type { Size } from '../viewport/viewport';
import type { BoxGrip, BoxPlaces } from './transform-box';
import type { Pose } from './transform-pose';

export type Modifiers = { readonly shift: boolean; readonly ctrl: boolean; readonly alt: boolean };

/** Positions in frame px. `trail`: where the pointer was since the last event, the position itself last. */
export type ToolPointerEvent = {
  /** `secondary`: the right button, or a long press of a finger. */
  readonly type: 'pointerDown' | 'pointerMove' | 'pointerUp' | 'doubleClick' | 'secondary';
  readonly framePoint: Point;
  readonly trail: readonly Point[];
  readonly modifiers: Modifiers;
};

export type ToolEvent =
  | ToolPointerEvent
  | { readonly type: 'pointerLeave' }
  /** Esc: back to before the gesture. */
  | { readonly type: 'cancel' }
  /** Enter. `atFrame`: what the reviewer chose for what reaches over the frame. */
  | { readonly type: 'complete'; readonly atFrame?: AtFrame }
  /** An arrow key, in frame px. */
  | { readonly type: 'nudge'; readonly dx: number; readonly dy: number }
  /** Numbers that were typed. */
  | { readonly type: 'pose'; readonly pose: Pose }
  /** Delete or Backspace. */
  | { readonly type: 'deleteVertex' }
  /** The gesture was taken over: a second finger, a lost pointer, another window. */
  | { readonly type: 'interrupt' };

/** The one selected lesion that can be edited vertex by vertex. */
export type EditableLesion = {
  /** The lesion and those redrawn together with it. */
  readonly lesionIds: readonly LesionId[];
  /** What stands for it, in frame px; a split lesion has several. */
  readonly polygons: readonly Polygon[];
};

/** What is being made of the selected lesions, before it is stored. */
export type TransformReport = {
  readonly pose: Pose;
  readonly lesions: number;
  readonly areaBeforePx2: number;
  readonly areaAfterPx2: number;
  /** Lesions that would reach over the edge of the frame, and those of them that would lie outside altogether. */
  readonly over: number;
  readonly outside: number;
  /** Why it cannot be stored, in words. */
  readonly problem: string | null;
  /** Enter stores it: no drag is under way. */
  readonly isWaiting: boolean;
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
  /** Frame px; null when the view has none. */
  readonly frame: Size | null;
  /** Every selected lesion that has an outline, those redrawn together as one; the same list while they are the same. */
  movable(): readonly EditableLesion[];
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
  | 'move'
  | 'scaleDown'
  | 'scaleUp'
  | 'rotate';

/** What a tool shows on the edit layer, in frame px. */
export type Sketch =
  | { readonly kind: 'none' }
  /** The selected lesion while it is edited, in the place of its stored outline. */
  | {
      readonly kind: 'polygons';
      readonly polygons: readonly Polygon[];
      readonly isValid: boolean;
      readonly activeVertex: Point | null;
    }
  /** Lesions as they stand, the map to where they would be, and the box round them. */
  | ({
      readonly kind: 'transform';
      readonly lesions: readonly EditableLesion[];
      readonly affine: Affine;
      readonly isMoved: boolean;
      readonly isValid: boolean;
      readonly over: BoxGrip | null;
      readonly words: string | null;
      readonly report: TransformReport;
    } & BoxPlaces)
  /** The vertex that Delete would remove, and the handle under the pointer. */
  | { readonly kind: 'handles'; readonly activeVertex: Point | null; readonly over: Point | null }
  /** A ring being drawn; `pointer` is the loose end, `isClosing` when a click would close it. */
  | {
      readonly kind: 'ring';
      readonly vertices: readonly Point[];
      readonly pointer: Point | null;
      readonly isClosing: boolean;
      readonly isTrace: boolean;
    };

/** A tool: a pure machine and its looks. */
export type Tool<State> = {
  readonly initial: State;
  step(state: State, event: ToolEvent, context: ToolContext): Step<State>;
  sketch(state: State, context: ToolContext): Sketch;
  cursor(state: State, context: ToolContext): Cursor;
  /** Whether Esc would take something back. */
  hasDraft(state: State): boolean;
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

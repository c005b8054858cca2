import type { Point } from '#shared/geometry/types';
import type { ToolName } from '../canvas-edit';
import type { LesionSet } from '../lesion-set';
import type { Camera } from '../viewport/camera';
import { screenToFrame } from '../viewport/viewport';
import {
  isMovingCamera,
  stepInput,
  type InputAction,
  type InputEvent,
  type InputState,
  type PointerSample,
} from './pointer-input';
import type { Cursor, Sketch, ToolContext, ToolEffect, ToolEvent, ToolPointerEvent, TransformNumbers } from './tool';
import { startTool, type RunningTool } from './tool-box';

export type DeskWorld = {
  readonly camera: Camera;
  readonly lesions: LesionSet;
  /** The rest of what a tool may know. */
  readonly conditions: () => Pick<ToolContext, 'isOverlayVisible' | 'isBusy' | 'canDraw' | 'brushRadiusFramePx'>;
};

export type DeskCallbacks = {
  readonly onEffect: (effect: Exclude<ToolEffect, { type: 'pan' }>) => void;
  /** The camera was moved by hand. */
  readonly onCamera: () => void;
  /** The sketch or the cursor may have changed. */
  readonly onStep: () => void;
  /** Frame px; null when the pointer has left. */
  readonly onPointer: (framePoint: Point | null) => void;
};

/** Tools whose drafts hold vertices of the outline that they began with; the others look at what stands when they end. */
const DRAFTS_OF_OUTLINES: ReadonlySet<ToolName> = new Set<ToolName>(['select', 'patch', 'vertexEraser', 'transform']);

/** The tool at hand and the pointers: turns what the browser reports into steps of the tool and moves of the camera. */
export class ToolDesk {
  private tool: RunningTool = startTool('select');
  private name: ToolName = 'select';
  private input: InputState = { kind: 'idle' };
  private pointerKind: ToolContext['pointerKind'] = 'mouse';
  private isSpaceHeld = false;

  constructor(
    private readonly world: DeskWorld,
    private readonly callbacks: DeskCallbacks,
  ) {}

  get toolName(): ToolName {
    return this.name;
  }

  get isMovingCamera(): boolean {
    return isMovingCamera(this.input);
  }

  get sketch(): Sketch {
    return this.tool.sketch(this.context());
  }

  /** What is moved, turned or scaled now, and not stored; null when there is nothing to move. */
  get moved(): TransformNumbers | null {
    if (this.name !== 'transform' && this.name !== 'shift') return null;
    const { sketch } = this;
    return sketch.kind === 'moved' ? sketch.numbers : null;
  }

  get cursor(): Cursor {
    if (this.isMovingCamera) return 'grabbing';
    return this.isSpaceHeld ? 'grab' : this.tool.cursor(this.context());
  }

  /** Space: the next press is the camera's. */
  holdSpace(isHeld: boolean): void {
    this.isSpaceHeld = isHeld;
    this.callbacks.onStep();
  }

  hasDraft(): boolean {
    return this.tool.hasDraft();
  }

  /** The outline under a drag is no longer what the drag began from: going on would overwrite the other one unseen. */
  dropStaleDrag(): void {
    if (DRAFTS_OF_OUTLINES.has(this.name) && this.tool.hasDraft()) this.step({ type: 'interrupt' });
  }

  /** Puts a tool in hand; a draft of the one before is dropped. */
  use(name: ToolName): void {
    this.name = name;
    this.tool = startTool(name);
    this.callbacks.onStep();
  }

  handle(event: InputEvent): void {
    if (event.type === 'down' || event.type === 'move') this.pointerKind = event.sample.kind;
    const { state, actions } = stepInput(this.input, event);
    const hasOtherHold = state.kind !== this.input.kind;
    this.input = state;
    for (const action of actions) this.act(action);
    if (event.type === 'move') this.callbacks.onPointer(this.toFrame(event.sample.screenPoint));
    if (event.type === 'leave') this.callbacks.onPointer(null);
    if (hasOtherHold) this.callbacks.onStep();
  }

  doubleClick(sample: PointerSample): void {
    this.step(this.pointerEvent('doubleClick', sample));
  }

  secondary(sample: PointerSample): void {
    this.step(this.pointerEvent('secondary', sample));
  }

  /** Esc, Enter, Delete or Tab; answers whether it meant anything to the tool. */
  command(type: 'cancel' | 'complete' | 'deleteVertex' | 'swap'): boolean {
    return this.step({ type });
  }

  /** An arrow key, in frame px; answers whether the tool took it. */
  nudge(dx: number, dy: number): boolean {
    return this.step({ type: 'nudge', dx, dy });
  }

  /** Numbers typed for a move, turn or size. */
  setNumbers(numbers: TransformNumbers): boolean {
    return this.step({ type: 'numbers', numbers });
  }

  /** Whether Enter at the keyboard's pointer presses and holds. */
  holdsOnPress(): boolean {
    return this.tool.holdsOnPress(this.context());
  }

  /** The size of the brush has changed: its ring shows it at once. */
  refresh(): void {
    this.callbacks.onStep();
  }

  private act(action: InputAction): void {
    const { camera } = this.world;
    switch (action.type) {
      case 'tool':
        this.step(this.pointerEvent(action.event, action.sample));
        return;
      case 'toolLeave':
        this.step({ type: 'pointerLeave' });
        return;
      case 'toolInterrupt':
        this.step({ type: 'interrupt' });
        return;
      case 'pan':
        camera.panBy(action.dx, action.dy);
        break;
      case 'zoom':
        camera.zoomAt(action.at, action.factor);
        break;
    }
    this.callbacks.onCamera();
  }

  private step(event: ToolEvent): boolean {
    const { effects, hasChanged } = this.tool.step(event, this.context());
    for (const effect of effects) {
      if (effect.type === 'pan') this.handle({ type: 'handOver' });
      else this.callbacks.onEffect(effect);
    }
    if (hasChanged) this.callbacks.onStep();
    return hasChanged;
  }

  private pointerEvent(type: ToolPointerEvent['type'], sample: PointerSample): ToolPointerEvent {
    return {
      type,
      framePoint: this.toFrame(sample.screenPoint),
      trail: sample.screenTrail.map((point) => this.toFrame(point)),
      pressures: sample.pressures ?? null,
      modifiers: sample.modifiers,
    };
  }

  private toFrame(screenPoint: Point): Point {
    return screenToFrame(this.world.camera.viewport, screenPoint);
  }

  private context(): ToolContext {
    const { camera, lesions, conditions } = this.world;
    return {
      framePxPerScreenPx: 1 / camera.viewport.scale,
      pointerKind: this.pointerKind,
      selectedIds: lesions.selectedIds,
      redrawIds: lesions.redrawIds,
      editable: lesions.editable,
      movable: () => lesions.movable,
      mask: () => lesions.mask,
      within: (bounds) => lesions.within(bounds),
      hit: (framePoint, toleranceFramePx) => lesions.index.hit(framePoint, toleranceFramePx),
      ...conditions(),
    };
  }
}

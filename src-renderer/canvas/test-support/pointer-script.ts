import type { LesionId } from '#shared/domain/ids';
import type { Point } from '#shared/geometry/types';
import type { CanvasEdit } from '../canvas-edit';
import type { Modifiers, Sketch, Tool, ToolContext, ToolEffect, ToolEvent, ToolPointerEvent } from '../tools/tool';

export const NO_MODIFIERS: Modifiers = { shift: false, ctrl: false, alt: false };

/** A world at 100 % without lesions. */
export function testContext(rest: Partial<ToolContext> = {}): ToolContext {
  return {
    framePxPerScreenPx: 1,
    pointerKind: 'mouse',
    selectedIds: [],
    redrawIds: [],
    editable: null,
    isOverlayVisible: true,
    isBusy: false,
    canDraw: true,
    brushRadiusFramePx: 10,
    movable: () => [],
    mask: () => [],
    within: () => [],
    hit: () => [],
    ...rest,
  };
}

/** Runs a tool through what a hand does, and remembers what came of it. Points in frame px. */
export class PointerScript<State> {
  readonly effects: ToolEffect[] = [];
  private current: State;

  constructor(
    private readonly tool: Tool<State>,
    public context: ToolContext = testContext(),
  ) {
    this.current = tool.initial;
  }

  get state(): State {
    return this.current;
  }

  get sketch(): Sketch {
    return this.tool.sketch(this.current, this.context);
  }

  get cursor(): string {
    return this.tool.cursor(this.current, this.context);
  }

  get hasDraft(): boolean {
    return this.tool.hasDraft(this.current);
  }

  get commits(): CanvasEdit[] {
    return this.effects.flatMap((effect) => (effect.type === 'commit' ? [effect.edit] : []));
  }

  get refusals(): string[] {
    return this.effects.flatMap((effect) => (effect.type === 'refuse' ? [effect.message] : []));
  }

  get selections(): [LesionId[], string][] {
    return this.effects.flatMap((effect) => (effect.type === 'select' ? [[effect.lesionIds, effect.how]] : []));
  }

  send(event: ToolEvent): this {
    const { state, effects } = this.tool.step(this.current, event, this.context);
    this.current = state;
    this.effects.push(...effects);
    return this;
  }

  down(x: number, y: number, modifiers: Partial<Modifiers> = {}): this {
    return this.send(pointer('pointerDown', { x, y }, modifiers));
  }

  move(x: number, y: number, modifiers: Partial<Modifiers> = {}): this {
    return this.send(pointer('pointerMove', { x, y }, modifiers));
  }

  up(x: number, y: number, modifiers: Partial<Modifiers> = {}): this {
    return this.send(pointer('pointerUp', { x, y }, modifiers));
  }

  click(x: number, y: number, modifiers: Partial<Modifiers> = {}): this {
    return this.move(x, y, modifiers).down(x, y, modifiers).up(x, y, modifiers);
  }

  doubleClick(x: number, y: number): this {
    return this.click(x, y)
      .click(x, y)
      .send(pointer('doubleClick', { x, y }, {}));
  }

  /** Press at the first point, along the others, release at the last. */
  drag(points: readonly Point[], modifiers: Partial<Modifiers> = {}): this {
    const [first] = points;
    const last = points.at(-1);
    if (!first || !last) return this;
    this.down(first.x, first.y, modifiers);
    for (const { x, y } of points.slice(1)) this.move(x, y, modifiers);
    return this.up(last.x, last.y, modifiers);
  }

  /** A pen at a pressure of 0 to 1. */
  pen(type: ToolPointerEvent['type'], framePoint: Point, pressure: number): this {
    return this.send({ ...pointer(type, framePoint, {}), pressures: [pressure] });
  }
}

function pointer(type: ToolPointerEvent['type'], framePoint: Point, modifiers: Partial<Modifiers>): ToolPointerEvent {
  return { type, framePoint, trail: [framePoint], modifiers: { ...NO_MODIFIERS, ...modifiers } };
}

import type { LesionId } from '#shared/domain/ids';
import type { Point, Polygon } from '#shared/geometry/types';
import type { NoContrast } from '../enhance/lesion-contrast';
import type { SpreadFound } from '../enhance/lesion-pixels';
import { finishPolygons } from '../tools/finish-polygon';
import type { WandMode } from '../tools/wand-tool';
import { polygonAt } from './boundary-task';

/** One step of the wand at work. */
export type SpreadPhase =
  | { readonly kind: 'begin'; readonly seed: Point }
  | { readonly kind: 'tune'; readonly factor: number }
  | { readonly kind: 'take'; readonly mode: WandMode; readonly lesionIds: readonly LesionId[] }
  | { readonly kind: 'drop' };
/** What the wand's panel says. `tolerancePercent` of the tolerance at which the region is sharpest. */
export type WandOptions = { readonly tolerancePercent: number; readonly holes: 'filled' | 'kept' };
/** A region that was taken; frame px, valid, on the grid. */
export type SpreadEdit = { readonly mode: WandMode; readonly lesionIds: LesionId[]; readonly polygon: Polygon };

type World = {
  readonly spread: (seed: Point) => Promise<SpreadFound | NoContrast>;
  readonly redraw: () => void;
  readonly take: (edit: SpreadEdit) => void;
  readonly refuse: (message: string) => void;
};

/** A press of the wand from the pixels' answer to the outline: shown as it would be, taken when it is let go. */
export class WandSession {
  private options: WandOptions = { tolerancePercent: 100, holes: 'filled' };
  private found: SpreadFound | null = null;
  private shown: {
    readonly step: number;
    readonly holes: WandOptions['holes'];
    readonly polygon: Polygon | null;
  } | null = null;
  private asking: Promise<void> = Promise.resolve();
  private factor = 1;
  private presses = 0;
  /** The press whose pixels are asked for; null once it was dropped. */
  private wanted: number | null = null;

  constructor(private readonly world: World) {}

  setOptions(options: WandOptions): void {
    this.options = options;
    this.world.redraw();
  }

  /** What would be taken now, in frame px; null before the pixels have answered. */
  get preview(): Polygon | null {
    const { found, factor } = this;
    if (!found) return null;
    const { tolerancePercent, holes } = this.options;
    // Never below one step, or nothing but the seed is left.
    const step = Math.max(1, Math.round(((found.field.sharpestStep * tolerancePercent) / 100) * factor));
    if (this.shown?.step !== step || this.shown.holes !== holes) {
      const polygon = polygonAt(found.field, step, holes);
      this.shown = { step, holes, polygon: polygon && toFrame(polygon, found) };
    }
    return this.shown.polygon;
  }

  run(phase: SpreadPhase): void {
    switch (phase.kind) {
      case 'begin':
        return this.begin(phase.seed);
      case 'tune':
        this.factor = phase.factor;
        return this.world.redraw();
      case 'take':
        void this.take(++this.presses, phase);
        return;
      case 'drop':
        this.presses++;
        this.wanted = null;
        return this.clear();
    }
  }

  private begin(seed: Point): void {
    this.clear();
    const own = ++this.presses;
    this.wanted = own;
    this.asking = this.world.spread(seed).then(
      (found) => {
        if (own !== this.wanted) return;
        if ('problem' in found) this.world.refuse(found.problem);
        else this.found = found;
        this.world.redraw();
      },
      (error: unknown) =>
        this.world.refuse(`The photo could not be read: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  private async take(own: number, { mode, lesionIds }: Extract<SpreadPhase, { kind: 'take' }>): Promise<void> {
    await this.asking;
    if (own !== this.presses) return; // dropped, or pressed again
    const { preview } = this;
    this.clear();
    if (!preview) return;
    const finished = finishPolygons([preview]);
    const [polygon] = finished.ok ? finished.polygons : [];
    if (!finished.ok) this.world.refuse(finished.message);
    else if (polygon) this.world.take({ mode, lesionIds: [...lesionIds], polygon });
  }

  private clear(): void {
    this.found = null;
    this.shown = null;
    this.factor = 1;
    this.world.redraw();
  }
}

function toFrame({ exterior, holes }: Polygon, { place, scale }: SpreadFound): Polygon {
  const move = (ring: Polygon['exterior']): Point[] =>
    ring.map(({ x, y }) => ({
      x: (place.originX + x * place.stepX) * scale,
      y: (place.originY + y * place.stepY) * scale,
    }));
  return { exterior: move(exterior), holes: holes.map(move) };
}

import type { LesionId } from '#shared/domain/ids';
import type { Point, Polygon } from '#shared/geometry/types';
import type { NoContrast } from '../enhance/lesion-contrast';
import type { SpreadFound } from '../enhance/lesion-pixels';
import type { CanvasEdit } from '../canvas-edit';
import { regionOf, type RegionChange } from '../layers/drawn-region';
import { finishPolygons } from '../tools/finish-polygon';
import type { WandMode } from '../tools/wand-tool';
import { polygonAt } from './boundary-task';

/** What becomes of the region, and of which lesions. */
type SpreadTarget = { readonly mode: WandMode; readonly lesionIds: readonly LesionId[] };
/** One step of the wand at work. */
export type SpreadPhase =
  | ({ readonly kind: 'begin'; readonly seed: Point } & SpreadTarget)
  | { readonly kind: 'tune'; readonly factor: number }
  | ({ readonly kind: 'take' } & SpreadTarget)
  | { readonly kind: 'drop' };
/** What the wand's panel says. `tolerancePercent` of the tolerance at which the region is sharpest. */
export type WandOptions = { readonly tolerancePercent: number; readonly holes: 'filled' | 'kept' };

type World = {
  readonly spread: (seed: Point) => Promise<SpreadFound | NoContrast>;
  readonly redraw: () => void;
  /** A region that was let go; valid, on the grid. */
  readonly take: (edit: CanvasEdit) => void;
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
  private target: SpreadTarget = { mode: 'add', lesionIds: [] };
  private factor = 1;
  private presses = 0;
  /** The press whose pixels are asked for; null once it was dropped. */
  private wanted: number | null = null;

  constructor(private readonly world: World) {}

  setOptions(options: WandOptions): void {
    this.options = options;
    this.world.redraw();
  }

  /** The outline that would be taken now, in frame px; null before the pixels have answered, or where it is a change. */
  get preview(): Polygon | null {
    return this.target.mode === 'union' || this.target.mode === 'subtract' ? null : this.region;
  }

  /** What would be added to the selected outline or cut from it now; null where the region is an outline by itself. */
  get change(): RegionChange | null {
    const { mode, lesionIds } = this.target;
    if (mode !== 'union' && mode !== 'subtract') return null;
    const { region } = this;
    return region && { mode: mode === 'union' ? 'grow' : 'erase', lesionIds, region: regionOf(region) };
  }

  private get region(): Polygon | null {
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
        this.begin(phase.seed);
        this.target = phase;
        return;
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
    const { region } = this;
    this.clear();
    if (!region) return;
    const finished = finishPolygons([region]);
    const [polygon] = finished.ok ? finished.polygons : [];
    if (!finished.ok) this.world.refuse(finished.message);
    else if (polygon) this.world.take(editOf(polygon, { mode, lesionIds }));
  }

  private clear(): void {
    this.found = null;
    this.shown = null;
    this.factor = 1;
    this.world.redraw();
  }
}

function editOf(polygon: Polygon, { mode, lesionIds }: SpreadTarget): CanvasEdit {
  switch (mode) {
    case 'add':
      return { kind: 'add', polygon };
    case 'replace':
      return { kind: 'redraw', lesionIds: [...lesionIds], polygons: [polygon] };
    default: {
      const operation = mode === 'union' ? 'unite' : 'subtract';
      const work = { operation, region: polygon } as const;
      return { kind: 'work', work, lesionIds: [...lesionIds], sketch: { kind: 'none' } };
    }
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

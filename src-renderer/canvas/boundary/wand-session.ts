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
  | { readonly kind: 'take' }
  | { readonly kind: 'drop' };
/** What the wand's panel says. `tolerancePercent` of the tolerance at which the region is sharpest. */
export type WandOptions = { readonly tolerancePercent: number; readonly holes: 'filled' | 'kept' };

type World = {
  readonly spread: (seed: Point) => Promise<SpreadFound | NoContrast>;
  readonly redraw: () => void;
  /** A press: what comes of it is a decision on what is on the screen now. */
  readonly press: () => void;
  /** A press that was let go: its edit, valid, on the grid; null where there is none, which was said. */
  readonly take: (edit: Promise<CanvasEdit | null>) => void;
  readonly refuse: (message: string) => void;
};

/** One press: where it is to be used, and what its pixels have answered. */
type Press = {
  readonly target: SpreadTarget;
  factor: number;
  found: SpreadFound | null;
  isDropped: boolean;
  asking: Promise<void>;
  shown: { readonly step: number; readonly holes: WandOptions['holes']; readonly polygon: Polygon | null } | null;
};

const NOTHING_HERE = 'There is no region here that could be a lesion at this tolerance. Try more or less of it.';

/**
 * A press of the wand from the pixels' answer to the outline: shown as it would be, taken when it is let go. One that was
 * let go before the pixels have answered is on its own from then on: the next press does not touch it.
 */
export class WandSession {
  private options: WandOptions = { tolerancePercent: 100, holes: 'filled' };
  private press: Press | null = null;

  constructor(private readonly world: World) {}

  setOptions(options: WandOptions): void {
    this.options = options;
    this.world.redraw();
  }

  /** The outline that would be taken now, in frame px; null before the pixels have answered, or where it is a change. */
  get preview(): Polygon | null {
    const { press } = this;
    return !press || isChange(press.target) ? null : this.region(press);
  }

  /** What would be added to the selected outline or cut from it now; null where the region is an outline by itself. */
  get change(): RegionChange | null {
    const { press } = this;
    if (!press || !isChange(press.target)) return null;
    const { mode, lesionIds } = press.target;
    const region = this.region(press);
    return region && { mode: mode === 'union' ? 'grow' : 'erase', lesionIds, region: regionOf(region) };
  }

  run(phase: SpreadPhase): void {
    const { press } = this;
    switch (phase.kind) {
      case 'begin':
        return this.begin(phase);
      case 'tune':
        if (press) press.factor = phase.factor;
        break;
      case 'take':
        this.press = null;
        if (press) this.world.take(this.edit(press, this.options));
        break;
      case 'drop':
        this.press = null;
        if (press) press.isDropped = true;
        break;
    }
    this.world.redraw();
  }

  private begin({ seed, mode, lesionIds }: Extract<SpreadPhase, { kind: 'begin' }>): void {
    const press: Press = {
      ...{ target: { mode, lesionIds }, factor: 1, found: null, isDropped: false, shown: null },
      asking: Promise.resolve(),
    };
    this.press = press;
    this.world.press();
    press.asking = this.ask(seed, press);
    this.world.redraw();
  }

  private async ask(seed: Point, press: Press): Promise<void> {
    let found: SpreadFound | NoContrast;
    try {
      found = await this.world.spread(seed);
    } catch (error) {
      found = { problem: `The photo could not be read: ${error instanceof Error ? error.message : String(error)}` };
    }
    if (press.isDropped) return;
    if ('problem' in found) this.world.refuse(found.problem);
    else press.found = found;
    this.world.redraw();
  }

  /** The options are those at the release. */
  private async edit(press: Press, options: WandOptions): Promise<CanvasEdit | null> {
    await press.asking;
    if (!press.found) return null; // it was said why
    const region = this.region(press, options);
    const finished = region && finishPolygons([region]);
    const polygon = finished?.ok ? finished.polygons[0] : null;
    if (polygon) return editOf(polygon, press.target);
    this.world.refuse(finished && !finished.ok ? finished.message : NOTHING_HERE);
    return null;
  }

  private region(press: Press, { tolerancePercent, holes } = this.options): Polygon | null {
    const { found, factor, shown } = press;
    if (!found) return null;
    // Never below one step, or nothing but the seed is left.
    const step = Math.max(1, Math.round(((found.field.sharpestStep * tolerancePercent) / 100) * factor));
    if (shown?.step === step && shown.holes === holes) return shown.polygon;
    const polygon = polygonAt(found.field, step, holes);
    press.shown = { step, holes, polygon: polygon && toFrame(polygon, found) };
    return press.shown.polygon;
  }
}

const isChange = ({ mode }: SpreadTarget): boolean => mode === 'union' || mode === 'subtract';

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

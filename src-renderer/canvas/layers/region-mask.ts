import { HALO_INK, SELECTION_COLOUR } from '../verdict-style';
import { coverStretch } from './cover-stroke';
import type { DrawnRegion } from './drawn-region';
import { Sheet, type Area } from './sheet';

/** Px of a sheet per frame px, and where the frame's origin lies, in px of the sheet's detail. */
export type SheetSight = { readonly scale: number; readonly offsetX: number; readonly offsetY: number };
/** Half the width of the outline's line, and how far its halo stands out beside that, in px of a sheet. */
export type EdgeWidths = { readonly halfLine: number; readonly halo: number };

/** The region at five sizes about its edge, from the outside of the halo to its inside: between them lies its outline. */
const LEVELS = ['outerHalo', 'outerLine', 'exact', 'innerLine', 'innerHalo'] as const;
type LevelName = (typeof LEVELS)[number];
type Level = { readonly sheet: Sheet; readonly grow: number; readonly colour: string };
type Rings = Extract<DrawnRegion, { kind: 'rings' }>['rings'];

/**
 * A drawn region as masks on the screen, for one place of the camera. A stroke only ever grows, so each frame adds what
 * is new of it: what a frame paints depends on how far the hand moved since the last one, not on what came before.
 */
export class RegionMask {
  readonly levels: Readonly<Record<LevelName, Sheet>>;
  private readonly all: readonly Level[];
  private covered = 0;
  private filled: Rings | null = null;

  constructor(
    private readonly sight: SheetSight,
    { halfLine, halo }: EdgeWidths,
  ) {
    const level = (grow: number, colour: string): Level => ({ sheet: new Sheet(), grow, colour });
    const levels = {
      outerHalo: level(halfLine + halo, HALO_INK),
      outerLine: level(halfLine, SELECTION_COLOUR),
      exact: level(0, SELECTION_COLOUR),
      innerLine: level(-halfLine, HALO_INK),
      innerHalo: level(-halfLine - halo, HALO_INK),
    };
    this.all = LEVELS.map((name) => levels[name]);
    const { outerHalo, outerLine, exact, innerLine, innerHalo } = levels;
    this.levels = {
      outerHalo: outerHalo.sheet,
      outerLine: outerLine.sheet,
      exact: exact.sheet,
      innerLine: innerLine.sheet,
      innerHalo: innerHalo.sheet,
    };
  }

  /** Brings the masks up to what is drawn by now; `area` is where all of it lies that is on screen. */
  follow(region: DrawnRegion, area: Area): void {
    if (region.kind === 'stroke') {
      for (const { sheet } of this.all) sheet.growTo(area);
      this.addSamples(region.samples);
    } else if (!this.filled || !isSameRings(this.filled, region.rings)) {
      for (const { sheet } of this.all) sheet.begin(area);
      this.fillRings(region.rings);
      this.filled = region.rings;
    }
  }

  release(): void {
    for (const { sheet } of this.all) sheet.release();
  }

  private addSamples(samples: Extract<DrawnRegion, { kind: 'stroke' }>['samples']): void {
    if (this.covered === samples.length) return;
    const { scale, offsetX, offsetY } = this.sight;
    // The last sample begins the new stretch, so that the two hang together.
    const inPx = samples.slice(Math.max(0, this.covered - 1)).map(({ x, y, radius }) => ({
      x: x * scale + offsetX,
      y: y * scale + offsetY,
      radius: radius * scale,
    }));
    for (const { sheet, grow, colour } of this.all) {
      const { context } = sheet;
      sheet.map(1);
      context.fillStyle = context.strokeStyle = colour;
      context.lineJoin = context.lineCap = 'round';
      coverStretch(context, inPx, grow);
    }
    this.covered = samples.length;
  }

  private fillRings(rings: Rings): void {
    const { scale, offsetX, offsetY } = this.sight;
    const path = new Path2D();
    for (const ring of rings) {
      ring.forEach(({ x, y }, index) => {
        const [px, py] = [x * scale + offsetX, y * scale + offsetY];
        if (index === 0) path.moveTo(px, py);
        else path.lineTo(px, py);
      });
      path.closePath();
    }
    for (const { sheet, grow, colour } of this.all) {
      const { context } = sheet;
      sheet.map(1);
      context.globalCompositeOperation = 'source-over';
      context.fillStyle = context.strokeStyle = colour;
      context.lineJoin = 'round';
      context.fill(path, 'evenodd');
      if (grow === 0) continue;
      context.globalCompositeOperation = grow > 0 ? 'source-over' : 'destination-out';
      context.lineWidth = 2 * Math.abs(grow);
      context.stroke(path);
      context.globalCompositeOperation = 'source-over';
    }
  }
}

const isSameRings = (a: Rings, b: Rings): boolean =>
  a.length === b.length && a.every((ring, index) => ring === b[index]);

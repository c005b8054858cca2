import { HALO_INK, SELECTION_COLOUR } from '../verdict-style';
import type { CanvasPool, Surface } from './canvas-pool';
import { coverStretch } from './cover-stroke';
import type { DrawnRegion } from './drawn-region';

/** Device px per frame px, and where the frame's origin lies, in device px. */
export type DeviceSight = { readonly scale: number; readonly offsetX: number; readonly offsetY: number };
/** Half the width of the outline's line, and how far its halo stands out beside that, in device px. */
export type EdgeWidths = { readonly halfLine: number; readonly halo: number };

/** The region at five sizes about its edge, from the outside of the halo to its inside: between them lies its outline. */
type Levels = {
  readonly outerHalo: Surface;
  readonly outerLine: Surface;
  readonly exact: Surface;
  readonly innerLine: Surface;
  readonly innerHalo: Surface;
};
type Level = { readonly surface: Surface; readonly grow: number; readonly colour: string };

/**
 * A drawn region as masks on the screen. A stroke only ever grows, so each frame adds what is new of it: painting costs
 * the same after three samples and after three thousand.
 */
export class RegionMask {
  readonly levels: Levels;
  private readonly all: readonly Level[];
  private covered = 0;
  private sight: DeviceSight | null = null;

  constructor(
    private readonly pool: CanvasPool,
    { halfLine, halo }: EdgeWidths,
  ) {
    const take = (): Surface => pool.take();
    this.levels = { outerHalo: take(), outerLine: take(), exact: take(), innerLine: take(), innerHalo: take() };
    const { outerHalo, outerLine, exact, innerLine, innerHalo } = this.levels;
    this.all = [
      { surface: outerHalo, grow: halfLine + halo, colour: HALO_INK },
      { surface: outerLine, grow: halfLine, colour: SELECTION_COLOUR },
      { surface: exact, grow: 0, colour: SELECTION_COLOUR },
      { surface: innerLine, grow: -halfLine, colour: HALO_INK },
      { surface: innerHalo, grow: -halfLine - halo, colour: HALO_INK },
    ];
  }

  /** Brings the masks up to what is drawn by now, for a camera that may have moved. */
  follow(region: DrawnRegion, sight: DeviceSight): void {
    const isGrown = region.kind === 'stroke' && this.sight !== null && isSame(this.sight, sight);
    const done = isGrown ? this.covered : 0;
    if (region.kind === 'stroke' && isGrown && done === region.samples.length) return;
    this.sight = sight;
    if (done === 0) for (const { surface } of this.all) wipe(surface);
    if (region.kind === 'rings') this.fillRings(region.rings, sight);
    else {
      // The last sample begins the new stretch, so that the two hang together.
      const from = Math.max(0, done - 1);
      const inPx = region.samples.slice(from).map(({ x, y, radius }) => ({
        x: x * sight.scale + sight.offsetX,
        y: y * sight.scale + sight.offsetY,
        radius: radius * sight.scale,
      }));
      for (const { surface, grow, colour } of this.all) {
        const { context } = surface;
        context.fillStyle = context.strokeStyle = colour;
        context.lineJoin = context.lineCap = 'round';
        coverStretch(context, inPx, { from: 0, grow });
      }
      this.covered = region.samples.length;
    }
  }

  release(): void {
    for (const { surface } of this.all) this.pool.give(surface);
  }

  private fillRings(rings: Extract<DrawnRegion, { kind: 'rings' }>['rings'], sight: DeviceSight): void {
    const path = new Path2D();
    for (const ring of rings) {
      ring.forEach(({ x, y }, index) => {
        const [px, py] = [x * sight.scale + sight.offsetX, y * sight.scale + sight.offsetY];
        if (index === 0) path.moveTo(px, py);
        else path.lineTo(px, py);
      });
      path.closePath();
    }
    for (const { surface, grow, colour } of this.all) {
      const { context } = surface;
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

function wipe({ canvas, context }: Surface): void {
  context.clearRect(0, 0, canvas.width, canvas.height);
}

const isSame = (a: DeviceSight, b: DeviceSight): boolean =>
  a.scale === b.scale && a.offsetX === b.offsetX && a.offsetY === b.offsetY;

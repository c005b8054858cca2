import { boundsUnion } from '#shared/geometry/bounds';
import type { Bounds } from '#shared/geometry/types';
import { HALO_ALPHA, HALO_PX, LESION_STYLES, SELECTION_COLOUR, type LesionStyle } from '../verdict-style';
import type { Size, Viewport } from '../viewport/viewport';
import { RegionExtent, regionKey, type DrawnRegion, type RegionChange } from './drawn-region';
import type { LesionPicture } from './lesion-shapes';
import { strokeHalo, strokeLine, type DrawingContext } from './outline-painter';
import { fillAlpha, styleOf, type OverlayLook } from './overlay-look';
import { RegionMask, type SheetSight } from './region-mask';
import { areaOnScreen, MOST_SHEET_PX, Sheet, type Area } from './sheet';
import { flatRingsPath, type PathSight } from './visible-path';

/** One outline with what is being drawn into it. */
export type ResultDraft = {
  /** The same for as long as the draft is the same one. */
  readonly key: unknown;
  /** What stands; null for a new lesion. */
  readonly base: LesionPicture | null;
  /** What was let go and is not through yet, oldest first. */
  readonly settling: readonly RegionChange[];
  /** What the hand is at, on top of that. */
  readonly drawn: RegionChange | null;
};
export type ResultSight = {
  readonly viewport: Viewport;
  /** CSS px. */
  readonly screen: Size;
  /** Device px per CSS px. */
  readonly pixelRatio: number;
  readonly look: OverlayLook;
};

/** What is inside, its outline, and the tint of what comes and goes. */
type Layers = { readonly region: Sheet; readonly outline: Sheet; readonly tint: Sheet };
/** Sheets that each draft paints on in its turn. */
export type Scratch = Layers & { readonly edge: Sheet };
export const newLayers = (): Layers => ({ region: new Sheet(), outline: new Sheet(), tint: new Sheet() });

/** As every outline on its way. */
const LINE_STYLE: LesionStyle = { ...LESION_STYLES.pending, widthPx: 2, colour: SELECTION_COLOUR };
/** What comes is green, what goes orange (Okabe–Ito): no more than a tint, so that the skin is seen through it. */
const TINTS = {
  new: 'rgba(0, 158, 115, 0.3)',
  grow: 'rgba(0, 158, 115, 0.3)',
  erase: 'rgba(213, 94, 0, 0.5)',
} as const;
const EVERYWHERE: Bounds = { minX: -Infinity, minY: -Infinity, maxX: Infinity, maxY: Infinity };

/**
 * One draft on the screen. What was let go is painted once and kept; each frame lays what is being drawn on a copy of
 * that. Its sheets lie over the outline and what is drawn, not over the screen.
 */
export class DraftPicture {
  private readonly standing = newLayers();
  /** What `standing` shows; null before it shows anything. */
  private shown: { readonly parts: object | null; readonly keys: readonly object[] } | null = null;
  private live: { readonly key: object; readonly mask: RegionMask } | null = null;
  private extents: ReadonlyMap<object, RegionExtent> = new Map();
  private place = '';
  /** Px of a sheet per device px: 1, less where a sheet would become too large. */
  private detail = 1;

  /** The context maps device px. */
  draw(
    context: DrawingContext,
    draft: ResultDraft,
    { sight, scratch }: { readonly sight: ResultSight; readonly scratch: Scratch },
  ): void {
    const { base, settling, drawn } = draft;
    this.follow(sight);
    const own = base ? [base.bounds] : [];
    const settled = [...own, ...settling.map(({ region }) => this.boundsOf(region))];
    const all = drawn ? [...settled, this.boundsOf(drawn.region)] : settled;
    this.forgetOthers(draft);
    const whole = this.wholeArea(all, sight);
    if (!whole) return;
    this.settle(draft, { area: this.areaOf(settled, sight), sight, edge: scratch.edge });
    const area = drawn && this.areaOf([this.boundsOf(drawn.region)], sight);
    const alpha = fillAlpha(sight.look);
    let shown: Layers = this.standing;
    if (drawn && area) {
      shown = scratch;
      for (const name of ['region', 'outline', 'tint'] as const) {
        scratch[name].begin(whole);
        scratch[name].lay(this.standing[name]);
      }
      const mask = this.maskOf(drawn.region, sight);
      mask.follow(drawn.region, area);
      apply(drawn.mode, mask, { to: scratch, edge: scratch.edge });
    } else if (alpha > 0) {
      scratch.region.begin(whole);
      scratch.region.lay(this.standing.region);
    }
    if (alpha > 0) {
      scratch.region.dye(styleOf(base?.style ?? 'added', sight.look).colour);
      scratch.region.drawOn(context, this.detail, alpha);
    }
    shown.tint.drawOn(context, this.detail);
    shown.outline.drawOn(context, this.detail);
  }

  release(): void {
    this.shown = null;
    for (const sheet of Object.values(this.standing)) sheet.release();
    this.dropMask();
  }

  /** Another place of the camera, or another screen: everything is painted anew. */
  private follow({ viewport: { scale, offsetX, offsetY }, screen, pixelRatio }: ResultSight): void {
    const place = [scale, offsetX, offsetY, screen.width, screen.height, pixelRatio].join();
    if (place === this.place) return;
    this.place = place;
    this.detail = 1;
    this.release();
  }

  /** Where the whole draft lies; halves the detail for good, until the camera moves, where that is too large. */
  private wholeArea(bounds: readonly Bounds[], sight: ResultSight): Area | null {
    for (;;) {
      const area = this.areaOf(bounds, sight);
      if (!area || area.width * area.height <= MOST_SHEET_PX) return area;
      this.detail /= 2;
      this.release();
    }
  }

  /** What is on screen of bounds in frame px, with the line about them. */
  private areaOf(bounds: readonly Bounds[], sight: ResultSight): Area | null {
    const [first, ...others] = bounds;
    if (!first) return null;
    const { minX, minY, maxX, maxY } = others.reduce(boundsUnion, first);
    const { scale, offsetX, offsetY } = this.toSheet(sight);
    const perCssPx = sight.pixelRatio * this.detail;
    const rim = 2 + (LINE_STYLE.widthPx / 2 + HALO_PX) * perCssPx;
    return areaOnScreen(
      {
        minX: minX * scale + offsetX - rim,
        minY: minY * scale + offsetY - rim,
        maxX: maxX * scale + offsetX + rim,
        maxY: maxY * scale + offsetY + rim,
      },
      { width: Math.ceil(sight.screen.width * perCssPx), height: Math.ceil(sight.screen.height * perCssPx) },
    );
  }

  private toSheet({ viewport: { scale, offsetX, offsetY }, pixelRatio }: ResultSight): SheetSight {
    const perCssPx = pixelRatio * this.detail;
    return { scale: scale * perCssPx, offsetX: offsetX * perCssPx, offsetY: offsetY * perCssPx };
  }

  /** Paints what stands and what was let go; only what is new of it, if it began as it was. */
  private settle(
    { base, settling }: ResultDraft,
    { area, sight, edge }: { readonly area: Area | null; readonly sight: ResultSight; readonly edge: Sheet },
  ): void {
    const { standing } = this;
    const parts = base?.parts ?? null;
    const keys = settling.map(({ region }) => regionKey(region));
    const before = this.shown?.parts === parts ? this.shown.keys : null;
    const isFurther = before !== null && before.every((key, index) => key === keys[index]);
    const done = isFurther ? before.length : 0;
    if (isFurther && done === keys.length) return;
    if (!isFurther) for (const sheet of Object.values(standing)) sheet.release();
    this.shown = { parts, keys };
    if (!area) return;
    for (const sheet of keys.length > 0 ? Object.values(standing) : [standing.region, standing.outline])
      sheet.growTo(area);
    if (!isFurther && base) this.paintBase(base, sight);
    for (const { mode, region } of settling.slice(done)) {
      const own = this.areaOf([this.boundsOf(region)], sight);
      if (!own) continue;
      const mask = this.maskOf(region, sight);
      mask.follow(region, own);
      apply(mode, mask, { to: standing, edge });
      this.dropMask();
    }
  }

  private paintBase(
    { parts }: LesionPicture,
    { viewport: { scale, offsetX, offsetY }, pixelRatio }: ResultSight,
  ): void {
    const perCssPx = pixelRatio * this.detail;
    const { region, outline } = this.standing;
    const whole: PathSight = { visible: EVERYWHERE, shortestFramePx: 0.25 / (scale * perCssPx) };
    for (const sheet of [region, outline]) {
      const { x, y } = sheet.area;
      sheet.map(scale * perCssPx, { x: x - offsetX * perCssPx, y: y - offsetY * perCssPx });
    }
    region.context.fillStyle = SELECTION_COLOUR;
    // Each part by itself: one region is the union of them.
    for (const rings of parts) region.context.fill(flatRingsPath([rings], whole), 'evenodd');
    const path = flatRingsPath(parts, whole);
    strokeHalo(outline.context, path, { style: LINE_STYLE, scale });
    strokeLine(outline.context, path, { style: LINE_STYLE, scale });
  }

  private maskOf(region: DrawnRegion, sight: ResultSight): RegionMask {
    const key = regionKey(region);
    if (this.live?.key === key) return this.live.mask;
    this.dropMask();
    const perCssPx = sight.pixelRatio * this.detail;
    const widths = { halfLine: (LINE_STYLE.widthPx / 2) * perCssPx, halo: HALO_PX * perCssPx };
    const mask = new RegionMask(this.toSheet(sight), widths);
    this.live = { key, mask };
    return mask;
  }

  private dropMask(): void {
    this.live?.mask.release();
    this.live = null;
  }

  private boundsOf(region: DrawnRegion): Bounds {
    const key = regionKey(region);
    const extent = this.extents.get(key) ?? new RegionExtent();
    if (!this.extents.has(key)) this.extents = new Map([...this.extents, [key, extent]]);
    return extent.of(region);
  }

  private forgetOthers({ settling, drawn }: ResultDraft): void {
    const keys = new Set([...settling, ...(drawn ? [drawn] : [])].map(({ region }) => regionKey(region)));
    if (this.extents.size > keys.size) this.extents = new Map([...this.extents].filter(([key]) => keys.has(key)));
    if (this.live && !keys.has(this.live.key)) this.dropMask();
  }
}

/** Takes a region into an outline, in pixels: the union with it or the difference. */
function apply(
  mode: RegionChange['mode'],
  { levels }: RegionMask,
  { to: { region, outline, tint }, edge }: { readonly to: Layers; readonly edge: Sheet },
): void {
  const inside = mode === 'erase' ? 'destination-in' : 'destination-out';
  // Its own edge: the two dark rims of the halo, the line between them.
  edge.begin(region.area);
  edge.lay(levels.outerHalo, 'source-over', HALO_ALPHA);
  edge.lay(levels.outerLine);
  edge.lay(levels.innerLine, 'destination-out');
  edge.lay(levels.innerLine, 'source-over', HALO_ALPHA);
  edge.lay(levels.innerHalo, 'destination-out');
  edge.lay(region, inside);
  // What lies in the stroke is an edge no more; up to the line's inner side, so that the two edges meet.
  outline.lay(levels.innerLine, 'destination-out');
  outline.lay(edge);
  tint.lay(levels.exact, 'destination-out');
  edge.lay(levels.exact, 'copy');
  edge.dye(TINTS[mode]);
  edge.lay(region, inside);
  tint.lay(edge);
  region.lay(levels.exact, mode === 'erase' ? 'destination-out' : 'source-over');
}

import { boundsUnion } from '#shared/geometry/bounds';
import type { Bounds } from '#shared/geometry/types';
import { HALO_ALPHA, HALO_PX, LESION_STYLES, SELECTION_COLOUR, type LesionStyle } from '../verdict-style';
import type { Size, Viewport } from '../viewport/viewport';
import { CanvasPool, type Surface } from './canvas-pool';
import { regionBounds, type DrawnRegion, type RegionChange } from './drawn-region';
import type { LesionPicture } from './lesion-shapes';
import { strokeHalo, strokeLine, type DrawingContext } from './outline-painter';
import { fillAlpha, styleOf, type OverlayLook } from './overlay-look';
import { RegionMask, type DeviceSight } from './region-mask';
import { flatRingsPath, type PathSight } from './visible-path';

/** One outline with what is being drawn into it, in the order in which it was drawn. */
export type ResultDraft = {
  /** What stands; null for a new lesion. */
  readonly base: LesionPicture | null;
  readonly changes: readonly RegionChange[];
};
export type ResultSight = {
  readonly viewport: Viewport;
  /** CSS px. */
  readonly screen: Size;
  /** Device px per CSS px. */
  readonly pixelRatio: number;
  readonly look: OverlayLook;
};

/** As every outline on its way. */
const LINE_STYLE: LesionStyle = { ...LESION_STYLES.pending, widthPx: 2, colour: SELECTION_COLOUR };
/** What comes is green, what goes orange (Okabe–Ito): no more than a tint, so that the skin is seen through it. */
const TINTS = {
  new: 'rgba(0, 158, 115, 0.3)',
  grow: 'rgba(0, 158, 115, 0.3)',
  erase: 'rgba(213, 94, 0, 0.5)',
} as const;

type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Standing = {
  readonly parts: object | null;
  readonly key: string;
  readonly region: Surface;
  readonly outline: Surface;
};

/**
 * Paints the outline that a stroke will leave, while it is drawn: the union with it or the difference, worked out in the
 * pixels of the screen. No border is left inside, and no length of stroke makes it slow.
 */
export class ResultPreview {
  private readonly pool = new CanvasPool();
  private readonly masks = new Map<object, RegionMask>();
  private readonly standing = new Map<string, Standing>();
  private widths = '';

  /** The context may map anything; it is left as it was. */
  draw(context: DrawingContext, drafts: readonly ResultDraft[], sight: ResultSight): void {
    if (drafts.length === 0 && this.masks.size === 0) return;
    const { screen, pixelRatio } = sight;
    const size = { width: Math.round(screen.width * pixelRatio), height: Math.round(screen.height * pixelRatio) };
    const isOther = this.pool.setSize(size) || this.widths !== String(pixelRatio);
    this.widths = String(pixelRatio);
    if (isOther) this.forget();
    const used = new Set<object>();
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const draft of drafts) this.drawDraft(context, draft, { sight, used });
    context.restore();
    for (const [key, mask] of this.masks) {
      if (used.has(key)) continue;
      mask.release();
      this.masks.delete(key);
    }
    for (const [key, one] of this.standing) {
      if (drafts.some(({ base }) => keyOfBase(base) === key)) continue;
      this.pool.give(one.region);
      this.pool.give(one.outline);
      this.standing.delete(key);
    }
  }

  /** Gives the memory back; the next stroke takes it anew. */
  release(): void {
    this.forget();
    this.pool.clear();
  }

  private forget(): void {
    this.masks.clear();
    this.standing.clear();
  }

  private drawDraft(
    context: DrawingContext,
    { base, changes }: ResultDraft,
    { sight, used }: { readonly sight: ResultSight; readonly used: Set<object> },
  ): void {
    const device = toDevice(sight);
    const area = areaOf(base, changes, sight);
    if (area.width <= 0 || area.height <= 0) return;
    const standing = this.standingOf(base, sight);
    const [region, outline, tint, edge] = [this.pool.take(), this.pool.take(), this.pool.take(), this.pool.take()];
    copy(region, standing.region, area);
    copy(outline, standing.outline, area);
    for (const { mode, region: drawn } of changes) {
      const { levels } = this.maskOf(drawn, { sight, device, used });
      const inside = mode === 'erase' ? 'destination-in' : 'destination-out';
      // Its own edge: the two dark rims of the halo, the line between them.
      copy(edge, levels.outerHalo, area, HALO_ALPHA);
      lay(edge, levels.outerLine, area);
      lay(edge, levels.innerLine, area, 'destination-out');
      lay(edge, levels.innerLine, area, 'source-over', HALO_ALPHA);
      lay(edge, levels.innerHalo, area, 'destination-out');
      lay(edge, region, area, inside);
      // What lies in the stroke is an edge no more; up to the line's inner side, so that the two edges meet.
      lay(outline, levels.innerLine, area, 'destination-out');
      lay(outline, edge, area);
      lay(tint, levels.exact, area, 'destination-out');
      copy(edge, levels.exact, area);
      dye(edge, TINTS[mode], area);
      lay(edge, region, area, inside);
      lay(tint, edge, area);
      lay(region, levels.exact, area, mode === 'erase' ? 'destination-out' : 'source-over');
    }
    const alpha = fillAlpha(sight.look);
    if (alpha > 0) {
      dye(region, styleOf(base?.style ?? 'added', sight.look).colour, area);
      drawArea(context, region, area, alpha);
    }
    drawArea(context, tint, area, 1);
    drawArea(context, outline, area, 1);
    for (const surface of [region, outline, tint, edge]) this.pool.give(surface);
  }

  private maskOf(
    drawn: DrawnRegion,
    { sight, device, used }: { readonly sight: ResultSight; readonly device: DeviceSight; readonly used: Set<object> },
  ): RegionMask {
    // A stroke keeps its first point while it grows, and after it was let go.
    const key = (drawn.kind === 'stroke' ? drawn.samples[0] : drawn.rings[0]?.[0]) ?? drawn;
    used.add(key);
    const { pixelRatio } = sight;
    const widths = { halfLine: (LINE_STYLE.widthPx / 2) * pixelRatio, halo: HALO_PX * pixelRatio };
    const mask = this.masks.get(key) ?? new RegionMask(this.pool, widths);
    this.masks.set(key, mask);
    mask.follow(drawn, device);
    return mask;
  }

  /** The outline that stands and what it encloses; painted anew only when it or the camera is another. */
  private standingOf(base: LesionPicture | null, sight: ResultSight): Standing {
    const { viewport, pixelRatio } = sight;
    const id = keyOfBase(base);
    const key = [viewport.scale, viewport.offsetX, viewport.offsetY].join();
    const known = this.standing.get(id);
    if (known?.key === key && known.parts === (base?.parts ?? null)) return known;
    const region = known?.region ?? this.pool.take();
    const outline = known?.outline ?? this.pool.take();
    for (const { canvas, context } of [region, outline]) context.clearRect(0, 0, canvas.width, canvas.height);
    if (base) {
      const { scale, offsetX, offsetY } = viewport;
      const whole: PathSight = { visible: EVERYWHERE, shortestFramePx: 0.25 / (scale * pixelRatio) };
      for (const { context } of [region, outline]) {
        context.setTransform(scale * pixelRatio, 0, 0, scale * pixelRatio, offsetX * pixelRatio, offsetY * pixelRatio);
      }
      region.context.fillStyle = SELECTION_COLOUR;
      // Each part by itself: one region is the union of them.
      for (const rings of base.parts) region.context.fill(flatRingsPath([rings], whole), 'evenodd');
      const path = flatRingsPath(base.parts, whole);
      strokeHalo(outline.context, path, { style: LINE_STYLE, scale });
      strokeLine(outline.context, path, { style: LINE_STYLE, scale });
      for (const { context } of [region, outline]) context.setTransform(1, 0, 0, 1, 0, 0);
    }
    const standing = { parts: base?.parts ?? null, key, region, outline };
    this.standing.set(id, standing);
    return standing;
  }
}

const EVERYWHERE: Bounds = { minX: -Infinity, minY: -Infinity, maxX: Infinity, maxY: Infinity };
const keyOfBase = (base: LesionPicture | null): string => base?.group.toSorted().join() ?? '';

const toDevice = ({ viewport, pixelRatio }: ResultSight): DeviceSight => ({
  scale: viewport.scale * pixelRatio,
  offsetX: viewport.offsetX * pixelRatio,
  offsetY: viewport.offsetY * pixelRatio,
});

/** What is on screen of the outline and of all that is drawn, in whole device px. */
function areaOf(base: LesionPicture | null, changes: readonly RegionChange[], sight: ResultSight): Area {
  const { scale, offsetX, offsetY } = toDevice(sight);
  const { screen, pixelRatio } = sight;
  const drawn = changes.map(({ region }) => regionBounds(region));
  const { minX, minY, maxX, maxY } = [...(base ? [base.bounds] : []), ...drawn].reduce(boundsUnion);
  const rim = 2 + Math.ceil((LINE_STYLE.widthPx / 2 + HALO_PX) * pixelRatio);
  const x = Math.max(0, Math.floor(minX * scale + offsetX) - rim);
  const y = Math.max(0, Math.floor(minY * scale + offsetY) - rim);
  const right = Math.min(Math.round(screen.width * pixelRatio), Math.ceil(maxX * scale + offsetX) + rim);
  const bottom = Math.min(Math.round(screen.height * pixelRatio), Math.ceil(maxY * scale + offsetY) + rim);
  return { x, y, width: right - x, height: bottom - y };
}

function lay(
  { context }: Surface,
  { canvas }: Surface,
  { x, y, width, height }: Area,
  how: GlobalCompositeOperation = 'source-over',
  alpha = 1,
): void {
  context.save();
  // Without a clip, what keeps only the common part would wipe all around the area, too.
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.globalCompositeOperation = how;
  context.globalAlpha = alpha;
  context.drawImage(canvas, x, y, width, height, x, y, width, height);
  context.restore();
}

const copy = (to: Surface, from: Surface, area: Area, alpha = 1): void => lay(to, from, area, 'copy', alpha);

/** One colour for whatever is on it. */
function dye({ context }: Surface, colour: string, { x, y, width, height }: Area): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = colour;
  context.fillRect(x, y, width, height);
  context.restore();
}

function drawArea(context: DrawingContext, { canvas }: Surface, { x, y, width, height }: Area, alpha: number): void {
  context.globalAlpha = alpha;
  context.drawImage(canvas, x, y, width, height, x, y, width, height);
  context.globalAlpha = 1;
}

import type { LesionId } from '#shared/domain/ids';
import type { Bounds } from '#shared/geometry/types';
import type { LesionChange } from '../lesion-set';
import type { Viewport } from '../viewport/viewport';
import { createOverlayHost, type OverlayHost, type OverlayImage } from './overlay-host';
import { overlayLesion } from './overlay-pack';
import {
  hasMargin,
  isExact,
  isServing,
  placedRect,
  placeOverlay,
  type OverlayPlacement,
  type OverlaySight,
} from './overlay-placement';
import type { DrawingContext } from './outline-painter';
import { placeParts } from './overlay-parts';
import { OverlayRecord } from './overlay-record';
import { Rest } from './rest';

/** `resting`: always exact. `gesturing`: as long as the bitmap serves. `travelling`: the sight is where the camera will be. */
export type OverlayPhase = 'resting' | 'gesturing' | 'travelling';

/** `parts`: what changed since, drawn by itself and laid over the bitmap, the newest last. `version` is that of both. */
type Shown = {
  readonly image: OverlayImage;
  readonly placement: OverlayPlacement;
  readonly version: number;
  readonly parts: readonly Part[];
};
type Part = Pick<Shown, 'image' | 'placement'>;

/** `onImage`: a bitmap has come. `onParts`: parts for the one that is shown have. `onRest`: it is time for a frame, although nothing changed. `onFailure`: none can be made any more. */
type OverlayCallbacks = {
  readonly onImage: () => void;
  readonly onParts: () => void;
  readonly onRest: () => void;
  readonly onFailure: (error: Error) => void;
};

/** What lies under the overlay is painted again where a part replaces what was drawn. */
export type OverlayInk = { readonly viewport: Viewport; readonly opacity: number; readonly paintUnder: () => void };

/** With more parts than this the whole is drawn anew. */
const MOST_PARTS = 16;
/** Nothing has moved for this long: what lies beyond the screen is drawn as well. In ms. */
const MARGIN_AFTER_MS = 200;

/** The outlines of a view as one bitmap, drawn elsewhere and replaced, whole or in part, when the view or the lesions have changed. */
export class Overlay {
  private readonly record = new OverlayRecord();
  private shown: Shown | null = null;
  /** Made for the end of a movement, shown when it ends. */
  private next: Shown | null = null;
  private isGrown = false;
  /** What the last drawing consisted of. */
  private laid: { readonly image: OverlayImage; readonly parts: number } | null = null;
  private isAsking = false;
  /** How long the last bitmap took to come, in ms. */
  private drawMs = 0;
  private isBroken = false;
  private isDisposed = false;
  /** Grows with every view: a bitmap of an earlier one is thrown away. */
  private generation = 0;
  private readonly rest = new Rest(MARGIN_AFTER_MS, () => this.callbacks.onRest());

  constructor(
    private readonly callbacks: OverlayCallbacks,
    private readonly host: OverlayHost = createOverlayHost(),
  ) {}

  /** Other lesions, or the same ones changed. */
  setLesions(change: LesionChange): void {
    const update = this.record.lesionsUpdate(change);
    if (!update) return;
    if (update.isReset) this.forget();
    this.host.update({ ...update, lesions: update.lesions.map(overlayLesion) });
  }

  /** Lesions that the edit layer draws instead. */
  setHidden(ids: ReadonlySet<LesionId>): void {
    const update = this.record.hiddenUpdate(ids);
    if (update) this.host.update({ ...update, lesions: [] });
  }

  /** Brings the bitmap up to the sight, now or soon; answers whether it is pixel for pixel right. */
  follow(partialSight: Omit<OverlaySight, 'content'>, phase: OverlayPhase): boolean {
    const sight: OverlaySight = { ...partialSight, content: this.record.content };
    this.isGrown = false;
    if (phase !== 'travelling' && this.next) this.arrive(this.next);
    const best = this.next ?? this.shown;
    const isInPlace = best !== null && isExact(best.placement, sight);
    if (isInPlace && phase === 'resting' && this.bringUp(best)) {
      this.growMargin(sight);
      return true;
    }
    this.rest.end();
    const isCurrent = best !== null && best.version === this.record.version;
    if (isCurrent && isInPlace) return phase !== 'travelling';
    if (phase === 'gesturing' && isCurrent && isServing(best.placement, sight)) return false;
    const isPan = phase === 'gesturing' && best?.placement.viewport.scale === sight.viewport.scale;
    const placement = placeOverlay(sight, isPan ? 'margin' : 'screen');
    if (placement && this.canAsk) void this.ask(placement, phase);
    if (placement || phase !== 'resting') return false;
    this.replaceShown(null); // nothing of the view is on screen
    this.isGrown = true;
    return true;
  }

  /** Draws the bitmap that is stretched least; the context maps CSS px. */
  draw(context: DrawingContext, ink: OverlayInk): void {
    const best = this.bestFor(ink.viewport);
    this.laid = best && { image: best.image, parts: best.parts.length };
    if (!best) return;
    lay(context, best, ink);
    for (const part of best.parts) layOver(context, part, ink);
  }

  /** Draws what has come since the last drawing, onto that; answers whether that was enough. The viewport must be the same. */
  drawNewParts(context: DrawingContext, ink: OverlayInk): boolean {
    const best = this.bestFor(ink.viewport);
    const { laid } = this;
    if (!best || laid?.image !== best.image || laid.parts > best.parts.length) return false;
    for (const part of best.parts.slice(laid.parts)) layOver(context, part, ink);
    this.laid = { image: best.image, parts: best.parts.length };
    return true;
  }

  /** Whether there is nothing left to draw, beyond the screen neither. */
  get hasAll(): boolean {
    return this.isGrown;
  }

  /** How long a bitmap of the whole takes to come, in ms; 0 when none has. */
  get lastDrawMs(): number {
    return this.drawMs;
  }

  /** Lesions that changed since the newest bitmap was asked for: the edit layer shows their new look. */
  changedIds(): LesionId[] {
    return this.shown ? this.record.changedAfter(this.shown.version) : [];
  }

  dispose(): void {
    this.isDisposed = true;
    this.rest.end();
    this.forget();
    this.host.dispose();
  }

  private bestFor({ scale }: Viewport): Shown | null {
    const stretchOf = ({ placement }: Shown): number => Math.abs(Math.log(scale / placement.viewport.scale));
    const [best] = [this.shown, this.next].filter((each) => each !== null).sort((a, b) => stretchOf(a) - stretchOf(b));
    return best ?? null;
  }

  private get canAsk(): boolean {
    return !this.isAsking && !this.isBroken;
  }

  /** Whether a bitmap that is in place shows everything that changed; asks for the part in which it does not. */
  private bringUp(shown: Shown): boolean {
    const { version } = this.record;
    if (shown.version === version) return true;
    const parts = placeParts(shown.placement, this.record.changedBoundsAfter(shown.version));
    if (parts?.length === 0) {
      this.setShown({ ...shown, version }); // what changed is not on screen
      return true;
    }
    if (parts && shown.parts.length + parts.length <= MOST_PARTS && this.canAsk) void this.askParts(parts, shown);
    return false;
  }

  private growMargin(sight: OverlaySight): void {
    this.isGrown = !this.shown || hasMargin(this.shown.placement, sight);
    if (this.isGrown) return this.rest.end();
    const placement = placeOverlay(sight, 'margin');
    if (this.rest.isOver && placement && this.canAsk) void this.ask(placement, 'resting');
    else this.rest.begin();
  }

  private ask(placement: OverlayPlacement, phase: OverlayPhase): Promise<void> {
    const fromMs = performance.now();
    return this.request([placement], this.callbacks.onImage, ([drawn], version) => {
      if (!drawn) return false;
      this.drawMs = performance.now() - fromMs;
      const shown: Shown = { ...drawn, version, parts: [] };
      if (phase === 'travelling') this.replaceNext(shown);
      else this.replaceShown(shown);
      return true;
    });
  }

  private askParts(placements: readonly OverlayPlacement[], onto: Shown): Promise<void> {
    return this.request(placements, this.callbacks.onParts, (drawn, version) => {
      if (this.shown !== onto) return false;
      this.setShown({ ...onto, version, parts: [...onto.parts, ...drawn] });
      return true;
    });
  }

  /** `take` says whether it keeps the bitmaps, which show what stood at `version`. */
  private async request(
    placements: readonly OverlayPlacement[],
    onDrawn: () => void,
    take: (drawn: readonly Part[], version: number) => boolean,
  ): Promise<void> {
    this.isAsking = true;
    const { generation } = this;
    const { version } = this.record;
    try {
      const drawn = await this.drawAll(placements);
      const isWanted = !this.isDisposed && generation === this.generation;
      if (!isWanted || !take(drawn, version)) for (const { image } of drawn) image.close();
    } catch (error) {
      this.isBroken = true;
      if (!this.isDisposed) this.callbacks.onFailure(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.isAsking = false;
    }
    if (!this.isDisposed) onDrawn();
  }

  /** All or none of them. */
  private async drawAll(placements: readonly OverlayPlacement[]): Promise<Part[]> {
    const settled = await Promise.allSettled(
      placements.map(async (placement): Promise<Part> => ({ placement, image: await this.host.draw(placement) })),
    );
    const drawn = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const failed = settled.find((each) => each.status === 'rejected');
    if (!failed) return drawn;
    for (const { image } of drawn) image.close();
    throw failed.reason;
  }

  private arrive(next: Shown): void {
    this.next = null;
    this.replaceShown(next);
  }

  private forget(): void {
    this.generation++;
    this.replaceShown(null);
    this.replaceNext(null);
  }

  private replaceShown(by: Shown | null): void {
    close(this.shown);
    this.setShown(by);
  }

  private setShown(by: Shown | null): void {
    this.shown = by;
    if (by) this.record.forgetUpTo(by.version);
  }

  private replaceNext(by: Shown | null): void {
    close(this.next);
    this.next = by;
  }
}

function lay(context: DrawingContext, { image, placement }: Part, { viewport, opacity }: OverlayInk): void {
  const { minX, minY, maxX, maxY } = placedRect(placement, viewport);
  const { width, height } = placement; // the source may be larger
  context.imageSmoothingEnabled = placement.viewport.scale !== viewport.scale;
  context.globalAlpha = opacity;
  context.drawImage(image.source, 0, 0, width, height, minX, minY, maxX - minX, maxY - minY);
  context.globalAlpha = 1;
}

/** In the place of what was drawn there. */
function layOver(context: DrawingContext, part: Part, ink: OverlayInk): void {
  const { minX, minY, maxX, maxY } = inwards(placedRect(part.placement, ink.viewport), part.placement.pixelRatio);
  if (maxX <= minX || maxY <= minY) return;
  context.save();
  context.beginPath();
  context.rect(minX, minY, maxX - minX, maxY - minY);
  context.clip();
  context.clearRect(minX, minY, maxX - minX, maxY - minY);
  ink.paintUnder();
  lay(context, part, ink);
  context.restore();
}

/**
 * The whole device px that a rectangle in CSS px covers: at a side between two px neither the old nor the new would be
 * there in full, and what lies below the canvas would shine through. While a bitmap is stretched the old shows there.
 */
function inwards({ minX, minY, maxX, maxY }: Bounds, pixelRatio: number): Bounds {
  const slack = 1e-3; // sums of offsets are not quite whole
  const up = (px: number): number => Math.ceil(px * pixelRatio - slack) / pixelRatio;
  const down = (px: number): number => Math.floor(px * pixelRatio + slack) / pixelRatio;
  return { minX: up(minX), minY: up(minY), maxX: down(maxX), maxY: down(maxY) };
}

function close(shown: Shown | null): void {
  shown?.image.close();
  for (const { image } of shown?.parts ?? []) image.close();
}

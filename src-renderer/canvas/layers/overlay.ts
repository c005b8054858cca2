import type { LesionId } from '#shared/domain/ids';
import type { LesionChange } from '../lesion-set';
import type { Viewport } from '../viewport/viewport';
import { createOverlayHost, type OverlayHost, type OverlayImage } from './overlay-host';
import { overlayLesion } from './overlay-pack';
import {
  isExact,
  isServing,
  placedRect,
  placeOverlay,
  type OverlayPlacement,
  type OverlaySight,
} from './overlay-placement';
import type { DrawingContext } from './outline-painter';
import { OverlayRecord } from './overlay-record';

/** `resting`: always exact. `gesturing`: as long as the bitmap serves. `travelling`: the sight is where the camera will be. */
export type OverlayPhase = 'resting' | 'gesturing' | 'travelling';

type Shown = { readonly image: OverlayImage; readonly placement: OverlayPlacement; readonly version: number };

/** `onImage`: a bitmap has come. `onFailure`: none can be made any more. */
type OverlayCallbacks = { readonly onImage: () => void; readonly onFailure: (error: Error) => void };

/** The outlines of a view as one bitmap, drawn elsewhere and replaced when the view or the lesions have changed. */
export class Overlay {
  private readonly record = new OverlayRecord();
  private shown: Shown | null = null;
  /** Made for the end of a movement, shown when it ends. */
  private next: Shown | null = null;
  private isAsking = false;
  private isBroken = false;
  private isDisposed = false;
  /** Grows with every view: a bitmap of an earlier one is thrown away. */
  private generation = 0;

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
    if (phase !== 'travelling' && this.next) this.arrive(this.next);
    const best = this.next ?? this.shown;
    const isCurrent = best !== null && best.version === this.record.version;
    if (isCurrent && isExact(best.placement, sight)) return phase !== 'travelling';
    if (phase === 'gesturing' && isCurrent && isServing(best.placement, sight)) return false;
    const placement = placeOverlay(sight);
    if (placement && !this.isAsking && !this.isBroken) void this.ask(placement, phase);
    if (placement || phase !== 'resting') return false;
    this.replaceShown(null); // nothing of the view is on screen
    return true;
  }

  /** Draws the bitmap that is stretched least; the context maps CSS px. */
  draw(context: DrawingContext, viewport: Viewport, opacity = 1): void {
    const stretchOf = ({ placement }: Shown): number => Math.abs(Math.log(viewport.scale / placement.viewport.scale));
    const [best] = [this.shown, this.next].filter((each) => each !== null).sort((a, b) => stretchOf(a) - stretchOf(b));
    if (!best) return;
    const { image, placement } = best;
    const { minX, minY, maxX, maxY } = placedRect(placement, viewport);
    context.imageSmoothingEnabled = placement.viewport.scale !== viewport.scale;
    context.globalAlpha = opacity;
    context.drawImage(image.source, minX, minY, maxX - minX, maxY - minY);
    context.globalAlpha = 1;
  }

  /** Lesions that changed since the newest bitmap was asked for: the edit layer shows their new look. */
  changedIds(): LesionId[] {
    return this.shown ? this.record.changedAfter(this.shown.version) : [];
  }

  dispose(): void {
    this.isDisposed = true;
    this.forget();
    this.host.dispose();
  }

  private async ask(placement: OverlayPlacement, phase: OverlayPhase): Promise<void> {
    this.isAsking = true;
    const { generation } = this;
    const { version } = this.record;
    try {
      const image = await this.host.draw(placement);
      if (this.isDisposed || generation !== this.generation) image.close();
      else if (phase === 'travelling') this.replaceNext({ image, placement, version });
      else this.replaceShown({ image, placement, version });
    } catch (error) {
      this.isBroken = true;
      if (!this.isDisposed) this.callbacks.onFailure(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.isAsking = false;
    }
    if (!this.isDisposed) this.callbacks.onImage();
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
    this.shown?.image.close();
    this.shown = by;
    if (by) this.record.forgetUpTo(by.version);
  }

  private replaceNext(by: Shown | null): void {
    this.next?.image.close();
    this.next = by;
  }
}

import type { LesionId } from '#shared/domain/ids';
import type { Viewport } from '../viewport/viewport';
import type { LesionPicture } from './lesion-shapes';
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
import { createOverlayRecord } from './overlay-record';

/** The outlines of a view as one bitmap, drawn elsewhere and replaced when the view or the lesions have changed. */
export type Overlay = {
  /** Other lesions, or the same ones changed; `isReset` when they belong to another view. */
  setLesions(pictures: ReadonlyMap<LesionId, LesionPicture>, isReset: boolean): void;
  /** Lesions that the edit layer draws instead. */
  setHidden(ids: ReadonlySet<LesionId>): void;
  /** Brings the bitmap up to the sight, now or soon; answers whether it is pixel for pixel right. */
  follow(sight: Omit<OverlaySight, 'content'>, phase: OverlayPhase): boolean;
  /** Draws the newest bitmap; the context maps CSS px. */
  draw(context: DrawingContext, viewport: Viewport): void;
  /** Lesions that changed since the newest bitmap was asked for: their new look is a patch on the edit layer. */
  changedIds(): LesionId[];
  dispose(): void;
};

/** `resting`: always exact. `gesturing`: as long as the bitmap serves. `travelling`: the sight is where the camera will be. */
export type OverlayPhase = 'resting' | 'gesturing' | 'travelling';

/** `image` is null when there was nothing to draw. */
type Shown = { readonly image: OverlayImage | null; readonly placement: OverlayPlacement; readonly version: number };

/** `onImage` is called when a bitmap has come, `onFailure` when none can be made. */
export function createOverlay(
  callbacks: { onImage: () => void; onFailure: (error: Error) => void },
  host: OverlayHost = createOverlayHost(),
): Overlay {
  const record = createOverlayRecord();
  let shown: Shown | null = null;
  /** Made for the end of a movement, shown when it ends. */
  let next: Shown | null = null;
  let isAsking = false;
  let isBroken = false;
  let generation = 0;
  let isDisposed = false;

  function replaceShown(by: Shown | null): void {
    shown?.image?.close();
    shown = by;
    if (by) record.forgetBefore(by.version);
  }
  function replaceNext(by: Shown | null): void {
    next?.image?.close();
    next = by;
  }
  async function ask(placement: OverlayPlacement, phase: OverlayPhase): Promise<void> {
    isAsking = true;
    const asked = { generation, version: record.version };
    try {
      const image = await host.draw(placement);
      if (isDisposed || asked.generation !== generation) image.close();
      else if (phase === 'travelling') replaceNext({ image, placement, version: asked.version });
      else replaceShown({ image, placement, version: asked.version });
    } catch (error) {
      isBroken = true;
      if (!isDisposed) callbacks.onFailure(error instanceof Error ? error : new Error(String(error)));
    } finally {
      isAsking = false;
    }
    if (!isDisposed) callbacks.onImage();
  }
  return {
    setLesions(pictures, isReset) {
      const update = record.lesionsUpdate(pictures, isReset);
      if (!update) return;
      if (isReset) {
        generation++;
        replaceShown(null);
        replaceNext(null);
      }
      host.update({ ...update, lesions: update.lesions.map(overlayLesion) });
    },
    setHidden(ids) {
      const update = record.hiddenUpdate(ids);
      if (update) host.update(update);
    },
    follow(partialSight, phase) {
      const sight = { ...partialSight, content: record.content };
      if (phase !== 'travelling' && next) {
        const arrived = next;
        next = null;
        replaceShown(arrived);
      }
      const best = next ?? shown;
      const isCurrent = best !== null && best.version === record.version;
      if (isCurrent && isExact(best.placement, sight)) return phase !== 'travelling';
      if (phase === 'gesturing' && isCurrent && isServing(best.placement, sight)) return false;
      const placement = placeOverlay(sight);
      if (!placement) {
        if (phase === 'resting') replaceShown(null);
        return phase === 'resting';
      }
      if (!isAsking && !isBroken) void ask(placement, phase);
      return false;
    },
    draw(context, viewport) {
      if (!shown?.image) return;
      const { minX, minY, maxX, maxY } = placedRect(shown.placement, viewport);
      context.imageSmoothingEnabled = shown.placement.viewport.scale !== viewport.scale;
      context.drawImage(shown.image.source, minX, minY, maxX - minX, maxY - minY);
    },
    changedIds: () => (shown ? record.changedAfter(shown.version) : []),
    dispose() {
      isDisposed = true;
      replaceShown(null);
      replaceNext(null);
      host.dispose();
    },
  };
}

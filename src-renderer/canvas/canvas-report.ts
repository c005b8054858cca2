import type { LesionId, ViewId } from '#shared/domain/ids';
import type { Point } from '#shared/geometry/types';
import type { OverlayStatus, PhotoStatus } from './canvas-edit';
import type { CanvasEvents, ShownViewport } from './canvas-events';
import type { LesionPicture } from './layers/lesion-shapes';
import { SeenLesions } from './seen-lesions';
import type { TransformNumbers } from './tools/tool';
import { visibleBounds, type Size, type Viewport } from './viewport/viewport';

/** While the camera moves, its position is told this often, in ms. */
const VIEWPORT_EVERY_MS = 100;
/** At the scale of the whole frame, less what rounding takes. */
const WHOLE = 0.999;

export type FrameReport = {
  readonly nowMs: number;
  readonly viewport: Viewport;
  readonly screen: Size;
  readonly fitScale: number;
  readonly isResting: boolean;
  readonly overlay: OverlayStatus;
  /** Also what lies beyond the screen. */
  readonly hasAllOfOverlay: boolean;
  readonly photo: PhotoStatus;
  readonly pictures: ReadonlyMap<LesionId, LesionPicture>;
  /** The lesions that are drawn; null when all are. */
  readonly only: readonly LesionId[] | null;
  readonly moved: TransformNumbers | null;
};

/** Tells the page (data attributes) and the shell (events) what is on the canvas, after each frame. */
export class CanvasReport {
  private readonly seen = new SeenLesions();
  private viewId: ViewId | null = null;
  private isReady = false;
  private told: { shown: ShownViewport; atMs: number } | null = null;
  private looked: Pick<FrameReport, 'viewport' | 'pictures' | 'only'> | null = null;
  /** Undefined when it has not moved since the last frame. */
  private pointer: Point | null | undefined;
  private moved: TransformNumbers | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly events: CanvasEvents,
  ) {}

  /** Another view: nothing of it is on screen yet. */
  beginView(viewId: ViewId | null, photo: PhotoStatus): void {
    this.viewId = viewId;
    this.isReady = viewId === null;
    this.seen.reset();
    this.looked = null;
    this.write({ viewId: viewId ?? '', photo });
  }

  /** Until the next frame nobody may take what is on the canvas for what was asked. */
  expect(overlay: Exclude<OverlayStatus, 'crisp'>): void {
    this.write({ overlay });
  }

  /** The pointer is told once per frame. */
  movePointer(framePoint: Point | null): void {
    this.pointer = framePoint;
  }

  frame(report: FrameReport): void {
    const { viewport, overlay, photo } = report;
    const { scale, offsetX, offsetY } = viewport;
    const overlayReach = report.hasAllOfOverlay ? 'margin' : 'screen';
    this.write({
      scale: String(scale),
      offsetX: String(offsetX),
      offsetY: String(offsetY),
      overlay,
      overlayReach,
      photo,
    });
    this.tellViewport(report);
    this.tellMoved(report.moved);
    if (this.pointer !== undefined) this.events.pointer(this.pointer);
    this.pointer = undefined;
    if (photo === 'loading' || overlay === 'stale') return;
    this.tellReady(photo);
    if (overlay === 'crisp' && report.isResting) this.tellSeen(report);
  }

  private tellViewport({ viewport, screen, fitScale, nowMs, isResting }: FrameReport): void {
    const shown = { scale: viewport.scale, fitScale, bounds: visibleBounds(viewport, screen) };
    const isKnown = this.told !== null && isSameShown(this.told.shown, shown);
    const isDue = isResting || !this.told || nowMs - this.told.atMs >= VIEWPORT_EVERY_MS;
    if (isKnown || !isDue) return;
    this.told = { shown, atMs: nowMs };
    this.events.viewport(shown);
  }

  private tellMoved(moved: TransformNumbers | null): void {
    const { moved: told } = this;
    if (moved === told || (moved && told && isSameMove(moved, told))) return;
    this.moved = moved;
    this.events.moved(moved);
  }

  private tellReady(photo: Exclude<PhotoStatus, 'loading'>): void {
    if (this.isReady || this.viewId === null) return;
    this.isReady = true;
    this.events.ready({ viewId: this.viewId, photo });
  }

  private tellSeen({ viewport, screen, fitScale, pictures, only }: FrameReport): void {
    if (viewport.scale < fitScale * WHOLE || document.visibilityState === 'hidden') return;
    const { looked } = this;
    if (looked?.viewport === viewport && looked.pictures === pictures && looked.only === only) return;
    this.looked = { viewport, pictures, only };
    const drawn = only ? only.flatMap((id) => pictures.get(id) ?? []) : pictures.values();
    const found = this.seen.look(drawn, visibleBounds(viewport, screen));
    if (found.length > 0) this.events.seen(found);
  }

  private write(attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) {
      if (this.root.dataset[name] !== value) this.root.dataset[name] = value;
    }
  }
}

function isSameMove(a: TransformNumbers, b: TransformNumbers): boolean {
  return a.dx === b.dx && a.dy === b.dy && a.angleDeg === b.angleDeg && a.scalePercent === b.scalePercent;
}

function isSameShown(a: ShownViewport, b: ShownViewport): boolean {
  return (
    a.scale === b.scale &&
    a.fitScale === b.fitScale &&
    a.bounds.minX === b.bounds.minX &&
    a.bounds.minY === b.bounds.minY &&
    a.bounds.maxX === b.bounds.maxX &&
    a.bounds.maxY === b.bounds.maxY
  );
}

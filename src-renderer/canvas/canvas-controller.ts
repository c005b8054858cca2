import type { ViewDetail } from '#shared/contract/review';
import type { LesionId, PhotoId } from '#shared/domain/ids';
import type { OverlayStatus, ToolName } from './canvas-edit';
import type { CanvasEvents } from './canvas-events';
import { paintBase, paintEdit, type CanvasPaint } from './canvas-paint';
import { CanvasReport } from './canvas-report';
import { createPhotoHost } from './image/photo-host';
import { PhotoShelf } from './image/photo-shelf';
import { createCanvasStage, type CanvasStage } from './layers/canvas-stage';
import { Overlay, type OverlayPhase } from './layers/overlay';
import { LesionSet } from './lesion-set';
import { Settling } from './settling';
import { listenToPointers } from './tools/pointer-listener';
import type { ToolEffect } from './tools/tool';
import { ToolDesk } from './tools/tool-desk';
import { Camera } from './viewport/camera';
import { watchDevicePixelRatio } from './viewport/device-pixel-ratio';
import { createFrameLoop } from './viewport/frame-loop';
import type { Size } from './viewport/viewport';

/** A wheel gesture is over when it has been still for this long, in ms. */
const WHEEL_REST_MS = 120;
/** More selected lesions than this stay in the overlay: the edit layer would be slower than the worker. */
const MOST_ON_EDIT_LAYER = 500;

export type ControllerOptions = {
  /** Gets the pointers, the cursor and the data attributes. */
  readonly root: HTMLElement;
  readonly stageHost: HTMLDivElement;
  readonly events: CanvasEvents;
  /** Absolute address of one size of a photo. */
  readonly photoUrl: (photoId: PhotoId, size: 'full' | 'preview') => string;
};

/** Owns the stage: takes what the shell shows, draws it once per frame and tells what the reviewer did. */
export class CanvasController {
  readonly camera = new Camera();
  readonly desk: ToolDesk;
  private readonly lesions = new LesionSet();
  private readonly settling = new Settling(() => this.redraw());
  private readonly stage: CanvasStage;
  private readonly overlay: Overlay;
  private readonly photos: PhotoShelf;
  private readonly report: CanvasReport;
  private readonly loop = createFrameLoop((nowMs) => this.frame(nowMs));
  private readonly endings: (() => void)[] = [];
  private view: ViewDetail | null = null;
  private pixelRatio = window.devicePixelRatio || 1;
  private hoveredId: LesionId | null = null;
  private isOverlayVisible = true;
  private isReducedMotion = false;
  private isBusy = false;
  private isBaseDirty = true;
  private isEditDirty = true;
  private wheelTimer: ReturnType<typeof setTimeout> | null = null;
  private overlayFailure: string | null = null;

  constructor(private readonly options: ControllerOptions) {
    const { root, stageHost, events } = options;
    this.report = new CanvasReport(root, events);
    this.overlay = new Overlay({
      onImage: () => this.redraw(),
      onFailure: (error) => {
        this.overlayFailure = `The outlines could not be drawn: ${error.message}`;
      },
    });
    this.photos = new PhotoShelf({
      host: createPhotoHost(),
      urlOf: options.photoUrl,
      onChange: () => this.redraw(),
      onLongLoad: (ms) => events.longLoad(ms),
      now: () => performance.now(),
    });
    this.desk = this.createDesk();
    this.stage = createCanvasStage(stageHost, {
      paintBase: (context) => paintBase(context, this.paint()),
      paintEdit: (context) => paintEdit(context, this.paint()),
    });
    this.stage.setPixelRatio(this.pixelRatio);
    this.listen(root);
    this.setView(null);
  }

  setView(view: ViewDetail | null): void {
    const isOther = view?.viewId !== this.view?.viewId || this.view === null;
    const haveLesionsChanged = view?.lesions !== this.view?.lesions;
    this.view = view;
    if (isOther) this.camera.setFrame(view?.frame ?? null);
    if (isOther || haveLesionsChanged) {
      this.settling.end();
      this.overlay.setLesions(this.lesions.setLesions(view?.lesions ?? [], isOther));
    }
    if (isOther) this.hoveredId = null;
    const photo = view?.frame && view.photo?.scale ? view.photo : null;
    this.photos.show(photo);
    if (isOther) {
      this.desk.use(this.desk.toolName);
      this.report.beginView(view?.viewId ?? null, this.photos.status);
    }
    this.hideOnOverlay();
    this.redraw();
  }

  setSelection(ids: readonly LesionId[]): void {
    this.lesions.select(ids);
    this.hideOnOverlay();
    this.redraw();
  }

  setTool(name: ToolName): void {
    if (name !== this.desk.toolName) this.desk.use(name);
  }

  setOverlayVisible(isVisible: boolean): void {
    this.isOverlayVisible = isVisible;
    this.redraw();
  }

  setReducedMotion(isReduced: boolean): void {
    this.isReducedMotion = isReduced;
  }

  setPrefetch(photoIds: readonly PhotoId[]): void {
    this.photos.prefetch(photoIds);
  }

  /** An edit is being stored; when that ends without a changed view, the draft goes. */
  setBusy(isBusy: boolean): void {
    if (this.isBusy && !isBusy) this.settling.end();
    this.isBusy = isBusy;
    this.redraw();
  }

  /** Moves the camera by a command of the shell. */
  look(move: (camera: Camera, startMs: number | null) => void): void {
    move(this.camera, this.isReducedMotion ? null : performance.now());
    this.redraw();
  }

  zoomToLesion(id: LesionId): void {
    const picture = this.lesions.pictures.get(id);
    if (picture) this.look((camera, startMs) => camera.moveTo(picture.bounds, startMs));
  }

  dispose(): void {
    this.loop.stop();
    if (this.wheelTimer) clearTimeout(this.wheelTimer);
    this.settling.end();
    for (const end of this.endings) end();
    this.overlay.dispose();
    this.photos.dispose();
    this.stage.destroy();
  }

  private createDesk(): ToolDesk {
    const { camera, lesions } = this;
    const conditions = () => ({
      isOverlayVisible: this.isOverlayVisible,
      isBusy: this.isBusy || this.settling.isUnderWay,
      canDraw: this.view?.frame != null,
    });
    return new ToolDesk(
      { camera, lesions, conditions },
      {
        onEffect: (effect) => this.run(effect),
        onCamera: () => this.redraw(),
        onStep: () => this.redrawEdit(),
        onPointer: (framePoint) => this.report.movePointer(framePoint),
      },
    );
  }

  private listen(root: HTMLElement): void {
    this.endings.push(
      listenToPointers(root, {
        onInput: (event) => this.desk.handle(event),
        onDoubleClick: (sample) => this.desk.doubleClick(sample),
        onWheelZoom: (screenPoint, factor) => this.wheel(() => this.camera.zoomAt(screenPoint, factor)),
        onWheelPan: (dx) => this.wheel(() => this.camera.panBy(dx, 0)),
        onTouchCanvas: () => this.skipMovement(),
        onSpace: (isHeld) => {
          this.desk.holdSpace(isHeld);
          this.redrawEdit();
        },
      }),
      watchDevicePixelRatio((ratio) => {
        this.pixelRatio = ratio;
        this.stage.setPixelRatio(ratio);
        this.redraw();
      }),
    );
  }

  /** CSS px; a canvas without a size keeps the last one. */
  setSize(size: Size): void {
    if (size.width < 1 || size.height < 1) return;
    this.camera.setScreen(size);
    this.stage.setSize(size);
    this.redraw();
  }

  private wheel(move: () => void): void {
    move();
    if (this.wheelTimer) clearTimeout(this.wheelTimer);
    this.wheelTimer = setTimeout(() => {
      this.wheelTimer = null;
      this.redraw();
    }, WHEEL_REST_MS);
    this.redraw();
  }

  private skipMovement(): void {
    if (!this.camera.isMoving) return;
    this.camera.skip();
    this.redraw();
  }

  private run(effect: Exclude<ToolEffect, { type: 'pan' }>): void {
    const { events } = this.options;
    switch (effect.type) {
      case 'select':
        return events.select(effect.lesionIds, effect.how);
      case 'hover':
        this.hoveredId = effect.lesionId;
        return events.hover(effect.lesionId);
      case 'commit':
        this.settling.begin(effect.edit);
        return events.commit(effect.edit);
      case 'refuse':
        return events.refuse(effect.message);
      case 'cancelTool':
        return events.cancelTool();
    }
  }

  /** The edit layer draws the selected lesions, so the overlay leaves them out: a drag has no ghost below it. */
  private hideOnOverlay(): void {
    const ids = this.lesions.redrawIds;
    this.overlay.setHidden(new Set(ids.length <= MOST_ON_EDIT_LAYER ? ids : []));
  }

  private redraw(): void {
    this.isBaseDirty = true;
    this.report.expect(this.isOverlayVisible ? 'stale' : 'hidden');
    this.redrawEdit();
  }

  private redrawEdit(): void {
    this.isEditDirty = true;
    this.loop.request();
  }

  private phase(): OverlayPhase {
    if (this.camera.isMoving) return 'travelling';
    return this.desk.isMovingCamera || this.wheelTimer !== null ? 'gesturing' : 'resting';
  }

  private frame(nowMs: number): boolean {
    this.camera.advance(nowMs);
    const phase = this.phase();
    const { screen, target } = this.camera;
    const isExact = this.overlay.follow({ viewport: target, screen, pixelRatio: this.pixelRatio }, phase);
    if (this.isBaseDirty) this.stage.drawBase();
    if (this.isBaseDirty || this.isEditDirty) this.stage.drawEdit();
    this.isBaseDirty = this.camera.isMoving;
    this.isEditDirty = false;
    this.showCursor();
    const overlay: OverlayStatus = !this.isOverlayVisible ? 'hidden' : isExact ? 'crisp' : 'stale';
    this.options.events.notice(this.notice());
    this.report.frame({
      ...{ nowMs, screen, overlay },
      viewport: this.camera.viewport,
      fitScale: this.camera.fitScale,
      isResting: phase === 'resting',
      photo: this.photos.status,
      pictures: this.lesions.pictures,
    });
    return this.camera.isMoving;
  }

  private paint(): CanvasPaint {
    const { camera, pixelRatio, view, photos, overlay, lesions, desk, settling, hoveredId, isOverlayVisible } = this;
    return { camera, pixelRatio, view, picture: photos.picture, overlay, lesions, desk, settling, hoveredId, isOverlayVisible };
  }

  private notice(): string | null {
    if (this.overlayFailure) return this.overlayFailure;
    const { view } = this;
    if (!view) return null;
    if (!view.frame) return 'This view has no frame: there is nothing to show and nothing can be drawn.';
    if (!view.photo) return 'There is no photo for this view.';
    if (!view.photo.scale) return 'The photo is not shown: its shape differs from the frame of the outlines.';
    return this.photos.notice;
  }

  private showCursor(): void {
    const { cursor } = this.desk;
    if (this.options.root.dataset['cursor'] !== cursor) this.options.root.dataset['cursor'] = cursor;
  }
}

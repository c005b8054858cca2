// The one place that knows all parts of the canvas and wires them; it decides nothing itself.
import type { ViewDetail } from '#shared/contract/review';
import type { LesionId, PhotoId } from '#shared/domain/ids';
import type { ImageView, Tone } from '#shared/domain/image-view';
import { isSamePoint } from '#shared/geometry/ring';
import type { Point, Polygon } from '#shared/geometry/types';
import type { BrushSize, CanvasEdit, OverlayStatus, ToolName } from './canvas-edit';
import type { CanvasEvents } from './canvas-events';
import { listenToHand } from './canvas-hand';
import { hoverScene, MOST_PATCHES, paintBase, paintEdit, paintNewParts, type CanvasPaint } from './canvas-paint';
import { CanvasReport } from './canvas-report';
import type { NoContrast } from './enhance/lesion-contrast';
import { WandSession, type WandOptions } from './boundary/wand-session';
import { ImageViewDesk } from './enhance/image-view-desk';
import { createPhotoHost } from './image/photo-host';
import { PhotoShelf } from './image/photo-shelf';
import { createCanvasStage, type CanvasStage } from './layers/canvas-stage';
import { Overlay, type OverlayPhase } from './layers/overlay';
import { Blinking } from './blinking';
import { DEFAULT_LOOK, type OverlayLook } from './layers/overlay-look';
import { ResultPreview } from './layers/result-preview';
import { LesionSet } from './lesion-set';
import { Settling } from './settling';
import type { Sketch, ToolEffect } from './tools/tool';
import { KeyboardHand } from './tools/keyboard-hand';
import { ToolDesk } from './tools/tool-desk';
import { Camera } from './viewport/camera';
import { watchDevicePixelRatio } from './viewport/device-pixel-ratio';
import { createFrameLoop, nextPaint } from './viewport/frame-loop';
import { frameToScreen, type Size } from './viewport/viewport';
import { WheelGesture } from './viewport/wheel-gesture';
import { viewNotice } from './view-notice';

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
  readonly hand: KeyboardHand;
  private readonly lesions = new LesionSet();
  private readonly wheel = new WheelGesture(
    () => this.redraw(),
    () => this.overlay.lastDrawMs,
  );
  private readonly settling = new Settling(() => {
    this.hideOnOverlay();
    this.redraw();
  });
  private readonly blinking = new Blinking(() => this.redraw());
  private readonly preview = new ResultPreview();
  private readonly stage: CanvasStage;
  private readonly overlay: Overlay;
  private readonly photos: PhotoShelf;
  private readonly report: CanvasReport;
  private readonly imageViews: ImageViewDesk;
  private readonly wand: WandSession;
  private readonly loop = createFrameLoop((nowMs) => this.frame(nowMs));
  private readonly endings: (() => void)[] = [];
  private view: ViewDetail | null = null;
  private pixelRatio = window.devicePixelRatio;
  private proposal: readonly Polygon[] = [];
  private brush: BrushSize = { radiusPx: 12, unit: 'screen' };
  private hoveredId: LesionId | null = null;
  /** CSS px; null when the pointer is elsewhere. */
  private pointerAt: Point | null = null;
  private isOverlayVisible = true;
  private overlayLook: OverlayLook = DEFAULT_LOOK;
  private wantsOnlySelected = false;
  private isReducedMotion = false;
  private isBusy = false;
  private isBaseDirty = true;
  private hasNewParts = false;
  private isEditDirty = true;
  private isHoverDirty = true;
  private shownSketch: ShownSketch | null = null;
  private overlayFailure: string | null = null;

  constructor(private readonly options: ControllerOptions) {
    const { root, stageHost, events } = options;
    this.report = new CanvasReport(root, events);
    this.overlay = new Overlay({
      onImage: () => this.redraw(),
      onParts: () => {
        this.hasNewParts = true;
        this.redrawEdit('stale');
      },
      onRest: () => this.loop.request(),
      onFailure: (error) => {
        this.overlayFailure = `The outlines could not be drawn: ${error.message}`;
      },
    });
    this.photos = new PhotoShelf({
      host: createPhotoHost(),
      urlOf: options.photoUrl,
      onChange: () => this.redraw(),
      onLongLoad: (ms) => events.longLoad(ms),
      afterPaint: nextPaint,
      now: () => performance.now(),
    });
    this.imageViews = new ImageViewDesk({
      ...{ root, photos: this.photos, camera: this.camera, lesions: this.lesions },
      redraw: () => this.redraw(),
      onShown: (shown) => events.imageView(shown),
      onReading: (reading) => events.reading(reading),
    });
    this.wand = new WandSession({
      spread: (seed) => this.imageViews.spread(seed),
      redraw: () => this.redrawEdit(),
      press: () => events.press(this.imageViews.record),
      take: (edit) => this.commitLater(edit),
      refuse: (message) => events.refuse(message),
    });
    this.desk = this.createDesk();
    this.hand = new KeyboardHand({
      ...{ desk: this.desk, camera: this.camera, lesions: this.lesions },
      redraw: () => this.redraw(),
      say: (words) => events.say(words),
    });
    this.stage = createCanvasStage(stageHost, {
      paintBase: (context) => paintBase(context, this.paint()),
      paintEdit: (context) => paintEdit(context, this.paint()),
    });
    this.stage.setPixelRatio(this.pixelRatio);
    this.listen(root);
    this.setView(null);
  }

  setView(view: ViewDetail | null): void {
    const before = this.view;
    const isOther = before === null || view?.viewId !== before.viewId;
    this.view = view;
    // A photo paired by hand can give a view its frame.
    const hasOtherFrame = isOther || !isSameSize(view.frame, before.frame);
    if (hasOtherFrame) this.camera.setFrame(view?.frame ?? null);
    if (isOther || view.lesions !== before.lesions) {
      if (isOther) this.settling.end();
      else this.settling.endLoose();
      const edited = this.lesions.redrawIds;
      const change = this.lesions.setLesions(view?.lesions ?? [], isOther);
      this.overlay.setLesions(change);
      if (change.changed.some(({ id }) => edited.includes(id))) this.desk.dropStaleDrag();
    }
    // Without a scale the photo must not lie under the outlines.
    this.photos.show(view?.frame && view.photo?.scale ? view.photo : null);
    this.imageViews.setView(view, this.pixelRatio);
    if (isOther) this.beginView();
    this.hideOnOverlay();
    // A verdict alone leaves the base as it is until the worker's bitmap comes: the edit layer shows the change.
    if (hasOtherFrame) this.redraw();
    else this.redrawEdit('stale');
  }

  private beginView(): void {
    this.hoveredId = null;
    this.hand.putAway();
    this.desk.use(this.desk.toolName);
    this.wand.run({ kind: 'drop' });
    this.preview.release(); // a view without a frame is not painted
    this.report.beginView(this.view?.viewId ?? null, this.photos.status);
  }

  /** CSS px; a canvas without a size keeps the last one. */
  setSize(size: Size): void {
    if (size.width < 1 || size.height < 1) return;
    this.camera.setScreen(size);
    this.stage.setSize(size);
    this.redraw();
  }

  setSelection(ids: readonly LesionId[]): void {
    // What was gathered for one lesion must not move another.
    const isOther = ids.join() !== this.lesions.selectedIds.join();
    if (isOther && this.desk.toolName === 'transform' && this.desk.hasDraft()) this.desk.command('cancel');
    this.lesions.select(ids);
    this.hideOnOverlay();
    this.redraw();
  }

  setTool(name: ToolName): void {
    if (name === this.desk.toolName) return;
    this.desk.use(name);
    this.wand.run({ kind: 'drop' });
  }

  setOverlayVisible(isVisible: boolean): void {
    this.isOverlayVisible = isVisible;
    this.redraw();
  }

  setLook(look: OverlayLook): void {
    this.overlayLook = look;
    this.redraw();
  }

  /** What is not selected is not drawn; while nothing is selected everything is, so that nobody takes a view for empty. */
  setOnlySelected(isOnlySelected: boolean): void {
    this.wantsOnlySelected = isOnlySelected;
    this.hideOnOverlay();
    this.redraw();
  }

  setBlinking(isBlinking: boolean): void {
    this.blinking.set(isBlinking);
  }

  setImageView(view: ImageView, tone: Tone): void {
    this.imageViews.choose(view, tone);
  }

  setWand(options: WandOptions): void {
    this.wand.setOptions(options);
  }

  /** The selected outlines moved to the edges that the canvas shows; or words why not. */
  refit(): Promise<readonly Polygon[] | NoContrast> {
    return this.imageViews.refit();
  }

  setReducedMotion(isReduced: boolean): void {
    this.isReducedMotion = isReduced;
  }

  /** Outlines to show beside those that stand; frame px. */
  setProposal(polygons: readonly Polygon[]): void {
    this.proposal = polygons;
    if (polygons.length > 0) this.settling.endLoose(); // it shows what the edit became
    this.redrawEdit();
  }

  setBrush(brush: BrushSize): void {
    this.brush = brush;
    this.desk.refresh();
  }

  setPrefetch(photoIds: readonly PhotoId[]): void {
    this.photos.prefetch(photoIds);
  }

  /** Edits of this canvas that are being worked out or stored: each draft stays until its own is through. */
  setInHand(edits: readonly CanvasEdit[]): void {
    this.settling.hold(edits);
  }

  /** Something is being stored; when that ends without a changed view, drafts that nobody has in hand go. */
  setBusy(isBusy: boolean): void {
    if (isBusy) this.settling.wait();
    if (this.isBusy && !isBusy) this.settling.endLoose();
    this.isBusy = isBusy;
    this.redraw();
  }

  /** Moves the camera by a command of the shell. */
  look(move: (camera: Camera, startMs: number | null) => void): void {
    move(this.camera, this.isReducedMotion ? null : performance.now());
    this.redraw();
  }

  /** At the pointer, also the one that keys move; without one about the middle of the canvas. */
  zoomBy(factor: number): void {
    const { point } = this.hand;
    this.look((camera) => {
      const at = point ? frameToScreen(camera.target, point) : this.pointerAt;
      if (at) camera.zoomAt(at, factor);
      else camera.zoomBy(factor);
    });
  }

  zoomToLesion(id: LesionId): void {
    const picture = this.lesions.pictures.get(id);
    if (picture) this.look((camera, startMs) => camera.moveTo(picture.bounds, startMs));
  }

  dispose(): void {
    this.loop.stop();
    this.wheel.stop();
    this.settling.end();
    this.blinking.stop();
    for (const end of this.endings) end();
    this.overlay.dispose();
    this.imageViews.dispose();
    this.photos.dispose();
    this.preview.release();
    this.stage.destroy();
  }

  private createDesk(): ToolDesk {
    const { camera, lesions } = this;
    const conditions = () => ({
      isOverlayVisible: this.isOverlayVisible,
      isBusy: this.isBusy || this.settling.isUnderWay,
      canDraw: Boolean(this.view?.frame),
      brushRadiusFramePx:
        this.brush.unit === 'frame' ? this.brush.radiusPx : this.brush.radiusPx / camera.viewport.scale,
    });
    return new ToolDesk(
      { camera, lesions, conditions },
      {
        onEffect: (effect) => this.run(effect),
        onCamera: () => this.redraw(),
        onStep: () => this.followSketch(),
        onPointer: (framePoint) => {
          this.report.movePointer(framePoint);
          this.loop.request();
        },
      },
    );
  }

  private listen(root: HTMLElement): void {
    const { camera, desk, wheel } = this;
    this.endings.push(
      listenToHand(root, {
        ...{ camera, desk, wheel },
        redraw: () => this.redraw(),
        onPress: () => this.hand.putAway(),
        onPlace: (screenPoint) => {
          this.pointerAt = screenPoint;
          if (this.overlayLook.rulers) this.redrawEdit();
        },
        onSize: (factor) => {
          const { events } = this.options;
          if (desk.toolName === 'wand') events.tuneWand(factor);
          else events.resizeBrush(factor);
        },
      }),
      watchDevicePixelRatio(root, () => this.followMonitor()),
    );
  }

  private run(effect: Exclude<ToolEffect, { type: 'pan' }>): void {
    const { events } = this.options;
    switch (effect.type) {
      case 'select':
        return events.select(effect.lesionIds, effect.how);
      case 'hover':
        this.hover(effect.lesionId);
        return events.hover(effect.lesionId);
      case 'commit':
        return this.commit(effect.edit);
      case 'spread':
        return this.wand.run(effect.phase);
      case 'refuse':
        return events.refuse(effect.message);
      case 'cancelTool':
        return events.cancelTool();
    }
  }

  private commit(edit: CanvasEdit): void {
    this.settle(edit);
    this.options.events.commit(edit);
  }

  private commitLater(later: Promise<CanvasEdit | null>): void {
    const { viewId } = this.view ?? {};
    const settle = (edit: CanvasEdit | null): void => {
      if (edit && this.view?.viewId === viewId) this.settle(edit);
    };
    // Where none could be made no draft has begun; the shell has the same promise, and says why.
    void later.then(settle, () => this.redrawEdit());
    this.options.events.commitLater(later);
  }

  private settle(edit: CanvasEdit): void {
    this.settling.begin(edit);
    this.hideOnOverlay();
    this.redrawEdit('stale');
  }

  /**
   * The edit layer draws the selected lesions and those that an edit is on its way to, selected or not any more: the
   * overlay leaves them out, so that no draft has a ghost below it.
   */
  private hideOnOverlay(): void {
    const own = this.lesions.redrawIds.length <= MOST_ON_EDIT_LAYER ? this.lesions.redrawIds : [];
    const onTheirWay = this.settling.replacedIds;
    const hidden = new Set(onTheirWay.length <= MOST_PATCHES ? [...own, ...onTheirWay] : own);
    if (this.isOnlySelected) {
      const selected = new Set(this.lesions.redrawIds);
      for (const id of this.lesions.pictures.keys()) if (!selected.has(id)) hidden.add(id);
    }
    this.overlay.setHidden(hidden);
  }

  private get isOnlySelected(): boolean {
    return this.wantsOnlySelected && this.lesions.selected.length > 0;
  }

  private redraw(): void {
    this.isBaseDirty = true;
    this.redrawEdit('stale');
  }

  /** `stale`: what is on the canvas is not yet what was asked for. */
  private redrawEdit(overlay?: 'stale'): void {
    if (overlay) this.report.expect(this.isOverlayVisible ? overlay : 'hidden');
    this.isEditDirty = true;
    this.loop.request();
  }

  private hover(lesionId: LesionId | null): void {
    this.hoveredId = lesionId;
    this.isHoverDirty = true;
    if (this.overlay.changedIds().length > 0)
      this.redrawEdit(); // its patch gives way to it
    else this.loop.request();
  }

  /** A step of a tool that only changes the cursor, or what is under it, leaves the edit layer as it is. */
  private followSketch(): void {
    const shown = { tool: this.desk.toolName, sketch: this.desk.sketch };
    const isSame = this.shownSketch !== null && isSameSketch(this.shownSketch, shown);
    this.shownSketch = shown;
    if (isSame) this.loop.request();
    else this.redrawEdit();
  }

  private phase(): OverlayPhase {
    if (this.camera.isMoving) return 'travelling';
    return this.desk.isMovingCamera || this.wheel.isUnderWay ? 'gesturing' : 'resting';
  }

  private followMonitor(): void {
    const { devicePixelRatio } = window;
    if (devicePixelRatio === this.pixelRatio) return;
    this.pixelRatio = devicePixelRatio;
    this.stage.setPixelRatio(devicePixelRatio);
    this.redraw();
  }

  private frame(nowMs: number): boolean {
    this.followMonitor(); // not every change is told
    this.camera.advance(nowMs);
    const phase = this.phase();
    this.imageViews.follow(this.pixelRatio);
    const { screen, target } = this.camera;
    const isExact = this.overlay.follow(
      { viewport: target, screen, pixelRatio: this.pixelRatio, look: this.overlayLook },
      phase,
    );
    if (this.isBaseDirty) this.stage.drawBase();
    else if (this.hasNewParts) this.patchBase();
    this.hasNewParts = false;
    if (this.isBaseDirty || this.isEditDirty) this.stage.drawEdit();
    if (this.isBaseDirty || this.isEditDirty || this.isHoverDirty) this.stage.drawHover(hoverScene(this.paint()));
    this.isBaseDirty = this.camera.isMoving;
    this.isEditDirty = false;
    this.isHoverDirty = false;
    this.showCursor();
    const overlay: OverlayStatus = !this.isOverlayVisible ? 'hidden' : isExact ? 'crisp' : 'stale';
    this.options.events.notice(
      this.overlayFailure ?? viewNotice(this.view, this.photos.notice ?? this.imageViews.notice),
    );
    this.report.frame({
      ...{ nowMs, screen, overlay },
      hasAllOfOverlay: this.overlay.hasAll,
      viewport: this.camera.viewport,
      fitScale: this.camera.fitScale,
      isResting: phase === 'resting',
      photo: this.photos.status,
      pictures: this.lesions.pictures,
      only: this.isOnlySelected ? this.lesions.selectedIds : null,
      moved: this.desk.moved,
    });
    return this.camera.isMoving;
  }

  private patchBase(): void {
    this.stage.patchBase((context) => {
      if (!paintNewParts(context, this.paint())) this.stage.drawBase();
    });
  }

  private paint(): CanvasPaint {
    const { camera, pixelRatio, view, imageViews, overlay, lesions, desk, settling, preview } = this;
    const { hoveredId, isOverlayVisible } = this;
    return {
      camera,
      pixelRatio,
      view,
      picture: imageViews.picture,
      picturePart: imageViews.part,
      overlay,
      lesions,
      desk,
      settling,
      preview,
      hoveredId,
      isOverlayVisible: isOverlayVisible && !this.blinking.isAway,
      look: this.overlayLook,
      isOnlySelected: this.isOnlySelected,
      pointerAt: this.pointerAt,
      proposal: this.wand.preview ? [this.wand.preview] : this.proposal,
      spread: this.wand.change,
      keyPoint: this.hand.point,
    };
  }

  private showCursor(): void {
    const { cursor } = this.desk;
    if (this.options.root.dataset['cursor'] !== cursor) this.options.root.dataset['cursor'] = cursor;
  }
}

type ShownSketch = { readonly tool: ToolName; readonly sketch: Sketch };

/** Whether the two look the same on the edit layer; only of what a resting pointer shows. */
function isSameSketch(a: ShownSketch, b: ShownSketch): boolean {
  if (a.tool !== b.tool || a.sketch.kind !== 'handles' || b.sketch.kind !== 'handles') return false;
  return isSamePlace(a.sketch.over, b.sketch.over) && isSamePlace(a.sketch.activeVertex, b.sketch.activeVertex);
}

const isSamePlace = (a: Point | null, b: Point | null): boolean =>
  a === b || (a !== null && b !== null && isSamePoint(a, b));

function isSameSize(a: Size | null, b: Size | null): boolean {
  return a?.width === b?.width && a?.height === b?.height;
}

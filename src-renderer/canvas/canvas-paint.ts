import type { ViewDetail } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import type { Point, Polygon } from '#shared/geometry/types';
import type { PaintedPart } from './enhance/image-view-shelf';
import type { Picture } from './image/picture';
import { drawPart } from './image/part-painter';
import { drawPicture } from './image/picture-painter';
import { drawCrosshair } from './layers/crosshair-painter';
import { drawEditScene } from './layers/edit-painter';
import type { EditScene } from './layers/edit-scene';
import type { HoverScene } from './layers/hover-painter';
import type { LesionPicture } from './layers/lesion-shapes';
import type { DrawingContext } from './layers/outline-painter';
import type { OverlayLook } from './layers/overlay-look';
import { changeOf, changeOfEdit, regionKey, type RegionChange } from './layers/drawn-region';
import type { ResultDraft } from './layers/draft-picture';
import type { ResultPreview } from './layers/result-preview';
import { drawRulers } from './layers/ruler-painter';
import type { Overlay } from './layers/overlay';
import type { LesionSet } from './lesion-set';
import type { Settling } from './settling';
import type { Sketch } from './tools/tool';
import type { ToolDesk } from './tools/tool-desk';
import type { Camera } from './viewport/camera';

/** Everything that a frame shows. */
export type CanvasPaint = {
  readonly camera: Camera;
  readonly pixelRatio: number;
  readonly view: ViewDetail | null;
  readonly picture: Picture | null;
  /** Of an image view whose levels are not all there: what is on screen of it. */
  readonly picturePart: PaintedPart | null;
  readonly overlay: Overlay;
  readonly lesions: LesionSet;
  readonly desk: ToolDesk;
  readonly settling: Settling;
  readonly preview: ResultPreview;
  readonly hoveredId: LesionId | null;
  readonly isOverlayVisible: boolean;
  readonly look: OverlayLook;
  /** What is not selected is not drawn, as long as something is. */
  readonly isOnlySelected: boolean;
  /** CSS px; null when the pointer is elsewhere. */
  readonly pointerAt: Point | null;
  readonly proposal: readonly Polygon[];
  /** What the wand would add to an outline or cut from it, were it let go now. */
  readonly spread: RegionChange | null;
  /** The pointer that keys move, in frame px. */
  readonly keyPoint: Point | null;
};

/** Neutral middle grey where the photo would be: it biases no colour judgement. */
const EMPTY_FRAME_COLOUR = '#808080';
/** More changed lesions than this wait for the worker: it is quicker than patches. */
export const MOST_PATCHES = 300;

/** The photo, or its empty frame, and all outlines. The context maps CSS px. */
export function paintBase(context: DrawingContext, paint: CanvasPaint): void {
  if (!paint.view?.frame) return;
  const paintUnder = (): void => paintPhoto(context, paint);
  paintUnder();
  const { viewport } = paint.camera;
  if (paint.isOverlayVisible) paint.overlay.draw(context, { viewport, opacity: paint.look.opacity, paintUnder });
}

/** What of the outlines was drawn anew since, onto the base as it is; answers whether that was enough. */
export function paintNewParts(context: DrawingContext, paint: CanvasPaint): boolean {
  if (!paint.view?.frame || !paint.isOverlayVisible) return true;
  const { viewport } = paint.camera;
  const paintUnder = (): void => paintPhoto(context, paint);
  return paint.overlay.drawNewParts(context, { viewport, opacity: paint.look.opacity, paintUnder });
}

function paintPhoto(context: DrawingContext, paint: CanvasPaint): void {
  const { camera, view, picture, pixelRatio } = paint;
  const { viewport, screen } = camera;
  if (!view?.frame) return;
  const { photo, frame } = view;
  if (picture && photo?.scale) {
    const sight = { viewport, screen, pixelRatio, photo, photoScale: photo.scale };
    drawPicture(context, picture, sight);
    if (paint.picturePart) drawPart(context, paint.picturePart, sight);
  } else {
    context.fillStyle = EMPTY_FRAME_COLOUR;
    const { scale, offsetX, offsetY } = viewport;
    context.fillRect(offsetX, offsetY, frame.width * scale, frame.height * scale);
  }
}

/** What changes while the reviewer works. The context maps CSS px. */
export function paintEdit(context: DrawingContext, paint: CanvasPaint): void {
  if (!paint.view?.frame) return;
  const { camera, look, pointerAt } = paint;
  drawEditScene(context, paint.isOverlayVisible ? fullScene(paint) : draftOnly(paint));
  if (paint.keyPoint) drawCrosshair(context, paint.keyPoint, camera.viewport);
  if (look.rulers) drawRulers(context, { viewport: camera.viewport, screen: camera.screen, pointer: pointerAt });
}

function fullScene(paint: CanvasPaint): EditScene {
  const { camera, overlay, lesions, desk, settling, hoveredId, proposal, look } = paint;
  const { sketch } = desk;
  const drafts = resultDrafts(paint);
  const edited = editedIds(paint, drafts);
  const selected = lesions.selected.filter(({ id }) => !edited.has(id));
  const apart = new Set([...edited, ...selected.map(({ id }) => id)]);
  const changed = paint.isOnlySelected ? [] : overlay.changedIds().filter((id) => !apart.has(id) && id !== hoveredId);
  const hasHandles = desk.toolName === 'select' && !settling.isUnderWay && proposal.length === 0;
  const editable = hasHandles ? lesions.editable : null;
  return {
    viewport: camera.viewport,
    screen: camera.screen,
    ...{ look, numberOf: (id) => lesions.numberOf(id) },
    patches: changed.length <= MOST_PATCHES ? picturesOf(lesions, changed) : [],
    selected,
    originals:
      look.originals === 'none' ? [] : lesions.selected.flatMap(({ original }) => (original ? [original] : [])),
    handles: sketch.kind === 'polygons' ? sketch.polygons : (editable?.polygons ?? []),
    settling: settling.polygons,
    settlingSketches: settling.sketches,
    drawResults: (context) => paint.preview.draw(context, drafts, sightOf(paint)),
    proposal,
    problems: paint.isOnlySelected ? selected.flatMap(({ problemAt }) => problemAt ?? []) : lesions.problems,
    sketch,
  };
}

/** Lesions whose drafts stand in their place. */
function editedIds({ desk, settling, lesions }: CanvasPaint, drafts: readonly ResultDraft[]): Set<LesionId> {
  return new Set([
    ...settling.lesionIds,
    ...(isInPlace(desk.sketch, desk) ? lesions.redrawIds : []),
    ...drafts.flatMap(({ base }) => base?.group ?? []),
  ]);
}

/** The lesion under the pointer; null when there is none, or it is drawn on the edit layer. */
export function hoverScene(paint: CanvasPaint): HoverScene | null {
  const { camera, view, lesions, hoveredId, look, pixelRatio } = paint;
  const picture = hoveredId === null ? undefined : lesions.pictures.get(hoveredId);
  if (!picture || !view?.frame || !paint.isOverlayVisible) return null;
  if (lesions.selectedIds.includes(picture.id) || editedIds(paint, resultDrafts(paint)).has(picture.id)) return null;
  const { viewport, screen } = camera;
  return { picture, number: lesions.numberOf(picture.id), viewport, screen, pixelRatio, look };
}

/** With the outlines hidden only what is being drawn shows. */
function draftOnly(paint: CanvasPaint): EditScene {
  const { camera, lesions, desk, settling, proposal, look } = paint;
  const { sketch } = desk;
  return {
    viewport: camera.viewport,
    screen: camera.screen,
    ...{ look, numberOf: (id) => lesions.numberOf(id) },
    patches: [],
    selected: [],
    originals: [],
    handles: [],
    settling: settling.polygons,
    settlingSketches: settling.sketches,
    drawResults: (context) => paint.preview.draw(context, resultDrafts(paint), sightOf(paint)),
    proposal,
    problems: [],
    sketch: sketch.kind === 'handles' ? { kind: 'none' } : sketch,
  };
}

const sightOf = ({ camera: { viewport, screen }, pixelRatio, look }: CanvasPaint) => ({
  ...{ viewport, screen, pixelRatio, look },
});

type Drawn = Pick<CanvasPaint, 'settling' | 'lesions' | 'spread'> & { readonly desk: Pick<ToolDesk, 'sketch'> };
/** What the engine works on and what is being drawn, per outline; each new lesion by itself. */
export function resultDrafts({ desk, settling, lesions, spread }: Drawn): ResultDraft[] {
  const drafts = new Map<unknown, ResultDraft>();
  const draftOf = ({ lesionIds: [id], region }: RegionChange): ResultDraft => {
    const base = (id !== undefined && lesions.pictures.get(id)) || null;
    // Lesions that are redrawn together have one outline.
    const key = base ? base.group.toSorted().join() : regionKey(region);
    return drafts.get(key) ?? { key, base, settling: [], drawn: null };
  };
  for (const change of settling.edits.map(changeOfEdit)) {
    if (!change) continue;
    const draft = draftOf(change);
    drafts.set(draft.key, { ...draft, settling: [...draft.settling, change] });
  }
  const drawn = changeOf(desk.sketch) ?? spread;
  if (!drawn) return [...drafts.values()];
  const draft = draftOf(drawn);
  return [...drafts.set(draft.key, { ...draft, drawn }).values()];
}

/** Whether a sketch stands in the place of the selected outlines. */
function isInPlace({ kind }: Sketch, { toolName }: ToolDesk): boolean {
  return kind === 'polygons' || (kind === 'moved' && toolName === 'transform');
}

function picturesOf(lesions: LesionSet, ids: readonly LesionId[]): LesionPicture[] {
  return ids.flatMap((id) => lesions.pictures.get(id) ?? []);
}

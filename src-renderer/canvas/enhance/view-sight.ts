import { cropLevel, levelFor, type Crop, type Picture, type PictureLevel } from '../image/picture';
import { visibleBounds, type Size, type Viewport } from '../viewport/viewport';
import { placeOf } from './cut-level';
import type { BlockPlace } from './enhance-protocol';
import type { BasisOf } from './view-basis';

/** What is on the canvas. Sizes of the photo in px, of the screen in CSS px. */
export type ViewSight = {
  readonly picture: Picture | null;
  readonly photoId: string | null;
  readonly photo: Size;
  /** Frame px per photo px. */
  readonly photoScale: number;
  /** The same object as long as it is the same view. */
  readonly basisOf: BasisOf;
  readonly viewport: Viewport;
  readonly screen: Size;
  readonly pixelRatio: number;
};

/** The part of a photo that the canvas shows, to be painted at the screen's resolution. */
export type VisiblePart = {
  readonly level: PictureLevel;
  readonly photo: Size;
  /** In whole px of the level, and in photo px. */
  readonly from: Crop;
  readonly at: Crop;
  /** Its pixels at the screen's resolution. */
  readonly place: BlockPlace;
  readonly devicePxPerPhotoPx: number;
};

/** Null when the photo is off screen. */
export function visiblePart(picture: Picture, sight: ViewSight): VisiblePart | null {
  const { photo } = sight;
  const devicePxPerPhotoPx = devicePxPerPhoto(sight);
  const level = levelFor(picture, photo, devicePxPerPhotoPx);
  const crop = level && cropLevel(level, photo, visiblePhoto(sight));
  if (!level || !crop) return null;
  const place = atMost(placeOf(level, photo, crop.from), devicePxPerPhotoPx);
  return { level, photo, from: crop.from, at: crop.to, place, devicePxPerPhotoPx };
}

/** Whether two parts have the same pixels. */
export function isSamePart(a: VisiblePart, b: VisiblePart): boolean {
  return (
    a.level === b.level &&
    a.from.x === b.from.x &&
    a.from.y === b.from.y &&
    a.from.width === b.from.width &&
    a.from.height === b.from.height &&
    a.place.width === b.place.width &&
    a.place.height === b.place.height
  );
}

/** Whether nothing that is on the canvas moved or was exchanged. */
export function isSameSight(a: ViewSight | null, b: ViewSight): boolean {
  return (
    a !== null &&
    a.picture === b.picture &&
    a.basisOf === b.basisOf &&
    a.photoScale === b.photoScale &&
    a.pixelRatio === b.pixelRatio &&
    a.viewport.scale === b.viewport.scale &&
    a.viewport.offsetX === b.viewport.offsetX &&
    a.viewport.offsetY === b.viewport.offsetY &&
    a.screen.width === b.screen.width &&
    a.screen.height === b.screen.height
  );
}

export function devicePxPerPhoto({ viewport, photoScale, pixelRatio }: ViewSight): number {
  return viewport.scale * photoScale * pixelRatio;
}

/** What the canvas shows, in photo px. */
export function visiblePhoto({ viewport, screen, photoScale }: ViewSight): ReturnType<typeof visibleBounds> {
  const { minX, minY, maxX, maxY } = visibleBounds(viewport, screen);
  return { minX: minX / photoScale, minY: minY / photoScale, maxX: maxX / photoScale, maxY: maxY / photoScale };
}

/** The place at no more than the device's pixels. */
function atMost(place: BlockPlace, devicePxPerPhotoPx: number): BlockPlace {
  const factor = Math.min(1, place.stepX * devicePxPerPhotoPx);
  const width = Math.max(1, Math.ceil(place.width * factor));
  const height = Math.max(1, Math.ceil(place.height * factor));
  const stepX = (place.stepX * place.width) / width;
  const stepY = (place.stepY * place.height) / height;
  return { ...place, width, height, stepX, stepY };
}

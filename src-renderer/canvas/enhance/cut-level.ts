import type { Crop, PictureLevel } from '../image/picture';
import type { Size } from '../viewport/viewport';
import type { BlockPlace } from './enhance-protocol';

export type LevelCut = { readonly bitmap: ImageBitmap; readonly place: BlockPlace };

/** A part of a level as a bitmap of its own, and where it lies on the photo. `crop` in whole px of the level. */
export async function cutLevel(level: PictureLevel, photo: Size, crop: Crop): Promise<LevelCut> {
  const bitmap = await createImageBitmap(level.source as ImageBitmap, crop.x, crop.y, crop.width, crop.height);
  return { bitmap, place: placeOf(level, photo, crop) };
}

/** Where a part of a level lies on the photo. */
export function placeOf(level: Size, photo: Size, crop: Crop): BlockPlace {
  const stepX = photo.width / level.width;
  const stepY = photo.height / level.height;
  return {
    ...{ width: crop.width, height: crop.height, originX: crop.x * stepX, originY: crop.y * stepY },
    ...{ stepX, stepY },
  };
}

export const wholeLevel = ({ width, height }: Size): Crop => ({ x: 0, y: 0, width, height });

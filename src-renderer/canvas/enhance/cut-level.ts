import type { Crop, PictureLevel } from '../image/picture';
import type { Size } from '../viewport/viewport';
import type { BlockPlace } from './enhance-protocol';

/** A part of a level as a bitmap of its own, and where it lies on the photo. `crop` in whole px of the level. */
export async function cutLevel(
  level: PictureLevel,
  photo: Size,
  crop: Crop,
): Promise<{ bitmap: ImageBitmap; place: BlockPlace }> {
  const bitmap = await createImageBitmap(level.source as ImageBitmap, crop.x, crop.y, crop.width, crop.height);
  const stepX = photo.width / level.width;
  const stepY = photo.height / level.height;
  const place = {
    ...{ width: crop.width, height: crop.height, originX: crop.x * stepX, originY: crop.y * stepY },
    ...{ stepX, stepY },
  };
  return { bitmap, place };
}

export const wholeLevel = ({ width, height }: Size): Crop => ({ x: 0, y: 0, width, height });

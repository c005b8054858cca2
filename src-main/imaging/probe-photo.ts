import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import sharp, { type Metadata } from 'sharp';
import type { ProbedPhoto } from '#main/repositories/photos';

/** Why a picture cannot be used, in words. */
export type PhotoRefusal = {
  readonly code: 'photo_too_large' | 'photo_unreadable' | 'photo_format_unknown';
  readonly message: string;
};
export type Probe =
  { readonly ok: true; readonly photo: ProbedPhoto } | { readonly ok: false; readonly refusal: PhotoRefusal };

/** Largest picture that is decoded, in pixels (a 6000 x 4000 photo has 24 million). */
export const MAX_PHOTO_PIXELS = 120_000_000;

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

const refuse = (code: PhotoRefusal['code'], message: string): Probe => ({ ok: false, refusal: { code, message } });

/** Reads a picture's header and the hash of its bytes; pixels are not decoded. `kind` is what its first bytes say. */
export async function probePhoto(path: string, kind: string): Promise<Probe> {
  let header: Metadata;
  try {
    header = await sharp(path, { limitInputPixels: false }).metadata();
  } catch (error) {
    const words = (error as Error).message;
    if (kind === 'heic' || /unsupported/i.test(words))
      return refuse(
        'photo_format_unknown',
        `This ${kind.toUpperCase()} picture cannot be read here (${words}). Save it as JPEG or PNG and import it again.`,
      );
    return refuse('photo_unreadable', `The picture is damaged or cut off (${words}). Copy it again and import it.`);
  }
  const { width: rawWidth, height: rawHeight, orientation = 1, autoOrient } = header;
  if (rawWidth * rawHeight > MAX_PHOTO_PIXELS)
    return refuse(
      'photo_too_large',
      `The picture has ${rawWidth} x ${rawHeight} pixels; the limit is ${MAX_PHOTO_PIXELS / 1e6} megapixels. Scale it down and import it again.`,
    );
  const { size } = await stat(path);
  return {
    ok: true,
    photo: {
      sha256: await sha256Of(path),
      sizeBytes: size,
      mediaType: `image/${kind}`,
      rawWidth,
      rawHeight,
      orientation,
      width: autoOrient.width,
      height: autoOrient.height,
    },
  };
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Metadata } from 'sharp';
import type { ProbedPhoto } from '#main/repositories/photos';
import { colourOf, depthOf } from './colour-words';
import { isFlatMask, isMaskName } from './mask-picture';
import { openPicture } from './open-picture';
import { unreadableFormat } from './picture-formats';

/** Why a picture cannot be used, in words. */
export type PhotoRefusal = {
  readonly code: 'photo_too_large' | 'photo_broken' | 'photo_format_unknown';
  readonly message: string;
};
/** A refused picture has a row, too: it is paired by its name, and its view says what is wrong with it. */
export type Probe =
  | { readonly ok: true; readonly photo: ProbedPhoto }
  | { readonly ok: false; readonly refusal: PhotoRefusal; readonly photo: ProbedPhoto };

/** Largest picture that is decoded, in pixels (a 6000 x 4000 photo has 24 million). */
export const MAX_PHOTO_PIXELS = 120_000_000;
/** What a progressive or interlaced picture takes while it is decoded: all of its samples at once. */
const MAX_WHOLE_BYTES = 512 * 1024 * 1024;
/** Longest side of the samples that are looked at, in pixels. */
const SAMPLE_PX = 256;
const MAX_DECODE_SECONDS = 60;
/** Formats that keep flat colours flat. */
const LOSSLESS_KINDS = new Set(['png', 'webp', 'tiff']);

/** SHA-256 of a file in hex, read piece by piece. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

const BROKEN: PhotoRefusal = {
  code: 'photo_broken',
  message: 'The picture is damaged or cut off. Copy it again and import it.',
};

/** Why the header alone already tells that this picture is not decoded; null when it may be. */
function refusalOf(kind: string, header: Metadata): PhotoRefusal | null {
  const { width, height, channels, depth, isProgressive } = header;
  if (kind === 'heic' && header.compression !== 'av1') return unreadableFormat('heic');
  if (width * height > MAX_PHOTO_PIXELS)
    return {
      code: 'photo_too_large',
      message: `The picture has ${width} x ${height} pixels; the limit is ${MAX_PHOTO_PIXELS / 1e6} megapixels. Scale it down and import it again.`,
    };
  const sampleBytes = depth === 'uchar' && header.format !== 'jpeg' ? 1 : 2;
  if (isProgressive && width * height * channels * sampleBytes > MAX_WHOLE_BYTES)
    return {
      code: 'photo_too_large',
      message: `The picture has ${width} x ${height} pixels and is stored progressively: decoding it would take more than ${MAX_WHOLE_BYTES / 1024 / 1024} MB. Save it without "progressive" or "interlaced" and import it again.`,
    };
  return null;
}

/**
 * Decodes every part of a picture once, at a small size: what is cut off or damaged is found now, not under the
 * reviewer's eyes. Answers RGBA samples, taken without blending.
 */
async function samplesOf(path: string): Promise<Uint8Array> {
  return openPicture(path, { limitInputPixels: MAX_PHOTO_PIXELS, failOn: 'error', ignoreIcc: true })
    .timeout({ seconds: MAX_DECODE_SECONDS })
    .resize({ width: SAMPLE_PX, height: SAMPLE_PX, fit: 'inside', kernel: 'nearest', withoutEnlargement: true })
    .toColorspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer();
}

type FileFacts = Pick<ProbedPhoto, 'sha256' | 'sizeBytes' | 'mtimeMs'>;
async function factsOf(path: string): Promise<FileFacts> {
  const { size, mtimeMs } = await stat(path); // before the bytes: a change while they are read is seen later
  return { sha256: await sha256Of(path), sizeBytes: size, mtimeMs: Math.trunc(mtimeMs) };
}

const UNKNOWN = {
  rawWidth: 0,
  rawHeight: 0,
  orientation: 1,
  width: 0,
  height: 0,
  colour: null,
  depth: null,
  hasAlpha: false,
};

/** A file that is named as a photo, or is a picture of a kind that is not read here, with its refusal. */
export async function refusedPhoto(path: string, kind: string, refusal: PhotoRefusal): Promise<Probe> {
  const state = refusal.code === 'photo_broken' ? 'broken' : 'refused';
  const mediaType = kind === 'binary' ? 'application/octet-stream' : `image/${kind}`;
  const facts = { ...(await factsOf(path)), mediaType, ...UNKNOWN };
  return { ok: false, refusal, photo: { ...facts, state, problem: refusal.message, role: 'photo' } };
}

/** Reads a picture's header, checks that all of it can be decoded, and hashes its bytes. `kind` is what its first bytes say. */
export async function probePhoto(path: string, kind: string): Promise<Probe> {
  let header: Metadata;
  try {
    header = await openPicture(path, { limitInputPixels: false }).metadata();
  } catch {
    return refusedPhoto(path, kind, kind === 'heic' ? unreadableFormat('heic') : BROKEN);
  }
  const facts = {
    ...(await factsOf(path)),
    mediaType: `image/${kind}`,
    rawWidth: header.width,
    rawHeight: header.height,
    orientation: header.orientation ?? 1,
    width: header.autoOrient.width,
    height: header.autoOrient.height,
    colour: colourOf(header),
    depth: depthOf(header),
    hasAlpha: header.hasAlpha,
  };
  const refuse = (refusal: PhotoRefusal, state: 'broken' | 'refused'): Probe => ({
    ok: false,
    refusal,
    photo: { ...facts, state, problem: refusal.message, role: 'photo' },
  });
  const refusal = refusalOf(kind, header);
  if (refusal) return refuse(refusal, 'refused');
  try {
    const samples = await samplesOf(path);
    const isMask = isMaskName(basename(path)) || isFlatMask(samples);
    const role = LOSSLESS_KINDS.has(kind) && isMask ? 'mask_picture' : 'photo';
    return { ok: true, photo: { ...facts, state: 'ok', problem: null, role } };
  } catch {
    return refuse(BROKEN, 'broken');
  }
}

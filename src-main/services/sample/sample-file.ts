import sharp from 'sharp';
import { exposePortrait, type Portrait } from './portrait/portrait';
import type { Spot } from './spots/spot';
import { writeTruth } from './truth-collection';

/** One file of the sample folder; the path is relative, with forward slashes. */
export interface SampleFile {
  path: string;
  bytes: Buffer;
}

/** A folder of the sample: draws its files when asked. */
export interface SampleCase {
  folder: string;
  fileCount: number;
  draw: () => AsyncGenerator<SampleFile>;
}

/** Indented like the service's own example. */
export function jsonFile(path: string, content: object): SampleFile {
  return { path, bytes: Buffer.from(`${JSON.stringify(content, null, 2)}\n`, 'utf8') };
}

export function truthFile(stem: string, portrait: Portrait, spots: readonly Spot[]): SampleFile {
  const { width, height } = portrait.picture;
  const text = writeTruth({ file: `${stem}.jpg`, width, height }, spots);
  return { path: `truth/${stem}.truth.geojson`, bytes: Buffer.from(text, 'utf8') };
}

/** Encodes the portrait as JPEG without chroma subsampling, so that faint colour differences stay. */
export async function pictureFile(path: string, portrait: Portrait): Promise<SampleFile> {
  return encodeJpeg(path, exposePortrait(portrait), portrait.picture);
}

export async function encodeJpeg(
  path: string,
  pixels: Buffer,
  size: { width: number; height: number },
): Promise<SampleFile> {
  const raw = { width: size.width, height: size.height, channels: 3 } as const;
  const bytes = await sharp(pixels, { raw }).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
  return { path, bytes };
}

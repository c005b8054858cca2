import { stat } from 'node:fs/promises';
import type { ProbedPhoto } from '#main/repositories/photos';
import { sha256Of } from './probe-photo';

const numberIn = (head: string, pattern: RegExp): number => Number(pattern.exec(head)?.[1] ?? 0);

/** The size that an SVG drawing states, in its view box, else by width and height; 0 when it states none. */
export function svgSize(head: string): { width: number; height: number } {
  const tag = /<svg\b[^>]*/i.exec(head)?.[0] ?? '';
  const [, , boxWidth, boxHeight] = (/\bviewBox\s*=\s*["']([^"']*)/i.exec(tag)?.[1] ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const width = boxWidth ?? numberIn(tag, /\bwidth\s*=\s*["']\s*([\d.]+)/i);
  const height = boxHeight ?? numberIn(tag, /\bheight\s*=\s*["']\s*([\d.]+)/i);
  const isSize = width > 0 && height > 0 && width < 1e6 && height < 1e6;
  return isSize ? { width: Math.round(width), height: Math.round(height) } : { width: 0, height: 0 };
}

/** Registers an SVG as a mask picture. It is never drawn: a drawing can name other files and addresses. */
export async function probeDrawing(path: string, head: string): Promise<ProbedPhoto> {
  const { size: sizeBytes, mtimeMs } = await stat(path);
  const { width, height } = svgSize(head);
  return {
    sha256: await sha256Of(path),
    sizeBytes,
    mtimeMs: Math.trunc(mtimeMs),
    mediaType: 'image/svg+xml',
    rawWidth: width,
    rawHeight: height,
    orientation: 1,
    width,
    height,
    colour: null,
    depth: null,
    hasAlpha: false,
    state: 'ok',
    problem: null,
    role: 'mask_picture',
  };
}

import { stat } from 'node:fs/promises';
import type { ProbedPhoto } from '#main/repositories/photos';
import { notAPicture, unreadableFormat } from './picture-formats';
import { probeDrawing } from './probe-drawing';
import { probePhoto, refusedPhoto, type PhotoRefusal } from './probe-photo';

/** What a picture file turned out to be. */
export type ReadPicture =
  | { readonly type: 'photo'; readonly photo: ProbedPhoto }
  | { readonly type: 'refused'; readonly refusal: PhotoRefusal; readonly photo: ProbedPhoto };

/** Kinds of pictures that are recognised, and not read. */
const UNREAD_KINDS = new Set(['gif', 'bmp', 'jp2', 'jxl', 'psd']);

/** Reads a file that is a picture by its first bytes, or by its name only. */
export async function readPicture(path: string, kind: string, head: Uint8Array): Promise<ReadPicture> {
  if (kind === 'svg') return { type: 'photo', photo: await probeDrawing(path, Buffer.from(head).toString('latin1')) };
  const isNone = ['text', 'binary', 'empty'].includes(kind);
  const refusal = isNone
    ? notAPicture((await stat(path)).size)
    : UNREAD_KINDS.has(kind)
      ? unreadableFormat(kind)
      : null;
  const probe = refusal ? await refusedPhoto(path, isNone ? 'binary' : kind, refusal) : await probePhoto(path, kind);
  return probe.ok
    ? { type: 'photo', photo: probe.photo }
    : { type: 'refused', refusal: probe.refusal, photo: probe.photo };
}

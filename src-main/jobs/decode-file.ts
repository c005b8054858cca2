import { open } from 'node:fs/promises';
import { probePhoto } from '#main/imaging/probe-photo';
import { decodeText, isResultName } from './decode-text';
import type { DecodedBatch, FileToDecode } from './decoded-batch';
import { PHOTO_KINDS, sniff, type ContentKind } from './sniff';

const HEAD_BYTES = 4096;

async function headOf(path: string): Promise<{ head: Uint8Array; sizeBytes: number }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return { head: buffer.subarray(0, bytesRead), sizeBytes: size };
  } finally {
    await file.close();
  }
}

/** Reads one file, whatever it is. @throws the file system's error when it cannot be read. */
export async function* decodeFile(file: FileToDecode): AsyncGenerator<DecodedBatch> {
  const { head, sizeBytes } = await headOf(file.path);
  const kind = sniff(head);
  if (PHOTO_KINDS.has(kind)) {
    const probed = await probePhoto(file.path, kind);
    yield probed.ok ? { type: 'photo', photo: probed.photo } : { type: 'refused', refusal: probed.refusal };
  } else if (kind === 'text' || kind === 'gzip' || (kind === 'empty' && isResultName(file.path)))
    yield* decodeText(file, sizeBytes);
  else yield { type: 'unused', what: describeKind(kind) };
}

function describeKind(kind: ContentKind): string {
  if (kind === 'sqlite') return 'a database';
  if (kind === 'gif' || kind === 'bmp')
    return `a ${kind.toUpperCase()} picture, a format that photos are not read from`;
  return kind === 'empty' ? 'an empty file' : 'neither text nor a photo';
}

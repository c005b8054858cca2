import { open } from 'node:fs/promises';
import { isPictureName } from '#main/imaging/picture-formats';
import { readPicture } from '#main/imaging/read-picture';
import { decodeText, isResultName } from './decode-text';
import type { DecodedBatch, FileToDecode } from './decoded-batch';
import { PICTURE_KINDS, sniff, type ContentKind } from './sniff';

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
  const isNamedPicture = (kind === 'binary' || kind === 'empty') && isPictureName(file.path);
  if (PICTURE_KINDS.has(kind) || isNamedPicture) yield await readPicture(file.path, kind, head);
  else if (kind === 'text' || kind === 'gzip' || (kind === 'empty' && isResultName(file.path)))
    yield* textOrPicture(file, { head, sizeBytes });
  else yield { type: 'unused', what: describeKind(kind) };
}

/** A text under a picture's name that holds no result is a broken picture. */
async function* textOrPicture(
  file: FileToDecode,
  { head, sizeBytes }: { readonly head: Uint8Array; readonly sizeBytes: number },
): AsyncGenerator<DecodedBatch> {
  let hasResult = false;
  for await (const batch of decodeText(file, sizeBytes)) {
    hasResult ||= batch.type === 'source';
    const isNothing = batch.type === 'unused' || (batch.type === 'end' && batch.isRefused);
    if (isNothing && !hasResult && isPictureName(file.path))
      yield await readPicture(file.path, batch.type === 'unused' ? 'text' : 'binary', head);
    else yield batch;
  }
}

function describeKind(kind: ContentKind): string {
  if (kind === 'sqlite') return 'a database';
  return kind === 'empty' ? 'an empty file' : 'neither text nor a photo';
}

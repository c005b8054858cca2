import type { BatchItem } from '#main/repositories/packed-rows';
import type { DecodedBatch } from './decoded-batch';

type Joined = { readonly batch: DecodedBatch; readonly transfer: ArrayBuffer[] };

/**
 * Puts the vertices of a batch's lesions into one buffer, and names the buffers that may change threads: a thread is
 * given those, while a buffer per lesion would be copied one by one.
 */
export function joinBytes(batch: DecodedBatch): Joined {
  if (batch.type === 'chunk') return { batch, transfer: ownBuffer(batch.chunk.gzip) };
  if (batch.type !== 'rows') return { batch, transfer: [] };
  const lengths = batch.items.map((item) =>
    item.type === 'lesions' ? item.lesions.reduce((sum, { rings }) => sum + rings.length, 0) : 0,
  );
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  const placed = (rings: Uint8Array): Uint8Array => {
    bytes.set(rings, at);
    at += rings.length;
    return bytes.subarray(at - rings.length, at);
  };
  const items = batch.items.map((item): BatchItem => {
    if (item.type !== 'lesions') return item;
    return { ...item, lesions: item.lesions.map((lesion) => ({ ...lesion, rings: placed(lesion.rings) })) };
  });
  return { batch: { ...batch, items }, transfer: [bytes.buffer] };
}

/** A small buffer may lie in a pool that others use, too. */
const ownBuffer = ({ buffer, byteLength }: Uint8Array): ArrayBuffer[] =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];

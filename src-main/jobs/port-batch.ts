import type { BatchItem } from '#main/repositories/packed-rows';
import type { DecodedBatch } from './decoded-batch';
import { buffersOf } from './lesion-batch';

type Rows = Extract<DecodedBatch, { type: 'rows' }>;
/** A batch as it goes from thread to thread. Results go as JSON: a port takes longer to copy that many small objects. */
export type PortBatch = Exclude<DecodedBatch, Rows> | (Omit<Rows, 'items'> & { readonly items: string });

export const toPort = (batch: DecodedBatch): PortBatch =>
  batch.type === 'rows' ? { ...batch, items: JSON.stringify(batch.items) } : batch;

export const fromPort = (batch: PortBatch): DecodedBatch =>
  batch.type === 'rows' ? { ...batch, items: JSON.parse(batch.items) as BatchItem[] } : batch;

/** Buffers that change threads with a batch: they are not copied. */
export function transferOf(batch: PortBatch): ArrayBuffer[] {
  if (batch.type === 'rows') return buffersOf(batch.lesions);
  return batch.type === 'chunk' ? ownBuffer(batch.chunk.gzip) : [];
}

/** A small buffer may lie in a pool that others use, too. */
const ownBuffer = ({ buffer, byteLength }: Uint8Array): ArrayBuffer[] =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];

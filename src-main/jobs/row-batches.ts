import type { PlacedResult } from '#shared/formats/haut-scheme/types';
import type { BatchItem, PackedLesion } from '#main/repositories/packed-rows';
import type { DecodedBatch } from './decoded-batch';
import { contentHash, packLesions, packResult, resultKey } from './pack-result';

/** Rows per batch: small enough that writing one stays well under 20 ms. */
const BATCH_ROWS = 250;
/** Bytes of vertices per batch: several batches wait at a time, and a lesion may be large. */
const BATCH_BYTES = 512 * 1024;
type RowBatch = Extract<DecodedBatch, { type: 'rows' }>;

/** Packs results as rows in small batches. */
export class RowBatches {
  private items: BatchItem[] = [];
  private rows = 0;
  private bytes = 0;

  /** `conflicting`: when there are any, only results with these contents are packed, under their own keys. */
  constructor(private readonly conflicting: ReadonlySet<string>) {}

  /** Adds a result; gives the batches that became full. `index` counts the results of the file. */
  *add(result: PlacedResult, index: number, share: number): Generator<RowBatch> {
    const isConflict = this.conflicting.size > 0;
    const content = contentHash(result);
    if (isConflict && !this.conflicting.has(content)) return;
    const key = resultKey(result, isConflict, content);
    this.items.push({ type: 'result', result: packResult(result, index, { key, content }) });
    this.rows += 3 + result.areaRows.length;
    let lesions: PackedLesion[] = [];
    for (const lesion of packLesions(result, key)) {
      lesions.push(lesion);
      this.rows += 1;
      this.bytes += lesion.rings.length;
      if (this.rows < BATCH_ROWS && this.bytes < BATCH_BYTES) continue;
      this.items.push({ type: 'lesions', result: index, lesions });
      lesions = [];
      yield* this.flush(share);
    }
    if (lesions.length > 0) this.items.push({ type: 'lesions', result: index, lesions });
    if (this.rows >= BATCH_ROWS) yield* this.flush(share);
  }

  *flush(share: number): Generator<RowBatch> {
    if (this.items.length > 0) yield { type: 'rows', items: this.items, share };
    this.items = [];
    this.rows = this.bytes = 0;
  }
}

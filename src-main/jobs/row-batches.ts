import type { PlacedResult } from '#shared/formats/haut-scheme/types';
import type { BatchItem } from '#main/repositories/packed-rows';
import type { DecodedBatch, FileToDecode } from './decoded-batch';
import { LesionBatch } from './lesion-batch';
import { contentHash, lesionUids, packResult, resultKey } from './pack-result';

/** Rows per batch unless more are asked for: so few that writing one stays well under 20 ms. */
const BATCH_ROWS = 250;
/** Bytes of vertices per batch: several batches wait at a time, and a lesion may be large. */
const BATCH_BYTES = 512 * 1024;
type RowBatch = Extract<DecodedBatch, { type: 'rows' }>;

/** Packs results as rows in small batches. */
export class RowBatches {
  private items: BatchItem[] = [];
  private rows = 0;
  private lesions: LesionBatch;
  private readonly conflicting: ReadonlySet<string>;
  private readonly limit: number;

  /** `conflicting`: when there are any, only results with these contents are packed, under their own keys. */
  constructor({ conflicting, batchRows }: FileToDecode) {
    this.conflicting = new Set(conflicting);
    this.limit = batchRows ?? BATCH_ROWS;
    this.lesions = new LesionBatch(this.limit);
  }

  /** Adds a result; gives the batches that became full. `index` counts the results of the file. */
  *add(result: PlacedResult, index: number, share: number): Generator<RowBatch> {
    const isConflict = this.conflicting.size > 0;
    const content = contentHash(result);
    if (isConflict && !this.conflicting.has(content)) return;
    const key = resultKey(result, isConflict, content);
    this.items.push({ type: 'result', result: packResult(result, index, { key, content }) });
    this.rows += 3 + result.areaRows.length;
    let from = this.lesions.count;
    for (const [mask, { list, index: maskIndex, lesions, reviewable }] of result.masks.entries()) {
      if (!reviewable) continue;
      const uidOf = lesionUids(key, list, maskIndex);
      for (const lesion of lesions) {
        this.lesions.add(lesion, { uid: uidOf(lesion), mask });
        this.rows += 1;
        if (this.rows < this.limit && this.lesions.bytes < BATCH_BYTES) continue;
        this.noteLesions(index, from);
        yield* this.flush(share);
        from = 0;
      }
    }
    this.noteLesions(index, from);
    if (this.rows >= this.limit) yield* this.flush(share);
  }

  private noteLesions(result: number, from: number): void {
    const to = this.lesions.count;
    if (to > from) this.items.push({ type: 'lesions', result, from, to });
  }

  *flush(share: number): Generator<RowBatch> {
    if (this.items.length === 0) return;
    yield { type: 'rows', items: this.items, lesions: this.lesions.columns(), share };
    this.items = [];
    this.rows = 0;
    this.lesions = new LesionBatch(this.limit);
  }
}

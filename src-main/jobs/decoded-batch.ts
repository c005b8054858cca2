import type { ImageListEntry } from '#shared/domain/pairing';
import type { TallyCount } from '#shared/domain/tally';
import type { SchemeFinding } from '#shared/formats/haut-scheme/types';
import type { PackedBatch } from '#main/repositories/packed-rows';
import type { ReadPicture } from '#main/imaging/read-picture';
import type { SourceChunk, TextFacts } from '#main/repositories/sources';

/**
 * What decoding a file gives: what it is, as soon as a result was found in it; its bytes, compressed, and its rows in
 * small batches; findings, when there are many; the end.
 */
export type DecodedBatch =
  | { readonly type: 'source'; readonly sha256: string; readonly sizeBytes: number }
  | { readonly type: 'chunk'; readonly chunk: SourceChunk }
  | ({ readonly type: 'rows'; readonly share: number } & PackedBatch)
  | { readonly type: 'findings'; readonly findings: readonly SchemeFinding[] }
  | {
      readonly type: 'end';
      readonly results: number;
      readonly findings: readonly SchemeFinding[];
      readonly skippedFamilies: readonly { family: string; count: number }[];
      readonly imageList: readonly ImageListEntry[];
      /** What became of elements that gave no result. */
      readonly tally: readonly TallyCount[];
      readonly text: TextFacts | null;
      /** Damaged or beyond a limit: nothing of the file is to be kept, whatever came before. */
      readonly isRefused: boolean;
    }
  | ReadPicture
  /** Neither text nor a picture that is known here. */
  | { readonly type: 'unused'; readonly what: string };

export type FileToDecode = {
  readonly path: string;
  /** Content hashes of results whose id is taken by other content: only these are decoded, under `id#<8 hex>`. */
  readonly conflicting?: readonly string[];
  /** Rows to a batch; fewer without. */
  readonly batchRows?: number;
};

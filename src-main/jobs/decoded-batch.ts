import type { ImageListEntry } from '#shared/domain/pairing';
import type { TallyCount } from '#shared/domain/tally';
import type { SchemeFinding } from '#shared/formats/haut-scheme/types';
import type { BatchItem } from '#main/repositories/packed-rows';
import type { ReadPicture } from '#main/imaging/read-picture';

/** What decoding a file gives, in this order: what it is, its rows in small batches, its findings. */
export type DecodedBatch =
  | { readonly type: 'source'; readonly sha256: string; readonly sizeBytes: number; readonly gzip: Uint8Array }
  | { readonly type: 'rows'; readonly items: readonly BatchItem[]; readonly share: number }
  | {
      readonly type: 'end';
      readonly results: number;
      readonly findings: readonly SchemeFinding[];
      readonly skippedFamilies: readonly { family: string; count: number }[];
      readonly imageList: readonly ImageListEntry[];
      /** What became of elements that gave no result. */
      readonly tally: readonly TallyCount[];
    }
  | ReadPicture
  /** Neither text nor a picture that is known here. */
  | { readonly type: 'unused'; readonly what: string };

export type FileToDecode = {
  readonly path: string;
  /** Content hashes of results whose id is taken by other content: only these are decoded, under `id#<8 hex>`. */
  readonly conflicting?: readonly string[];
};

import { DocumentDecoder } from '#shared/formats/haut-scheme/decode';
import type { PlacedResult } from '#shared/formats/haut-scheme/types';
import { contentHash, packLesions, packResult, resultKey } from '#main/jobs/pack-result';
import { textPieces, TextProblemError } from '#main/jobs/text-pieces';
import type { PackedLesion, PackedResult } from '#main/repositories/packed-rows';

/** Results of stored bytes, as far as they are text. */
function* resultsOf(bytes: Iterable<Uint8Array>): Generator<PlacedResult> {
  const decoder = new DocumentDecoder();
  try {
    for (const piece of textPieces(bytes)) {
      yield* decoder.push(piece);
      decoder.takeFindings();
    }
    yield* decoder.end();
  } catch (error) {
    if (!(error instanceof TextProblemError)) throw error;
  }
}

/** Decodes a stored source again, for `verify`: the lesions of those of its results that the project holds; `visit` sees the results. */
export function* redecodeSource(
  bytes: Iterable<Uint8Array>,
  resultKeys: ReadonlySet<string>,
  visit: (result: PackedResult) => void,
): Generator<PackedLesion> {
  const seen = new Set<string>();
  for (const result of resultsOf(bytes)) {
    const key = [resultKey(result, false), resultKey(result, true)].find(
      (one) => resultKeys.has(one) && !seen.has(one),
    );
    if (key === undefined) continue;
    seen.add(key);
    visit(packResult(result, 0, { key, content: contentHash(result) }));
    yield* packLesions(result, key);
  }
}

import { decodeDocument } from '#shared/formats/haut-scheme/decode';
import { packLesions, packResult, resultKey } from '#main/jobs/pack-result';
import type { PackedLesion, PackedResult } from '#main/repositories/packed-rows';
import { readText } from '#main/jobs/read-text';

/** Decodes a stored source again, for `verify`: the lesions of those of its results that the project holds; `visit` sees the results. */
export function* redecodeSource(
  bytes: Buffer,
  resultKeys: ReadonlySet<string>,
  visit: (result: PackedResult) => void,
): Generator<PackedLesion> {
  const read = readText(bytes);
  if (!read.ok) return;
  const seen = new Set<string>();
  for (const result of decodeDocument(read.text).results) {
    const key = [resultKey(result, false), resultKey(result, true)].find(
      (one) => resultKeys.has(one) && !seen.has(one),
    );
    if (key === undefined) continue;
    seen.add(key);
    visit(packResult(result, 0, key));
    yield* packLesions(result, key);
  }
}

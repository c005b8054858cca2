import { decodeDocument } from '#shared/formats/haut-scheme/decode';
import { packLesions, resultKey } from '#main/jobs/pack-result';
import type { PackedLesion } from '#main/repositories/packed-rows';
import { readText } from '#main/jobs/read-text';

/** Decodes a stored source again, for `verify`: the lesions of those of its results that the project holds. */
export function* redecodeSource(bytes: Buffer, resultKeys: ReadonlySet<string>): Generator<PackedLesion> {
  const read = readText(bytes);
  if (!read.ok) return;
  const seen = new Set<string>();
  for (const result of decodeDocument(read.text).results) {
    const key = [resultKey(result, false), resultKey(result, true)].find(
      (one) => resultKeys.has(one) && !seen.has(one),
    );
    if (key === undefined) continue;
    seen.add(key);
    yield* packLesions(result, key);
  }
}

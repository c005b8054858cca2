import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SEED = resolve(import.meta.dirname, '..', '..', 'resources', 'sample', 'example-result.json');
export const SEED_FILE = SEED;

type Json = Record<string, unknown>;
export const seed = (): Json => JSON.parse(readFileSync(SEED, 'utf8')) as Json;

/** A result in the scheme with `lesions` octagons on a grid; deterministic in its number. */
export function resultWithLesions(number: number, lesions: number): Json {
  const base = seed();
  const mask = structuredClone((base['result'] as { masks_restored: Json[] }).masks_restored[0]!);
  const features = mask['features'] as { geometry: { coordinates: number[][][][] } }[];
  features[0]!.geometry.coordinates = Array.from({ length: lesions }, (_, i) => {
    const [x, y, r] = [60 + 70 * (i % 30), 60 + 70 * Math.trunc(i / 30), 8 + ((i + number) % 5)];
    return [
      Array.from({ length: 8 }, (_, k) => [
        x + Math.round(r * Math.cos((-k * Math.PI) / 4)),
        y + Math.round(r * Math.sin((-k * Math.PI) / 4)),
      ]),
    ];
  });
  return {
    ...base,
    id: `result-${number}`,
    image_id: `image-${String(number).padStart(6, '0')}`,
    result: { ...(base['result'] as Json), masks_restored: [mask] },
  };
}

/** Writes `results` results into files of `perFile` in a folder, which is created. */
export function writeResults(folder: string, of: { results: number; perFile: number; lesions: number }): void {
  mkdirSync(folder, { recursive: true });
  for (let from = 0; from < of.results; from += of.perFile) {
    const count = Math.min(of.perFile, of.results - from);
    const results = Array.from({ length: count }, (_, i) => resultWithLesions(from + i + 1, of.lesions));
    writeFileSync(join(folder, `results-${String(from).padStart(4, '0')}.json`), JSON.stringify(results));
  }
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

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

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { DocumentDecoder } from '#shared/formats/haut-scheme/decode';
import { PIH_FAMILY, PIH_TECH_NAME } from '#shared/formats/haut-scheme/names';
import type { PlacedResult } from '#shared/formats/haut-scheme/types';
import { lesionAt } from '#main/repositories/lesion-columns';
import type { BatchItem, PackedLesion } from '#main/repositories/packed-rows';
import type { DecodedBatch } from './decoded-batch';
import { packLesions, resultKey } from './pack-result';
import { fromPort, toPort, transferOf } from './port-batch';
import { RowBatches } from './row-batches';

const coordinate = fc.oneof(fc.integer({ min: -5, max: 40 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(-0)); // prettier-ignore
const ring = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 40 });
const feature = fc.record({
  intensity: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  polygons: fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
});

const documentOf = (features: readonly { intensity: number | null; polygons: number[][][][] }[]): string =>
  JSON.stringify({
    algorithm_family_tech_name: PIH_FAMILY,
    id: 'a "b"',
    is_ok: true,
    result: {
      algorithm_tech_name: PIH_TECH_NAME,
      masks_restored: [
        { mask_type: 'heat_map', features: [] },
        {
          mask_type: 'polygon_mask',
          side: 'front',
          view_box: [1, 2, 30, 30],
          features: features.map(({ intensity, polygons }) => ({
            properties: { intensity },
            geometry: { type: 'MultiPolygon', coordinates: polygons },
          })),
        },
      ],
    },
  });

function decoded(text: string): PlacedResult[] {
  const decoder = new DocumentDecoder();
  return [...decoder.push(Buffer.from(text)), ...decoder.end()];
}

/** As the other thread gets it, after whatever is handed over was taken from this one. */
function received(batch: DecodedBatch): DecodedBatch {
  const port = toPort(batch);
  return fromPort(structuredClone(port, { transfer: transferOf(port) }));
}

const isOfLesions = (item: BatchItem): item is Extract<BatchItem, { type: 'lesions' }> => item.type === 'lesions';

it('brings every lesion to the other thread as it is packed alone, whatever the size of batches', () => {
  fc.assert(
    fc.property(fc.array(feature, { maxLength: 4 }), fc.integer({ min: 4, max: 40 }), (features, batchRows) => {
      const results = decoded(documentOf(features));
      expect(results).toHaveLength(1);
      const rows = new RowBatches({ path: '', batchRows });
      const batches = [...results.flatMap((result, index) => [...rows.add(result, index, 0)]), ...rows.flush(1)];
      const got = batches.map(received).flatMap((batch): PackedLesion[] => {
        if (batch.type !== 'rows') throw new Error(batch.type);
        expect(batch.lesions.count).toBeLessThanOrEqual(batchRows);
        return batch.items
          .filter(isOfLesions)
          .flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => lesionAt(batch.lesions, from + i)));
      });
      expect(got).toEqual(results.flatMap((result) => [...packLesions(result, resultKey(result, false))]));
    }),
    { numRuns: 150, seed: 42 },
  );
});

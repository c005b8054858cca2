import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signedRingArea } from '#shared/geometry/ring';
import { decodeDocument } from './decode';
import { arbitraryDocument, arbitraryElement } from './fixtures/arbitrary-documents';
import type { DecodedLesion, DecodedMask, DecodedResult } from './types';

type Json = Record<string, unknown>;
const NUM_RUNS = 100;

/** Writes a decoded result in the scheme again: every member that the decoder understands. */
function encodeResult(result: DecodedResult): Json {
  const masksOf = (list: string): Json[] => result.masks.filter((mask) => mask.list === list).map(encodeMask);
  return {
    id: result.id,
    is_ok: result.isOk,
    image_id: result.imageId,
    creation_time: result.creationTime,
    image_type: result.imageType,
    algorithm_version_id: result.algorithmVersionId,
    algorithm_family_tech_name: result.family,
    result: {
      revision: result.revision,
      algorithm_tech_name: result.algorithmTechName,
      area_results: result.areaRows.map(({ areaName, value, units, techName }) => ({
        area_name: areaName,
        main_metric: { value, units, tech_name: techName },
      })),
      masks_restored: masksOf('masks_restored'),
      masks_original: masksOf('masks_original'),
    },
  };
}

function encodeMask({ maskType, viewBox, techName, name, fill, side, lesions }: DecodedMask): Json {
  const features: { intensity: number | null; polygons: number[][][][] }[] = [];
  for (const { featureIndex, polygonIndex, intensity, deliveredRings } of lesions)
    (features[featureIndex] ??= { intensity, polygons: [] }).polygons[polygonIndex] = deliveredRings;
  return {
    mask_type: maskType,
    view_box: viewBox?.join(' '),
    tech_name: techName,
    name,
    fill,
    side,
    features: features.map(({ intensity, polygons }) => ({
      geometry: { type: 'MultiPolygon', coordinates: polygons },
      properties: { intensity },
    })),
  };
}

/** Checks that a decoded lesion covers what its delivered rings say. */
function expectGeometry({ deliveredRings, polygon }: DecodedLesion): void {
  const areas = [polygon.exterior, ...polygon.holes].map(signedRingArea);
  deliveredRings.forEach((ring, index) => {
    const doubled = ring.reduce((sum, [x = 0, y = 0], at) => {
      const [nextX = 0, nextY = 0] = ring[(at + 1) % ring.length]!;
      return sum + x * nextY - nextX * y;
    }, 0);
    expect(areas[index]).toBeCloseTo(((index === 0 ? 1 : -1) * Math.abs(doubled)) / 2, 6);
  });
}

describe('decodeDocument: valid documents', { timeout: 60_000 }, () => {
  it('come back with equal JSON in every member that is understood', () => {
    fc.assert(
      fc.property(arbitraryElement, (element) => {
        const { results, findings } = decodeDocument(JSON.stringify(element));
        expect(findings).toEqual([]);
        expect(results).toHaveLength(1);
        const again = encodeResult(results[0]!);
        expect(element).toMatchObject(again);
        for (const list of ['masks_restored', 'masks_original'])
          expect((again['result'] as Json)[list]).toHaveLength(((element['result'] as Json)[list] as []).length);
        for (const { lesions } of results[0]!.masks) lesions.forEach(expectGeometry);
        // What is written from the decoded result decodes to the same again.
        const [second] = decodeDocument(JSON.stringify(again)).results;
        expect(encodeResult(second!)).toEqual(again);
        expect(second!.masks).toEqual(results[0]!.masks);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('come back with equal JSON in unknown members too, by the element that is kept', () => {
    fc.assert(
      fc.property(arbitraryDocument, ({ elements, text }) => {
        const { results, findings } = decodeDocument(text);
        expect(findings).toEqual([]);
        expect(results.map(({ canonical }) => JSON.parse(canonical) as Json)).toEqual(elements);
      }),
      { numRuns: NUM_RUNS },
    );
  });
});

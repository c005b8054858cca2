import { signedArea, type Spot } from './spots/spot';

/** The true outlines of one picture as a GeoJSON FeatureCollection in frame pixels, one feature a line. */
export function writeTruth(image: { file: string; width: number; height: number }, spots: readonly Spot[]): string {
  const about = {
    image: image.file,
    width: image.width,
    height: image.height,
    coordinates: 'frame pixels, x right, y down',
  };
  const features = spots.map((spot, index) => JSON.stringify(createTruthFeature(spot, index)));
  return `{"type":"FeatureCollection","macule_sample":${JSON.stringify(about)},"features":[\n${features.join(',\n')}\n]}\n`;
}

function createTruthFeature(spot: Spot, index: number): object {
  const ring = spot.outline.map(({ x, y }) => [roundCentipixel(x), roundCentipixel(y)] as const);
  if (signedArea(spot.outline) < 0) ring.reverse();
  const first = ring[0];
  const closed = first ? [...ring, first] : ring;
  return {
    type: 'Feature',
    id: index + 1,
    geometry: { type: 'Polygon', coordinates: [closed] },
    properties: { kind: spot.kind, area_px2: roundCentipixel(Math.abs(signedArea(spot.outline))) },
  };
}

function roundCentipixel(value: number): number {
  return Math.round(value * 100) / 100;
}

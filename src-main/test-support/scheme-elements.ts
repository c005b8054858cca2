import { elementOf, maskOf } from '#shared/formats/haut-scheme/fixtures/documents';

type Json = Record<string, unknown>;

/** An open ring around a square in frame px, its top left corner first. */
export const squareRing = (x: number, y: number, size: number): number[][] => [
  [x, y],
  [x, y + size],
  [x + size, y + size],
  [x + size, y],
];

/** A good element of its own image whose only lesion is a square of `size`: an area of `size * size` px². */
export const goodElement = (id: string, size = 10, more: Json = {}): Json =>
  elementOf([maskOf([[squareRing(100, 100, size)]])], { id, image_id: `image-${id}`, ...more });

/** The same with these polygons in one MultiPolygon of one mask; `mask` overrides members of the mask. */
export const polygonsElement = (id: string, polygons: unknown, mask: Json = {}): Json =>
  elementOf([maskOf(polygons, mask)], { id, image_id: `image-${id}` });

/** The same with these features in one mask. */
export const featuresElement = (id: string, features: unknown, mask: Json = {}): Json =>
  polygonsElement(id, [], { features, ...mask });

/** The same with these masks. */
export const masksElement = (id: string, masks: unknown, body: Json = {}): Json =>
  elementOf(masks, { id, image_id: `image-${id}` }, body);

import type { DecodedLesion } from '#shared/formats/haut-scheme/types';
import { polygonArea, validPolygonArea } from '#shared/geometry/polygon';

/** Area of a decoded lesion in px²; what decoding found out about its shape is not found out again. */
export const lesionArea = ({ polygon, shapeProblem }: DecodedLesion): number =>
  shapeProblem === null ? validPolygonArea(polygon) : polygonArea(polygon);

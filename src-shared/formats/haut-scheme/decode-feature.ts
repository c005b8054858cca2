import { isObject, kindOf, member, numberOf, type JsonObject } from './fields';
import { decodePolygon } from './decode-polygon';
import { ASK_AGAIN, shorten, type Report } from './report';
import type { DecodedLesion } from './types';

/** GeometryCollections may hold GeometryCollections; nobody means more levels than this. */
const MAX_COLLECTION_DEPTH = 12;

export type MaskContext = {
  readonly viewBox: readonly [number, number, number, number] | null;
  readonly path: string;
  readonly report: Report;
};

/** One delivered polygon, before it is read: its rings and where they stand. */
export type DeliveredPolygon = { readonly rings: unknown; readonly path: string };

/** Decodes all features of a polygon mask. Refused polygons leave gaps in the numbering, so indices are the file's. */
export function decodeFeatures(features: readonly unknown[], mask: MaskContext): DecodedLesion[] {
  const lesions: DecodedLesion[] = [];
  features.forEach((feature, featureIndex) => {
    const path = `${mask.path}[${featureIndex}]`;
    if (!isObject(feature) || !Object.hasOwn(feature, 'geometry')) {
      const message = `The feature is ${isObject(feature) ? 'without geometry' : kindOf(feature)}: it was left out. ${ASK_AGAIN}`;
      mask.report('feature_unreadable', path, message);
      return;
    }
    const intensity = readIntensity(feature);
    const polygons = listPolygons(member(feature, 'geometry'), { path: `${path}.geometry`, depth: 0 }, mask.report);
    polygons.forEach((delivered, polygonIndex) => {
      const decoded = decodePolygon(delivered, mask);
      if (decoded) lesions.push({ featureIndex, polygonIndex, intensity, ...decoded });
    });
  });
  return lesions;
}

function readIntensity(feature: JsonObject): number | null {
  const properties = member(feature, 'properties');
  return isObject(properties) ? numberOf(member(properties, 'intensity')) : null;
}

type GeometryPlace = { readonly path: string; readonly depth: number };

function listPolygons(geometry: unknown, place: GeometryPlace, report: Report): DeliveredPolygon[] {
  if (geometry === null) return [];
  const type = isObject(geometry) ? member(geometry, 'type') : null;
  if (!isObject(geometry) || typeof type !== 'string' || place.depth > MAX_COLLECTION_DEPTH) {
    const problem = place.depth > MAX_COLLECTION_DEPTH ? 'nests too deep' : 'is no object with a type';
    report('geometry_unreadable', place.path, `The geometry ${problem}: it was left out. ${ASK_AGAIN}`);
    return [];
  }
  switch (type.trim().toLowerCase()) {
    case 'polygon':
      return [{ rings: member(geometry, 'coordinates'), path: `${place.path}.coordinates` }];
    case 'multipolygon':
      return listParts(geometry, 'coordinates', place, report).map((rings, index) => {
        return { rings, path: `${place.path}.coordinates[${index}]` };
      });
    case 'geometrycollection':
      return listParts(geometry, 'geometries', place, report).flatMap((inner, index) => {
        return listPolygons(inner, { path: `${place.path}.geometries[${index}]`, depth: place.depth + 1 }, report);
      });
    default: {
      const message = `The geometry is a ${shorten(type, 60)}, not a polygon: it was left out, the polygons beside it were read.`;
      report('geometry_not_polygon', place.path, message);
      return [];
    }
  }
}

function listParts(geometry: JsonObject, key: string, place: GeometryPlace, report: Report): readonly unknown[] {
  const parts = member(geometry, key);
  if (Array.isArray(parts)) return parts;
  report(
    'geometry_unreadable',
    `${place.path}.${key}`,
    `"${key}" is ${kindOf(parts)} instead of a list: the geometry was left out. ${ASK_AGAIN}`,
  );
  return [];
}

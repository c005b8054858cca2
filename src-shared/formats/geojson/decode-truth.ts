import { coordinatesToPolygon } from '#shared/geometry/polygon';
import type { Polygon } from '#shared/geometry/types';
import { FieldReader, isMembers, type Members } from './field-reader';
import { readHead } from './read-head';
import { TRUTH_SCHEMA_VERSION, type TruthFeature, type TruthRejection, type TruthView } from './types';

export type DecodedTruth = { readonly view: TruthView | null; readonly rejected: TruthRejection[] };

const UNREADABLE = 'The file is no JSON: export the view again.';
const FOREIGN = 'The file is no truth file: it has no "macule" member.';

/**
 * Reads a truth file back. A bad feature is rejected and the rest comes in; without a usable head there is no view.
 * Never throws.
 */
export function decodeTruth(text: string): DecodedTruth {
  const rejected: TruthRejection[] = [];
  const reader = new FieldReader(rejected);
  const root = parse(text);
  if (root === undefined) return reject({ path: '$', code: 'not_json', message: UNREADABLE });
  const macule = isMembers(root) ? root.macule : null;
  if (!isMembers(root) || !isMembers(macule)) return reject({ path: '$', code: 'not_truth', message: FOREIGN });
  if (typeof macule.schema !== 'number' || macule.schema > TRUTH_SCHEMA_VERSION) {
    const message = `The schema is ${JSON.stringify(macule.schema)}: this version reads up to ${TRUTH_SCHEMA_VERSION}.`;
    return reject({ path: '$.macule.schema', code: 'schema_newer', message });
  }
  const head = readHead(macule, reader);
  const features = reader.list(root, 'features', '$', (value, path) => readFeature(value, path, reader));
  const ignore = reader.list(macule, 'ignore', '$.macule', (value, path) => readIgnored(value, path, reader));
  return { view: head && { ...head, features, ignore }, rejected };
}

function reject(rejection: TruthRejection): DecodedTruth {
  return { view: null, rejected: [rejection] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // no JSON text has this value
  }
}

function readIgnored(value: unknown, path: string, reader: FieldReader): TruthView['ignore'][number] | null {
  if (!isMembers(value)) return reader.reject(path, 'not_an_object', 'The entry is no object.');
  const id = reader.text(value, 'id', path);
  const polygon = readPolygon(value.geometry, `${path}.geometry`, reader);
  return id === null || polygon === null ? null : { id, polygon };
}

function readFeature(value: unknown, path: string, reader: FieldReader): TruthFeature | null {
  if (!isMembers(value)) return reader.reject(path, 'not_an_object', 'The feature is no object.');
  const { properties } = value;
  if (!isMembers(properties)) return reader.reject(path, 'no_properties', 'The feature has no properties.');
  const place = `${path}.properties`;
  const id = reader.text(value, 'id', path);
  const polygon = readPolygon(value.geometry, `${path}.geometry`, reader);
  const origin = reader.word(properties, 'origin', place, ['model', 'reviewer'] as const);
  const verdict = reader.verdict(properties, place);
  const areaPx2 = reader.number(properties, 'area_px2', place);
  if (id === null || !polygon || !origin || !verdict || areaPx2 === null) return null;
  return {
    id,
    polygon,
    origin,
    verdict,
    reason: reader.optionalText(properties, 'reason', place),
    comment: reader.optionalText(properties, 'comment', place),
    decidedBy: reader.optionalText(properties, 'decided_by', place),
    decidedAt: reader.optionalText(properties, 'decided_at', place),
    intensity: reader.optionalNumber(properties, 'intensity', place),
    techName: reader.optionalText(properties, 'tech_name', place),
    areaPx2,
    replaced: readReplaced(properties, place, reader),
  };
}

function readReplaced(properties: Members, path: string, reader: FieldReader): TruthFeature['replaced'] {
  if (!Object.hasOwn(properties, 'model_lesion_ids')) return null;
  const modelLesionIds = reader.texts(properties, 'model_lesion_ids', path);
  const modelAreaPx2 = reader.number(properties, 'model_area_px2', path);
  return modelAreaPx2 === null ? null : { modelLesionIds, modelAreaPx2 };
}

function readPolygon(geometry: unknown, path: string, reader: FieldReader): Polygon | null {
  if (!isMembers(geometry) || geometry.type !== 'Polygon') {
    return reader.reject(path, 'not_a_polygon', 'The geometry is no Polygon.');
  }
  const read = coordinatesToPolygon(geometry.coordinates);
  if (read.ok) return read.polygon;
  return reader.reject(`${path}.coordinates${read.path}`, read.problem, 'The coordinates cannot be read.');
}

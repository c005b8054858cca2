import { canonicalJson } from '#shared/domain/canonical-json';
import { decodeMasks } from './decode-mask';
import { isObject, kindOf, member, numberOf, textField, type FieldSource, type JsonObject } from './fields';
import { bodyOf, maskEntries } from './element';
import { PIH_FAMILY, PIH_TECH_NAME } from './names';
import { shorten, type Report } from './report';
import type { DecodedAreaRow, UncountedResult } from './types';

/** Decodes one element of the PIH family; null, with a finding, only when it cannot even be identified. */
export function decodeResult(element: JsonObject, path: string, report: Report): UncountedResult | null {
  const canonical = canonicalElement(element);
  if (canonical === null) {
    report('result_not_hashable', path, 'The element nests too deep and was refused: check the tool that wrote it.');
    return null;
  }
  const source: FieldSource = { object: element, path, report };
  if (textField(source, 'algorithm_family_tech_name') === null) {
    report('family_missing', path, 'The family name is missing; the inner names say that it is a PIH result.');
  }
  const body = bodyOf(element);
  const bodySource: FieldSource = { object: body ?? {}, path: body === element ? path : `${path}.result`, report };
  const failureReason = readFailure(element, body);
  if (failureReason !== null) reportFailure(element, failureReason, path, report);
  const versionId = member(element, 'algorithm_version_id');
  return {
    path,
    id: textField(source, 'id'),
    canonical,
    family: PIH_FAMILY,
    algorithmTechName: textField(bodySource, 'algorithm_tech_name') ?? PIH_TECH_NAME,
    revision: textField(bodySource, 'revision'),
    algorithmVersionId: typeof versionId === 'number' ? versionId : textField(source, 'algorithm_version_id'),
    imageId: textField(source, 'image_id') ?? imageIdOfKey(source),
    creationTime: textField(source, 'creation_time'),
    imageType: textField(bodySource, 'image_type') ?? textField(source, 'image_type'),
    isOk: failureReason === null,
    failureReason,
    areaRows: body ? decodeAreaRows(bodySource) : [],
    masks: body && failureReason === null ? decodeMasks(bodySource) : [],
  };
}

/**
 * In a map the key names the image where the element does not (research/scheme.md §6.4). Only an id of the service is one:
 * `front.jpg` or `data` can stand in any number of files, and would make one capture of all of them.
 */
function imageIdOfKey(source: FieldSource): string | null {
  const { path, report } = source;
  const key = MAP_KEY.exec(path)?.[1]?.toLowerCase() ?? null;
  // A map by the answers' own ids names no image.
  if (key === null || key === textField(source, 'id')?.toLowerCase()) return null;
  report('image_id_from_key', path, `The element names no image; the key ${key} that it stands under was taken.`);
  return key;
}

/** A path that ends in a member named by a UUID, or in an entry of that member's list. */
const MAP_KEY = /\["([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"\](?:\[\d+\])?$/i;

/** The element's canonical JSON; values that have none (NaN, lone surrogates) are written as text that names them. */
function canonicalElement(element: JsonObject): string | null {
  try {
    return canonicalJson(element);
  } catch {
    // Either such a value or too deep nesting: the second try tells which.
  }
  try {
    return canonicalJson(nameOddValues(element, 0));
  } catch {
    return null;
  }
}

function nameOddValues(value: unknown, depth: number): unknown {
  if (depth > 1000) throw new TypeError('nested too deep');
  if (typeof value === 'number' && !Number.isFinite(value)) return `number ${value}`;
  if (typeof value === 'string') return nameLoneSurrogates(value);
  if (Array.isArray(value)) return value.map((inner) => nameOddValues(inner, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [nameLoneSurrogates(key), nameOddValues(inner, depth + 1)]),
  );
}

function nameLoneSurrogates(text: string): string {
  return text.replace(/\p{Surrogate}/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}

/** Why the element counts as failed, in the service's words where it has some; null when it is good. */
function readFailure(element: JsonObject, body: JsonObject | null): string | null {
  const isOk = member(element, 'is_ok');
  if (isOk === true && body) return null;
  const result = member(element, 'result');
  const words = body ? (errorWords(body) ?? errorWords(element)) : (errorWords(element) ?? plainWords(result));
  if (words !== null) return words;
  if (isOk === false) return 'is_ok is false and no reason is given';
  return isOk === true ? `result is ${kindOf(result)}` : `is_ok is ${kindOf(isOk)} instead of true`;
}

function errorWords(object: JsonObject): string | null {
  const error = member(object, 'error');
  if (error === undefined || error === null || error === '') return null;
  return shorten(typeof error === 'string' ? error : JSON.stringify(error), 500);
}

function plainWords(result: unknown): string | null {
  return typeof result === 'string' && result.trim() !== '' ? shorten(result, 500) : null;
}

function reportFailure(element: JsonObject, reason: string, path: string, report: Report): void {
  report(
    'result_failed',
    path,
    `The algorithm did not succeed: ${reason.replace(/[.\s]+$/, '')}. Kept as a failed result, without lesions.`,
  );
  const masks = maskEntries(element).length;
  if (masks === 0) return;
  const message = `This failed result carries ${masks} mask${masks === 1 ? '' : 's'}, which ${masks === 1 ? 'was' : 'were'} not read.`;
  report('failed_masks_ignored', path, `${message} If it is good, its is_ok must be true.`);
}

function decodeAreaRows({ object, path, report }: FieldSource): DecodedAreaRow[] {
  const rows = member(object, 'area_results');
  if (rows === undefined || rows === null) return [];
  if (!Array.isArray(rows)) {
    report(
      'field_unreadable',
      `${path}.area_results`,
      `"area_results" is ${kindOf(rows)} instead of a list: no rows were read.`,
    );
    return [];
  }
  return (rows as unknown[]).flatMap((row, index) => {
    const place = `${path}.area_results[${index}]`;
    const decoded = isObject(row) ? decodeAreaRow({ object: row, path: place, report }, index) : null;
    if (!decoded) report('area_row_unreadable', place, 'This row has no area name or is no object: it was left out.');
    return decoded ?? [];
  });
}

/** Older answers and webhooks have the metric's fields in the row itself, with the area in `name`. */
function decodeAreaRow(row: FieldSource, index: number): DecodedAreaRow | null {
  const metric = member(row.object, 'main_metric');
  const source = isObject(metric) ? { ...row, object: metric, path: `${row.path}.main_metric` } : row;
  const areaName = textField(row, 'area_name') ?? textField(row, 'name');
  if (areaName === null) return null;
  const value = member(source.object, 'value');
  return {
    index,
    areaName,
    value: numberOf(value) ?? textField(source, 'value'),
    units: textField(source, 'units'),
    techName: textField(source, 'tech_name'),
  };
}

import { Tally, type TallyCount, type TallyFate } from '#shared/domain/tally';
import { decodeResult } from './decode-result';
import { bodyOf } from './element';
import { isObject, member, type JsonObject } from './fields';
import type { SchemeFindingCode } from './finding-codes';
import { SCHEME_FINDING_FATES } from './finding-fates';
import { collectFindings, type Report } from './report';
import { MASK_LISTS, type DecodedResult, type MaskList, type SchemeFinding } from './types';

/** As deep as geometry collections are read. */
const MAX_COLLECTION_DEPTH = 12;

/** A unit's fate and the code that gave it. */
type Verdict = { readonly fate: TallyFate; readonly reason: SchemeFindingCode | '' };
const AS_IT_STOOD: Verdict = { fate: 'imported', reason: '' };

/** Decodes one element and counts what became of it, its masks, features and polygons; null when it was refused. */
export function decodeCounted(element: JsonObject, path: string, report: Report): DecodedResult | null {
  const { findings, report: collect } = collectFindings();
  const result = decodeResult(element, path, (code, place, message) => {
    collect(code, place, message);
    report(code, place, message);
  });
  return (
    result && { ...result, tally: result.isOk ? tallyRead(element, path, findings) : tallyFailed(element, findings) }
  );
}

/** A failed result is imported; its masks are not read. */
function tallyFailed(element: JsonObject, findings: readonly SchemeFinding[]): TallyCount[] {
  const tally = new Tally();
  addVerdict(tally, 'element', foldCodes(findings.filter(isAboutElement).map(({ code }) => code)));
  tally.addAll(tallyWhole(element, 'skipped', 'failed_masks_ignored').filter(({ unit }) => unit !== 'element'));
  return tally.rows();
}

/** An element that shares one fate with everything in it. */
export function tallyWhole(element: JsonObject, fate: TallyFate, reason: SchemeFindingCode): TallyCount[] {
  const tally = new Tally();
  tally.add('element', fate, reason);
  for (const { mask } of masksOf(element)) {
    tally.add('mask', fate, reason);
    addParts(tally, mask, { fate, reason });
  }
  return tally.rows();
}

const isAboutElement = ({ code }: SchemeFinding): boolean => SCHEME_FINDING_FATES[code].unit === 'element';

function foldCodes(codes: readonly SchemeFindingCode[]): Verdict {
  const told = codes.find((code) => SCHEME_FINDING_FATES[code].fate !== 'imported');
  return told === undefined ? AS_IT_STOOD : { fate: SCHEME_FINDING_FATES[told].fate, reason: told };
}

function addVerdict(tally: Tally, unit: 'element' | 'mask' | 'feature' | 'polygon', { fate, reason }: Verdict): void {
  tally.add(unit, fate, reason);
}

function* masksOf(element: JsonObject): Generator<{ list: MaskList; index: number; mask: unknown }> {
  const body = bodyOf(element);
  for (const list of MASK_LISTS) {
    const masks = body && member(body, list);
    if (Array.isArray(masks)) for (const [index, mask] of (masks as unknown[]).entries()) yield { list, index, mask };
  }
}

function featuresOf(mask: unknown): readonly unknown[] {
  const features = isObject(mask) ? member(mask, 'features') : null;
  return Array.isArray(features) ? features : [];
}

/** Features and polygons that share the fate of their mask. */
function addParts(tally: Tally, mask: unknown, { fate, reason }: Verdict): void {
  const features = featuresOf(mask);
  tally.add('feature', fate, reason, features.length);
  for (const feature of features) {
    if (!isObject(feature)) continue;
    for (const { count } of polygonGroups(member(feature, 'geometry'), '', 0))
      tally.add('polygon', fate, reason, count);
  }
}

type PolygonGroup = { readonly path: string; readonly count: number; readonly isList: boolean };

/** The polygons of a geometry: a Polygon is one, a MultiPolygon as many as its list has. */
function* polygonGroups(geometry: unknown, path: string, depth: number): Generator<PolygonGroup> {
  const type = isObject(geometry) ? member(geometry, 'type') : null;
  if (!isObject(geometry) || typeof type !== 'string' || depth > MAX_COLLECTION_DEPTH) return;
  const word = type.trim().toLowerCase();
  if (word === 'polygon') yield { path: `${path}.coordinates`, count: 1, isList: false };
  const key = word === 'multipolygon' ? 'coordinates' : word === 'geometrycollection' ? 'geometries' : null;
  const parts = key === null ? null : member(geometry, key);
  if (!Array.isArray(parts)) return;
  if (key === 'coordinates') yield { path: `${path}.coordinates`, count: parts.length, isList: true };
  else
    for (const [index, inner] of (parts as unknown[]).entries())
      yield* polygonGroups(inner, `${path}.geometries[${index}]`, depth + 1);
}

/** Finding codes by the unit that they are about, which their places tell. */
type CodesByUnit = Map<string, SchemeFindingCode[]>;
const IN_MASK = /^\.(masks_restored|masks_original)\[(\d+)\](?:\.features\[(\d+)\](?:\.geometry(.*))?)?/;
const IN_POLYGON = /^((?:\.geometries\[\d+\])*\.coordinates)(\[\d+\])?/;

function codesByUnit(findings: readonly SchemeFinding[], bodyPath: string): CodesByUnit {
  const codes: CodesByUnit = new Map();
  const put = (key: string, code: SchemeFindingCode): void => {
    const had = codes.get(key);
    if (had) had.push(code);
    else codes.set(key, [code]);
  };
  for (const { code, place } of findings) {
    const at = place.startsWith(bodyPath) ? IN_MASK.exec(place.slice(bodyPath.length)) : null;
    if (!at) {
      put('', code);
      continue;
    }
    const [, list = '', mask = '', feature, geometry = ''] = at;
    const own = feature === undefined ? `${list} ${mask}` : `${list} ${mask} ${feature}`;
    const polygon = SCHEME_FINDING_FATES[code].unit === 'polygon' ? IN_POLYGON.exec(geometry) : null;
    if (!polygon) {
      put(own, code);
      continue;
    }
    // The geometry's type tells whether the index is a polygon's or a ring's: both are noted, one is looked up.
    const [, coordinates = '', index] = polygon;
    put(`${own} ${coordinates}`, code);
    if (index !== undefined) put(`${own} ${coordinates}${index}`, code);
  }
  return codes;
}

function tallyRead(element: JsonObject, path: string, findings: readonly SchemeFinding[]): TallyCount[] {
  const tally = new Tally();
  const codes = codesByUnit(findings, bodyOf(element) === element ? path : `${path}.result`);
  const verdict = (key: string): Verdict => foldCodes(codes.get(key) ?? []);
  addVerdict(tally, 'element', verdict(''));
  for (const { list, index, mask } of masksOf(element)) {
    const key = `${list} ${index}`;
    const own = verdictOfMask(codes.get(key) ?? []);
    addVerdict(tally, 'mask', own);
    if (own.fate === 'refused' || own.fate === 'skipped') addParts(tally, mask, own);
    else for (const [at, feature] of featuresOf(mask).entries()) addFeature(tally, feature, `${key} ${at}`, codes);
  }
  return tally.rows();
}

/** What keeps a mask out outranks what is mended on it. */
function verdictOfMask(codes: readonly SchemeFindingCode[]): Verdict {
  const out = codes.filter((code) => ['refused', 'skipped'].includes(SCHEME_FINDING_FATES[code].fate));
  return foldCodes(out.length > 0 ? out : codes);
}

function addFeature(tally: Tally, feature: unknown, key: string, codes: CodesByUnit): void {
  let read = 0;
  const groups = isObject(feature) ? polygonGroups(member(feature, 'geometry'), '', 0) : [];
  for (const { path, count, isList } of groups) {
    read += count;
    if (!codes.has(`${key} ${path}`)) tally.add('polygon', 'imported', '', count);
    else
      for (let index = 0; index < count; index++)
        addVerdict(tally, 'polygon', foldCodes(codes.get(`${key} ${path}${isList ? `[${index}]` : ''}`) ?? []));
  }
  const { fate, reason } = foldCodes(codes.get(key) ?? []);
  tally.add('feature', read > 0 && fate !== 'imported' ? 'repaired' : fate, reason);
}

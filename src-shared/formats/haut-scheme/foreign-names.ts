import { isObject, isWord, member, type JsonObject } from './fields';

/** Whether Macule wrote it: an export of truth or its manifest, a saved finding, the true outlines of the sample. */
export function isOwnFile(object: JsonObject): boolean {
  const has = (...keys: string[]): boolean => keys.every((key) => Object.hasOwn(object, key));
  if (isObject(member(object, 'macule')) || isObject(member(object, 'macule_sample'))) return true;
  return has('schema', 'app_version', 'project_id', 'files') || has('severity', 'code', 'file', 'place', 'message');
}

/** The name of the tool whose polygon file this is, with its article; null when it is none that is known. */
export function foreignName(object: JsonObject): string | null {
  const has = (...keys: string[]): boolean => keys.every((key) => Object.hasOwn(object, key));
  const hasList = (...keys: string[]): boolean => keys.every((key) => Array.isArray(member(object, key)));
  if (hasList('shapes', 'tracks')) return 'a CVAT file';
  if (hasList('shapes') && (has('imagePath') || has('imageData') || has('flags'))) return 'a labelme file';
  if (hasList('images', 'annotations') || isCocoRecord(object)) return 'a COCO file';
  if (hasList('images') && has('createTimestamp')) return 'a QuPath project';
  if (hasList('items') && has('categories')) return 'a CVAT (Datumaro) file';
  if (isVia(object)) return 'a VIA file';
  if (isWord(member(object, 'type'), 'featurecollection')) return geoJsonName(object);
  if (isWord(member(object, 'type'), 'feature') && has('geometry')) return featureName(object);
  return null;
}

/** The name of an XML or HTML-like text by its first characters, in lower case; null when it is no such text. */
export function markupName(head: string): string | null {
  if (!/^<(\?xml|svg|annotations?[\s>])/.test(head)) return null;
  if (/<annotations[\s>]/.test(head)) return 'a CVAT file (XML)';
  if (/<annotation[\s>]/.test(head)) return 'a Pascal VOC or labelme file (XML)';
  return head.includes('<svg') ? 'an SVG picture' : 'an XML file';
}

/** An annotation, or a detection of a COCO result list. */
function isCocoRecord(object: JsonObject): boolean {
  const has = (key: string): boolean => Object.hasOwn(object, key);
  return has('image_id') && has('category_id') && (has('segmentation') || has('bbox'));
}

/** A project of VIA 2, its annotations alone, or a project of VIA 3. */
function isVia(object: JsonObject): boolean {
  const has = (...keys: string[]): boolean => keys.every((key) => Object.hasOwn(object, key));
  return (
    has('_via_img_metadata') || has('_via_settings') || has('regions', 'filename') || has('attribute', 'file', 'view')
  );
}

function geoJsonName(object: JsonObject): string {
  if (Object.hasOwn(object, 'view_box') || Object.hasOwn(object, 'mask_type')) return 'a mask without its result';
  const features = member(object, 'features');
  const first: unknown = Array.isArray(features) ? features[0] : null;
  return isObject(first) ? featureName(first) : 'a GeoJSON file';
}

function featureName(feature: JsonObject): string {
  const properties = member(feature, 'properties');
  const isQuPath =
    isObject(properties) && (Object.hasOwn(properties, 'objectType') || Object.hasOwn(properties, 'classification'));
  return isQuPath ? 'a QuPath file' : 'a GeoJSON file';
}

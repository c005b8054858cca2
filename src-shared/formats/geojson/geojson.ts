export { decodeTruth, type DecodedTruth } from './decode-truth';
export { encodeTruth } from './encode-truth';
export { decodeManifestFiles, encodeManifest, MANIFEST_FILE_NAME, type Manifest, type ManifestFile } from './manifest';
export { fileNamePart, truthFileNames, type NamedView } from './truth-file-name';
export * from './types';

/** What a truth file does not keep of a view. */
export const LOSSES = [
  'rejected, unsure and pending lesions, unless included',
  'the outlines of model lesions that were redrawn: their ids and summed area stay',
  'the history of decisions: only the current one of each lesion stays',
  'the direction of rings: the exterior is written positive, holes negative',
  'consecutive closing vertices beyond the one that closes the ring',
  'area rows and masks that are no polygons',
] as const;

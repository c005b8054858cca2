const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * What the reader takes, checked on bytes before anything is decoded: a file beyond a file limit is refused whole, an
 * element beyond an element limit is refused alone. Memory is bounded by one element and these constants.
 */
export const LIMITS = {
  /** A result file as it lies on disk. */
  fileBytes: 256 * MIB,
  /** The same as UTF-8 text, gzip unpacked. */
  unpackedBytes: 256 * MIB,
  /** One result element. The service's largest answers (three sides) stay below 3 MB. */
  elementBytes: 16 * MIB,
  /** An object that has grown to this size and named nothing that a result has is a wrapper, and is searched piece by piece. */
  wrapperBytes: 256 * KIB,
  keyBytes: 4 * KIB,
  stringBytes: 8 * MIB,
  /** Levels of lists and objects in one element. */
  depth: 1000,
  /** Levels at which the scan gives a text up. */
  hardDepth: 1_000_000,
  /** Entries of one list in an element: vertices of a ring, polygons of a feature. */
  listItems: 500_000,
  /** Lists and objects in one element, which every vertex is one of. */
  containers: 2_000_000,
} as const;
export type Limits = { readonly [Name in keyof typeof LIMITS]: number };

/** A byte count for messages. */
export function sizeWords(bytes: number): string {
  if (bytes >= MIB) return `${Math.round(bytes / MIB)} MB`;
  return bytes >= KIB ? `${Math.round(bytes / KIB)} KB` : `${bytes} bytes`;
}

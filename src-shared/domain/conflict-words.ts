/** What is compared of two contents that came under one element id. */
export type ContentFacts = {
  readonly isOk: boolean;
  readonly failureReason: string | null;
  readonly revision: string;
  readonly creationTime: string | null;
  readonly imageId: string | null;
  /** Model lesions, all sides. */
  readonly lesions: number;
  /** Each view in words: "front 2416 × 2416 px". */
  readonly views: readonly string[];
  /** Delivered rows: area and value with unit, in words. */
  readonly rows: ReadonlyMap<string, string>;
};

const against = (what: string, a: string | null, b: string | null): string[] =>
  a === b ? [] : [`${what} ${a ?? 'not stated'} against ${b ?? 'not stated'}`];

const stateWords = ({ isOk, failureReason }: ContentFacts): string =>
  isOk ? 'ok' : `failed (${failureReason ?? 'no reason given'})`;

function lesionWords(a: number, b: number, equal: number): string[] {
  if (a === b && equal === a) return [];
  const count = `${a} ${a === 1 ? 'lesion' : 'lesions'} against ${b}`;
  return [`${count}, ${equal === 0 ? 'none' : equal} equal`];
}

/** As many rows as fit in a line. */
const NAMED_ROWS = 3;

function rowWords(a: ContentFacts['rows'], b: ContentFacts['rows']): string[] {
  const areas = [...new Set([...a.keys(), ...b.keys()])];
  const differing = areas.filter((area) => a.get(area) !== b.get(area));
  if (differing.length === 0) return [];
  const named = differing
    .slice(0, NAMED_ROWS)
    .map((area) => `${area.replaceAll('_', ' ')} ${a.get(area) ?? 'missing'} against ${b.get(area) ?? 'missing'}`);
  const more = differing.length > NAMED_ROWS ? ` and ${differing.length - NAMED_ROWS} more` : '';
  return [`${differing.length} of ${areas.length} values differ: ${named.join(', ')}${more}`];
}

/**
 * How two contents differ, in words such as "6 lesions against 7, 5 equal". `equalLesions`: polygons that both have on
 * the same side with the same vertices.
 */
export function differenceWords(a: ContentFacts, b: ContentFacts, equalLesions: number): string[] {
  const words = [
    ...against('State', stateWords(a), stateWords(b)),
    ...lesionWords(a.lesions, b.lesions, equalLesions),
    ...rowWords(a.rows, b.rows),
    ...against('Views', a.views.join(', '), b.views.join(', ')),
    ...against('Revision', a.revision, b.revision),
    ...against('Image id', a.imageId, b.imageId),
    ...against('Made', a.creationTime, b.creationTime),
  ];
  return words.length > 0 ? words : ['Only members that Macule does not show differ'];
}

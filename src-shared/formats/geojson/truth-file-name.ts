const PART_LENGTH = 60;
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

export type NamedView = {
  readonly uid: string;
  readonly capture: string;
  readonly side: string;
  readonly revision: string | null;
  /** The first 8 hex digits of the result key's hash. */
  readonly resultKeyHash8: string;
};

/**
 * A file name for each view, by its uid: `<capture>.<side>.<revision>.geojson`, safe on every system. Every one of the
 * names that are equal ignoring case gets the hash before its ending, so that a name means the same view whichever of
 * them are written; views of one result that are still equal are numbered in the order given. Names in `taken` (lower
 * case) are not given away.
 */
export function truthFileNames(
  views: readonly NamedView[],
  taken: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, string> {
  const stems = views.map(({ capture, side, revision }) => [capture, side, revision ?? ''].map(fileNamePart).join('.'));
  const uses = new Map<string, number>();
  for (const stem of stems) uses.set(stem.toLowerCase(), (uses.get(stem.toLowerCase()) ?? 0) + 1);
  const isAlone = (stem: string): boolean => uses.get(stem.toLowerCase()) === 1;
  // Plain names first: a hashed name must not take one.
  const given = new Set(taken);
  for (const stem of stems) if (isAlone(stem)) given.add(`${stem}.geojson`.toLowerCase());
  const names = new Map<string, string>();
  views.forEach(({ uid, resultKeyHash8 }, index) => {
    const stem = stems[index]!;
    if (isAlone(stem)) return void names.set(uid, `${stem}.geojson`);
    let name = `${stem}.${resultKeyHash8}.geojson`;
    for (let number = 2; given.has(name.toLowerCase()); number++) name = `${stem}.${resultKeyHash8}-${number}.geojson`;
    given.add(name.toLowerCase());
    names.set(uid, name);
  });
  return names;
}

/** Letters, digits, `.`, `_`, `-`; at most 60; no dots at the ends; no Windows device name; never empty. */
export function fileNamePart(text: string): string {
  const reduced = trimDots(text.replace(/[^A-Za-z0-9._-]+/g, '-')) || 'unknown';
  const safe = DEVICE_NAME.test(reduced) ? `_${reduced}` : reduced;
  return trimDots(safe.slice(0, PART_LENGTH));
}

function trimDots(text: string): string {
  return text.replace(/^\.+|\.+$/g, '');
}

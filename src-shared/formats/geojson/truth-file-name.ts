const PART_LENGTH = 60;
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * `<capture>.<side>.<revision>.geojson`, safe on every system. A name that is in `taken` ignoring case gets the
 * hash before its ending. The name is added to `taken` in lower case.
 */

export function truthFileName(
  capture: string,
  side: string,
  revision: string | null,
  resultKeyHash8: string,
  taken: Set<string>,
): string {
  const stem = [capture, side, revision ?? ''].map(fileNamePart).join('.');
  let name = `${stem}.geojson`;
  for (let number = 1; taken.has(name.toLowerCase()); number++) {
    name = `${stem}.${resultKeyHash8}${number > 1 ? `-${number}` : ''}.geojson`;
  }
  taken.add(name.toLowerCase());
  return name;
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

const areaFormat = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const countFormat = new Intl.NumberFormat('en');

/** "1,163 px²", one decimal at most. */
export const areaText = (areaPx2: number): string => `${areaFormat.format(areaPx2)} px²`;
export const countText = (count: number): string => countFormat.format(count);
/** "1 lesion", "6 lesions". */
export const counted = (count: number, noun: string): string => `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;

/** Of field words in codes. */
const ACRONYMS = new Set(['api', 'csv', 'exif', 'html', 'icc', 'id', 'json', 'pih', 'url', 'zip']);

/** "polygon_not_simple" as "Polygon not simple", "json_cut_off" as "JSON cut off". */
export const codeWords = (code: string): string =>
  code
    .split('_')
    .map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word))
    .join(' ')
    .replace(/^./, (letter) => letter.toUpperCase());

/** "3.4 MB", powers of 1000. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const step = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.trunc(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step] ?? 'GB'}`;
}

/** "about 2 min left"; words for an estimate, so no false precision. */
export function etaText(etaMs: number | null): string {
  if (etaMs === null) return '';
  const seconds = Math.round(etaMs / 1000);
  if (seconds < 2) return 'almost done';
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`;
}

/** Local date and time to the minute. */
export const timeText = (ms: number): string =>
  new Date(ms).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

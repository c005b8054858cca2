export type ContentKind =
  | 'jpeg'
  | 'png'
  | 'webp'
  | 'tiff'
  | 'avif'
  | 'heic'
  | 'gif'
  | 'bmp'
  | 'jp2'
  | 'jxl'
  | 'psd'
  | 'svg'
  | 'gzip'
  | 'text'
  | 'sqlite'
  | 'empty'
  | 'binary';

const starts = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, index) => bytes[at + index] === byte);
const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

function isoBrand(bytes: Uint8Array): ContentKind | null {
  if (ascii(bytes, 4, 8) !== 'ftyp') return null;
  const brands = ascii(bytes, 8, Math.min(bytes.length, 64));
  if (brands.includes('avif') || brands.includes('avis')) return 'avif';
  return /hei[cxs]|hev[cx]|mif1|msf1/.test(brands) ? 'heic' : null;
}

/** Escape, as in coloured output, and the record separator of JSON text sequences. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x1b, 0x1e]);

/** First bytes of what means to be JSON, a few control bytes in it or not: its reader says where they stand. */
function isJsonLike(bytes: Uint8Array): boolean {
  const start = starts(bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  const ink = bytes.findIndex((byte, index) => index >= start && ![0x09, 0x0a, 0x0d, 0x20].includes(byte));
  if (bytes[ink] !== 0x7b && bytes[ink] !== 0x5b) return false;
  const odd = bytes.reduce((count, byte) => count + (byte < 9 || (byte > 13 && byte < 32) ? 1 : 0), 0);
  return odd <= bytes.length / 50;
}

/** Control bytes that text never holds; a UTF-16 byte order mark excuses the zeros. */
function isText(bytes: Uint8Array): boolean {
  if (starts(bytes, [0xff, 0xfe]) || starts(bytes, [0xfe, 0xff]) || isJsonLike(bytes)) return true;
  const zeros = bytes.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if (zeros > 0) return zeros >= bytes.length / 3 && zeros <= (2 * bytes.length) / 3; // UTF-16 without a mark
  return !bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && !TEXT_CONTROLS.has(byte)));
}

/** TIFF and BigTIFF, in either byte order. */
const isTiff = (bytes: Uint8Array): boolean =>
  [0x2a, 0x2b].some((version) => starts(bytes, [0x49, 0x49, version, 0]) || starts(bytes, [0x4d, 0x4d, 0, version]));

/** An SVG drawing: its root element, after nothing but a declaration, comments and a document type. */
const isSvg = (bytes: Uint8Array): boolean =>
  /^(\u00ef\u00bb\u00bf)?\s*(<\?xml[^>]*>\s*|<!--[^]*?-->\s*|<!DOCTYPE[^>[]*(\[[^\]]*\])?>\s*)*<(svg:)?svg[\s>]/i.test(
    ascii(bytes, 0, 4096),
  );

/** What a file is, by its first bytes (512 or more where there are as many); its name says nothing. */
export function sniff(bytes: Uint8Array): ContentKind {
  if (bytes.length === 0) return 'empty';
  if (starts(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  if (isTiff(bytes)) return 'tiff';
  if (starts(bytes, [0x1f, 0x8b])) return 'gzip';
  if (ascii(bytes, 0, 15) === 'SQLite format 3') return 'sqlite';
  if (ascii(bytes, 0, 4) === 'GIF8') return 'gif';
  if (ascii(bytes, 0, 2) === 'BM' && bytes.length > 14 && starts(bytes, [0, 0, 0, 0], 6)) return 'bmp';
  if (ascii(bytes, 0, 4) === '8BPS') return 'psd';
  if (starts(bytes, [0xff, 0x0a]) || ascii(bytes, 4, 8) === 'JXL ') return 'jxl';
  if (starts(bytes, [0xff, 0x4f, 0xff, 0x51]) || ascii(bytes, 4, 8) === 'jP  ') return 'jp2';
  const brand = isoBrand(bytes);
  if (brand) return brand;
  if (!isText(bytes)) return 'binary';
  return isSvg(bytes) ? 'svg' : 'text';
}

/** Kinds that are pictures: photos, drawings, and those that are refused by their names. */
export const PICTURE_KINDS: ReadonlySet<ContentKind> = new Set<ContentKind>([
  'jpeg',
  'png',
  'webp',
  'tiff',
  'avif',
  'heic',
  'gif',
  'bmp',
  'jp2',
  'jxl',
  'psd',
  'svg',
]);

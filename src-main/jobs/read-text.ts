import { gunzipSync } from 'node:zlib';
import { LIMITS } from '#shared/formats/haut-scheme/limits';

/** Why bytes cannot be read as text, in words. */
export type TextProblem = { readonly code: 'too_large' | 'broken_gzip' | 'unknown_encoding'; readonly message: string };

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Largest text that is read whole (tables of subjects); result files are read in pieces. */
const MAX_TEXT_BYTES = LIMITS.unpackedBytes;

const tooLarge = (): TextProblem => ({
  code: 'too_large',
  message: `The file is larger than ${MAX_TEXT_BYTES / 1024 / 1024} MB, the limit for one file. Split it.`,
});

function unpack(bytes: Uint8Array): Uint8Array | TextProblem {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_TEXT_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge();
    return {
      code: 'broken_gzip',
      message: `The gzip data is damaged or cut off: ${(error as Error).message}. Copy the file again.`,
    };
  }
}

/** The encoding by byte order mark, else by where the zero bytes of ASCII characters lie. */
export function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] !== 0 && bytes[1] === 0) return 'utf-16le';
  return bytes[0] === 0 && bytes[1] !== 0 ? 'utf-16be' : 'utf-8';
}

/** Text of a file's bytes: gzip unpacked, UTF-8 or UTF-16 with or without a mark; anything else is a problem in words. */
export function readText(bytes: Uint8Array): { ok: true; text: string } | { ok: false; problem: TextProblem } {
  if (bytes.length > MAX_TEXT_BYTES) return { ok: false, problem: tooLarge() };
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? unpack(bytes) : bytes;
  if ('code' in plain) return { ok: false, problem: plain };
  const encoding = encodingOf(plain);
  try {
    return { ok: true, text: new TextDecoder(encoding, { fatal: true }).decode(plain) };
  } catch {
    const message = `The file is not ${encoding.toUpperCase()} text. Save it as UTF-8 and import it again.`;
    return { ok: false, problem: { code: 'unknown_encoding', message } };
  }
}

import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { type Content, NO_STORE } from './headers';

/** What the renderer is made of. A file of another kind is not served. */
const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.webp', 'image/webp'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
]);

/** Separators, drive letters and streams (":"), control characters. */
const FORBIDDEN = /[/\\:\p{Cc}]/u;

function decodedSegment(raw: string): string | null {
  try {
    const segment = decodeURIComponent(raw);
    return segment === '' || segment === '.' || segment === '..' || FORBIDDEN.test(segment) ? null : segment;
  } catch {
    return null; // not UTF-8, or a broken escape
  }
}

/** The decoded parts of a path without its leading slash; null when one of them could lead out of the folder. */
export function pathSegments(path: string): string[] | null {
  const segments = path.split('/').map(decodedSegment);
  return segments.every((segment) => segment !== null) ? segments : null;
}

/** Names in `assets/` carry a hash of their content, so they never change; everything else is asked for again. */
function cacheControlOf(segments: readonly string[], contentType: string): string {
  if (contentType.startsWith('text/html')) return NO_STORE;
  return segments[0] === 'assets' ? 'private, max-age=31536000, immutable' : 'private, no-cache';
}

/** A file of the built renderer; null when there is none, it is of an unknown kind, or a link leads it out of the folder. */
export async function rendererFile(rendererDir: string, segments: readonly string[]): Promise<Content | null> {
  const contentType = CONTENT_TYPES.get(extname(segments.at(-1) ?? '').toLowerCase());
  if (!contentType) return null;
  try {
    const root = await realpath(rendererDir);
    const file = await realpath(join(root, ...segments));
    if (!file.startsWith(root + sep)) return null;
    return {
      contentType,
      bytes: new Uint8Array(await readFile(file)),
      cacheControl: cacheControlOf(segments, contentType),
    };
  } catch {
    return null; // absent, a folder, or unreadable: the caller says "not found" in each case
  }
}

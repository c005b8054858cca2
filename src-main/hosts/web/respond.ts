import type { MediaAnswer } from '#main/services/core-client';
import { type HostResponse, NO_STORE, pageResponse, respondWith } from './headers';
import { pathSegments, rendererFile } from './renderer-files';

/** A request as every host can give it. */
export type HostRequest = {
  readonly method: string;
  /** Below the host's base, without leading slash and query, still percent-encoded: "assets/app.js". */
  readonly path: string;
  readonly ifNoneMatch: string | null;
};
export type ResponderParts = {
  readonly rendererDir: string;
  readonly media: (photoId: string, variant: string) => Promise<MediaAnswer>;
};
export type Responder = (request: HostRequest) => Promise<HostResponse>;

const VARIANTS: ReadonlySet<string> = new Set(['thumb', 'preview', 'full']);
const MEDIA_TYPES: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'text/plain; charset=utf-8',
]);
const MAX_ID_LENGTH = 200;

const badPath = (): HostResponse =>
  pageResponse(400, { title: 'Not a path', words: 'Macule serves its own pages and the photos of the open project.' });
/** Nothing of ours lies at this address. */
export const notFound = (): HostResponse =>
  pageResponse(404, { title: 'Not found', words: 'There is no such page in Macule.' });
const failed = (): HostResponse =>
  pageResponse(500, { title: 'Something went wrong', words: 'Macule could not answer this. Load the page again.' });
const notAllowed = (): HostResponse => {
  const page = pageResponse(405, { title: 'Not allowed', words: 'Macule answers GET and HEAD here.' });
  return { ...page, headers: { ...page.headers, allow: 'GET, HEAD' } };
};

/** Whether the caller already has these bytes (If-None-Match, weak comparison). */
function isKnown(etag: string | null, ifNoneMatch: string | null): boolean {
  if (!etag || !ifNoneMatch) return false;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

/**
 * Photo ids count within one project, so a stored answer is asked for again each time: after another project was
 * opened, the same address is another photo.
 */
function photoResponse({ status, contentType, bytes, etag }: MediaAnswer, ifNoneMatch: string | null): HostResponse {
  const isFound = status === 200;
  const full = respondWith(status, {
    contentType: MEDIA_TYPES.has(contentType) ? contentType : 'application/octet-stream',
    bytes: bytes as Uint8Array<ArrayBuffer>, // cloned from the worker, so never on shared memory
    cacheControl: isFound ? 'private, no-cache' : NO_STORE,
    etag: isFound ? etag : null,
  });
  return isFound && isKnown(etag, ifNoneMatch) ? { ...full, status: 304, body: null } : full;
}

/** Answers the renderer's requests for its own files and for photos, with every header, for both graphical hosts. */
export function createResponder({ rendererDir, media }: ResponderParts): Responder {
  const answer = async ({ path, ifNoneMatch }: HostRequest): Promise<HostResponse> => {
    const segments = path === '' ? ['index.html'] : pathSegments(path);
    if (!segments) return badPath();
    const [folder, kind, id, variant] = segments;
    if (folder === 'media') {
      const isPhoto = segments.length === 4 && kind === 'photo' && id !== undefined && id.length <= MAX_ID_LENGTH;
      return isPhoto && variant !== undefined && VARIANTS.has(variant)
        ? photoResponse(await media(id, variant), ifNoneMatch)
        : notFound();
    }
    const file = await rendererFile(rendererDir, segments);
    return file ? respondWith(200, file) : notFound();
  };
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed();
    const response = await answer(request).catch(failed);
    return request.method === 'HEAD' ? { ...response, body: null } : response;
  };
}

/** Allows our own scripts, styles, pictures and workers, and nothing else. The same on every answer of every host. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

/** What a host sends back, however it sends it. */
export type HostResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | null;
};
export type Content = {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly cacheControl: string;
  readonly etag?: string | null;
};

export const NO_STORE = 'no-store';

/** An answer with the headers that every answer of Macule has. */
export function respondWith(status: number, { contentType, bytes, cacheControl, etag }: Content): HostResponse {
  const headers = {
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': cacheControl,
    'content-type': contentType,
    ...(etag ? { etag } : {}),
  };
  return { status, headers, body: bytes };
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A page of words. `head` is markup of ours, `title` and `words` are escaped. */
export function pageResponse(status: number, page: { title: string; words: string; head?: string }): HostResponse {
  const title = escapeHtml(page.title);
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="dark light">
<link rel="icon" href="data:,">${page.head ?? ''}
<title>${title} · Macule</title>
</head>
<body>
<h1>${title}</h1>
<p>${escapeHtml(page.words)}</p>
</body>
</html>
`;
  return respondWith(status, {
    contentType: 'text/html; charset=utf-8',
    bytes: new TextEncoder().encode(html),
    cacheControl: NO_STORE,
  });
}

import { protocol } from 'electron';
import { pageResponse, type HostResponse } from '../web/headers';
import type { Responder } from '../web/respond';
import { APP_HOST, SCHEME } from './origin';

/** Makes the scheme a place for pages: with an origin, fetch and streams, and nothing beyond. Once, before `ready`. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

const PREFIX = `${SCHEME}://${APP_HOST}/`;

/** The path as it was asked for: a URL parser would resolve ".." before anyone could refuse it. */
const rawPath = (url: string): string => url.slice(PREFIX.length).split(/[?#]/, 1)[0] ?? '';

async function answer(request: Request, respond: Responder): Promise<HostResponse> {
  if (!request.url.startsWith(PREFIX))
    return pageResponse(404, { title: 'Not found', words: 'There is no such page in Macule.' });
  return respond({
    method: request.method,
    path: rawPath(request.url),
    ifNoneMatch: request.headers.get('if-none-match'),
  });
}

/** Serves `macule://app/` with the answers of the loopback host. */
export function serveScheme(respond: Responder): void {
  protocol.handle(SCHEME, async (request) => {
    const { status, headers, body } = await answer(request, respond);
    return new Response(body, { status, headers });
  });
}

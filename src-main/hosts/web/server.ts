import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { CoreClient } from '#main/services/core-client';
import { type Access, createAccess, isForeign, isForUs } from './access';
import { createHostCall, NO_DIALOGS } from './call';
import { type HostResponse, pageResponse } from './headers';
import { createResponder, notFound, type Responder } from './respond';
import { createRpcSockets } from './rpc-sockets';

export type WebHostOptions = {
  readonly core: CoreClient;
  readonly rendererDir: string;
  /** 0: any free port. */
  readonly port: number;
  readonly log?: (text: string) => void;
};
export type WebHost = {
  /** The link that lets its holder in. */
  readonly url: string;
  close(): Promise<void>;
};

const MAX_CONNECTIONS = 128;
/** On loopback a whole request arrives at once: a connection that stays half open only takes the place of others. */
const PATIENCE = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 };
const NO_KEY = {
  title: 'Open the link that Macule printed',
  words: 'This address needs the link that Macule printed when it was started. An older link ends when Macule does.',
};

const misdirected = (): HostResponse =>
  pageResponse(421, {
    title: 'Another address',
    words: 'Macule answers at 127.0.0.1 only. Open the link that it printed.',
  });
const foreign = (): HostResponse =>
  pageResponse(403, { title: 'Not allowed', words: 'Another page asked for this. Macule answers its own pages only.' });

/**
 * Lets the holder of the link in. A link that was followed from another page or file would arrive without the strict
 * cookie after a redirect, so then a page of ours goes on instead.
 */
function letIn(request: IncomingMessage, { base, setCookie }: Access): HostResponse {
  const isFromElsewhere = request.headers['sec-fetch-site'] === 'cross-site';
  const page = isFromElsewhere
    ? pageResponse(200, {
        title: 'Opening',
        words: 'Macule opens.',
        head: `<meta http-equiv="refresh" content="0;url=${base}">`,
      })
    : pageResponse(303, { title: 'Opening', words: 'Macule opens.' });
  return {
    ...page,
    headers: { ...page.headers, 'set-cookie': setCookie, ...(isFromElsewhere ? {} : { location: base }) },
  };
}

/** Decides who is answered, then lets the responder answer. */
async function answer(request: IncomingMessage, access: Access, respond: Responder): Promise<HostResponse> {
  if (!isForUs(request, access)) return misdirected();
  if (isForeign(request, access)) return foreign();
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const token = new URLSearchParams(query).get('token');
  const method = request.method ?? '';
  const isRead = method === 'GET' || method === 'HEAD';
  if (path === access.base && token !== null && isRead)
    return access.isToken(token) ? letIn(request, access) : pageResponse(403, NO_KEY);
  if (!access.hasCookie(request.headers.cookie)) return pageResponse(401, NO_KEY);
  if (!path.startsWith(access.base)) return notFound();
  return respond({
    method,
    path: path.slice(access.base.length),
    ifNoneMatch: request.headers['if-none-match'] ?? null,
  });
}

function send(response: ServerResponse, { status, headers, body }: HostResponse): void {
  response.writeHead(status, body ? { ...headers, 'content-length': body.byteLength } : headers);
  response.end(body ?? undefined);
}

/** Refuses a socket before it is one, with the headers of every answer. */
function refuseUpgrade(socket: Duplex, { status, headers, body }: HostResponse): void {
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': String(body?.byteLength ?? 0) });
  socket.on('error', () => socket.destroy());
  socket.write(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  );
  socket.end(body ?? undefined);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Serves the renderer and the contract on loopback, to the holder of the link only. */
export async function startWebHost({ core, rendererDir, port, log = () => {} }: WebHostOptions): Promise<WebHost> {
  const server = createServer({ maxHeaderSize: 16_384, ...PATIENCE });
  server.maxConnections = MAX_CONNECTIONS;
  const access = createAccess(await listen(server, port));
  const respond = createResponder({ rendererDir, media: (photoId, variant) => core.media(photoId, variant) });
  const sockets = createRpcSockets(createHostCall({ core, dialogs: NO_DIALOGS, log }));
  const stopNotices = core.onNotice((notice, payload) => sockets.broadcast(notice, payload));

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    request.resume(); // a body is read over, never kept
    answer(request, access, respond).then(
      (answered) => send(response, answered),
      () => response.destroy(),
    );
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const isOwn = request.headers.origin === access.origin && access.hasCookie(request.headers.cookie);
    if (!isForUs(request, access)) refuseUpgrade(socket, misdirected());
    else if (!isOwn || request.url !== `${access.base}rpc`) refuseUpgrade(socket, foreign());
    else sockets.accept(request, socket, head);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('error', (error) => log(`server: ${error.message}`));

  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
    await sockets.close();
    stopNotices();
    server.closeAllConnections();
    await closed;
  };
  return { url: access.link, close };
}

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import type { HostCall } from './call';
import { decodeFrame, encodeAnswer, settled } from './rpc-frame';

const MIB = 1024 * 1024;
/** The largest frame that a client may send: a drop of many paths, an outline of many vertices. */
const MAX_FRAME_BYTES = 64 * MIB;
/** While so much of one socket is being worked on, nothing more is read from it. */
const MAX_RUNNING = 64;
const MAX_RUNNING_BYTES = MAX_FRAME_BYTES;
/** A client that does not read its answers is let go. */
const MAX_UNREAD_BYTES = 256 * MIB;
const MAX_SOCKETS = 32;
const PING_INTERVAL_MS = 30_000;
/** Two silent intervals: one may be a laptop that slept. */
const MAX_MISSED_PINGS = 2;
const LAST_ANSWERS_MS = 2_000;

/** WebSocket close codes (RFC 6455 §7.4.1). */
const GOING_AWAY = 1001;
const NOT_TEXT = 1003;
const NOT_A_CALL = 1008;
const TRY_LATER = 1013;

/** The contract over WebSockets: `{id, method, input}` in, `{id, answer}` and `{notice, payload}` out. */
export type RpcSockets = {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  broadcast(notice: string, payload: unknown): void;
  /** Lets running calls be answered, for a moment, and ends every socket. */
  close(): Promise<void>;
};

type Peer = {
  readonly socket: WebSocket;
  send(text: string): void;
  ping(): void;
  isWorking(): boolean;
  /** Reads no further call. */
  drain(): void;
};

function createPeer(socket: WebSocket, call: HostCall): Peer {
  let running = 0;
  let runningBytes = 0;
  let missedPings = 0;
  let isDraining = false;

  const send = (text: string): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send(text);
    if (socket.bufferedAmount > MAX_UNREAD_BYTES) socket.terminate();
  };
  const balance = (): void => {
    const isBusy = running >= MAX_RUNNING || runningBytes >= MAX_RUNNING_BYTES;
    if (isBusy || isDraining) socket.pause();
    else if (socket.isPaused) socket.resume();
  };
  const work = async (text: string, bytes: number): Promise<void> => {
    const frame = decodeFrame(text);
    if (!frame) return socket.close(NOT_A_CALL, 'not a call');
    running += 1;
    runningBytes += bytes;
    balance();
    send(encodeAnswer(frame.id, await settled(call(frame.method, frame.input))));
    running -= 1;
    runningBytes -= bytes;
    balance();
  };
  socket.on('pong', () => (missedPings = 0));
  socket.on('message', (data: Buffer, isBinary) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (isBinary) socket.close(NOT_TEXT, 'text frames only');
    else void work(data.toString('utf8'), data.byteLength);
  });
  return {
    socket,
    send,
    isWorking: () => running > 0,
    ping: () => {
      if (socket.isPaused) return; // its pongs are not read
      if (missedPings >= MAX_MISSED_PINGS) return socket.terminate();
      missedPings += 1;
      socket.ping();
    },
    drain: () => {
      isDraining = true;
      balance();
    },
  };
}

async function closeAll(peers: ReadonlySet<Peer>): Promise<void> {
  const until = Date.now() + LAST_ANSWERS_MS;
  for (const peer of peers) peer.drain();
  while ([...peers].some((peer) => peer.isWorking()) && Date.now() < until) await sleep(10);
  for (const { socket } of peers) {
    socket.close(GOING_AWAY, 'Macule ends');
    socket.resume(); // to read the other side's goodbye
  }
  while (peers.size > 0 && Date.now() < until) await sleep(10);
  for (const { socket } of peers) socket.terminate();
}

export function createRpcSockets(call: HostCall): RpcSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  const peers = new Set<Peer>();
  let isClosing = false;
  const keepAlive = setInterval(() => peers.forEach((peer) => peer.ping()), PING_INTERVAL_MS);
  keepAlive.unref();

  const welcome = (socket: WebSocket): void => {
    socket.on('error', () => {}); // too large or broken a frame: ws itself says so to the client and closes
    if (isClosing || peers.size >= MAX_SOCKETS) return socket.close(TRY_LATER, 'no more windows');
    const peer = createPeer(socket, call);
    peers.add(peer);
    socket.on('close', () => peers.delete(peer));
  };
  return {
    accept: (request, socket, head) => server.handleUpgrade(request, socket, head, welcome),
    broadcast: (notice, payload) => {
      const text = JSON.stringify({ notice, payload });
      for (const peer of peers) peer.send(text);
    },
    close: async () => {
      isClosing = true;
      clearInterval(keepAlive);
      await closeAll(peers);
    },
  };
}

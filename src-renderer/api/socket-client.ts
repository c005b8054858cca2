import type { Call } from '#shared/contract/contract';
import type { NoticeName } from '#shared/contract/notices';
import type { Answer } from '#shared/domain/error';
import type { Client, Connection } from './client';

type Frame = { id?: number; answer?: Answer<unknown>; notice?: NoticeName; payload?: unknown };
type Listener = (payload: unknown) => void;
const MAX_WAIT_MS = 5000;

/** What a caller gets when the connection went before the answer came: a decision must never look saved then. */
const LOST: Answer<never> = {
  ok: false,
  error: {
    code: 'internal',
    message:
      'The connection to Macule was lost before the answer came. The last step may not be saved: look at it again when the connection is back.',
    details: { connectionLost: true },
  },
};

/** Calls over the loopback WebSocket; connects again by itself, and answers waiting calls with a failure when it is lost. */
export function createSocketClient(open: () => WebSocket): Client {
  const waiting = new Map<number, (answer: Answer<unknown>) => void>();
  const listeners = new Map<string, Set<Listener>>();
  const watchers = new Set<(connection: Connection) => void>();
  let connection: Connection = 'connecting';
  let socket: WebSocket | null = null;
  let ready: Promise<WebSocket>;
  let lastId = 0;
  let waitMs = 200;

  const become = (next: Connection): void => {
    connection = next;
    for (const watcher of watchers) watcher(next);
  };
  const receive = ({ id, answer, notice, payload }: Frame): void => {
    if (id !== undefined && answer) {
      waiting.get(id)?.(answer);
      waiting.delete(id);
    }
    if (notice) for (const listener of listeners.get(notice) ?? []) listener(payload);
  };
  const failWaiting = (): void => {
    for (const settle of waiting.values()) settle(LOST);
    waiting.clear();
  };
  const connect = (): void => {
    ready = new Promise((resolve) => {
      const next = open();
      next.onopen = () => {
        socket = next;
        waitMs = 200;
        become('connected');
        resolve(next);
      };
      next.onmessage = ({ data }: MessageEvent<string>) => receive(JSON.parse(data) as Frame);
      next.onclose = () => {
        socket = null;
        failWaiting();
        become('lost');
        setTimeout(connect, waitMs);
        waitMs = Math.min(MAX_WAIT_MS, waitMs * 2);
      };
    });
  };
  connect();

  const call = async (method: string, input: unknown): Promise<Answer<unknown>> => {
    if (connection === 'lost') return LOST;
    const to = socket ?? (await ready);
    if (to.readyState !== WebSocket.OPEN) return LOST;
    return new Promise((resolve) => {
      const id = ++lastId;
      waiting.set(id, resolve);
      to.send(JSON.stringify({ id, method, input }));
    });
  };
  return {
    call: call as Call,
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener as Listener));
      return () => set.delete(listener as Listener);
    },
    onConnection: (watcher) => {
      watchers.add(watcher);
      watcher(connection);
      return () => watchers.delete(watcher);
    },
    pathForFile: () => null,
  };
}

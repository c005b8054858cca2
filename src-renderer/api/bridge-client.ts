import type { Call } from '#shared/contract/contract';
import type { NoticeName } from '#shared/contract/notices';
import type { Client } from './client';

/** What the preload exposes. */
export type MaculeBridge = {
  call(name: string, input: unknown): Promise<unknown>;
  on(name: string, listener: (payload: unknown) => void): () => void;
  pathForFile(file: File): string;
};

/** Vue's proxies cannot cross the bridge; what goes over it is plain data. */
const plain = (input: unknown): unknown => JSON.parse(JSON.stringify(input)) as unknown;

export function createBridgeClient(bridge: MaculeBridge): Client {
  return {
    call: ((name: string, input: unknown) => bridge.call(name, plain(input))) as Call,
    on: (name: NoticeName, listener: (payload: never) => void) =>
      bridge.on(name, listener as (payload: unknown) => void),
    onConnection: (listener) => {
      listener('connected');
      return () => undefined;
    },
    pathForFile: (file) => bridge.pathForFile(file) || null,
  };
}

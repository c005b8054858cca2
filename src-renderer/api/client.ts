import { inject, type InjectionKey } from 'vue';
import type { Call } from '#shared/contract/contract';
import type { NoticeName, Notices } from '#shared/contract/notices';

/** Whether calls reach the core now. The bridge is always connected; a socket can be lost. */
export type Connection = 'connecting' | 'connected' | 'lost';

/** The contract as the renderer sees it: the same over the Electron bridge and the loopback socket. */
export type Client = {
  readonly call: Call;
  on<Name extends NoticeName>(name: Name, listener: (payload: Notices[Name]) => void): () => void;
  onConnection(listener: (connection: Connection) => void): () => void;
  /** The path of a dropped file; null where a browser keeps it to itself. */
  pathForFile(file: File): string | null;
};

export const CLIENT: InjectionKey<Client> = Symbol('client');

/** The client that the host's entry provided. Stores call this, nothing else does. */
export function useClient(): Client {
  const client = inject(CLIENT);
  if (!client) throw new Error('no client was provided');
  return client;
}

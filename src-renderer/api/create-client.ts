import { createBridgeClient, type MaculeBridge } from './bridge-client';
import type { Client } from './client';
import { createSocketClient } from './socket-client';

declare global {
  interface Window {
    /** Exposed by the Electron preload; absent on the loopback host. */
    readonly macule?: MaculeBridge;
  }
}

/** The bridge where the preload exposed one, else the loopback socket. */
export function createClient(): Client {
  return window.macule ? createBridgeClient(window.macule) : createSocketClient(() => new WebSocket('rpc'));
}

import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { METHOD_NAMES } from '#shared/contract/method-list';
import { NOTICE_NAMES } from '#shared/contract/notices';
import type { Answer } from '#shared/domain/error';
import { CALL_CHANNEL, NOTICE_CHANNEL } from './channels';

type Listener = (payload: unknown) => void;

const methods: ReadonlySet<unknown> = new Set(METHOD_NAMES);
const listeners = new Map<string, Set<Listener>>(NOTICE_NAMES.map((name) => [name, new Set()]));
const UNKNOWN: Answer<never> = {
  ok: false,
  error: { code: 'unknown_method', message: 'There is no such method.', details: {} },
};

ipcRenderer.on(NOTICE_CHANNEL, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

/** All that a page of Macule can reach. */
const bridge = {
  /** Calls a contract method; names outside the contract are refused here already. */
  call: (name: string, input: unknown): Promise<Answer<unknown>> =>
    methods.has(name)
      ? (ipcRenderer.invoke(CALL_CHANNEL, name, input) as Promise<Answer<unknown>>)
      : Promise.resolve(UNKNOWN),
  /** Listens to a notice; the returned function stops it. */
  on: (name: string, listener: Listener): (() => void) => {
    const set = listeners.get(name);
    if (!set) throw new TypeError('There is no such notice.');
    const own: Listener = (payload) => listener(payload); // the same function twice is two listeners
    set.add(own);
    return () => void set.delete(own);
  },
  /** The path of a file that the user dropped or chose; empty for one that is not on disk. */
  pathForFile: (file: File): string => webUtils.getPathForFile(file),
};
export type MaculeBridge = typeof bridge;

contextBridge.exposeInMainWorld('macule', bridge);

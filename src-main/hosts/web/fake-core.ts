import type { NoticeName } from '#shared/contract/notices';
import type { Answer } from '#shared/domain/error';
import type { CoreClient, MediaAnswer } from '#main/services/core-client';

export type FakeCore = CoreClient & {
  readonly calls: { name: string; input: unknown }[];
  /** Replaces the answer to every call; by default the input comes back. */
  reply: (name: string, input: unknown) => Promise<Answer<unknown>>;
  notify(name: NoticeName, payload: unknown): void;
  isClosed: boolean;
  /** As if the worker had crashed. */
  lose(): void;
};

/** A core for host tests: echoes calls, knows photo 7, and tells what it was asked. */
export function createFakeCore(): FakeCore {
  const listeners = new Set<(name: NoticeName, payload: unknown) => void>();
  let tellLost = (): void => undefined;
  const text = 'text/plain; charset=utf-8';
  const core: FakeCore = {
    calls: [],
    isClosed: false,
    reply: (_name, input) => Promise.resolve({ ok: true, value: input }),
    call: (name, input) => {
      core.calls.push({ name, input });
      return core.reply(name, input);
    },
    media: (photoId, variant): Promise<MediaAnswer> =>
      Promise.resolve(
        photoId === '7'
          ? {
              status: 200,
              contentType: 'image/jpeg',
              bytes: new Uint8Array([255, 216, 255]),
              etag: `"seven-${variant}"`,
            }
          : { status: 404, contentType: text, bytes: new TextEncoder().encode('There is no such photo.'), etag: null },
      ),
    onNotice: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    notify: (name, payload) => listeners.forEach((listener) => listener(name, payload)),
    onLost: (listener) => {
      tellLost = listener;
    },
    lose: () => tellLost(),
    close: () => {
      core.isClosed = true;
      return Promise.resolve();
    },
  };
  return core;
}

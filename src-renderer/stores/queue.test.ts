import { createPinia, setActivePinia } from 'pinia';
import { createApp, nextTick } from 'vue';
import { beforeEach, expect, it } from 'vitest';
import { CLIENT, type Client } from '../api/client';
import { useQueueStore } from './queue';

type Asked = { readonly offset: number; answer(total: number): Promise<void> };
let asked: Asked[];

/** A host that answers when the test says so: each row's id is its place. */
const client = {
  call: (_name: string, { offset, limit }: { offset: number; limit: number }) =>
    new Promise((resolve) => {
      const answer = async (total: number): Promise<void> => {
        const rows = Array.from({ length: Math.min(limit, total - offset) }, (_, i) => ({
          viewId: String(offset + i),
        }));
        resolve({ ok: true, value: { total, rows } });
        await nextTick();
        await nextTick();
      };
      asked.push({ offset, answer });
    }),
  on: () => () => undefined,
  onConnection: () => () => undefined,
  pathForFile: () => null,
} as unknown as Client;

beforeEach(() => {
  asked = [];
  const app = createApp({});
  app.provide(CLIENT, client);
  const pinia = createPinia();
  app.use(pinia);
  setActivePinia(pinia);
});
const offsets = (): number[] => asked.map(({ offset }) => offset);

it('loads two pages at once and, of a fast scroll, where it stopped first', async () => {
  const queue = useQueueStore();
  void queue.reload();
  await asked[0]!.answer(100_000);
  for (let index = 10_000; index < 20_000; index += 200) queue.row(index);
  expect(offsets()).toEqual([0, 10_000, 10_200]);
  await asked[1]!.answer(100_000);
  await asked[2]!.answer(100_000);
  expect(offsets()).toEqual([0, 10_000, 10_200, 19_800, 19_600]);
  expect(queue.row(10_001)?.viewId).toBe('10001');
  expect(queue.row(15_000)).toBeNull();
});

it('reads anew only the pages that were looked at last', async () => {
  const queue = useQueueStore();
  void queue.reload();
  await asked[0]!.answer(1000);
  for (const index of [0, 250, 450]) {
    queue.row(index);
    await asked.at(-1)!.answer(1000);
  }
  const before = asked.length;
  void queue.refresh();
  expect(offsets().slice(before)).toEqual([200, 400]);
});

it('drops answers to a query that was changed meanwhile', async () => {
  const queue = useQueueStore();
  void queue.reload();
  void queue.change({ filter: 'open' });
  await asked[1]!.answer(3);
  await asked[0]!.answer(999);
  expect([queue.total, queue.row(2)?.viewId]).toEqual([3, '2']);
});

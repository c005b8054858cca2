import { createPinia, setActivePinia } from 'pinia';
import { createApp, nextTick } from 'vue';
import { beforeEach, expect, it, vi } from 'vitest';
import type { GeometryTask } from '#shared/contract/geometry';
import type { Answer } from '#shared/domain/error';
import type { Polygon } from '#shared/geometry/types';
import { CLIENT, type Client } from '../api/client';
import { toFlatRings } from '../canvas/layers/lesion-shapes';
import { square, testLesion, testView } from '../canvas/test-support/lesions';
import { useOutlineProposalStore } from './outline-proposal';
import { useReviewStore } from './review';
import { useToastsStore } from './toasts';

type Asked = { readonly task: GeometryTask; answer(given: Polygon[] | Answer<never>): Promise<void> };
let asked: Asked[];

/** A host whose engine answers when the test says so. */
const client = {
  call: (name: string, task: GeometryTask) =>
    new Promise((resolve) => {
      if (name !== 'geometry.run') return;
      const answer: Asked['answer'] = async (given) => {
        const polygons = Array.isArray(given) ? given.map((one) => ({ rings: toFlatRings(one), areaPx2: 1 })) : [];
        resolve(Array.isArray(given) ? { ok: true, value: { polygons, areaPx2: polygons.length } } : given);
        await nextTick();
        await nextTick();
      };
      asked.push({ task, answer });
    }),
  on: () => () => undefined,
  onConnection: () => () => undefined,
  pathForFile: () => null,
} as unknown as Client;

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined })); // jsdom has none
  asked = [];
  const app = createApp({});
  app.provide(CLIENT, client);
  const pinia = createPinia();
  app.use(pinia);
  setActivePinia(pinia);
  const review = useReviewStore();
  review.view = testView('view', [testLesion('a', square(10, 10, 20)), testLesion('b', square(50, 10, 20))]);
  review.select([review.lesions[0]!.id]);
});
const distances = (): (number | null)[] =>
  asked.map(({ task }) => (task.operation === 'offset' ? task.distancePx : null));

it('grows from the outline that stands, however quickly the key is pressed; a late answer is dropped', async () => {
  const outlines = useOutlineProposalStore();
  for (let i = 0; i < 3; i++) void outlines.step('resize', 1);
  expect(distances()).toEqual([1, 2, 3]);
  await asked[2]!.answer([square(7, 7, 26)]);
  await asked[0]!.answer([square(9, 9, 22)]);
  expect(outlines.proposal).toMatchObject({
    amount: 3,
    isClipped: false,
    areaBeforePx2: 400,
    areaAfterPx2: 676,
    verticesAfter: 4,
  });
  void outlines.step('resize', -3);
  expect(outlines.proposal).toBeNull();
});

it('is dropped when other lesions are selected, before or after the answer', async () => {
  const [outlines, review] = [useOutlineProposalStore(), useReviewStore()];
  void outlines.step('resize', 1);
  review.select([review.lesions[1]!.id]);
  await asked[0]!.answer([square(9, 9, 22)]);
  expect(outlines.proposal).toBeNull();
  void outlines.step('resize', 2);
  expect(distances()).toEqual([1, 2]);
  await asked[1]!.answer([square(48, 8, 24)]);
  expect(outlines.proposal).not.toBeNull();
  review.select([]);
  await nextTick();
  expect(outlines.proposal).toBeNull();
});

it('says so when an outline would leave the frame, when nothing is left, and when the engine fails', async () => {
  const [outlines, toasts] = [useOutlineProposalStore(), useToastsStore()];
  void outlines.step('resize', 1);
  await asked[0]!.answer([square(-5, 5, 50)]);
  expect(asked[1]!.task).toMatchObject({ operation: 'intersect', clip: [[[0, 0, 1000, 0, 1000, 800, 0, 800]]] });
  await asked[1]!.answer([square(0, 5, 45)]);
  expect(outlines.proposal).toMatchObject({ isClipped: true, areaAfterPx2: 2025 });
  outlines.cancel();
  void outlines.step('resize', -1);
  await asked[2]!.answer([]);
  expect(outlines.proposal).toBeNull();
  void outlines.step('resize', 1);
  await asked[3]!.answer({ ok: false, error: { code: 'geometry_failed', message: 'areas', details: {} } });
  expect(outlines.proposal).toBeNull();
  expect(toasts.toasts.map(({ title }) => title)).toEqual([
    'The outline was not changed',
    'The outline could not be worked out',
  ]);
});

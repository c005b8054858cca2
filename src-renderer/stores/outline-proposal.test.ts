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
/** What was said of changes that were not taken. */
const dropped = (): string[] =>
  useToastsStore().toasts.flatMap(({ title, text }) => (title === 'The last change was not taken' ? [text ?? ''] : []));
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
  expect(dropped()).toEqual([
    'Grown by 1 px. It was not ready yet, and the selection, the lesion, the view or the tool is another one now.',
  ]);
  void outlines.step('resize', 2);
  expect(distances()).toEqual([1, 2]);
  await asked[1]!.answer([square(48, 8, 24)]);
  expect(outlines.proposal).not.toBeNull();
  review.select([]);
  await nextTick();
  expect(outlines.proposal).toBeNull();
  expect(dropped()[1]).toMatch(/^Grown by 2 px\. /);
  expect(dropped()).toHaveLength(2);
});

it.each([
  ['resize', -1, 'Shrunk by 1 px'],
  ['simplify', 1, 'Simplified by up to 0.5 px'],
  ['smooth', 1, 'Smoothed in 1 round'],
  ['fill', 0, 'Holes filled'],
  ['refit', 0, 'Refit to the edge in: Plain'],
] as const)(
  'a %s that waits for a yes is said to be dropped: at another selection, not at Esc',
  async (kind, by, words) => {
    const [outlines, review] = [useOutlineProposalStore(), useReviewStore()];
    const show = async (): Promise<void> => {
      if (kind === 'fill') void outlines.proposeOnce(kind);
      else if (kind === 'refit') void outlines.refit(() => Promise.resolve([square(11, 11, 18)]));
      else void outlines.step(kind, by);
      await vi.waitFor(() => expect(asked).not.toHaveLength(0));
      await asked.pop()!.answer([square(11, 11, 18)]);
      await vi.waitFor(() => expect(outlines.proposal?.kind).toBe(kind));
    };
    await show();
    outlines.cancel();
    await nextTick();
    expect(dropped()).toEqual([]);
    await show();
    review.select([review.lesions[1]!.id]);
    await nextTick();
    expect([outlines.proposal, dropped().length]).toEqual([null, 1]);
    expect(dropped()[0]).toContain(`${words}. It waited for a yes, and the selection`);
  },
);

it('says which change gave way to another one, and which was not ready when the shown one was taken', async () => {
  const outlines = useOutlineProposalStore();
  void outlines.step('resize', 1);
  await asked[0]!.answer([square(9, 9, 22)]);
  void outlines.step('smooth', 1);
  expect([outlines.proposal?.kind, dropped()]).toEqual(['resize', []]);
  await asked[1]!.answer([square(10, 10, 19)]);
  expect(outlines.proposal?.kind).toBe('smooth');
  expect(dropped()).toEqual(['Grown by 1 px. It waited for a yes, and another one was asked for.']);
  void outlines.step('smooth', 1);
  void outlines.commit();
  expect(dropped()[1]).toBe('Smoothed in 2 rounds. It was not ready yet, and what was shown was taken.');
});

it('says of what was never shown that it was not ready, whatever takes its place, and nothing of an answer to come', async () => {
  const [outlines, review] = [useOutlineProposalStore(), useReviewStore()];
  void outlines.step('resize', 1);
  void outlines.step('smooth', 1);
  void outlines.refit(() => new Promise(() => undefined));
  review.tool = 'brush';
  await nextTick();
  expect(dropped()).toEqual([
    'Grown by 1 px. It was not ready yet, and another one was asked for.',
    'Smoothed in 1 round. It was not ready yet, and another one was asked for.',
    'Refit. It was not ready yet, and the selection, the lesion, the view or the tool is another one now.',
  ]);
  await asked[0]!.answer([square(9, 9, 22)]);
  await asked[1]!.answer([square(9, 9, 22)]);
  expect([outlines.proposal, dropped().length]).toEqual([null, 3]);
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

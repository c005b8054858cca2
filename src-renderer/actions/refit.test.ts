import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import { square, testLesion, testView } from '../canvas/test-support/lesions';
import { useAppStore } from '../stores/app';
import { useImageViewStore } from '../stores/image-view';
import { useOutlineProposalStore } from '../stores/outline-proposal';
import { useReviewStore } from '../stores/review';
import { startReview, type ReviewHost } from '../stores/test-support/review-host';
import { useToastsStore } from '../stores/toasts';
import { useActions, type ActionHost, type Actions } from './use-actions';

let host: ReviewHost;
let actions: Actions;
/** Searches for an edge that were begun, oldest first. */
let searches: ((found: readonly Polygon[]) => void)[];

const isPainted = (record: string): void => {
  useImageViewStore().shown = { record, isCrisp: true, typologyAngleDeg: null };
};
const photo = { id: 'photo', width: 1000, height: 800, scale: 1 } as never;

beforeEach(() => {
  host = startReview();
  searches = [];
  const canvas = { refit: () => new Promise((resolve) => searches.push(resolve)) };
  actions = useActions({ canvas, screen: null } as unknown as ActionHost);
  useAppStore().screen = 'review';
  const review = useReviewStore();
  review.view = testView('view', [testLesion('a', square(10, 10, 20)), testLesion('b', square(50, 10, 20))], { photo });
});
afterEach(() => void vi.useRealTimers());

async function press(...ids: Parameters<Actions['run']>[0][]): Promise<void> {
  for (const id of ids) actions.run(id);
  await flushPromises();
}
/** The search ends, and the engine makes its outlines valid. */
async function found(index: number, polygon: Polygon): Promise<void> {
  searches[index]!([polygon]);
  await flushPromises();
  host.asked.at(-1)?.answer([polygon]);
  await flushPromises();
}

describe('the refit key', () => {
  it('shows the edge first and takes it with the second press', async () => {
    await press('refit');
    await found(0, square(10, 10, 21));
    expect(useOutlineProposalStore().proposal).toMatchObject({ kind: 'refit', edge: { view: 'plain' } });
    expect(host.decided).toEqual([]);
    await press('refit');
    expect(host.decided).toMatchObject([{ verdict: 'redrawn', lesions: ['a'] }]);
  });

  it('pressed again while it waits for another image view asks about that one, and takes nothing', async () => {
    const outlines = useOutlineProposalStore();
    await press('refit');
    await press('redness', 'refit');
    await found(0, square(10, 10, 21)); // the edge in the plain photo, which nobody asks for any more
    expect(outlines.proposal).toBeNull();
    isPainted('redness');
    await flushPromises();
    expect(host.decided).toEqual([]);
    expect(searches).toHaveLength(2);
    await found(1, square(10, 10, 23));
    expect(outlines.proposal).toMatchObject({ kind: 'refit', edge: { view: 'redness' } });
    expect(host.decided).toEqual([]);
  });

  it('waits for the tone, too', async () => {
    useImageViewStore().setTone({ brightness: 10, contrast: 100, gammaPercent: 100 });
    await press('refit');
    expect(searches).toHaveLength(0);
    isPainted('plain b10 c100 g100');
    await flushPromises();
    expect(searches).toHaveLength(1);
  });

  it('does not follow a view that nobody chose when the chosen one is not painted in time: it says so', async () => {
    vi.useFakeTimers();
    actions.run('redness');
    actions.run('refit');
    await vi.advanceTimersByTimeAsync(1900);
    actions.run('refit');
    await vi.advanceTimersByTimeAsync(2100);
    expect([searches.length, useOutlineProposalStore().proposal, host.decided]).toEqual([0, null, []]);
    expect(useToastsStore().toasts).toMatchObject([
      { tone: 'warning', title: 'The outline was not changed', text: expect.stringContaining('not painted') as string },
    ]);
    isPainted('redness');
    await vi.advanceTimersByTimeAsync(10);
    expect(searches).toHaveLength(0);
  });

  it('is about the lesion that was selected when it was pressed', async () => {
    const review = useReviewStore();
    await press('redness', 'refit');
    review.select(['b' as LesionId]);
    isPainted('redness');
    await flushPromises();
    expect(searches).toHaveLength(0);
    review.select(['a' as LesionId]);
    await flushPromises();
    expect([searches.length, useOutlineProposalStore().proposal]).toEqual([0, null]);
  });

  it('is dropped when the view is opened anew while it waits', async () => {
    const review = useReviewStore();
    await press('redness', 'refit');
    const before = review.view!;
    review.view = testView('other', []);
    review.view = { ...before, lesions: before.lesions.map((lesion) => ({ ...lesion })) };
    isPainted('redness');
    await flushPromises();
    expect(searches).toHaveLength(0);
  });

  it('does not wait for an image view where there is no photo to paint', async () => {
    const review = useReviewStore();
    review.view = { ...review.view!, photo: null };
    await press('redness', 'refit');
    expect(searches).toHaveLength(1); // the canvas says what is missing
  });
});

import { flushPromises } from '@vue/test-utils';
import { beforeEach, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import { square, testLesion, testView } from '../canvas/test-support/lesions';
import { useOutlineEditsStore } from './outline-edits';
import { useReviewStore } from './review';
import { id, startReview, type ReviewHost } from './test-support/review-host';
import { useToastsStore } from './toasts';

const b = 'b' as LesionId;
let host: ReviewHost;
beforeEach(() => {
  host = startReview();
});
const verdicts = (): string[] => useReviewStore().lesions.map((one) => one.state.verdict);

it('returns to a delivered lesion, so that the next key decides on that one', async () => {
  const review = useReviewStore();
  await review.decide('accepted');
  expect([review.selectedIds, verdicts()]).toEqual([[b], ['accepted', 'pending']]);
  await review.takeBack('undo');
  expect([review.selectedIds, verdicts()]).toEqual([[id], ['pending', 'pending']]);
  review.select([b]);
  await review.takeBack('redo');
  expect([review.selectedIds, verdicts()]).toEqual([[id], ['accepted', 'pending']]);
  await review.takeBack('undo');
  await review.decide('unsure');
  expect(host.decided.at(-1)).toMatchObject({ verdict: 'unsure', lesions: [id] });
});

it('returns to a lesion of another view, which it opens', async () => {
  const review = useReviewStore();
  await review.decide('accepted');
  for (const [kind, expected] of [
    ['undo', 'pending'],
    ['redo', 'accepted'],
  ] as const) {
    review.view = testView('other', [testLesion('c', square(10, 10, 20))]);
    review.select(['c' as LesionId]);
    await review.takeBack(kind);
    expect([review.view?.viewId, review.selectedIds, verdicts()]).toEqual(['view', [id], [expected, 'pending']]);
  }
});

it('returns to a drawn lesion, and to the view that it is on', async () => {
  const review = useReviewStore();
  void useOutlineEditsStore().take({ kind: 'add', polygon: square(100, 10, 30) });
  await flushPromises();
  const [drawn] = review.selectedIds;
  expect(review.lesions.map((one) => one.id)).toEqual([id, b, drawn]);
  await review.decide('rejected', { reason: 'R1' });
  review.select([b]);
  await review.takeBack('undo');
  expect([review.selectedIds, verdicts()]).toEqual([[drawn], ['pending', 'pending', 'added']]);
  review.view = testView('other', []);
  review.select([]);
  await review.takeBack('redo');
  expect([review.view?.viewId, review.selectedIds, verdicts()[2]]).toEqual(['view', [drawn], 'rejected']);
});

it('selects nothing that is no more: a drawn lesion is gone when its drawing is undone, and back when it is redone', async () => {
  const review = useReviewStore();
  void useOutlineEditsStore().take({ kind: 'add', polygon: square(100, 10, 30) });
  await flushPromises();
  const [drawn] = review.selectedIds;
  await review.takeBack('undo');
  expect([review.lesions.length, review.selectedIds]).toEqual([2, []]);
  review.view = testView('other', []);
  await review.takeBack('redo');
  expect([review.view?.viewId, review.selectedIds]).toEqual(['view', [drawn]]);
});

it('selects delivered and drawn lesions that one event was about', async () => {
  const review = useReviewStore();
  void useOutlineEditsStore().take({ kind: 'add', polygon: square(100, 10, 30) });
  await flushPromises();
  const [drawn] = review.selectedIds;
  review.select([drawn!, b]);
  await review.decide('accepted');
  review.select([id]);
  await review.takeBack('undo');
  expect(review.selectedIds).toEqual([b, drawn]);
});

it('leaves the selection where there is nothing to undo', async () => {
  const review = useReviewStore();
  await review.takeBack('undo');
  expect([review.selectedIds, useToastsStore().toasts.map(({ title }) => title)]).toEqual([[id], ['Nothing to undo']]);
});

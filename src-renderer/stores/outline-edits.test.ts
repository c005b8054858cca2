import { flushPromises } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import { toFlatRings } from '../canvas/layers/lesion-shapes';
import { square, testLesion, testView } from '../canvas/test-support/lesions';
import { frameScale, useDrawingStore } from './drawing';
import { useOutlineEditsStore } from './outline-edits';
import { useOutlineProposalStore } from './outline-proposal';
import { useReviewStore } from './review';
import { brush, id, startReview, type ReviewHost } from './test-support/review-host';
import { useToastsStore } from './toasts';

let host: ReviewHost;

beforeEach(() => {
  host = startReview();
});

describe('what a tool drew', () => {
  it('is stored at once where nothing is to be asked', async () => {
    const edits = useOutlineEditsStore();
    void edits.take(brush('add', [id]));
    await flushPromises();
    expect(edits.isWorking).toBe(true);
    expect(host.asked[0]!.task).toMatchObject({ operation: 'brush', mode: 'add', stroke: [20, 20, 4] });
    host.asked[0]!.answer([square(10, 10, 30)]);
    await flushPromises();
    expect(host.decided).toMatchObject([{ type: 'decide', verdict: 'redrawn', lesions: [id] }]);
    expect([edits.isWorking, useOutlineProposalStore().proposal]).toEqual([false, null]);
  });

  it('of a new lesion is added, and of several in one step when that was said yes to', async () => {
    const edits = useOutlineEditsStore();
    void edits.take(brush('add', []));
    await flushPromises();
    host.asked[0]!.answer([square(100, 10, 30)]);
    await flushPromises();
    void edits.take(brush('add', []));
    await flushPromises();
    host.asked[1]!.answer([square(100, 10, 30), square(200, 10, 30)]);
    await flushPromises();
    expect(useOutlineProposalStore().proposal?.notes).toEqual(['These are 2 new lesions.']);
    await useOutlineProposalStore().commit();
    expect(host.decided.map(({ type }) => type)).toEqual(['add', 'addAll']);
  });

  it('that breaks a lesion apart is asked about, with the count', async () => {
    const [edits, outlines] = [useOutlineEditsStore(), useOutlineProposalStore()];
    void edits.take(brush('erase', [id]));
    await flushPromises();
    host.asked[0]!.answer([square(10, 10, 8), square(22, 10, 8), square(10, 22, 8)]);
    await flushPromises();
    expect(host.decided).toEqual([]);
    expect(outlines.proposal).toMatchObject({
      kind: 'edit',
      areaBeforePx2: 400,
      areaAfterPx2: 192,
      notes: ['The lesion becomes 3 shapes; they replace it together, as one redraw.'],
    });
    await outlines.commit();
    expect(host.decided).toMatchObject([{ verdict: 'redrawn', geometries: { length: 3 } }]);
  });

  it('that leaves nothing is refused, and rejecting is offered', async () => {
    const [edits, review, toasts] = [useOutlineEditsStore(), useReviewStore(), useToastsStore()];
    const askForReason = vi.fn();
    review.onReasonRequest(askForReason);
    review.tool = 'eraser';
    void edits.take(brush('erase', [id]));
    await flushPromises();
    host.asked[0]!.answer([]);
    await flushPromises();
    expect(toasts.toasts).toMatchObject([{ text: 'Nothing would be left of the lesion. Reject it if it is none.' }]);
    toasts.toasts[0]!.action!.run();
    expect([host.decided.length, review.tool, askForReason.mock.calls.length]).toEqual([0, 'select', 1]);
  });

  it('that changes nothing is no event', async () => {
    const edits = useOutlineEditsStore();
    void edits.take(brush('erase', [id]));
    await flushPromises();
    host.asked[0]!.answer([square(10, 10, 20)]);
    await flushPromises();
    expect(host.decided).toEqual([]);
    expect(useToastsStore().toasts[0]?.text).toBe('The stroke changes nothing of the lesion.');
  });

  it('that leaves the frame is cut off there when that was said yes to, and otherwise not stored', async () => {
    const [edits, outlines] = [useOutlineEditsStore(), useOutlineProposalStore()];
    void edits.take({ kind: 'redraw', lesionIds: [id], polygons: [square(-10, 10, 20)] });
    await flushPromises();
    expect(host.asked[0]!.task).toMatchObject({ operation: 'intersect', clip: [[[0, 0, 1000, 0, 1000, 800, 0, 800]]] });
    host.asked[0]!.answer([square(0, 10, 10)]);
    await flushPromises();
    expect(outlines.proposal).toMatchObject({ isClipped: true, notes: [expect.stringContaining('outside the frame')] });
    outlines.cancel();
    expect(host.decided).toEqual([]);
    void edits.take({ kind: 'add', polygon: square(-100, 10, 20) });
    await flushPromises();
    host.asked[1]!.answer([]);
    await flushPromises();
    expect(useToastsStore().toasts.at(-1)?.text).toContain('wholly outside the frame');
    expect([host.decided.length, outlines.proposal]).toEqual([0, null]);
  });

  it('waits its turn: the second stroke starts when the first is through', async () => {
    const edits = useOutlineEditsStore();
    void edits.take(brush('add', [id]));
    void edits.take(brush('add', [id]));
    await flushPromises();
    expect(host.asked).toHaveLength(1);
    host.asked[0]!.answer([square(10, 10, 30)]);
    await flushPromises();
    expect([host.asked.length, host.decided.length]).toEqual([2, 1]);
    expect(host.asked[1]!.task.subject).toEqual([toFlatRings(square(10, 10, 30))]); // the outline that stands by then
  });

  it('goes before a verdict that is given while the engine works, so that the last word stands', async () => {
    const [edits, review] = [useOutlineEditsStore(), useReviewStore()];
    void edits.take(brush('erase', [id]));
    await flushPromises();
    void review.decide('rejected', { reason: 'R1' });
    await flushPromises();
    expect(host.decided).toEqual([]);
    host.asked[0]!.answer([square(10, 10, 8)]);
    await flushPromises();
    expect(host.decided).toMatchObject([{ verdict: 'redrawn' }, { verdict: 'rejected', lesions: [id] }]);
  });

  it('leaves the selection alone that was changed while the engine worked', async () => {
    const [edits, review] = [useOutlineEditsStore(), useReviewStore()];
    void edits.take(brush('add', [id]));
    await flushPromises();
    review.select(['b' as LesionId]);
    host.asked[0]!.answer([square(10, 10, 30)]);
    await flushPromises();
    expect([host.decided.length, review.selectedIds]).toEqual([1, ['b']]);
  });

  it('is stored on its own view or not at all, and that is said', async () => {
    const [edits, review, outlines] = [useOutlineEditsStore(), useReviewStore(), useOutlineProposalStore()];
    void edits.take(brush('add', []));
    await flushPromises();
    review.view = testView('other', []);
    host.asked[0]!.answer([square(100, 10, 30)]);
    await flushPromises();
    expect([host.decided, outlines.proposal]).toEqual([[], null]);
    expect(useToastsStore().toasts[0]?.title).toBe('The outline was not stored');
    review.view = testView('view', [testLesion('a', square(10, 10, 20))]);
    void edits.take(brush('add', []));
    await flushPromises();
    review.view = testView('other', []);
    host.asked[1]!.answer([square(100, 10, 30), square(200, 10, 30)]);
    await flushPromises();
    expect([host.decided, outlines.proposal]).toEqual([[], null]);
  });

  it('is kept where it could not be saved, and taken once when it can', async () => {
    const [edits, outlines] = [useOutlineEditsStore(), useOutlineProposalStore()];
    host.isDiskFull = true;
    void edits.take(brush('add', [id]));
    await flushPromises();
    host.asked[0]!.answer([square(10, 10, 30)]);
    await flushPromises();
    expect(outlines.proposal?.notes[0]).toMatch(/could not be saved/);
    await outlines.commit();
    expect([host.decided.length, outlines.proposal === null]).toEqual([2, false]);
    host.isDiskFull = false;
    await Promise.all([outlines.commit(), outlines.commit()]);
    expect([host.decided.length, outlines.proposal]).toEqual([3, null]);
  });

  it('is not changed when the engine fails: said, and the next one works', async () => {
    const edits = useOutlineEditsStore();
    void edits.take(brush('add', [id]));
    await flushPromises();
    host.asked[0]!.answer({ ok: false, error: { code: 'geometry_failed', message: 'areas', details: {} } });
    await flushPromises();
    expect([host.decided.length, edits.isWorking]).toEqual([0, false]);
    expect(useToastsStore().toasts[0]?.tone).toBe('error');
  });
});

describe('copy and paste', () => {
  it('keeps the place in the frame, scaled to a frame of the same shape', async () => {
    const [edits, review, outlines] = [useOutlineEditsStore(), useReviewStore(), useOutlineProposalStore()];
    expect(edits.pasteProblem()).toBe('Copy lesions first.');
    edits.copy();
    review.view = testView('other', [], { frame: { width: 2000, height: 1600, viewBox: null } });
    review.select([]);
    await flushPromises();
    expect(edits.pasteProblem()).toBeNull();
    await edits.paste();
    expect(outlines.proposal).toMatchObject({ kind: 'paste', title: 'Paste 1 lesion', polygons: [square(20, 20, 40)] });
    await outlines.commit();
    expect(host.decided).toMatchObject([{ type: 'add', view: 'other' }]);
  });

  it('is one step for several lesions', async () => {
    const [edits, review] = [useOutlineEditsStore(), useReviewStore()];
    review.select(review.lesions.map((lesion) => lesion.id));
    edits.copy();
    await edits.paste();
    await useOutlineProposalStore().commit();
    expect(host.decided).toMatchObject([{ type: 'addAll', geometries: { length: 2 } }]);
  });

  it('leaves out what lies outside the frame, and says how many; cuts off what reaches over it', async () => {
    const [edits, outlines, drawing] = [useOutlineEditsStore(), useOutlineProposalStore(), useDrawingStore()];
    const frame = useReviewStore().view!.frame!;
    const beyond = square(frame.width + 10, 10, 20);
    const over = square(frame.width - 5, 10, 20);
    drawing.copied = { polygons: [square(10, 10, 20), beyond, over], frame, from: 'capture 2, front' };
    const pasteWith = async (answers: readonly Polygon[][]): Promise<void> => {
      const pasting = edits.paste();
      for (const answer of answers) {
        await flushPromises();
        host.asked.at(-1)!.answer(answer);
      }
      await pasting;
    };
    await pasteWith([[], [square(frame.width - 5, 10, 5)]]);
    expect(outlines.proposal).toMatchObject({ title: 'Paste 2 lesions', isClipped: true });
    expect(outlines.proposal?.notes[1]).toBe('1 of the 3 copied outlines lies outside this frame and is left out.');
    outlines.cancel();
    drawing.copied = { polygons: [beyond, beyond], frame, from: 'capture 2, front' };
    await pasteWith([[], []]);
    expect(outlines.proposal).toBeNull();
    expect(useToastsStore().toasts.at(-1)).toMatchObject({
      title: 'Nothing was pasted',
      text: 'What was copied lies outside the frame of this view.',
    });
    expect(host.decided).toEqual([]);
  });

  it('is refused for a frame of another shape', () => {
    const [edits, review] = [useOutlineEditsStore(), useReviewStore()];
    edits.copy();
    review.view = testView('other', [], { frame: { width: 1000, height: 700, viewBox: null } });
    expect(edits.pasteProblem()).toContain('of another shape');
    expect(frameScale({ width: 2000, height: 1333 }, { width: 3000, height: 2000 })).toBe(1.5);
    expect(useDrawingStore().copied?.polygons).toHaveLength(1);
  });
});

describe('the size of the brush', () => {
  it('grows by a share, by half a pixel at least, within limits', () => {
    const drawing = useDrawingStore();
    drawing.setRadius(1);
    drawing.resizeBrush(1.1);
    expect(drawing.brush.radiusPx).toBe(1.5);
    for (let i = 0; i < 20; i++) drawing.resizeBrush(0.5);
    expect(drawing.brush.radiusPx).toBe(0.5);
    for (let i = 0; i < 60; i++) drawing.resizeBrush(2);
    expect(drawing.brush.radiusPx).toBe(500);
    drawing.setRadius(Number.NaN);
    expect(drawing.brush.radiusPx).toBe(500);
  });
});

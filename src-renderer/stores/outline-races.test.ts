import { flushPromises } from '@vue/test-utils';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import type { CanvasEdit } from '../canvas/canvas-edit';
import { square, testView } from '../canvas/test-support/lesions';
import { useDrawingStore } from './drawing';
import { useImageViewStore } from './image-view';
import { useOutlineEditsStore } from './outline-edits';
import { useOutlineProposalStore } from './outline-proposal';
import { useReviewStore } from './review';
import { brush, id, startReview, type ReviewHost } from './test-support/review-host';
import { useToastsStore } from './toasts';

let host: ReviewHost;
beforeEach(() => {
  host = startReview();
});

const shows = (record: string): void => {
  useImageViewStore().shown = { record, isCrisp: true, typologyAngleDeg: null };
};
const said = (): string[] => useToastsStore().toasts.map(({ title }) => title);
const halves = [square(10, 10, 8), square(22, 10, 8)];
/** A stroke of the eraser that needs a yes, asked about. */
async function ask(): Promise<void> {
  void useOutlineEditsStore().take(brush('erase', [id]));
  await flushPromises();
  host.asked.at(-1)!.answer(halves);
  await flushPromises();
}

describe('the image view that is recorded', () => {
  it('of a stroke is the one it was drawn on, whatever is shown when the engine has answered', async () => {
    const review = useReviewStore();
    void useOutlineEditsStore().take(brush('add', [id]));
    await flushPromises();
    shows('redness');
    review.overlayVisible = false;
    host.asked[0]!.answer([square(10, 10, 30)]);
    await flushPromises();
    expect(host.contexts).toMatchObject([{ imageView: 'plain', overlayShown: true }]);
  });

  it('of what was asked about is the one on which it was said yes to', async () => {
    await ask();
    shows('redness');
    host.isSlow = true;
    void useOutlineProposalStore().commit();
    shows('brown');
    await flushPromises();
    host.answerDecisions();
    expect(host.contexts).toMatchObject([{ imageView: 'redness' }]);
  });

  it('of the wand is the one at its press, whatever is shown at its release or when its region is there', async () => {
    const [edits, review] = [useOutlineEditsStore(), useReviewStore()];
    let found: (edit: CanvasEdit | null) => void = () => undefined;
    shows('brown');
    edits.press('brown');
    shows('redness');
    review.overlayVisible = false;
    void edits.takeLater(new Promise((done) => (found = done)));
    void review.decide('accepted'); // a key after the release waits for the region
    await flushPromises();
    expect(host.decided).toEqual([]);
    shows('clahe');
    found({ kind: 'redraw', lesionIds: [id], polygons: [square(10, 10, 30)] });
    await flushPromises();
    expect(host.contexts).toMatchObject([
      { imageView: 'brown', overlayShown: true },
      { imageView: 'redness', overlayShown: false },
    ]);
    expect(host.decided).toMatchObject([{ verdict: 'redrawn' }, { verdict: 'accepted' }]);
    expect(edits.isWorking).toBe(false);
  });

  it('of the wand: nothing is stored, in words, when another view is open by the time that its region is there', async () => {
    const [edits, review] = [useOutlineEditsStore(), useReviewStore()];
    let found: (edit: CanvasEdit | null) => void = () => undefined;
    edits.press('plain');
    void edits.takeLater(new Promise((done) => (found = done)));
    await flushPromises();
    review.view = testView('other', []);
    found({ kind: 'add', polygon: square(10, 10, 30) });
    await flushPromises();
    expect([host.decided, said(), edits.isWorking]).toEqual([[], ['The outline was not stored'], false]);
  });

  it('of the wand: a selection made after the press stays, and a press without a region leaves the next key be', async () => {
    const [edits, review] = [useOutlineEditsStore(), useReviewStore()];
    let found: (edit: CanvasEdit | null) => void = () => undefined;
    edits.press('plain');
    review.select(['b' as LesionId]);
    void edits.takeLater(new Promise((done) => (found = done)));
    found({ kind: 'redraw', lesionIds: [id], polygons: [square(10, 10, 30)] });
    await flushPromises();
    expect([host.decided.length, review.selectedIds]).toEqual([1, ['b']]);
    edits.press('plain');
    void edits.takeLater(Promise.resolve(null));
    void review.decide('accepted');
    await flushPromises();
    expect(host.decided).toMatchObject([{ verdict: 'redrawn' }, { verdict: 'accepted', lesions: ['b'] }]);
  });

  it('of a verdict is the one at the key, also when it waits for a stroke', async () => {
    const [edits, review] = [useOutlineEditsStore(), useReviewStore()];
    void edits.take(brush('add', [id]));
    await flushPromises();
    shows('redness');
    void review.decide('accepted');
    shows('clahe');
    host.asked[0]!.answer([square(10, 10, 30)]);
    await flushPromises();
    expect(host.contexts.map(({ imageView }) => imageView)).toEqual(['plain', 'redness']);
  });
});

describe('what waits for a yes', () => {
  it('is not touched by a stroke whose turn comes', async () => {
    const [edits, outlines, drawing] = [useOutlineEditsStore(), useOutlineProposalStore(), useDrawingStore()];
    drawing.copied = { polygons: [square(70, 70, 5)], frame: useReviewStore().view!.frame!, from: 'capture 2, front' };
    void edits.take(brush('add', [id]));
    void edits.take(brush('add', [id]));
    await flushPromises();
    await edits.paste();
    host.asked[0]!.answer([square(10, 10, 30)]);
    await flushPromises();
    expect([outlines.proposal?.kind, said()]).toEqual(['paste', []]);
    host.asked[1]!.answer(halves);
    await flushPromises();
    expect([outlines.proposal?.kind, said()]).toEqual(['edit', ['The last change was not taken']]);
  });

  it('is said to be dropped when the reviewer goes on drawing', async () => {
    const [edits, outlines, drawing] = [useOutlineEditsStore(), useOutlineProposalStore(), useDrawingStore()];
    drawing.copied = { polygons: [square(70, 70, 5)], frame: useReviewStore().view!.frame!, from: 'capture 2, front' };
    await edits.paste();
    void edits.take(brush('add', [id]));
    expect([outlines.proposal, said()]).toEqual([null, ['The last change was not taken']]);
  });

  it('is stored without a word against it when the next stroke comes before the answer', async () => {
    await ask();
    host.isSlow = true;
    void useOutlineProposalStore().commit();
    await flushPromises();
    void useOutlineEditsStore().take(brush('add', [id]));
    await flushPromises();
    host.answerDecisions();
    await flushPromises();
    host.asked[1]!.answer([square(10, 10, 8), square(22, 10, 10)]);
    await flushPromises();
    expect(host.decided).toMatchObject([{ geometries: { length: 2 } }, { geometries: { length: 2 } }]);
    expect([useOutlineProposalStore().proposal, said()]).toEqual([null, []]);
  });

  it('stays when the stroke after it was drawn already, which is not applied without it: that is said', async () => {
    const [edits, outlines] = [useOutlineEditsStore(), useOutlineProposalStore()];
    void edits.take(brush('erase', [id]));
    void edits.take(brush('add', [id]));
    void edits.take(brush('add', [id]));
    await flushPromises();
    host.asked[0]!.answer(halves);
    await flushPromises();
    expect([host.asked.length, host.decided.length, edits.isWorking]).toEqual([1, 0, false]);
    expect(outlines.proposal).toMatchObject({ kind: 'edit', polygons: halves });
    expect(said()).toEqual(['The outline was not changed']);
    await outlines.commit();
    expect([host.decided.length, outlines.proposal]).toEqual([1, null]);
  });

  it('can be said yes to while a stroke that was drawn before waits for its turn', async () => {
    const [edits, outlines, review] = [useOutlineEditsStore(), useOutlineProposalStore(), useReviewStore()];
    void edits.take(brush('erase', [id]));
    void review.comment('b' as LesionId, 'oval');
    void edits.take(brush('add', ['b' as LesionId]));
    host.isSlow = true;
    await flushPromises();
    host.asked[0]!.answer(halves);
    await flushPromises();
    void outlines.commit();
    await flushPromises();
    host.answerDecisions();
    await flushPromises();
    expect(host.decided).toMatchObject([
      { verdict: 'pending', comment: 'oval' },
      { verdict: 'redrawn', lesions: [id] },
    ]);
    expect([outlines.proposal, said()]).toEqual([null, ['The outline was not changed']]);
  });

  it('does not undo a stroke that was stored before its turn came', async () => {
    const [edits, outlines] = [useOutlineEditsStore(), useOutlineProposalStore()];
    void edits.take(brush('add', [id]));
    await flushPromises();
    void outlines.step('resize', 1);
    host.asked[1]!.answer([square(9, 9, 22)]);
    await flushPromises();
    expect(outlines.proposal?.kind).toBe('resize');
    void outlines.commit();
    host.asked[0]!.answer([square(10, 10, 30)]);
    await flushPromises();
    expect(host.decided).toMatchObject([
      {
        geometries: [
          [
            [
              [10, 10],
              [40, 10],
              [40, 40],
              [10, 40],
              [10, 10],
            ],
          ],
        ],
      },
    ]);
    expect([host.decided.length, outlines.proposal, said()]).toEqual([1, null, ['The outline was not changed']]);
  });

  it('is said to be dropped when a verdict overtakes it', async () => {
    const review = useReviewStore();
    await ask();
    await review.decide('accepted');
    await flushPromises();
    expect([useOutlineProposalStore().proposal, said()]).toEqual([null, ['The last change was not taken']]);
  });

  it('is kept when storing it failed, though its tool was put away meanwhile', async () => {
    const [edits, outlines, review] = [useOutlineEditsStore(), useOutlineProposalStore(), useReviewStore()];
    review.tool = 'redraw';
    await flushPromises();
    void edits.take({ kind: 'redraw', lesionIds: [id], polygons: [square(-10, 10, 20)] });
    await flushPromises();
    host.asked[0]!.answer([square(0, 10, 10)]);
    await flushPromises();
    host.isDiskFull = true;
    await outlines.commit();
    expect([review.tool, outlines.proposal?.kind]).toEqual(['select', 'edit']);
  });
});

describe('what waits for a yes when the wand is let go', () => {
  const region: CanvasEdit = { kind: 'redraw', lesionIds: ['b' as LesionId], polygons: [square(50, 10, 30)] };
  /** Let go; its region is told by what is answered. */
  function letGo(): { find(edit: CanvasEdit | null): Promise<void>; fail(error: Error): Promise<void> } {
    let [resolve, reject]: [(edit: CanvasEdit | null) => void, (error: Error) => void] = [() => {}, () => {}];
    const promise = new Promise<CanvasEdit | null>((...ends) => ([resolve, reject] = ends));
    const edits = useOutlineEditsStore();
    edits.press('plain');
    void edits.takeLater(promise);
    return {
      find: async (edit) => {
        resolve(edit);
        await flushPromises();
      },
      fail: async (error) => {
        reject(error);
        await flushPromises();
      },
    };
  }

  it('stays until there is a region, and stays where there is none', async () => {
    const outlines = useOutlineProposalStore();
    await ask();
    const [first, second] = [letGo(), letGo()];
    await flushPromises();
    expect(outlines.proposal?.kind).toBe('edit');
    await first.find(null);
    expect([outlines.proposal?.kind, said()]).toEqual(['edit', []]);
    await second.find(region);
    expect([outlines.proposal, said()]).toEqual([null, ['The last change was not taken']]);
    expect(useToastsStore().toasts[0]?.text).toBe('Changed outline. It waited for a yes, and you went on drawing.');
    expect(host.decided).toMatchObject([{ verdict: 'redrawn', lesions: ['b'] }]);
  });

  it('is dropped with what was under way then; what was asked for since is worked out', async () => {
    const outlines = useOutlineProposalStore();
    void outlines.step('resize', 1);
    const first = letGo();
    await first.find(region);
    expect(useToastsStore().toasts[0]?.text).toBe('Grown by 1 px. It was not ready yet, and you went on drawing.');
    const review = useReviewStore();
    review.select([id]);
    await ask();
    review.select(['b' as LesionId]);
    const second = letGo();
    review.select([id]);
    void outlines.step('smooth', 1);
    await second.find(region);
    expect([outlines.proposal, said().length]).toEqual([null, 2]);
    host.asked.at(-1)!.answer([square(11, 11, 18)]);
    await flushPromises();
    expect([outlines.proposal?.kind, host.decided.length]).toEqual(['smooth', 2]);
  });

  it('is not a stroke that was let go before it and had to be asked about since', async () => {
    const outlines = useOutlineProposalStore();
    void useOutlineEditsStore().take(brush('erase', [id]));
    const wand = letGo();
    await flushPromises();
    host.asked[0]!.answer(halves);
    await flushPromises();
    await wand.find(region);
    expect([outlines.proposal?.kind, said()]).toEqual(['edit', ['The outline was not changed']]);
  });

  it('stays where making the outline fails, which is said; the next key and the next press have their turn', async () => {
    const [edits, outlines, review] = [useOutlineEditsStore(), useOutlineProposalStore(), useReviewStore()];
    await ask();
    const wand = letGo();
    await wand.fail(new Error('too many corners'));
    expect([outlines.proposal?.kind, edits.isWorking, review.isBusy()]).toEqual(['edit', false, false]);
    expect(useToastsStore().toasts).toMatchObject([
      {
        tone: 'error',
        title: 'The outline was not changed',
        text: 'No outline could be made of the region that you pressed for, so nothing was stored. Press there again, or draw the outline. What went wrong: too many corners',
      },
    ]);
    await letGo().find(region);
    void review.comment(id, 'oval');
    await flushPromises();
    expect(host.decided).toMatchObject([{ verdict: 'redrawn' }, { comment: 'oval' }]);
  });

  it('hears of a failure also where no view is open any more', async () => {
    useReviewStore().view = null;
    await letGo().fail(new Error('too many corners'));
    expect(said()).toEqual(['The outline was not changed']);
  });
});

describe('a drawn outline that was said yes to, when it cannot be saved', () => {
  const b = 'b' as LesionId;
  /** Said yes to, and the answer is still to come. */
  async function sayYes(): Promise<void> {
    await ask();
    host.isSlow = true;
    void useOutlineProposalStore().commit();
    await flushPromises();
  }
  async function fail(): Promise<void> {
    host.isDiskFull = true;
    host.answerDecisions();
    await flushPromises();
  }
  const kept = { kind: 'edit', polygons: halves };

  it('is still there after another one was asked for and another lesion selected', async () => {
    const [outlines, review] = [useOutlineProposalStore(), useReviewStore()];
    await sayYes();
    void outlines.step('resize', 1);
    review.select([b]);
    await flushPromises();
    expect(outlines.proposal).toMatchObject(kept);
    await fail();
    expect(outlines.proposal).toMatchObject(kept);
    expect(said()).toEqual(['The last change was not taken', 'The disk is full']);
    host.isDiskFull = false;
    await outlines.commit();
    expect([host.decided.length, outlines.proposal]).toEqual([2, null]);
  });

  it('is still there after another tool, Esc, and a step that was taken back', async () => {
    const [outlines, review] = [useOutlineProposalStore(), useReviewStore()];
    await sayYes();
    review.tool = 'brush';
    await flushPromises();
    outlines.cancel();
    void outlines.step('resize', 1);
    void outlines.step('resize', -1);
    await fail();
    expect(outlines.proposal).toMatchObject(kept);
  });

  it('takes the place of what was shown meanwhile, which is said', async () => {
    const outlines = useOutlineProposalStore();
    await sayYes();
    void outlines.step('resize', 1);
    host.asked.at(-1)!.answer([square(9, 9, 22)]);
    await flushPromises();
    expect(outlines.proposal?.kind).toBe('resize');
    await fail();
    expect(outlines.proposal).toMatchObject(kept);
    expect(said()).toEqual(['The disk is full', 'The last change was not taken']);
  });

  it('is shown on no other view', async () => {
    const [outlines, review] = [useOutlineProposalStore(), useReviewStore()];
    void useOutlineEditsStore().take(brush('add', []));
    await flushPromises();
    host.asked[0]!.answer([square(100, 10, 30), square(200, 10, 30)]);
    await flushPromises();
    host.isSlow = true;
    void outlines.commit();
    await flushPromises();
    review.view = testView('other', []);
    await flushPromises();
    await fail();
    expect([outlines.proposal, said()]).toEqual([null, ['The disk is full']]);
  });
});

describe('a view that is opened while the frame is cut at', () => {
  const over = square(990, 10, 20);
  const other = testView('other', [], { frame: { width: 500, height: 400, viewBox: null } });

  it('ends a paste, and that is said', async () => {
    const [edits, outlines, drawing, review] = [
      useOutlineEditsStore(),
      useOutlineProposalStore(),
      useDrawingStore(),
      useReviewStore(),
    ];
    drawing.copied = { polygons: [over], frame: review.view!.frame!, from: 'capture 2, front' };
    const pasting = edits.paste();
    await flushPromises();
    review.view = other;
    host.asked[0]!.answer([square(990, 10, 10)]);
    await pasting;
    expect([outlines.proposal, said()]).toEqual([null, ['Nothing was pasted']]);
  });

  it('lends its own frame to nothing, even when the reviewer is back by the end', async () => {
    const [edits, drawing, review] = [useOutlineEditsStore(), useDrawingStore(), useReviewStore()];
    const first = review.view!;
    drawing.copied = { polygons: [over, over], frame: first.frame!, from: 'capture 2, front' };
    const pasting = edits.paste();
    await flushPromises();
    review.view = other;
    host.asked[0]!.answer([square(990, 10, 10)]);
    await flushPromises();
    review.view = first;
    host.asked[1]!.answer([square(990, 10, 10)]);
    await pasting;
    const frames = host.asked.map(({ task }) => ('clip' in task ? task.clip : []));
    expect(frames).toEqual(Array(2).fill([[[0, 0, 1000, 0, 1000, 800, 0, 800]]]));
    expect(useOutlineProposalStore().proposal).toMatchObject({ kind: 'paste', polygons: { length: 2 } });
  });

  it('does not swallow a stroke that had to be asked about', async () => {
    const review = useReviewStore();
    void useOutlineEditsStore().take(brush('add', []));
    await flushPromises();
    review.view = other;
    host.asked[0]!.answer([square(100, 10, 30), square(200, 10, 30)]);
    await flushPromises();
    expect([host.decided, said()]).toEqual([[], ['The outline was not stored']]);
  });
});

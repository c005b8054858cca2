import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Lesion } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import { movePolygon, scaling } from '#shared/geometry/affine';
import { snapPolygon } from '#shared/geometry/snap';
import type { Polygon } from '#shared/geometry/types';
import { useClient } from '../api/client';
import type { CanvasEdit, Redrawn, StorableEdit, WorkEdit } from '../canvas/canvas-edit';
import { lesionPicture, toPolygon } from '../canvas/layers/lesion-shapes';
import { frameScale, useDrawingStore } from './drawing';
import { DRAWN_ELSEWHERE, type DrawnAt } from './drawn-at';
import { idsOf, isUnchanged, notesOn, polygonsIn, taskOf, UNCHANGED } from './edit-work';
import { useOutlineProposalStore } from './outline-proposal';
import { useReviewStore } from './review';
import { areaOfOutlines, leavesFrame, outlinesOf, polygonsOf } from './standing-outlines';
import { useToastsStore } from './toasts';

const CLIP_NOTE = 'It reaches outside the frame. Take it cut off at the frame, or leave everything as it was.';
const NOT_SAVED = 'It could not be saved. Take it to try again, or leave it.';
const NOT_CHANGED = 'The outline was not changed';
const NOT_MADE =
  'No outline could be made of the region that you pressed for, so nothing was stored. Press there again, or draw the outline.';
const WENT_ON = 'you went on drawing.';
const ASKED_BEFORE = 'The change before it had to be asked about first. Draw this one again.';

/** What is stored, and the lesions that it replaces, as they were when it was worked out. */
type Outcome = { readonly edit: StorableEdit; readonly of: readonly Lesion[] };

/**
 * Takes what the tools drew: has the engine work it out, one after another, from the outlines that stand by then; asks
 * where it would break a lesion apart or leave the frame; refuses in words what would leave nothing; stores the rest.
 */
export const useOutlineEditsStore = defineStore('outlineEdits', () => {
  const client = useClient();
  const review = useReviewStore();
  const outlines = useOutlineProposalStore();
  const drawing = useDrawingStore();
  const toasts = useToastsStore();
  /** What is being worked out or stored, oldest first. */
  const inHand = shallowRef<readonly CanvasEdit[]>([]);
  /** Where the last gesture began whose edit is still to come. */
  let pressed: DrawnAt | null = null;
  const isWorking = computed(() => inHand.value.length > 0);

  /**
   * One gesture of a tool. Resolves when it is stored, asked about or refused. It has its turn among the keys: a verdict
   * or an undo that is pressed while the engine works waits for it, as for any other action.
   */
  function take(edit: CanvasEdit, at = review.here()): Promise<unknown> {
    if (!at) return Promise.resolve();
    outlines.giveUp(WENT_ON);
    inHand.value = [...inHand.value, edit];
    return review
      .inTurn(() => takeNow(edit, at))
      .finally(() => (inHand.value = inHand.value.filter((other) => other !== edit)));
  }
  /** A gesture begins whose edit comes later than its end. What it is decided on is what is seen now. */
  function press(imageView: string): void {
    const at = review.here();
    pressed = at && { ...at, imageView };
  }
  /** Such a gesture was let go: it has its turn now, before the keys that are pressed while its edit is worked out. */
  function takeLater(later: Promise<CanvasEdit | null>): Promise<unknown> {
    const at = pressed ?? review.here();
    pressed = null;
    const giveUp = outlines.giveUpLater();
    const edit = later.then((one) => {
      if (!one || !at) return null;
      giveUp(WENT_ON); // not before: what comes of nothing leaves what waits for a yes alone
      inHand.value = [...inHand.value, one];
      return one;
    }, notMade);
    if (!at) return edit;
    return review
      .inTurn(async () => {
        const one = await edit;
        if (one) await takeNow(one, at);
      })
      .finally(async () => {
        const one = await edit;
        inHand.value = inHand.value.filter((other) => other !== one);
      });
  }
  function notMade(error: unknown): null {
    const why = error instanceof Error ? error.message : String(error);
    toasts.show('error', NOT_CHANGED, `${NOT_MADE} What went wrong: ${why}`);
    return null;
  }
  async function takeNow(edit: CanvasEdit, at: DrawnAt): Promise<void> {
    if (!review.isHere(at)) return toasts.show('warning', ...DRAWN_ELSEWHERE);
    // Of the one before it, which was let go when this one was drawn already: this one was drawn on what that one makes.
    if (outlines.proposal?.kind === 'edit') return toasts.show('warning', NOT_CHANGED, ASKED_BEFORE);
    const outcome = edit.kind === 'work' ? await workedOut(edit) : { edit, of: lesionsOf(idsOf(edit)) };
    if (!outcome) return;
    const inside = await insideFrame(outcome.edit, at.frame);
    if (!inside) return;
    const standing = new Set(review.lesions);
    if (!outcome.of.every((lesion) => standing.has(lesion)))
      return toasts.show('warning', NOT_CHANGED, 'The lesion, or the view, was changed meanwhile. Draw it again.');
    if (!review.isHere(at)) return toasts.show('warning', ...DRAWN_ELSEWHERE);
    const isClipped = inside !== outcome.edit;
    const notes = [...notesOn(inside, outcome.of), ...(isClipped ? [CLIP_NOTE] : [])];
    if (notes.length === 0) {
      if (await review.store(inside, at)) return;
      if (!review.isHere(at)) return; // the error was said
      notes.push(NOT_SAVED);
    }
    const question = { polygons: polygonsIn(inside), isClipped, notes, title: null, edit: inside };
    outlines.ask({ kind: 'edit', of: outcome.of, ...question });
  }

  const lesionsOf = (ids: readonly LesionId[]): Lesion[] => {
    const wanted = new Set(ids);
    return review.lesions.filter(({ id }) => wanted.has(id));
  };

  async function workedOut({ work, lesionIds }: WorkEdit): Promise<Outcome | null> {
    const of = lesionsOf(lesionIds);
    if (of.length < lesionIds.length) {
      toasts.show('warning', NOT_CHANGED, 'The lesion is not there any more.');
      return null;
    }
    const before = outlinesOf(of);
    const subject = before.map(({ rings }) => rings);
    const answer = await client.call('geometry.run', taskOf(work, subject));
    if (!answer.ok) {
      toasts.showError(answer.error);
      return null;
    }
    const polygons = answer.value.polygons.map(({ rings }) => toPolygon(rings));
    if (polygons.length === 0) return nothingLeft(of);
    if (of.length === 0) return addedOutcome(polygons);
    if (isUnchanged(work, { before: polygonsOf(before), areaBeforePx2: areaOfOutlines(before), after: polygons })) {
      toasts.show('info', NOT_CHANGED, UNCHANGED[work.operation]);
      return null;
    }
    return { edit: { kind: 'redraw', lesionIds: of.map(({ id }) => id), polygons }, of };
  }
  function addedOutcome(polygons: Polygon[]): Outcome {
    const [only, other] = polygons;
    if (only && !other) return { edit: { kind: 'add', polygon: only }, of: [] };
    return { edit: { kind: 'addAll', polygons }, of: [] };
  }
  function nothingLeft(of: readonly Lesion[]): null {
    const [lesion] = of;
    const text = lesion
      ? 'Nothing would be left of the lesion. Reject it if it is none.'
      : 'The stroke covers nothing.';
    const title = NOT_CHANGED;
    if (!lesion) toasts.show('warning', title, text);
    else
      toasts.offer({
        tone: 'warning',
        title,
        text,
        action: { label: 'Reject the lesion…', run: () => rejectInstead(lesion) },
      });
    return null;
  }
  function rejectInstead(lesion: Lesion): void {
    review.tool = 'select';
    review.select([lesion.id]);
    review.askForReason();
  }

  /** The edit cut off at the frame where it reaches over it; the same object where it does not; null when refused. */
  async function insideFrame(edit: StorableEdit, frame: DrawnAt['frame']): Promise<StorableEdit | null> {
    if (!leavesFrame(polygonsIn(edit), frame)) return edit;
    const clip = async (polygons: readonly Polygon[]): Promise<Polygon[] | null> => {
      if (!leavesFrame(polygons, frame)) return [...polygons];
      const inside = await outlines.clipped(polygons, frame);
      if (inside?.length === 0)
        toasts.show('warning', NOT_CHANGED, 'A lesion would lie wholly outside the frame, so nothing was moved there.');
      return inside && inside.length > 0 ? [...inside] : null;
    };
    switch (edit.kind) {
      case 'add': {
        const polygons = await clip([edit.polygon]);
        return polygons && addedOutcome(polygons).edit;
      }
      case 'addAll': {
        const polygons: Polygon[] = [];
        for (const polygon of edit.polygons) {
          const inside = await clip([polygon]);
          if (!inside) return null;
          polygons.push(...inside);
        }
        return { ...edit, polygons };
      }
      case 'redraw': {
        const polygons = await clip(edit.polygons);
        return polygons && { ...edit, polygons };
      }
      case 'redrawEach': {
        const redrawn: Redrawn[] = [];
        for (const one of edit.redrawn) {
          const polygons = await clip(one.polygons);
          if (!polygons) return null;
          redrawn.push({ ...one, polygons });
        }
        return { ...edit, redrawn };
      }
    }
  }

  /** Remembers the outlines of the selected lesions. */
  function copy(): void {
    const { view } = review;
    const ids = new Set(review.selected.flatMap((lesion) => [...lesionPicture(lesion).group]));
    const polygons = polygonsOf(outlinesOf(review.lesions.filter(({ id, degenerate }) => ids.has(id) && !degenerate)));
    if (!view?.frame || polygons.length === 0) return;
    drawing.copied = { polygons, frame: view.frame, from: `${view.captureName}, ${view.side}` };
    const count = polygons.length === 1 ? '1 outline' : `${polygons.length} outlines`;
    toasts.show('info', `Copied ${count}`, 'Paste them in this or another view: they keep their place in the frame.');
  }
  /** Why nothing can be pasted here, in words. */
  function pasteProblem(): string | null {
    if (!drawing.copied) return 'Copy lesions first.';
    const frame = review.view?.frame;
    if (!frame) return 'This view has no frame, so nothing can be drawn on it.';
    const { width, height } = drawing.copied.frame;
    return frameScale(drawing.copied.frame, frame) === null
      ? `The outlines come from a frame of ${width} × ${height} px; this one is ${frame.width} × ${frame.height} px, of another shape. They would not lie on the same places.`
      : null;
  }
  /** Shows what was copied at its place in this frame, and waits for a yes. */
  async function paste(): Promise<void> {
    const { copied } = drawing;
    const frame = review.view?.frame;
    const scale = copied && frame ? frameScale(copied.frame, frame) : null;
    const at = review.here();
    if (!copied || !frame || scale === null || !at) return;
    const moved = copied.polygons.map((polygon) =>
      snapPolygon(movePolygon(scaling(scale, scale, { x: 0, y: 0 }), polygon)),
    );
    const polygons: Polygon[] = [];
    let outside = 0;
    let isClipped = false;
    for (const polygon of moved) {
      const whole = [polygon];
      const inside = await outlines.clipped(whole, frame);
      if (!inside) return; // it was said why
      polygons.push(...inside);
      if (inside.length === 0) outside++;
      else if (inside !== whole) isClipped = true;
    }
    if (!review.isHere(at)) return toasts.show('warning', 'Nothing was pasted', PASTED_ELSEWHERE);
    if (polygons.length === 0) return toasts.show('warning', 'Nothing was pasted', ALL_OUTSIDE);
    outlines.ask({
      kind: 'paste',
      of: [],
      polygons,
      isClipped,
      notes: [
        `From ${copied.from}${scale === 1 ? '' : `, scaled to ${(100 * scale).toFixed(1)} %`}. They become lesions that you added.`,
        ...leftOut(outside, moved.length),
      ],
      title: polygons.length === 1 ? 'Paste 1 lesion' : `Paste ${polygons.length} lesions`,
      edit: polygons.length === 1 ? { kind: 'add', polygon: polygons[0]! } : { kind: 'addAll', polygons },
    });
  }

  return { take, press, takeLater, inHand, isWorking, copy, paste, pasteProblem };
});

const PASTED_ELSEWHERE = 'Another view was opened before the outlines were ready. Paste them again.';
const ALL_OUTSIDE = 'What was copied lies outside the frame of this view.';

function leftOut(outside: number, all: number): string[] {
  if (outside === 0) return [];
  const what = outside === 1 ? 'lies outside this frame and is' : 'lie outside this frame and are';
  return [`${outside} of the ${all} copied outlines ${what} left out.`];
}

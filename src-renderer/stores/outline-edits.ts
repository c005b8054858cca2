import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { GeometryTask } from '#shared/contract/geometry';
import type { Lesion } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import { movePolygon, scaling } from '#shared/geometry/affine';
import { polygonArea } from '#shared/geometry/polygon';
import { snapPolygon } from '#shared/geometry/snap';
import type { Polygon } from '#shared/geometry/types';
import { useClient } from '../api/client';
import type { CanvasEdit, Redrawn, StorableEdit, WorkEdit } from '../canvas/canvas-edit';
import { lesionPicture, toFlatRings, toPolygon } from '../canvas/layers/lesion-shapes';
import { frameScale, useDrawingStore } from './drawing';
import { useOutlineProposalStore } from './outline-proposal';
import { useReviewStore } from './review';
import { areaOfOutlines, leavesFrame, outlinesOf, polygonsOf } from './standing-outlines';
import { useToastsStore } from './toasts';

/** A stroke's own edge is simplified by this at most, in frame px. */
const STROKE_TOLERANCE_PX = 0.5;
/** Less than this is no change, in px². */
const SAME_AREA_PX2 = 1e-6;
const CLIP_NOTE = 'It reaches outside the frame. Take it cut off at the frame, or leave everything as it was.';
const NOT_CHANGED = 'The outline was not changed';

/** What is stored, and what has to be said before. */
type Outcome = { readonly edit: StorableEdit; readonly of: readonly Lesion[]; readonly notes: readonly string[] };

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
  const underWay = ref(0);
  let turn: Promise<unknown> = Promise.resolve();

  const isWorking = computed(() => underWay.value > 0);

  /** One gesture of a tool. Resolves when it is stored, asked about or refused. */
  function take(edit: CanvasEdit): Promise<unknown> {
    outlines.cancel();
    underWay.value++;
    const own = turn.then(() => takeNow(edit)).finally(() => underWay.value--);
    turn = own.catch(() => undefined); // the next gesture is taken all the same
    return own;
  }
  async function takeNow(edit: CanvasEdit): Promise<void> {
    const outcome = edit.kind === 'work' ? await workedOut(edit) : { edit, of: lesionsOf(idsOf(edit)), notes: [] };
    if (!outcome) return;
    const inside = await insideFrame(outcome.edit);
    if (!inside) return;
    const isClipped = inside !== outcome.edit;
    if (!isClipped && outcome.notes.length === 0) return void (await review.commit(inside));
    outlines.ask({
      kind: 'edit',
      of: outcome.of,
      polygons: polygonsIn(inside),
      isClipped,
      notes: isClipped ? [...outcome.notes, CLIP_NOTE] : outcome.notes,
      title: null,
      edit: inside,
    });
  }

  const lesionsOf = (ids: readonly LesionId[]): Lesion[] => review.lesions.filter(({ id }) => ids.includes(id));

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
    const parts = polygons.length;
    const notes =
      parts > before.length ? [`The lesion becomes ${parts} shapes; they replace it together, as one redraw.`] : [];
    return { edit: { kind: 'redraw', lesionIds: of.map(({ id }) => id), polygons }, of, notes };
  }
  function addedOutcome(polygons: Polygon[]): Outcome {
    const [only, other] = polygons;
    if (only && !other) return { edit: { kind: 'add', polygon: only }, of: [], notes: [] };
    return { edit: { kind: 'addAll', polygons }, of: [], notes: [`These are ${polygons.length} new lesions.`] };
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
  async function insideFrame(edit: StorableEdit): Promise<StorableEdit | null> {
    const frame = review.view?.frame ?? null;
    if (!leavesFrame(polygonsIn(edit), frame)) return edit;
    const clip = async (polygons: readonly Polygon[]): Promise<Polygon[] | null> => {
      if (!leavesFrame(polygons, frame)) return [...polygons];
      const inside = await outlines.clipped(polygons);
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
    if (!copied || scale === null) return;
    const moved = copied.polygons.map((polygon) =>
      snapPolygon(movePolygon(scaling(scale, scale, { x: 0, y: 0 }), polygon)),
    );
    const edit = await insideFrame({ kind: 'addAll', polygons: moved });
    if (!edit) return;
    const polygons = polygonsIn(edit);
    outlines.ask({
      kind: 'paste',
      of: [],
      polygons,
      isClipped: leavesFrame(moved, frame ?? null),
      notes: [
        `From ${copied.from}${scale === 1 ? '' : `, scaled to ${(100 * scale).toFixed(1)} %`}. They become lesions that you added.`,
      ],
      title: polygons.length === 1 ? 'Paste 1 lesion' : `Paste ${polygons.length} lesions`,
      edit: polygons.length === 1 ? { kind: 'add', polygon: polygons[0]! } : edit,
    });
  }

  return { take, isWorking, copy, paste, pasteProblem };
});

const UNCHANGED: Readonly<Record<WorkEdit['work']['operation'], string>> = {
  brush: 'The stroke changes nothing of the lesion.',
  split: 'The line parts nothing: begin and end it outside the lesion.',
  subtract: 'The region takes nothing away from the lesion.',
};

type Change = {
  readonly before: readonly Polygon[];
  readonly areaBeforePx2: number;
  readonly after: readonly Polygon[];
};

function isUnchanged(work: WorkEdit['work'], { before, areaBeforePx2, after }: Change): boolean {
  if (work.operation === 'split') return after.length <= before.length;
  const area = after.reduce((sum, polygon) => sum + polygonArea(polygon), 0);
  return after.length === before.length && Math.abs(area - areaBeforePx2) < SAME_AREA_PX2;
}

function taskOf(work: WorkEdit['work'], subject: number[][][]): GeometryTask {
  switch (work.operation) {
    case 'brush':
      return {
        operation: 'brush',
        mode: work.mode,
        subject,
        stroke: work.stroke.flatMap(({ x, y, radius }) => [x, y, radius]),
        tolerancePx: STROKE_TOLERANCE_PX,
      };
    case 'split':
      return { operation: 'split', subject, line: work.line.flatMap(({ x, y }) => [x, y]) };
    case 'subtract':
      return { operation: 'subtract', subject, clip: [toFlatRings(work.region).map((ring) => [...ring])] };
  }
}

function idsOf(edit: StorableEdit): readonly LesionId[] {
  if (edit.kind === 'redraw') return edit.lesionIds;
  return edit.kind === 'redrawEach' ? edit.redrawn.flatMap(({ lesionIds }) => lesionIds) : [];
}

function polygonsIn(edit: StorableEdit): readonly Polygon[] {
  switch (edit.kind) {
    case 'add':
      return [edit.polygon];
    case 'addAll':
    case 'redraw':
      return edit.polygons;
    case 'redrawEach':
      return edit.redrawn.flatMap(({ polygons }) => polygons);
  }
}

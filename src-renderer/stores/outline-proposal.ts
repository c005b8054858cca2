// One proposal at a time: what makes it, changes it and takes it share its state.
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { GeometryResult, GeometryTask } from '#shared/contract/geometry';
import type { Lesion } from '#shared/contract/review';
import type { ImageView } from '#shared/domain/image-view';
import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import { useClient } from '../api/client';
import type { StorableEdit } from '../canvas/canvas-edit';
import { lesionPicture, toFlatRings, toPolygon } from '../canvas/layers/lesion-shapes';
import { outlineProblem } from '../canvas/outline-problem';
import { useReviewStore } from './review';
import {
  areaOfOutlines,
  areaOfValid,
  frameRings,
  leavesFrame,
  outlinesOf,
  polygonsOf,
  verticesOf,
} from './standing-outlines';
import { useToastsStore } from './toasts';

/** The image view whose edge is followed, and the outlines that were found there. */
type Edge = { readonly view: ImageView; readonly polygons: readonly Polygon[] };

/** By a key or button on the selection. */
export type ProposalKind = 'fix' | 'merge' | 'resize' | 'subtract' | 'fill' | 'simplify' | 'smooth' | 'refit';
/** Outlines that were worked out and not yet taken: shown on the canvas, stored by Enter, dropped by Esc. */
export type Proposal = {
  /** `edit`: what a tool drew and that needs a yes; `paste`: copied outlines. */
  readonly kind: ProposalKind | 'edit' | 'paste';
  /** The lesions whose outlines it replaces, as they were when it was made. */
  readonly of: readonly Lesion[];
  readonly polygons: readonly Polygon[];
  readonly areaBeforePx2: number;
  readonly areaAfterPx2: number;
  readonly verticesBefore: number;
  readonly verticesAfter: number;
  /** Resized by so many px (shrunk below 0), simplified by so many px, smoothed so many rounds. */
  readonly amount: number;
  /** It reached over the frame and was cut off there. */
  readonly isClipped: boolean;
  /** What is to be known before a yes, in words. */
  readonly notes: readonly string[];
  readonly title: string | null;
  /** Of a refit. */
  readonly edge?: Edge;
  readonly edit: StorableEdit;
};
type Wanted = {
  readonly kind: ProposalKind;
  readonly of: readonly Lesion[];
  /** Those of them that get the outline; the others are taken away from it. */
  readonly replaced: readonly Lesion[];
  readonly amount: number;
  readonly edge?: Edge;
};

const NOTHING_LEFT: Readonly<Record<ProposalKind, string>> = {
  fix: 'What this outline encloses is smaller than the grid of 1/1024 px, so nothing would be left of it. Redraw the lesion or reject it.',
  merge: 'These outlines enclose nothing together.',
  resize: 'Nothing would be left of the lesion. Reject it if it is none.',
  subtract: 'The other lesions cover all of the first one: nothing would be left of it. Reject it if it is none.',
  fill: 'This outline encloses nothing.',
  simplify: 'Nothing would be left of the lesion.',
  smooth: 'Nothing would be left of the lesion.',
  refit: 'The image view shows no area here that could be the lesion.',
};
/** What one more press does, and how far it goes. */
export const STEPS: Readonly<Partial<Record<Proposal['kind'], { readonly by: number; readonly most: number }>>> = {
  resize: { by: 1, most: 1000 },
  simplify: { by: 0.5, most: 50 },
  smooth: { by: 1, most: 4 },
};

const NOT_CHANGED = 'The outline was not changed';
const flatRings = (polygon: Polygon): number[][] => toFlatRings(polygon).map((ring) => [...ring]);

export const useOutlineProposalStore = defineStore('outlineProposal', () => {
  const client = useClient();
  const review = useReviewStore();
  const toasts = useToastsStore();
  const proposal = shallowRef<Proposal | null>(null);
  let isTaking = false;
  let asked = 0;
  /** What was asked for and is not answered yet: a key pressed meanwhile goes on from there. */
  let underWay: Wanted | null = null;

  /** The selected lesions with those redrawn together with them: they are replaced as a whole. */
  const chosen = computed<readonly Lesion[]>(() => {
    const ids = new Set(review.selected.flatMap((lesion) => [...lesionPicture(lesion).group]));
    return review.lesions.filter(({ id, degenerate }) => ids.has(id) && !degenerate);
  });
  const isOneLesion = computed(() => {
    const [first] = review.selected;
    return first !== undefined && review.selected.every(({ id }) => lesionPicture(first).group.includes(id));
  });
  /** The lesion that was selected first, with its group, and all the others: what a subtraction is about. */
  const firstAndOthers = computed<readonly [readonly Lesion[], readonly Lesion[]]>(() => {
    const first = review.lesions.find(({ id }) => id === review.selectedIds[0]);
    const group = first ? lesionPicture(first).group : [];
    return [chosen.value.filter(({ id }) => group.includes(id)), chosen.value.filter(({ id }) => !group.includes(id))];
  });

  /** Why there is nothing to propose, in words; null when there is. */
  function problem(kind: ProposalKind): string | null {
    const groups = new Set(chosen.value.map((lesion) => lesionPicture(lesion).group.join())).size;
    if (kind === 'merge')
      return groups < 2 ? 'Select two or more lesions to merge them: Ctrl or Shift and click.' : null;
    if (kind === 'subtract')
      return groups < 2 ? 'Select the lesion to take from, then those to take away: Ctrl or Shift and click.' : null;
    if (!isOneLesion.value) return 'Select one lesion.';
    if (kind === 'fill')
      return outlinesOf(chosen.value).some(({ rings }) => rings.length > 1) ? null : 'This lesion has no holes.';
    if (kind !== 'fix') return null;
    const [only] = chosen.value;
    return only && outlineProblem(only) ? null : 'This outline is a simple polygon: there is nothing to fix.';
  }
  function taskOf(wanted: Wanted): GeometryTask {
    const { kind, amount, edge } = wanted;
    // The union with nothing: on the grid, and simple, whatever the edge did.
    if (edge) return { operation: 'union', subject: edge.polygons.map(flatRings), clip: [] };
    const subject = outlinesOf(wanted.replaced).map(({ rings }) => rings);
    switch (kind) {
      case 'resize':
        return { operation: 'offset', subject, distancePx: amount };
      case 'simplify':
        return { operation: 'simplify', subject, tolerancePx: amount };
      case 'smooth':
        return { operation: 'smooth', subject, rounds: amount };
      case 'fill':
        return { operation: 'fillHoles', subject };
      case 'subtract':
        return {
          operation: 'subtract',
          subject,
          clip: outlinesOf(wanted.of.filter((lesion) => !wanted.replaced.includes(lesion))).map(({ rings }) => rings),
        };
      default:
        return { operation: 'union', subject, clip: [] };
    }
  }
  /** Cut off at the frame where it reaches over it; null when that failed, and was said. */
  async function clipped(polygons: readonly Polygon[]): Promise<readonly Polygon[] | null> {
    const frame = review.view?.frame ?? null;
    if (frame === null || !leavesFrame(polygons, frame)) return polygons;
    const inside: Polygon[] = [];
    for (const polygon of polygons) {
      // Each by itself: the engine would unite parts that share an edge, as after a split.
      const subject = [flatRings(polygon)];
      const answer = await client.call('geometry.run', { operation: 'intersect', subject, clip: [frameRings(frame)] });
      if (!answer.ok) {
        toasts.showError(answer.error);
        return null;
      }
      inside.push(...answer.value.polygons.map(({ rings }) => toPolygon(rings)));
    }
    return inside;
  }
  async function show(wanted: Wanted, { polygons }: GeometryResult, isWanted: () => boolean): Promise<void> {
    const made = polygons.map(({ rings }) => toPolygon(rings));
    const inside = await clipped(made);
    if (!inside || !isWanted()) return;
    if (inside.length === 0) return toasts.show('warning', NOT_CHANGED, 'All of it would lie outside the frame.');
    const { replaced } = wanted;
    const before = outlinesOf(replaced);
    proposal.value = {
      ...wanted,
      polygons: inside,
      ...measured(
        before.map(({ rings }) => rings),
        inside,
      ),
      areaBeforePx2: areaOfOutlines(before),
      isClipped: inside !== made,
      notes: [],
      title: null,
      edit: { kind: 'redraw', lesionIds: replaced.map(({ id }) => id), polygons: [...inside] },
    };
  }
  async function propose(asking: Omit<Wanted, 'replaced'>): Promise<void> {
    const own = ++asked;
    const replaced = asking.kind === 'subtract' ? firstAndOthers.value[0] : asking.of;
    const wanted: Wanted = { ...asking, replaced };
    underWay = wanted;
    const answer = await client.call('geometry.run', taskOf(wanted));
    if (own !== asked) return; // something else was asked for meanwhile
    underWay = null;
    if (!isChosen(wanted.of)) return; // the reviewer went on to other lesions
    if (!answer.ok) return toasts.showError(answer.error);
    if (answer.value.polygons.length > 0) return show(wanted, answer.value, () => own === asked && isChosen(wanted.of));
    toasts.show('warning', NOT_CHANGED, NOTHING_LEFT[wanted.kind]);
  }
  /** The first press shows what would come of it, the second takes it. */
  function proposeOnce(kind: 'fix' | 'merge' | 'subtract' | 'fill'): Promise<unknown> {
    if (proposal.value?.kind === kind) return commit();
    return propose({ kind, of: chosen.value, amount: 0 });
  }
  /** Shows where the edge lies in the image view on the canvas; the second press takes it. */
  async function refit(find: () => Promise<readonly Polygon[] | { problem: string }>, view: ImageView): Promise<void> {
    if (proposal.value?.kind === 'refit') return commit();
    stopAsking();
    const of = chosen.value;
    const own = ++asked;
    let found: readonly Polygon[] | { problem: string };
    try {
      found = await find();
    } catch (error) {
      found = { problem: `The photo could not be read: ${error instanceof Error ? error.message : String(error)}` };
    }
    if (own !== asked || !isChosen(of)) return;
    if ('problem' in found) return toasts.show('warning', NOT_CHANGED, found.problem);
    await propose({ kind: 'refit', of, amount: 0, edge: { view, polygons: found } });
  }
  /** Always from the outline that stands, so that ten steps of one pixel are one of ten. */
  function step(kind: 'resize' | 'simplify' | 'smooth', steps: number): Promise<unknown> {
    const last = underWay ?? proposal.value;
    const before = last?.kind === kind && isChosen(last.of) ? last.amount : 0;
    const { by, most } = STEPS[kind]!;
    const amount = Math.min(most, Math.max(kind === 'resize' ? -most : 0, before + steps * by));
    if (amount !== 0) return propose({ kind, of: chosen.value, amount });
    cancel();
    return Promise.resolve();
  }
  /** Shows what a tool drew, or what was copied, and waits for a yes. */
  function ask(question: Pick<Proposal, 'kind' | 'of' | 'polygons' | 'isClipped' | 'notes' | 'title' | 'edit'>): void {
    stopAsking();
    const before = outlinesOf(question.of);
    proposal.value = {
      ...question,
      ...measured(
        before.map(({ rings }) => rings),
        question.polygons,
      ),
      areaBeforePx2: areaOfOutlines(before),
      amount: 0,
    };
  }
  /** Takes the proposal: one event, one undo step. */
  async function commit(): Promise<void> {
    const now = proposal.value;
    if (!now || isTaking) return; // a second Enter
    stopAsking();
    isTaking = true;
    const applied = await review.commit(now.edit).finally(() => (isTaking = false));
    if (applied && proposal.value === now) proposal.value = null; // what could not be saved is still there to be taken
  }
  function stopAsking(): void {
    asked++;
    underWay = null;
  }
  /** Answers whether there was one. */
  function cancel(): boolean {
    const had = proposal.value !== null;
    stopAsking();
    proposal.value = null;
    return had;
  }
  function isChosen(lesions: readonly Lesion[]): boolean {
    const ids = new Set<LesionId>(chosen.value.map(({ id }) => id));
    return lesions.length === ids.size && lesions.every((lesion) => chosen.value.includes(lesion));
  }
  /** Of a question of a tool: the lesions are still as they were. */
  const isStanding = (lesions: readonly Lesion[]): boolean =>
    lesions.every((lesion) => review.lesions.includes(lesion));
  // Another selection, or another decision on these lesions: what was worked out no longer belongs to what is shown.
  watch([chosen, () => review.lesions], () => {
    const now = proposal.value;
    if (!now) return;
    const isAsked = now.kind === 'edit' || now.kind === 'paste';
    if (!(isAsked ? isStanding(now.of) : isChosen(now.of))) cancel();
  });
  watch([() => review.tool, () => review.view?.viewId], () => cancel());

  return { proposal, problem, proposeOnce, refit, step, ask, clipped, commit, cancel };
});

/** Areas are summed over valid polygons: what the engine made. */
function measured(
  before: readonly number[][][],
  after: readonly Polygon[],
): Pick<Proposal, 'areaAfterPx2' | 'verticesBefore' | 'verticesAfter'> {
  return {
    areaAfterPx2: areaOfValid(after),
    verticesBefore: verticesOf(polygonsOf(before.map((rings) => ({ rings })))),
    verticesAfter: verticesOf(after),
  };
}

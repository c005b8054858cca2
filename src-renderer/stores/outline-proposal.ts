import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { GeometryResult, GeometryTask } from '#shared/contract/geometry';
import type { Lesion } from '#shared/contract/review';
import type { ImageView } from '#shared/domain/image-view';
import type { LesionId } from '#shared/domain/ids';
import { boundsUnion, EMPTY_BOUNDS, polygonBounds } from '#shared/geometry/bounds';
import type { Polygon } from '#shared/geometry/types';
import { useClient } from '../api/client';
import { lesionPicture, toFlatRings, toPolygon } from '../canvas/layers/lesion-shapes';
import { outlineProblem } from '../canvas/outline-problem';
import { useReviewStore } from './review';
import { useToastsStore } from './toasts';

export type ProposalKind = 'fix' | 'merge' | 'resize' | 'refit';
/** Outlines that were worked out and not yet taken: shown on the canvas, stored by Enter, dropped by Esc. */
export type Proposal = {
  readonly kind: ProposalKind;
  /** The lesions whose outlines it replaces, as they were when it was made. */
  readonly of: readonly Lesion[];
  readonly polygons: readonly Polygon[];
  readonly areaBeforePx2: number;
  readonly areaAfterPx2: number;
  /** Of a resize: grown by so many px, or shrunk below 0. */
  readonly distancePx: number;
  /** Of a refit: the image view whose edge it follows, and the outlines that were found there. */
  readonly edge?: { readonly view: ImageView; readonly polygons: readonly Polygon[] };
  readonly leavesFrame: boolean;
};
type Wanted = {
  readonly kind: ProposalKind;
  readonly of: readonly Lesion[];
  readonly distancePx: number;
  readonly edge?: { readonly view: ImageView; readonly polygons: readonly Polygon[] };
};

const NOTHING_LEFT: Readonly<Record<ProposalKind, string>> = {
  fix: 'What this outline encloses is smaller than the grid of 1/1024 px, so nothing would be left of it. Redraw the lesion or reject it.',
  merge: 'These outlines enclose nothing together.',
  resize: 'Nothing would be left of the lesion. Reject it if it is none.',
  refit: 'The image view shows no area here that could be the lesion.',
};

const flatRings = (polygon: Polygon): number[][] => toFlatRings(polygon).map((ring) => [...ring]);

/** Each outline once: lesions that were redrawn together share theirs. */
function outlinesOf(lesions: readonly Lesion[]): { rings: number[][]; areaPx2: number }[] {
  const shapes = new Map(lesions.flatMap(({ state }) => state.shapes.map((shape) => [shape.id, shape] as const)));
  const delivered = lesions.filter((lesion) => lesion.state.shapes.length === 0);
  return [...shapes.values(), ...delivered].map(({ rings, areaPx2 }) => ({ rings, areaPx2 }));
}

export const useOutlineProposalStore = defineStore('outlineProposal', () => {
  const client = useClient();
  const review = useReviewStore();
  const toasts = useToastsStore();
  const proposal = shallowRef<Proposal | null>(null);
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

  /** Why there is nothing to propose, in words; null when there is. */
  function problem(kind: ProposalKind): string | null {
    if (kind === 'merge')
      return new Set(chosen.value.map((lesion) => lesionPicture(lesion).group.join())).size < 2
        ? 'Select two or more lesions to merge them: Ctrl or Shift and click.'
        : null;
    if (!isOneLesion.value) return 'Select one lesion.';
    if (kind === 'resize' || kind === 'refit') return null;
    const [only] = chosen.value;
    return only && outlineProblem(only) ? null : 'This outline is a simple polygon: there is nothing to fix.';
  }
  function taskOf({ kind, of, distancePx, edge }: Wanted): GeometryTask {
    // The union with nothing: on the grid, and simple, whatever the edge did.
    if (edge) return { operation: 'union', subject: edge.polygons.map(flatRings), clip: [] };
    const subject = outlinesOf(of).map(({ rings }) => rings);
    return kind === 'resize' ? { operation: 'offset', subject, distancePx } : { operation: 'union', subject, clip: [] };
  }
  function show(wanted: Wanted, { polygons, areaPx2 }: GeometryResult): void {
    const made = polygons.map(({ rings }) => toPolygon(rings));
    const { minX, minY, maxX, maxY } = made.map(polygonBounds).reduce(boundsUnion, EMPTY_BOUNDS);
    const frame = review.view?.frame;
    proposal.value = {
      ...wanted,
      polygons: made,
      areaBeforePx2: outlinesOf(wanted.of).reduce((sum, one) => sum + one.areaPx2, 0),
      areaAfterPx2: areaPx2,
      leavesFrame: frame ? Math.min(minX, minY) < 0 || maxX > frame.width || maxY > frame.height : false,
    };
  }
  async function propose(wanted: Wanted): Promise<void> {
    const own = ++asked;
    underWay = wanted;
    const answer = await client.call('geometry.run', taskOf(wanted));
    if (own !== asked) return; // something else was asked for meanwhile
    underWay = null;
    if (!isCurrent(wanted.of)) return; // the reviewer went on to other lesions
    if (!answer.ok) return toasts.showError(answer.error);
    if (answer.value.polygons.length > 0) return show(wanted, answer.value);
    toasts.show('warning', 'The outline was not changed', NOTHING_LEFT[wanted.kind]);
  }
  /** The first press shows what would come of it, the second takes it. */
  function fixOrMerge(kind: 'fix' | 'merge'): Promise<unknown> {
    if (proposal.value?.kind === kind) return commit();
    return propose({ kind, of: chosen.value, distancePx: 0 });
  }
  /** Shows where the edge lies in the image view on the canvas; the second press takes it. */
  async function refit(find: () => Promise<readonly Polygon[] | { problem: string }>, view: ImageView): Promise<void> {
    if (proposal.value?.kind === 'refit') return commit();
    const of = chosen.value;
    const own = ++asked;
    let found: readonly Polygon[] | { problem: string };
    try {
      found = await find();
    } catch (error) {
      found = { problem: `The photo could not be read: ${error instanceof Error ? error.message : String(error)}` };
    }
    if (own !== asked || !isCurrent(of)) return;
    if ('problem' in found) return toasts.show('warning', 'The outline was not changed', found.problem);
    await propose({ kind: 'refit', of, distancePx: 0, edge: { view, polygons: found } });
  }
  /** Always from the outline that stands, so that ten steps of one pixel are one of ten. */
  function resize(byPx: number): Promise<unknown> {
    const last = underWay ?? proposal.value;
    const before = last?.kind === 'resize' && isCurrent(last.of) ? last.distancePx : 0;
    const distancePx = before + byPx;
    if (distancePx !== 0) return propose({ kind: 'resize', of: chosen.value, distancePx });
    cancel();
    return Promise.resolve();
  }
  /** Takes the proposal: one event, one undo step. */
  async function commit(): Promise<void> {
    const now = proposal.value;
    if (!now) return;
    stopAsking();
    await review.commit({ kind: 'redraw', lesionIds: now.of.map(({ id }) => id), polygons: [...now.polygons] });
    proposal.value = null;
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
  function isCurrent(lesions: readonly Lesion[]): boolean {
    const ids = new Set<LesionId>(chosen.value.map(({ id }) => id));
    return lesions.length === ids.size && lesions.every((lesion) => chosen.value.includes(lesion));
  }
  // Another selection, or another decision on these lesions: what was worked out no longer belongs to what is shown.
  watch([chosen, () => review.tool], () => {
    if (proposal.value && (!isCurrent(proposal.value.of) || review.tool !== 'select')) cancel();
  });

  return { proposal, problem, fixOrMerge, refit, resize, commit, cancel };
});

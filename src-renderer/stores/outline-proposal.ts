// One proposal at a time: what makes it, changes it and takes it share its state.
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { GeometryResult } from '#shared/contract/geometry';
import type { Lesion, ViewDetail } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import { useClient } from '../api/client';
import { lesionPicture, toPolygon } from '../canvas/layers/lesion-shapes';
import { outlineProblem } from '../canvas/outline-problem';
import type { DrawnAt } from './drawn-at';
import { useImageViewStore } from './image-view';
import {
  flatRings,
  measured,
  NOTHING_LEFT,
  STEPS,
  taskOf,
  type Proposal,
  type ProposalKind,
  type Wanted,
} from './proposal';
import { proposalTitle } from './proposal-words';
import { useReviewStore } from './review';
import { areaOfOutlines, frameRings, leavesFrame, outlinesOf } from './standing-outlines';
import { useToastsStore } from './toasts';

const NOT_CHANGED = 'The outline was not changed';
const NOT_PAINTED =
  'The image view that you chose is not painted yet, and the edge must not be sought in another one. Try again when it is on the screen, or choose another view.';
// What happened then: each is told after 'It waited for a yes, and', or 'It was not ready yet, and'.
const OVERTAKEN = 'the selection, the lesion, the view or the tool is another one now.';
const CHANGED_BEFORE = 'An action before it changed the lesion. Look at it, then ask again.';
const NOT_SAVED_BEFORE = 'the change before it could not be saved, and is shown again.';
const SHOWN_TAKEN = 'what was shown was taken.';
const ASKED_ANEW = 'another one was asked for.';
/** Drawn or copied, not worked out by a key that makes it again. */
const isDrawn = ({ kind }: Proposal): boolean => kind === 'edit' || kind === 'paste';

export const useOutlineProposalStore = defineStore('outlineProposal', () => {
  const client = useClient();
  const review = useReviewStore();
  const imageViews = useImageViewStore();
  const toasts = useToastsStore();
  const proposal = shallowRef<Proposal | null>(null);
  /** Said yes to, and being stored: it is not to be taken twice, nor called not taken. */
  let taken: Proposal | null = null;
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
  /**
   * Cut off at the frame where it reaches over it; null when that failed, and was said. The frame is that of the view
   * which they are for: another one may be open by now.
   */
  async function clipped(polygons: readonly Polygon[], frame: ViewDetail['frame']): Promise<readonly Polygon[] | null> {
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
    const inside = await clipped(made, wanted.frame);
    if (!isWanted()) return;
    underWay = null;
    if (!inside) return; // it was said why
    if (inside.length === 0) return toasts.show('warning', NOT_CHANGED, 'All of it would lie outside the frame.');
    const { replaced } = wanted;
    if (proposal.value && proposal.value.kind !== wanted.kind) giveUp(ASKED_ANEW);
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
  async function propose(asking: Omit<Wanted, 'replaced' | 'frame'>): Promise<void> {
    const own = ++asked;
    const replaced = asking.kind === 'subtract' ? firstAndOthers.value[0] : asking.of;
    const wanted: Wanted = { ...asking, replaced, frame: review.view?.frame ?? null };
    if (underWay && underWay.kind !== wanted.kind) tell(underWay, ASKED_ANEW);
    underWay = wanted;
    const answer = await client.call('geometry.run', taskOf(wanted));
    if (own !== asked) return; // something else was asked for meanwhile
    if (!isChosen(wanted.of)) return leave(); // the reviewer went on to other lesions
    if (answer.ok && answer.value.polygons.length > 0)
      return show(wanted, answer.value, () => own === asked && isChosen(wanted.of));
    underWay = null;
    if (!answer.ok) return toasts.showError(answer.error);
    toasts.show('warning', NOT_CHANGED, NOTHING_LEFT[wanted.kind]);
  }
  /** The first press shows what would come of it, the second takes it. */
  function proposeOnce(kind: 'fix' | 'merge' | 'subtract' | 'fill'): Promise<unknown> {
    if (proposal.value?.kind === kind) return commit();
    return propose({ kind, of: chosen.value, amount: 0 });
  }
  /**
   * Shows where the edge lies in the chosen image view; a press while that is shown takes it. Which of the two it is is
   * settled by what is shown at the press: one that had to wait for the view to be painted never takes anything.
   */
  async function refit(find: () => Promise<readonly Polygon[] | { problem: string }>): Promise<void> {
    if (proposal.value?.kind === 'refit') return commit();
    if (underWay && underWay.kind !== 'refit') tell(underWay, ASKED_ANEW);
    stopAsking();
    const of = chosen.value;
    const own = ++asked;
    underWay = { kind: 'refit', of, replaced: of, amount: 0, frame: review.view?.frame ?? null };
    const unchanged = (why: string): void => {
      underWay = null;
      toasts.show('warning', NOT_CHANGED, why);
    };
    const isWanted = (): boolean => own === asked && isChosen(of);
    const isPaintable = Boolean(review.view?.photo?.scale); // where not, the search says what is missing
    const isPainted = !isPaintable || (await imageViews.untilPainted());
    if (!isWanted()) return;
    if (!isPainted) return unchanged(NOT_PAINTED);
    const view = imageViews.painted;
    let found: readonly Polygon[] | { problem: string };
    try {
      found = await find();
    } catch (error) {
      found = { problem: `The photo could not be read: ${error instanceof Error ? error.message : String(error)}` };
    }
    if (!isWanted()) return;
    if ('problem' in found) return unchanged(found.problem);
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
    if (underWay || proposal.value?.kind !== question.kind) giveUp(ASKED_ANEW);
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
  /** Takes the proposal: one event, one undo step. Recorded is what is seen at the yes. */
  async function commit(): Promise<void> {
    const now = proposal.value;
    const at = review.here();
    if (!now || !at || taken === now) return; // a second Enter
    if (underWay) tell(underWay, SHOWN_TAKEN);
    stopAsking();
    taken = now;
    await review
      .inTurn(() => storeTaken(now, at))
      .finally(() => {
        if (taken === now) taken = null; // its turn never came
      });
  }
  /** In its turn; it ends within it, for the action behind it looks whether something waits for a yes. */
  async function storeTaken(now: Proposal, at: DrawnAt): Promise<void> {
    // Stored all the same, it would undo what an action before it made of the lesions.
    const isOvertaken = review.isHere(at) && !isStanding(now.of);
    if (isOvertaken) toasts.show('warning', NOT_CHANGED, CHANGED_BEFORE);
    const applied = isOvertaken ? null : await review.store(now.edit, at);
    if (taken === now) taken = null;
    // What could not be saved is still there to be taken.
    if (applied || isOvertaken) {
      if (proposal.value === now) proposal.value = null;
    } else if (proposal.value !== now && isDrawn(now) && review.isHere(at)) {
      giveUp(NOT_SAVED_BEFORE); // no key makes a drawn one again
      proposal.value = now;
    }
    dropOvertaken();
  }
  /**
   * Drops what waits for a yes, or is still worked out, and says which and why: `since` ends the sentence. What was said
   * yes to is being stored, and stays until it is.
   */
  function giveUp(since: string): void {
    const waiting = proposal.value === taken ? null : proposal.value;
    const dropped = waiting ?? underWay;
    stopAsking();
    if (dropped) tell(dropped, since);
    if (waiting) proposal.value = null;
  }
  /** For who knows only later whether to give up what is here now: of it, and of nothing that was asked for since. */
  function giveUpLater(): (since: string) => void {
    const [was, own] = [proposal.value, asked];
    return (since) => {
      if (own === asked) return giveUp(since);
      if (!was || was === taken || was !== proposal.value) return;
      tell(was, since);
      proposal.value = null;
    };
  }
  /** What was never shown waited for no yes. */
  function tell(dropped: Proposal | Wanted, since: string): void {
    const was = 'polygons' in dropped ? 'It waited for a yes' : 'It was not ready yet';
    toasts.show('info', 'The last change was not taken', `${proposalTitle(dropped)}. ${was}, and ${since}`);
  }
  function stopAsking(): void {
    asked++;
    underWay = null;
  }
  /** Answers whether there was one. What is being stored stays: should that fail, it is to be there. */
  function cancel(): boolean {
    const had = proposal.value !== null;
    stopAsking();
    if (proposal.value !== taken) proposal.value = null;
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
  function dropOvertaken(): void {
    const now = proposal.value;
    if (underWay && !isChosen(underWay.of)) return leave();
    if (!now || now === taken || (isDrawn(now) ? isStanding(now.of) : isChosen(now.of))) return;
    leave();
  }
  const leave = (): void => giveUp(OVERTAKEN);
  watch([chosen, () => review.lesions], dropOvertaken);
  watch(
    () => review.view?.viewId,
    () => {
      leave();
      proposal.value = null; // also what is being stored: it is of the other view
    },
  );
  watch(() => review.tool, leave);

  return { proposal, problem, proposeOnce, refit, step, ask, clipped, commit, cancel, giveUp, giveUpLater };
});

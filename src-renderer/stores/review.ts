// The review screen's one store: view, selection, decisions. Split further it would pass the same five refs around.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Action, Applied, Lesion, ReviewerDecision, ViewDetail } from '#shared/contract/review';
import type { Answer } from '#shared/domain/error';
import type { LesionId, PhotoId, ResultKey, ViewId } from '#shared/domain/ids';
import type { DecidableVerdict, Verdict } from '#shared/domain/verdict';
import type { SelectHow, StorableEdit, ToolName } from '../canvas/canvas-edit';
import { useClient } from '../api/client';
import { createActionLine } from './action-line';
import { createActiveTimer } from './active-time';
import { createJournalNews } from './journal-news';
import { useAppStore } from './app';
import { DRAWN_ELSEWHERE, type DrawnAt, type Seen } from './drawn-at';
import { actionOf, expectedOf, selectionAfter, withGroups } from './edit-action';
import { useImageViewStore } from './image-view';
import { useProjectStore } from './project';
import { useQueueStore } from './queue';
import { withSameLesions } from './same-lesions';
import { useToastsStore } from './toasts';
import { withApplied } from './with-applied';

export type ToolId = ToolName;
export type SaveState = 'saved' | 'saving' | 'failed';
const UNDECIDED = { verdict: 'pending', reason: null, comment: null } as const;
type Note = { reason?: string | null; comment?: string | null };

export const useReviewStore = defineStore('review', () => {
  const client = useClient();
  const app = useAppStore();
  const queue = useQueueStore();
  const toasts = useToastsStore();
  const imageViews = useImageViewStore();
  const view = shallowRef<ViewDetail | null>(null);
  const isLoading = ref(false);
  const selectedIds = shallowRef<readonly LesionId[]>([]);
  const tool = ref<ToolId>('select');
  const overlayVisible = ref(true);
  const seen = shallowRef<ReadonlySet<LesionId>>(new Set());
  const save = ref<SaveState>('saved');
  const savedAt = ref<number | null>(null);
  const undoLabel = ref<string | null>(null);
  const redoLabel = ref<string | null>(null);
  const prefetch = shallowRef<readonly PhotoId[]>([]);
  const historyVersion = ref(0);
  /** A comment is being written: the selection must not move on under it. */
  const isCommenting = ref(false);
  const lastReason = ref('R1');
  const timer = createActiveTimer(() => performance.now());
  const line = createActionLine();
  const news = createJournalNews((viewIds) => seeOthers(viewIds));
  client.on('journal', ({ eventId, viewIds }) => news.heard(eventId, viewIds));
  let zoomRequest: ((id: LesionId) => void) | null = null;
  /** Opens the list of reasons for rejecting what is selected; given by the review screen while it is shown. */
  let reasonRequest: (() => void) | null = null;

  const lesions = computed<readonly Lesion[]>(() => view.value?.lesions ?? []);
  const selected = computed(() => {
    const ids = new Set(selectedIds.value);
    return lesions.value.filter(({ id }) => ids.has(id));
  });
  const pending = computed(() =>
    lesions.value.filter(({ degenerate, state }) => !degenerate && !state.disputed && state.verdict === 'pending'),
  );
  const unseenPending = computed(() => pending.value.filter(({ id }) => !seen.value.has(id)).length);
  const isDone = computed(() => view.value?.progress.state === 'done');
  /** Why the view cannot be done now, in words; null when it can. */
  const doneProblem = computed(() => {
    if (!view.value) return 'No view is open.';
    if (isDone.value) return 'This view is done.';
    if (!view.value.frame)
      return 'This view has no frame: its result has no mask and no photo is paired. Import its photo first.';
    const open = view.value.progress.verdicts.pending;
    if (open > 0) return `${open} ${open === 1 ? 'lesion needs' : 'lesions need'} a verdict.`;
    return view.value.progress.swept
      ? null
      : 'Confirm the sweep first: the whole view was searched for missed lesions.';
  });

  async function refreshStack(): Promise<void> {
    if (!app.settings.reviewer) return;
    const answer = await client.call('review.stack', { reviewer: app.settings.reviewer });
    if (answer.ok) ({ undoLabel: undoLabel.value, redoLabel: redoLabel.value } = answer.value);
  }
  async function open(viewId: ViewId, select: readonly LesionId[] = []): Promise<void> {
    isLoading.value = true;
    const answer = await client.call('review.view', { viewId });
    isLoading.value = false;
    if (!answer.ok) return toasts.showError(answer.error);
    const isOther = view.value?.viewId !== viewId;
    view.value = answer.value;
    selectedIds.value = select;
    historyVersion.value += 1;
    if (isOther) {
      seen.value = new Set();
      tool.value = 'select';
      toasts.clearInfo();
      timer.take();
      void prefetchNeighbours(viewId);
    }
    void refreshStack();
  }
  /** Reads the open view anew, keeping what is selected. */
  async function refresh(): Promise<void> {
    if (view.value) await open(view.value.viewId, selectedIds.value);
    save.value = 'saved';
  }
  /** Another window decided on views: what is shown of them is read anew, the reviewer's own place is kept. */
  async function seeOthers(viewIds: ReadonlySet<ViewId>): Promise<void> {
    await Promise.all([queue.refresh(), useProjectStore().refreshStatus(), refreshStack()]);
    const viewId = view.value?.viewId;
    if (!viewId || !viewIds.has(viewId)) return;
    const answer = await client.call('review.view', { viewId });
    const before = view.value;
    if (!answer.ok || before?.viewId !== viewId) return;
    const lesions = withSameLesions(before.lesions, answer.value.lesions);
    view.value = { ...answer.value, lesions };
    selectedIds.value = selectedIds.value.filter((id) => lesions.some((lesion) => lesion.id === id));
    historyVersion.value += 1;
  }
  /** An import may have brought siblings of the open view, or superseded it: read anew, the reviewer's place is kept. */
  async function seeImported(): Promise<void> {
    if (view.value) await seeOthers(new Set([view.value.viewId]));
  }
  async function prefetchNeighbours(viewId: ViewId): Promise<void> {
    const at = await queue.position(viewId);
    if (at === null) return;
    const photos = [at + 1, at + 2, at - 1].map((index) => (index < 0 ? null : queue.row(index)?.photoId));
    const strip = view.value?.strip.map(({ photoId }) => photoId) ?? [];
    prefetch.value = [...new Set([...strip, ...photos])].filter((id): id is PhotoId => id !== null && id !== undefined);
  }
  async function openFirst(): Promise<void> {
    clear();
    const next = (await queue.nextOpen(null)) ?? queue.row(0)?.viewId ?? null;
    if (next) await open(next);
    selectNextPending(null);
  }
  function clear(): void {
    view.value = null;
    selectedIds.value = [];
    undoLabel.value = redoLabel.value = null;
  }
  async function step(direction: 1 | -1): Promise<void> {
    const next = view.value && (await queue.neighbour(view.value.viewId, direction));
    if (next) await open(next);
    else
      toasts.show(
        'info',
        direction === 1 ? 'This is the last view of the list.' : 'This is the first view of the list.',
      );
  }
  async function openNextOpenView(): Promise<void> {
    const next = await queue.nextOpen(view.value?.viewId ?? null);
    if (!next || next === view.value?.viewId) return toasts.show('success', 'Every view of this list is done.');
    await open(next);
    selectNextPending(null);
  }

  function select(ids: readonly LesionId[], zoom = false): void {
    selectedIds.value = ids;
    timer.sign();
    const [only] = ids;
    if (zoom && only !== undefined && ids.length === 1) zoomRequest?.(only);
  }
  /** A selection made on the canvas. */
  function selectOnCanvas(ids: readonly LesionId[], how: SelectHow): void {
    const now = selectedIds.value;
    if (how === 'click' || how === 'clear') return select(ids);
    const added = ids.filter((id) => !now.includes(id));
    if (how === 'add') return select([...now, ...added]);
    select([...now.filter((id) => !ids.includes(id)), ...added]);
  }
  function stepLesion(direction: 1 | -1): void {
    const all = lesions.value;
    if (all.length === 0) return;
    const at = all.findIndex(({ id }) => id === selectedIds.value[0]);
    const next = all[(at + direction + all.length) % all.length] ?? all[0]!;
    select([next.id], true);
  }
  /** The next lesion without verdict after `after` in list order, wrapping round. Answers whether there was one. */
  function selectNextPending(after: LesionId | null): boolean {
    const all = lesions.value;
    const at = all.findIndex(({ id }) => id === after);
    const ordered = [...all.slice(at + 1), ...all.slice(0, at + 1)];
    const next = ordered.find((lesion) => pending.value.includes(lesion));
    if (next) select([next.id], true);
    return next !== undefined;
  }

  function applyToView(applied: Applied): void {
    const now = view.value;
    if (!now || now.viewId !== applied.viewId) return;
    view.value = withApplied(now, applied);
    const removed = new Set(applied.removed);
    selectedIds.value = selectedIds.value.filter((id) => !removed.has(id));
  }
  async function settle(answer: Answer<Applied>): Promise<Applied | null> {
    if (!answer.ok) {
      if (answer.error.code === 'nothing_to_undo' || answer.error.code === 'nothing_to_redo') {
        toasts.showError(answer.error);
        return null; // nothing was meant to be saved, so nothing failed
      }
      save.value = 'failed';
      toasts.showError(answer.error);
      if (line.drop() > 0)
        toasts.show('warning', 'Keys pressed after it were not applied', 'Look at the lesion, then go on.');
      if (answer.error.code === 'edit_conflict' && view.value) await open(view.value.viewId, selectedIds.value);
      return null;
    }
    const applied = answer.value;
    const before = view.value?.viewId === applied.viewId ? view.value.progress : null;
    applyToView(applied);
    queue.updateProgress(applied.viewId, applied.progress);
    if (before) useProjectStore().countChange(before, applied.progress);
    else void useProjectStore().refreshStatus();
    save.value = 'saved';
    savedAt.value = Date.now();
    undoLabel.value = applied.undoLabel;
    redoLabel.value = applied.redoLabel;
    historyVersion.value += 1;
    // What is about several views (a choice between contents) changes more of the screen than the answer holds.
    if (applied.viewIds.length > 1) await seeOthers(new Set(applied.viewIds));
    for (const { message } of applied.findings) toasts.show('warning', applied.label, message);
    return applied;
  }
  /** What a decision that is made now is made on. It is asked at the key, not when its turn comes. */
  const seenNow = (): Seen => ({ imageView: imageViews.shown.record, overlayShown: overlayVisible.value });
  /** An action of a key, in its turn, made on what is seen at the key. */
  function act<Value>(go: (seen: Seen) => Promise<Value>): Promise<Value | null> {
    const seen = seenNow();
    return line.run(() => go(seen));
  }
  /** Sends one call. The screen shows a decision as done only when its answer is there. */
  async function send(
    seen: Seen,
    call: (by: { reviewer: string; context: Seen & { activeMs: number } }) => Promise<Answer<Applied>>,
  ): Promise<Applied | null> {
    const reviewer = await app.reviewerName();
    if (reviewer === null) return null;
    const context = { ...seen, activeMs: timer.take() };
    const late = setTimeout(() => (save.value = 'saving'), 100);
    return news.own(async () => {
      const answer = await call({ reviewer, context });
      clearTimeout(late);
      return settle(answer);
    });
  }
  const perform = (seen: Seen, action: Action): Promise<Applied | null> =>
    send(seen, (by) => client.call('review.decide', { action, ...by }));

  /** What the reviewer at this screen holds of a lesion; null while they have said nothing. */
  const ownDecision = ({ state }: Lesion): ReviewerDecision | null =>
    state.decisions.find(({ reviewer }) => reviewer === app.settings.reviewer) ?? null;
  const settleConflict = (elementId: string, resultKey: ResultKey): Promise<Applied | null> =>
    send(seenNow(), (by) => client.call('ingest.settle', { elementId, resultKey, ...by }));

  const decide = (verdict: DecidableVerdict, note: Note = {}): Promise<unknown> =>
    act(async (seen) => {
      const chosen = selected.value.filter(({ degenerate }) => !degenerate);
      if (chosen.length === 0) return toasts.show('info', 'Select a lesion first.');
      if (note.reason) lastReason.value = note.reason;
      const before = selectedIds.value;
      const ids = withGroups(
        lesions.value,
        chosen.map(({ id }) => id),
      );
      const applied = await perform(seen, {
        type: 'decide',
        lesions: ids,
        verdict,
        expects: expectedOf(lesions.value, ids),
        keepComments: true,
        ...note,
      });
      const isSelectionKept = !isCommenting.value && before.every((id, index) => selectedIds.value[index] === id);
      if (applied && verdict !== 'pending' && app.settings.autoAdvance && isSelectionKept) advance(ids.at(-1) ?? null);
    });
  function advance(after: LesionId | null): void {
    if (selectNextPending(after)) return;
    if (view.value?.frame && !view.value.progress.swept)
      toasts.show(
        'info',
        'Every lesion has a verdict',
        'Now search the whole view for missed lesions, then confirm the sweep (S).',
      );
  }
  /**
   * Says more about what this reviewer decided on one lesion, whichever is selected by the time that its turn comes:
   * verdict and outlines stay, and the selection does not move on, for it already did when the verdict was given.
   * Someone else's verdict stays theirs: words of a reviewer who has not decided decide nothing.
   */
  async function amend(seen: Seen, lesionId: LesionId, note: Note): Promise<void> {
    const lesion = lesions.value.find(({ id }) => id === lesionId);
    if (!lesion) return;
    const own = ownDecision(lesion);
    const { verdict, reason, comment: said } = own ?? UNDECIDED;
    const same: DecidableVerdict = verdict === 'added' ? 'accepted' : verdict;
    const ids = own && own.eventId === lesion.state.eventId ? withGroups(lesions.value, [lesionId]) : [lesionId];
    const expects = expectedOf(lesions.value, ids);
    await perform(seen, { type: 'decide', lesions: ids, verdict: same, expects, reason, comment: said, ...note });
  }
  const comment = (lesionId: LesionId, text: string): Promise<unknown> =>
    act((seen) => amend(seen, lesionId, { comment: text.trim() === '' ? null : text.trim() }));
  /** A reason that goes with the verdict on a lesion; none when another verdict took its place meanwhile. */
  const giveReason = (lesionId: LesionId, verdict: Verdict, reason: string): Promise<unknown> =>
    act(async (seen) => {
      const lesion = lesions.value.find(({ id }) => id === lesionId);
      if (lesion && ownDecision(lesion)?.verdict === verdict) await amend(seen, lesionId, { reason });
    });
  const acceptRest = (): Promise<unknown> =>
    act(async (seen) => {
      if (pending.value.length === 0) return toasts.show('info', 'Every lesion has a verdict already.');
      if (unseenPending.value > 0)
        return toasts.show(
          'warning',
          'Not yet',
          `${unseenPending.value} of ${pending.value.length} pending lesions were not on screen at this zoom or closer. Look at the whole view first.`,
        );
      const ids = pending.value.map(({ id }) => id);
      const expects = expectedOf(lesions.value, ids);
      const applied = await perform(seen, {
        type: 'decide',
        lesions: ids,
        verdict: 'accepted',
        expects,
        keepComments: true,
      });
      if (applied) advance(null);
    });
  const here = (): DrawnAt | null => {
    const now = view.value;
    return now && { ...seenNow(), viewId: now.viewId, frame: now.frame, selectedIds: selectedIds.value };
  };
  const isHere = ({ viewId }: DrawnAt): boolean => view.value?.viewId === viewId;

  /**
   * Stores one edit, one event, in a turn that is already taken. On its own view or not at all; the selection follows it
   * only while it is the one that the edit was drawn with, for the next key is meant for what was selected since.
   */
  async function store(edit: StorableEdit, at: DrawnAt): Promise<Applied | null> {
    if (!isHere(at)) {
      toasts.show('warning', ...DRAWN_ELSEWHERE);
      return null;
    }
    if (edit.kind === 'redraw' && tool.value === 'redraw') tool.value = 'select'; // the other tools go on
    const { imageView, overlayShown } = at;
    const applied = await perform(
      { imageView, overlayShown },
      actionOf(edit, { viewId: at.viewId, lesions: lesions.value }),
    );
    const next =
      applied && isHere(at)
        ? selectionAfter(edit, applied, { drawnWith: at.selectedIds, now: selectedIds.value })
        : null;
    if (next) select(next);
    return applied;
  }
  const toggleSweep = (): Promise<unknown> =>
    act(async (seen) => {
      const now = view.value;
      if (now) await perform(seen, { type: 'sweep', view: now.viewId, value: !now.progress.swept });
    });
  const setDone = (value: boolean): Promise<unknown> =>
    act(async (seen) => {
      if (!view.value) return;
      const problem = value ? doneProblem.value : isDone.value ? null : 'This view is not done.';
      if (problem !== null) return toasts.show('info', problem);
      const applied = await perform(seen, { type: 'done', view: view.value.viewId, value });
      if (applied && value && app.settings.autoAdvance) await openNextOpenView();
    });
  const takeBack = (kind: 'undo' | 'redo'): Promise<unknown> =>
    act(async (seen) => {
      const applied = await send(seen, (by) => client.call(kind === 'undo' ? 'review.undo' : 'review.redo', by));
      if (!applied) return;
      const ids = [...applied.states, ...applied.lesions].map(({ id }) => id); // delivered before drawn, as in a view
      if (applied.isPhotoChanged) await seeOthers(new Set([applied.viewId, ...applied.otherViews]));
      else if (app.screen === 'pairing') app.screen = 'review';
      if (view.value?.viewId !== applied.viewId) await open(applied.viewId, ids);
      if (ids.length > 0) select(ids, true);
      toasts.show('info', applied.label);
    });
  function markSeen(ids: readonly LesionId[]): void {
    if (ids.every((id) => seen.value.has(id))) return;
    seen.value = new Set([...seen.value, ...ids]);
  }
  return {
    view,
    isLoading,
    selectedIds,
    selected,
    lesions,
    pending,
    unseenPending,
    tool,
    overlayVisible,
    save,
    savedAt,
    undoLabel,
    redoLabel,
    prefetch,
    historyVersion,
    isDone,
    doneProblem,
    lastReason,
    open,
    openFirst,
    refresh,
    seeImported,
    openNextOpenView,
    clear,
    step,
    select,
    selectOnCanvas,
    stepLesion,
    selectNextPending,
    decide,
    comment,
    giveReason,
    ownDecision,
    acceptRest,
    store,
    here,
    isHere,
    toggleSweep,
    isBusy: () => line.isBusy(),
    inTurn: (go: () => unknown): Promise<void | null> => line.run(async () => void (await go())),
    isCommenting,
    setDone,
    settleConflict,
    takeBack,
    markSeen,
    refreshStack,
    sign: () => timer.sign(),
    askForReason: () => reasonRequest?.(),
    onReasonRequest: (listener: (() => void) | null) => (reasonRequest = listener),
    onZoomRequest: (listener: ((id: LesionId) => void) | null) => (zoomRequest = listener),
  };
});

import { computed, inject, type ComputedRef, type InjectionKey } from 'vue';
import type { Polygon } from '#shared/geometry/types';
import type { NoContrast } from '../canvas/enhance/lesion-contrast';
import { NEUTRAL_TONE } from '#shared/domain/image-view';
import { useAppStore } from '../stores/app';
import { useImageViewStore } from '../stores/image-view';
import { usePairingStore } from '../stores/pairing';
import { useProjectStore } from '../stores/project';
import { useConflictsStore } from '../stores/conflicts';
import { useReportStore } from '../stores/report';
import type { ToolName } from '../canvas/canvas-edit';
import { useDrawingStore } from '../stores/drawing';
import { useOutlineEditsStore } from '../stores/outline-edits';
import { useOutlineProposalStore } from '../stores/outline-proposal';
import { useOverlayViewStore } from '../stores/overlay-view';
import type { ProposalKind } from '../stores/proposal';
import { useReviewStore } from '../stores/review';
import { useToastsStore } from '../stores/toasts';
import { chordLabel, type Chord } from './chord';
import { actionById, chordsOf, type ActionId } from './registry';

/** What the canvas can be asked to do; given by the review screen while it is shown. */
export type CanvasCommands = {
  fit(): void;
  actualSize(): void;
  zoomBy(factor: number): void;
  zoomToLesion(): void;
  deleteVertex(): boolean;
  cancel(): boolean;
  complete(): boolean;
  movePointer(move: { dx: -1 | 0 | 1; dy: -1 | 0 | 1; isFast: boolean; isFine: boolean }): void;
  stepVertex(step: 1 | -1): boolean;
  /** Tab. */
  swap(): boolean;
  focus(): void;
  refit(): Promise<readonly Polygon[] | NoContrast>;
};
/** What the screen's own parts can be asked to do. */
export type ScreenCommands = { openReasons(): void; focusComment(): void };
export type ActionHost = { canvas: CanvasCommands | null; screen: ScreenCommands | null };
export const ACTION_HOST: InjectionKey<ActionHost> = Symbol('action host');

export type Actions = {
  /** Why an action cannot be done now; null when it can. */
  problem(id: ActionId): string | null;
  run(id: ActionId): void;
  readonly chords: ComputedRef<Map<ActionId, Chord>>;
  /** "Accept (F)": label and key, for tooltips. */
  hint(id: ActionId): string;
  keyOf(id: ActionId): string;
};

const ALWAYS: ReadonlySet<ActionId> = new Set<ActionId>(['theme', 'shortcuts', 'palette', 'switchReviewer']);
const NEED_PROJECT: ReadonlySet<ActionId> = new Set<ActionId>([
  'import',
  'export',
  'report',
  'conflicts',
  'pairing',
  'subjects',
  'roots',
  'verify',
  'saveCopy',
  'closeProject',
  'undo',
  'redo',
]);
const NEED_SELECTION: ReadonlySet<ActionId> = new Set<ActionId>([
  'accept',
  'reject',
  'unsure',
  'clearVerdict',
  'comment',
  'zoomToLesion',
  'redraw',
  'fixOutline',
  'merge',
  'refit',
  'grow',
  'shrink',
  'deleteVertex',
  'nextVertex',
  'previousVertex',
  'subtractLesions',
  'fillHoles',
  'simplify',
  'smooth',
  'copyLesions',
  'eraserTool',
  'splitTool',
  'subtractTool',
  'patchTool',
  'transformTool',
  'vertexEraserTool',
]);
/** Each tool that has an action of its own name. */
const TOOL_OF: ReadonlyMap<ActionId, ToolName> = new Map<ActionId, ToolName>([
  ['brushTool', 'brush'],
  ['eraserTool', 'eraser'],
  ['splitTool', 'split'],
  ['subtractTool', 'subtract'],
  ['patchTool', 'patch'],
  ['wandTool', 'wand'],
  ['transformTool', 'transform'],
  ['shiftTool', 'shift'],
  ['marqueeTool', 'marquee'],
  ['vertexEraserTool', 'vertexEraser'],
]);
const PROPOSES: ReadonlyMap<ActionId, ProposalKind> = new Map<ActionId, ProposalKind>([
  ['fixOutline', 'fix'],
  ['merge', 'merge'],
  ['grow', 'resize'],
  ['refit', 'refit'],
  ['shrink', 'resize'],
  ['subtractLesions', 'subtract'],
  ['fillHoles', 'fill'],
  ['simplify', 'simplify'],
  ['smooth', 'smooth'],
]);
/** Whether these can be done depends on the actions before them, so while those are under way the store asks in its turn. */
const ASKED_IN_TURN: ReadonlySet<ActionId> = new Set<ActionId>([
  'accept',
  'unsure',
  'clearVerdict',
  'acceptRest',
  'sweep',
  'done',
  'reopen',
  'undo',
  'redo',
]);
/** Where these lead depends on where the action under way will have led, so they wait for it. */
const GOES_IN_TURN: ReadonlySet<ActionId> = new Set<ActionId>([
  'nextLesion',
  'previousLesion',
  'nextUndecided',
  'nextView',
  'previousView',
  'nextOpenView',
]);
const isMac = /mac/i.test(navigator.userAgent);

/** Every action of the registry, bound to the stores. Call in a component's setup; the root, which provides the host, passes it. */
export function useActions(own?: ActionHost): Actions {
  const app = useAppStore();
  const project = useProjectStore();
  const review = useReviewStore();
  const outlines = useOutlineProposalStore();
  const overlay = useOverlayViewStore();
  const edits = useOutlineEditsStore();
  const report = useReportStore();
  const imageViews = useImageViewStore();
  const toasts = useToastsStore();
  const host = own ?? inject(ACTION_HOST, { canvas: null, screen: null });
  const chords = computed(() => chordsOf(app.settings.keymap));

  function reviewProblem(id: ActionId): string | null {
    if (app.screen !== 'review' || !review.view) return 'Open a view first.';
    if (id === 'changePhoto') return null;
    if (id === 'done') return review.doneProblem;
    if (id === 'reopen') return review.isDone ? null : 'This view is not done.';
    const needsFrame = id === 'sweep' || id === 'add' || TOOL_OF.has(id);
    if (needsFrame && !review.view.frame)
      return 'This view has no frame: its result has no mask and no photo is paired with it. Import its photo first.';
    if (id === 'pasteLesions') return edits.pasteProblem();
    if (id === 'acceptRest' && review.pending.length === 0) return 'Every lesion has a verdict.';
    if (!NEED_SELECTION.has(id)) return null;
    if (review.selected.length === 0) return `Select a lesion first: click one, or press ${keyOf('nextUndecided')}.`;
    if (review.selected.every(({ degenerate }) => degenerate))
      return 'This polygon covers nothing: there is nothing of it to keep, and it needs no verdict.';
    const proposed = PROPOSES.get(id);
    return proposed ? outlines.problem(proposed) : null;
  }
  function problem(id: ActionId): string | null {
    if (ALWAYS.has(id)) return null;
    if (NEED_PROJECT.has(id)) {
      if (!project.info) return 'Open a project first.';
      if (id === 'undo') return review.undoLabel ? null : 'Nothing to undo.';
      if (id === 'redo') return review.redoLabel ? null : 'Nothing to redo.';
      return null;
    }
    return reviewProblem(id);
  }
  const showReport = async (): Promise<void> => {
    await report.open();
    app.screen = 'report';
  };
  const showConflicts = (elementId: string | null): void => {
    useConflictsStore().wanted = elementId;
    app.dialog = 'conflicts';
  };
  /** Puts a drawing tool in hand. A list that keeps the focus would keep the arrow keys, too. */
  const take = (tool: ToolName): void => {
    review.tool = tool;
    host.canvas?.focus();
  };
  const runs: Readonly<Record<ActionId, () => unknown>> = {
    accept: () => review.decide('accepted'),
    reject: () => host.screen?.openReasons(),
    redraw: () => take('redraw'),
    fixOutline: () => outlines.proposeOnce('fix'),
    merge: () => outlines.proposeOnce('merge'),
    subtractLesions: () => outlines.proposeOnce('subtract'),
    fillHoles: () => outlines.proposeOnce('fill'),
    grow: () => outlines.step('resize', 1),
    shrink: () => outlines.step('resize', -1),
    simplify: () => outlines.step('simplify', 1),
    smooth: () => outlines.step('smooth', 1),
    copyLesions: () => edits.copy(),
    pasteLesions: () => edits.paste(),
    selectAll: () => review.select(review.lesions.filter(({ degenerate }) => !degenerate).map(({ id }) => id)),
    brushTool: () => take('brush'),
    eraserTool: () => take('eraser'),
    splitTool: () => take('split'),
    subtractTool: () => take('subtract'),
    patchTool: () => take('patch'),
    transformTool: () => take('transform'),
    shiftTool: () => take('shift'),
    marqueeTool: () => take('marquee'),
    vertexEraserTool: () => take('vertexEraser'),
    brushLarger: () => useDrawingStore().resizeBrush(1.15),
    brushSmaller: () => useDrawingStore().resizeBrush(1 / 1.15),
    wandTool: () => take('wand'),
    refit: () => outlines.refit(() => host.canvas?.refit() ?? Promise.resolve({ problem: 'The canvas is not there.' })),
    unsure: () => review.decide('unsure'),
    clearVerdict: () => review.decide('pending'),
    comment: () => host.screen?.focusComment(),
    acceptRest: () => review.acceptRest(),
    add: () => take('add'),
    selectTool: () => (review.tool = 'select'),
    nextLesion: () => review.stepLesion(1),
    previousLesion: () => review.stepLesion(-1),
    nextUndecided: () => review.selectNextPending(review.selectedIds[0] ?? null) || review.openNextOpenView(),
    nextView: () => review.step(1),
    previousView: () => review.step(-1),
    nextOpenView: () => review.openNextOpenView(),
    sweep: () => review.toggleSweep(),
    done: () => review.setDone(true),
    reopen: () => review.setDone(false),
    undo: () => (app.screen === 'pairing' ? usePairingStore().takeBack('undo') : review.takeBack('undo')),
    redo: () => (app.screen === 'pairing' ? usePairingStore().takeBack('redo') : review.takeBack('redo')),
    hideOverlay: () => (review.overlayVisible = !review.overlayVisible),
    blink: () => (overlay.isBlinking = !overlay.isBlinking),
    onlySelected: () => (overlay.isOnlySelected = !overlay.isOnlySelected),
    cycleLabels: () => overlay.cycleLabels(),
    rulers: () => overlay.change({ rulers: !overlay.look.rulers }),
    fit: () => host.canvas?.fit(),
    actualSize: () => host.canvas?.actualSize(),
    zoomToLesion: () => host.canvas?.zoomToLesion(),
    zoomIn: () => host.canvas?.zoomBy(1.25),
    zoomOut: () => host.canvas?.zoomBy(0.8),
    plainView: () => imageViews.togglePlain(),
    nextImageView: () => imageViews.step(1),
    previousImageView: () => imageViews.step(-1),
    localContrast: () => imageViews.choose('local-contrast'),
    redness: () => imageViews.choose('redness'),
    brown: () => imageViews.choose('brown'),
    clahe: () => imageViews.choose('clahe'),
    nextChannel: () => imageViews.stepChannel(),
    resetTone: () => imageViews.setTone(NEUTRAL_TONE),
    deleteVertex: () => host.canvas?.deleteVertex(),
    nextVertex: () => host.canvas?.stepVertex(1),
    previousVertex: () => host.canvas?.stepVertex(-1),
    import: () => (app.dialog = 'import'),
    export: () => (app.dialog = 'export'),
    report: () => showReport(),
    conflicts: () => showConflicts(null),
    pairing: () => usePairingStore().open(),
    changePhoto: () => usePairingStore().open(review.view?.viewId ?? null),
    subjects: () => (app.dialog = 'subjects'),
    roots: () => (app.dialog = 'roots'),
    verify: () => project.verify(),
    saveCopy: () => (app.dialog = 'saveCopy'),
    closeProject: () => project.close(),
    switchReviewer: () => (app.dialog = 'reviewer'),
    theme: () => app.toggleTheme(),
    shortcuts: () => (app.dialog = 'shortcuts'),
    palette: () => (app.dialog = 'palette'),
  };
  const keyOf = (id: ActionId): string => {
    const chord = chords.value.get(id);
    return chord ? chordLabel(chord, { isMac }) : '';
  };
  return {
    problem,
    run: (id) => {
      const isBusy = app.screen === 'review' && review.isBusy();
      const why = isBusy && ASKED_IN_TURN.has(id) ? null : problem(id);
      if (why === null) void (isBusy && GOES_IN_TURN.has(id) ? review.inTurn(runs[id]) : runs[id]());
      else toasts.show('info', why);
    },
    chords,
    keyOf,
    hint: (id) => {
      const key = keyOf(id);
      const label =
        id === 'undo' && review.undoLabel
          ? `Undo: ${review.undoLabel}`
          : id === 'redo' && review.redoLabel
            ? `Redo: ${review.redoLabel}`
            : actionById(id).label;
      const why = problem(id);
      return `${label}${key ? ` (${key})` : ''}${why ? `\n${why}` : ''}`;
    },
  };
}

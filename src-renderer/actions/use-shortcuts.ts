import { onBeforeUnmount, onMounted } from 'vue';
import { useAppStore } from '../stores/app';
import { useReviewStore } from '../stores/review';
import { chordOf, isSingleKey } from './chord';
import type { Actions, ActionHost } from './use-actions';
import type { ActionId } from './registry';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));
/** Keys that a focused control already answers. */
const isControlKey = (event: KeyboardEvent): boolean =>
  (event.code === 'Space' || event.code === 'Enter') &&
  event.target instanceof HTMLElement &&
  event.target.closest('button, a, [role=option], [role=menuitem], [role=tab]') !== null;

const ARROWS: Readonly<Record<string, { dx: -1 | 0 | 1; dy: -1 | 0 | 1 }>> = {
  ArrowLeft: { dx: -1, dy: 0 },
  ArrowRight: { dx: 1, dy: 0 },
  ArrowUp: { dx: 0, dy: -1 },
  ArrowDown: { dx: 0, dy: 1 },
};

/**
 * One keyboard listener for the whole window. Space selects the next undecided lesion when tapped; held, it is the
 * canvas' pan key. H hides the outlines while held. Nothing fires while someone types or a dialog is open.
 */
export function useShortcuts(actions: Actions, host: ActionHost): void {
  const app = useAppStore();
  const review = useReviewStore();
  let spaceDown: { movedPointer: boolean } | null = null;
  let hiddenByKey = false;

  const find = (event: KeyboardEvent): ActionId | null => {
    const chord = chordOf(event);
    if (chord === null || (!app.settings.singleKeyShortcuts && isSingleKey(chord))) return null;
    for (const [id, own] of actions.chords.value) if (own === chord) return id;
    // Second keys that hands know from elsewhere, as long as nobody gave them to something else.
    if (chord === 'Mod+KeyY') return 'redo';
    return chord === 'KeyZ' && app.settings.singleKeyShortcuts ? 'undo' : null;
  };
  const isBlocked = (event: KeyboardEvent): boolean =>
    app.dialog !== null || event.defaultPrevented || isTyping(event.target);

  /** Arrow keys are the canvas', unless a list or a tab has the focus: those stop them before they come here. */
  function arrowKey({ code, shiftKey, altKey }: KeyboardEvent): boolean {
    const way = ARROWS[code];
    if (!way || !host.canvas || !review.view?.frame) return false;
    host.canvas.movePointer({ ...way, isFast: shiftKey, isFine: altKey });
    return true;
  }
  function canvasKeys(event: KeyboardEvent): boolean {
    if (arrowKey(event)) return true;
    if (event.code === 'Escape') {
      if (host.canvas?.cancel()) return true;
      if (review.tool !== 'select') review.tool = 'select';
      else review.select([]);
      return true;
    }
    if (event.code === 'Tab' && !event.shiftKey) return host.canvas?.swap() ?? false;
    if (event.code === 'Enter' && !event.shiftKey) return host.canvas?.complete() ?? false;
    const isDelete = event.code === 'Backspace' || event.code === 'Delete';
    return isDelete && (host.canvas?.deleteVertex() ?? false);
  }
  function keyDown(event: KeyboardEvent): void {
    if (isBlocked(event) || isControlKey(event)) return;
    if (app.screen === 'review' && !event.ctrlKey && !event.metaKey && canvasKeys(event)) return event.preventDefault();
    const id = find(event);
    if (id === null) return;
    // Marked text is copied as everywhere else.
    if (id === 'copyLesions' && (window.getSelection()?.toString() ?? '') !== '') return;
    event.preventDefault();
    if (event.code === 'Space') {
      if (!event.repeat) spaceDown = { movedPointer: false };
    } else if (id === 'hideOverlay') {
      if (!event.repeat && review.overlayVisible) {
        hiddenByKey = true;
        review.overlayVisible = false;
      }
    } else if (
      !event.repeat ||
      id === 'nextLesion' ||
      id === 'previousLesion' ||
      id === 'undo' ||
      id === 'redo' ||
      id === 'brushLarger' ||
      id === 'brushSmaller'
    )
      actions.run(id);
  }
  function keyUp(event: KeyboardEvent): void {
    if (event.code === 'Space' && spaceDown) {
      const wasTap = !spaceDown.movedPointer;
      spaceDown = null;
      const id = find(event);
      if (wasTap && id && !isBlocked(event)) actions.run(id);
    }
    if (hiddenByKey && event.code === actions.chords.value.get('hideOverlay')?.split('+').at(-1)) showAgain();
  }
  function showAgain(): void {
    if (hiddenByKey) review.overlayVisible = true;
    hiddenByKey = false;
    spaceDown = null;
  }
  const pointerDown = (): void => {
    if (spaceDown) spaceDown.movedPointer = true;
  };
  /** A button that was clicked with the mouse would keep the focus, and with it Space and Enter; the keys are the review's. */
  const clicked = (event: MouseEvent): void => {
    const { activeElement } = document;
    if (event.detail > 0 && app.screen === 'review' && app.dialog === null && activeElement?.matches('button'))
      (activeElement as HTMLElement).blur();
  };
  onMounted(() => {
    window.addEventListener('click', clicked);
    window.addEventListener('keydown', keyDown);
    window.addEventListener('keyup', keyUp);
    window.addEventListener('blur', showAgain);
    window.addEventListener('pointerdown', pointerDown, true);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('click', clicked);
    window.removeEventListener('keydown', keyDown);
    window.removeEventListener('keyup', keyUp);
    window.removeEventListener('blur', showAgain);
    window.removeEventListener('pointerdown', pointerDown, true);
  });
}

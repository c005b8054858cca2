import type { Point } from '#shared/geometry/types';
import type { InputEvent, PointerSample } from './pointer-input';

export type PointerListener = {
  onInput(event: InputEvent): void;
  /** The browser's own count says that a click was the second of a double click; CSS px relative to the canvas. */
  onDoubleClick(sample: PointerSample): void;
  /** `factor` above 1 zooms in. */
  onWheel(screenPoint: Point, factor: number): void;
  /** Horizontal scrolling pans, CSS px. */
  onWheelPan(dx: number): void;
  /** Any press or wheel: a camera movement ends. */
  onTouchCanvas(): void;
  onSpace(isHeld: boolean): void;
};

/** A touch is the second of a double tap within this time and distance; it has no click count of its own. */
const DOUBLE_TAP_MS = 400;
const DOUBLE_TAP_PX = 20;
/** Zoom per wheel px, natural logarithm; a notch of 100 px is 16 %. */
const WHEEL_ZOOM = 0.0015;
/** The same for a pinch on a touchpad, which the browser reports as a wheel with Ctrl. */
const PINCH_ZOOM = 0.01;
/** Height of a line, for wheels that count in lines, in CSS px. */
const WHEEL_LINE_PX = 16;

/** Listens to pointers, wheel and Space; returns the end of it. */
export function listenToPointers(element: HTMLElement, listener: PointerListener): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  listenToButtons(element, listener, signal);
  listenToClicks(element, listener, signal);
  listenToWheel(element, listener, signal);
  listenToSpace(listener, signal);
  window.addEventListener('blur', () => listener.onInput({ type: 'lost', pointerId: null }), { signal });
  return () => ending.abort();
}

function listenToButtons(element: HTMLElement, listener: PointerListener, signal: AbortSignal): void {
  let isSpaceHeld = false;
  const space = (event: KeyboardEvent): void => {
    if (event.code === 'Space') isSpaceHeld = event.type === 'keydown';
  };
  window.addEventListener('keydown', space, { signal, capture: true });
  window.addEventListener('keyup', space, { signal, capture: true });
  window.addEventListener('blur', () => (isSpaceHeld = false), { signal });
  element.addEventListener('pointerdown', (event) => {
    listener.onTouchCanvas();
    const button = event.button === 0 ? 'main' : event.button === 1 ? 'middle' : 'other';
    // Capture keeps a drag alive outside the canvas; a synthetic pointer cannot be captured.
    if (button !== 'other' && event.isTrusted) element.setPointerCapture(event.pointerId);
    listener.onInput({ type: 'down', sample: sampleOf(element, event), button, isSpaceHeld });
  }, { signal });
  element.addEventListener('pointermove', (event) => listener.onInput({ type: 'move', sample: sampleOf(element, event) }), { signal });
  element.addEventListener('pointerup', (event) => listener.onInput({ type: 'up', sample: sampleOf(element, event) }), { signal });
  element.addEventListener('pointercancel', (event) => listener.onInput({ type: 'lost', pointerId: event.pointerId }), { signal });
  element.addEventListener('pointerleave', () => listener.onInput({ type: 'leave' }), { signal });
  // The middle button would scroll the page by itself.
  element.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), { signal });
}

function listenToClicks(element: HTMLElement, listener: PointerListener, signal: AbortSignal): void {
  let lastTap: { at: Point; ms: number } | null = null;
  element.addEventListener('click', (event) => {
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
    if (!isTouch) {
      if (event.detail >= 2) listener.onDoubleClick(sampleOf(element, event));
      return;
    }
    const at = pointIn(element, event);
    const isSecond =
      lastTap !== null &&
      event.timeStamp - lastTap.ms <= DOUBLE_TAP_MS &&
      Math.hypot(at.x - lastTap.at.x, at.y - lastTap.at.y) <= DOUBLE_TAP_PX;
    lastTap = isSecond ? null : { at, ms: event.timeStamp };
    if (isSecond) listener.onDoubleClick(sampleOf(element, event));
  }, { signal });
}

function listenToWheel(element: HTMLElement, listener: PointerListener, signal: AbortSignal): void {
  element.addEventListener('wheel', (event) => {
    event.preventDefault();
    listener.onTouchCanvas();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : WHEEL_LINE_PX;
    if (event.shiftKey) {
      listener.onWheelPan(-(event.deltaX || event.deltaY) * unit);
      return;
    }
    const rate = event.ctrlKey ? PINCH_ZOOM : WHEEL_ZOOM;
    listener.onWheel(pointIn(element, event), Math.exp(-event.deltaY * unit * rate));
  }, { signal, passive: false });
}

/** Space held is the camera's; released after a drag it is not passed on, so that it does nothing else. */
function listenToSpace(listener: PointerListener, signal: AbortSignal): void {
  const isTyping = (target: EventTarget | null): boolean =>
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
  window.addEventListener('keydown', (event) => {
    if (event.code === 'Space' && !event.repeat && !isTyping(event.target)) listener.onSpace(true);
  }, { signal, capture: true });
  window.addEventListener('keyup', (event) => {
    if (event.code === 'Space') listener.onSpace(false);
  }, { signal, capture: true });
}

function sampleOf(element: HTMLElement, event: PointerEvent | MouseEvent): PointerSample {
  const isPointer = event instanceof PointerEvent;
  const coalesced = isPointer && event.type === 'pointermove' ? (event.getCoalescedEvents?.() ?? []) : [];
  const kind = isPointer && (event.pointerType === 'touch' || event.pointerType === 'pen') ? event.pointerType : 'mouse';
  const screenPoint = pointIn(element, event);
  return {
    pointerId: isPointer ? event.pointerId : 0,
    kind,
    screenPoint,
    screenTrail: coalesced.length > 0 ? coalesced.map((each) => pointIn(element, each)) : [screenPoint],
    modifiers: { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey },
  };
}

function pointIn(element: HTMLElement, event: MouseEvent): Point {
  const { left, top } = element.getBoundingClientRect();
  return { x: event.clientX - left - element.clientLeft, y: event.clientY - top - element.clientTop };
}

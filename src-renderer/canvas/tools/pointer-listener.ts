import type { Point } from '#shared/geometry/types';
import { PalmFilter } from './palm-filter';
import type { InputEvent, PointerSample } from './pointer-input';

export type PointerListener = {
  onInput(event: InputEvent): void;
  /** The browser's own count says that a click was the second of a double click. */
  onDoubleClick(sample: PointerSample): void;
  /** The right button, or a long press of a finger. */
  onSecondary(sample: PointerSample): void;
  /** `factor` above 1 zooms in; the point in CSS px relative to the canvas. */
  onWheelZoom(screenPoint: Point, factor: number): void;
  /** CSS px. */
  onWheelPan(dx: number): void;
  /** The wheel with Alt; `factor` above 1 for larger. Answers whether it meant anything. */
  onWheelSize(factor: number): boolean;
  /** Any press or wheel, before it is handled: a camera movement ends. */
  onTouchCanvas(): void;
  onSpace(isHeld: boolean): void;
};

type SpaceKey = { isHeld: boolean; isUsed: boolean };
type Listening = {
  readonly element: HTMLElement;
  readonly listener: PointerListener;
  readonly palms: PalmFilter;
  readonly signal: AbortSignal;
};

/** A finger that stays this long within this distance means the other button. */
const LONG_PRESS_MS = 500;
const LONG_PRESS_PX = 8;
/** `button` of a press with the eraser of a pen. */
const PEN_ERASER = 5;
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
  const listening: Listening = { element, listener, palms: new PalmFilter(), signal: ending.signal };
  const space = listenToSpace(listening);
  listenToPresses(listening, space);
  listenToMoves(listening);
  listenToClicks(listening);
  listenToSecondary(listening);
  listenToLongPress(listening);
  listenToWheel(listening);
  return () => ending.abort();
}

/** Space is the camera's while held; its release after a drag is kept from everyone else, so that it does one thing only. */
function listenToSpace({ listener, signal }: Listening): SpaceKey {
  const space: SpaceKey = { isHeld: false, isUsed: false };
  const set = (isHeld: boolean): void => {
    if (isHeld === space.isHeld) return;
    space.isHeld = isHeld;
    space.isUsed = false;
    listener.onSpace(isHeld);
  };
  const options = { signal, capture: true };
  window.addEventListener(
    'keydown',
    (event) => event.code === 'Space' && !isTyping(event.target) && set(true),
    options,
  );
  window.addEventListener(
    'keyup',
    (event) => {
      if (event.code !== 'Space' || !space.isHeld) return;
      if (space.isUsed) {
        event.stopImmediatePropagation();
        event.preventDefault();
      }
      set(false);
    },
    options,
  );
  window.addEventListener('blur', () => set(false), { signal });
  return space;
}

function listenToPresses({ element, listener, palms, signal }: Listening, space: SpaceKey): void {
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (palms.isPalmDown(event)) return;
      listener.onTouchCanvas();
      const button = event.button === 0 ? 'main' : event.button === 1 ? 'middle' : 'other';
      // Capture keeps a drag alive outside the canvas; a synthetic pointer cannot be captured.
      if (button !== 'other' && event.isTrusted) element.setPointerCapture(event.pointerId);
      if (space.isHeld) space.isUsed = true;
      // The other end of a pen takes away, as the right button does.
      if (event.pointerType === 'pen' && event.button === PEN_ERASER) {
        listener.onSecondary(sampleOf(element, event));
        return;
      }
      listener.onInput({ type: 'down', sample: sampleOf(element, event), button, isSpaceHeld: space.isHeld });
    },
    { signal },
  );
  // The middle button would scroll the page by itself.
  element.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), { signal });
}

function listenToMoves({ element, listener, palms, signal }: Listening): void {
  const on = (type: 'move' | 'up') => (event: PointerEvent) => {
    const isPalm = type === 'up' ? palms.end(event) : palms.isPalm(event);
    if (!isPalm) listener.onInput({ type, sample: sampleOf(element, event) });
  };
  const lose = (pointerId: number | null) => listener.onInput({ type: 'lost', pointerId });
  element.addEventListener('pointermove', on('move'), { signal });
  element.addEventListener('pointerup', on('up'), { signal });
  element.addEventListener('pointercancel', (event) => palms.end(event) || lose(event.pointerId), { signal });
  element.addEventListener('pointerleave', (event) => palms.end(event) || listener.onInput({ type: 'leave' }), {
    signal,
  });
  window.addEventListener('blur', () => lose(null), { signal });
}

function listenToClicks({ element, listener, signal }: Listening): void {
  let lastTap: { at: Point; ms: number } | null = null;
  element.addEventListener(
    'click',
    (event) => {
      const sample = sampleOf(element, event);
      if (sample.kind !== 'touch') {
        if (event.detail >= 2) listener.onDoubleClick(sample);
        return;
      }
      const { screenPoint: at } = sample;
      const isSecond =
        lastTap !== null &&
        event.timeStamp - lastTap.ms <= DOUBLE_TAP_MS &&
        Math.hypot(at.x - lastTap.at.x, at.y - lastTap.at.y) <= DOUBLE_TAP_PX;
      lastTap = isSecond ? null : { at, ms: event.timeStamp };
      if (isSecond) listener.onDoubleClick(sample);
    },
    { signal },
  );
}

function listenToSecondary({ element, listener, signal }: Listening): void {
  element.addEventListener(
    'contextmenu',
    (event) => {
      event.preventDefault(); // the browser's menu has nothing for an outline
      if ((event as Partial<PointerEvent>).pointerType === 'touch') return; // see below
      listener.onSecondary(sampleOf(element, event));
    },
    { signal },
  );
}

/** Systems differ in when a held finger means the other button, some only when it is lifted: here it is told while it holds. */
function listenToLongPress({ element, listener, signal }: Listening): void {
  let held: { sample: PointerSample; timer: ReturnType<typeof setTimeout> } | null = null;
  const end = (): void => {
    if (held) clearTimeout(held.timer);
    held = null;
  };
  const fire = (sample: PointerSample): void => {
    held = null;
    listener.onInput({ type: 'lost', pointerId: sample.pointerId }); // what the press began is not meant
    listener.onSecondary(sample);
  };
  element.addEventListener(
    'pointerdown',
    (event) => {
      end();
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      const sample = sampleOf(element, event);
      held = { sample, timer: setTimeout(() => fire(sample), LONG_PRESS_MS) };
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      if (held?.sample.pointerId !== event.pointerId) return;
      const { x, y } = sampleOf(element, event).screenPoint;
      if (Math.hypot(x - held.sample.screenPoint.x, y - held.sample.screenPoint.y) > LONG_PRESS_PX) end();
    },
    { signal },
  );
  for (const type of ['pointerup', 'pointercancel'] as const) element.addEventListener(type, end, { signal });
  signal.addEventListener('abort', end);
}

function listenToWheel({ element, listener, signal }: Listening): void {
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      listener.onTouchCanvas();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : WHEEL_LINE_PX;
      if (event.shiftKey) {
        listener.onWheelPan(-(event.deltaX || event.deltaY) * unit);
        return;
      }
      if (event.altKey && listener.onWheelSize(Math.exp(-(event.deltaY || event.deltaX) * unit * WHEEL_ZOOM))) return;
      const rate = event.ctrlKey ? PINCH_ZOOM : WHEEL_ZOOM;
      listener.onWheelZoom(sampleOf(element, event).screenPoint, Math.exp(-event.deltaY * unit * rate));
    },
    { signal, passive: false },
  );
}

function sampleOf(element: HTMLElement, event: MouseEvent): PointerSample {
  const { left, top } = element.getBoundingClientRect();
  const toPoint = ({ clientX, clientY }: MouseEvent): Point => ({
    x: clientX - left - element.clientLeft,
    y: clientY - top - element.clientTop,
  });
  const pointer = event instanceof PointerEvent ? event : null;
  const coalesced = pointer?.type === 'pointermove' ? pointer.getCoalescedEvents() : [];
  const screenPoint = toPoint(event);
  return {
    pointerId: pointer?.pointerId ?? 0,
    kind: pointer?.pointerType === 'touch' || pointer?.pointerType === 'pen' ? pointer.pointerType : 'mouse',
    screenPoint,
    screenTrail: coalesced.length > 0 ? coalesced.map(toPoint) : [screenPoint],
    pressures: pointer?.pointerType === 'pen' ? (coalesced.length > 0 ? coalesced : [pointer]).map(pressureOf) : null,
    modifiers: { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey },
  };
}

const pressureOf = ({ pressure }: PointerEvent): number => pressure;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PointerListener } from './pointer-listener';
import { listenToPointers } from './pointer-listener';

let element: HTMLElement;
let told: string[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  element = document.body.appendChild(document.createElement('div'));
  told = [];
  const nothing = (): undefined => undefined;
  const listener = {
    onInput: (event) => told.push(event.type),
    onDoubleClick: nothing,
    onSecondary: ({ kind, screenPoint }) => told.push(`secondary ${kind} ${screenPoint.x}`),
    onWheelZoom: nothing,
    onWheelPan: nothing,
    onWheelSize: () => false,
    onTouchCanvas: nothing,
    onSpace: nothing,
  } satisfies PointerListener & { onWheelSize?: unknown };
  stop = listenToPointers(element, listener);
});
afterEach(() => {
  stop();
  element.remove();
  vi.useRealTimers();
});

function send(type: string, clientX: number, rest: PointerEventInit = {}): void {
  const init = { bubbles: true, pointerId: 3, pointerType: 'touch', isPrimary: true, clientX, clientY: 0, ...rest };
  element.dispatchEvent(new PointerEvent(type, init));
}

describe('a long press', () => {
  it('means the other button, and what the press began is dropped', () => {
    send('pointerdown', 40);
    send('pointermove', 43);
    vi.advanceTimersByTime(500);
    send('contextmenu', 43); // the system's own, late
    send('pointerup', 43);
    expect(told).toEqual(['down', 'move', 'lost', 'secondary touch 40', 'up']);
  });

  it.each([
    ['moves', () => send('pointermove', 60)],
    ['is lifted', () => send('pointerup', 40)],
    ['is joined by another', () => send('pointerdown', 90, { pointerId: 4, isPrimary: false })],
  ])('is none when the finger %s', (_, act) => {
    send('pointerdown', 40);
    vi.advanceTimersByTime(300);
    act();
    vi.advanceTimersByTime(1000);
    expect(told.filter((one) => one.startsWith('secondary'))).toEqual([]);
  });

  it('is none of the mouse', () => {
    send('pointerdown', 40, { pointerType: 'mouse' });
    vi.advanceTimersByTime(1000);
    expect(told).toEqual(['down']);
  });
});

describe('a pen', () => {
  it('takes away with its other end and with its button', () => {
    send('pointerdown', 10, { pointerType: 'pen', button: 5 });
    send('contextmenu', 20, { pointerType: 'pen' });
    expect(told).toEqual(['secondary pen 10', 'secondary pen 20']);
  });

  it('keeps the resting hand out', () => {
    send('pointermove', 10, { pointerType: 'pen', pointerId: 1 });
    send('pointerdown', 80);
    send('pointermove', 85);
    send('pointerup', 85);
    expect(told).toEqual(['move']);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import type { CanvasEdit } from './canvas-edit';
import { Settling } from './settling';
import { square } from './test-support/lesions';

const id = 'a' as LesionId;
const stroke = (x: number): CanvasEdit => ({
  kind: 'work',
  work: { operation: 'brush', mode: 'add', stroke: [{ x, y: 0, radius: 5 }] },
  lesionIds: [id],
  sketch: { kind: 'stroke', mode: 'grow', lesionIds: [id], samples: [{ x, y: 0, radius: 5 }], ring: null },
});
let ended = 0;
let settling: Settling;
beforeEach(() => {
  vi.useFakeTimers();
  ended = 0;
  settling = new Settling(() => ended++);
});
afterEach(() => vi.useRealTimers());

describe('Settling', () => {
  it('knows the lesions that its drafts stand for, also while the engine works on them', () => {
    settling.begin(stroke(1));
    expect([settling.lesionIds, settling.replacedIds]).toEqual([[], [id]]);
    settling.begin({ kind: 'redraw', lesionIds: ['b' as LesionId], polygons: [square(0, 0, 10)] });
    expect(settling.replacedIds).toEqual(['b', id]);
    // Of a line that parts a lesion no result is shown: its outline stays.
    settling.end();
    settling.begin({ kind: 'work', work: { operation: 'split', line: [] }, lesionIds: [id], sketch: { kind: 'none' } });
    expect(settling.replacedIds).toEqual([]);
  });
  it('keeps the draft of a second stroke when the result of the first one comes', () => {
    const [first, second] = [stroke(1), stroke(2)];
    settling.begin(first);
    settling.hold([first]);
    settling.begin(second);
    settling.hold([first, second]);
    settling.endLoose(); // the view has changed
    expect(settling.edits).toEqual([first, second]);
    settling.hold([second]);
    expect(settling.edits).toEqual([second]);
    settling.endLoose();
    expect(settling.edits).toEqual([second]);
    settling.hold([]);
    expect([settling.edits, settling.isUnderWay]).toEqual([[], false]);
  });
  it('does not drop a stroke that the shell has not answered for yet', () => {
    const [first, second] = [stroke(1), stroke(2)];
    settling.begin(first);
    settling.hold([first]);
    settling.begin(second);
    settling.hold([]); // the first is through
    expect(settling.edits).toEqual([second]);
  });
  it('forgets what nobody takes after two seconds, and nothing that is in hand', () => {
    const [first, second] = [stroke(1), stroke(2)];
    settling.begin(first);
    settling.begin(second);
    settling.hold([second]);
    vi.advanceTimersByTime(2000);
    expect([settling.edits, ended]).toEqual([[second], 1]);
    vi.advanceTimersByTime(60_000);
    expect(settling.edits).toEqual([second]);
  });
  it('hides the lesions that drawn polygons stand for, and not those that the engine works on', () => {
    settling.begin({ kind: 'redraw', lesionIds: [id], polygons: [square(0, 0, 10)] });
    settling.begin(stroke(1));
    expect([settling.lesionIds, settling.polygons, settling.sketches.length]).toEqual([[id], [square(0, 0, 10)], 1]);
    settling.end();
    expect([settling.isUnderWay, ended]).toEqual([false, 1]);
  });
});

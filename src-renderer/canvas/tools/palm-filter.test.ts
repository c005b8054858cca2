import { describe, expect, it } from 'vitest';
import { PalmFilter, type Contact } from './palm-filter';

const touch = (pointerId: number, timeStamp: number, width = 20): Contact => ({
  ...{ pointerId, pointerType: 'touch', timeStamp },
  ...{ width, height: 20 },
});
const pen = (timeStamp: number): Contact => ({ ...touch(1, timeStamp, 1), pointerType: 'pen' });

describe('PalmFilter', () => {
  it('takes a fingertip as meant', () => {
    const filter = new PalmFilter();
    expect([filter.isPalmDown(touch(2, 0)), filter.isPalm(touch(2, 10)), filter.end(touch(2, 20))]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('takes touches for the hand that holds the pen while it is near, to their end', () => {
    const filter = new PalmFilter();
    filter.isPalm(pen(1000)); // it hovers
    expect(filter.isPalmDown(touch(2, 1400))).toBe(true);
    expect(filter.isPalm(touch(2, 9000))).toBe(true);
    expect(filter.end(touch(2, 9100))).toBe(true);
    expect(filter.isPalmDown(touch(2, 9200))).toBe(false);
  });

  it('takes a broad contact for a palm, and never the pen or the mouse', () => {
    const filter = new PalmFilter();
    expect(filter.isPalmDown(touch(3, 0, 80))).toBe(true);
    expect(filter.isPalmDown({ ...pen(0), width: 80 })).toBe(false);
    expect(filter.isPalmDown({ ...pen(5), pointerType: 'mouse' })).toBe(false);
  });
});

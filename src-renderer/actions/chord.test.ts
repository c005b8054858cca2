import { describe, expect, it } from 'vitest';
import { chordLabel, chordOf, isSingleKey } from './chord';

const key = (code: string, more: Partial<Parameters<typeof chordOf>[0]> = {}): Parameters<typeof chordOf>[0] => ({
  code,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe('chords', () => {
  it('name physical keys and modifiers in one order', () => {
    expect(chordOf(key('KeyF'))).toBe('KeyF');
    expect(chordOf(key('KeyZ', { ctrlKey: true, shiftKey: true }))).toBe('Mod+Shift+KeyZ');
    expect(chordOf(key('KeyZ', { metaKey: true }))).toBe('Mod+KeyZ');
    expect(chordOf(key('ShiftLeft', { shiftKey: true }))).toBeNull();
  });

  it('tell single keys, which can be switched off', () => {
    expect(['KeyF', 'Shift+KeyF', 'Space', 'Digit3'].map(isSingleKey)).toEqual([true, true, true, true]);
    expect(['Mod+KeyZ', 'Escape', 'ArrowDown', 'Delete'].map(isSingleKey)).toEqual([false, false, false, false]);
  });

  it('are written as the keyboard shows them', () => {
    expect(chordLabel('Mod+Shift+KeyZ', { isMac: false })).toBe('Ctrl+Shift+Z');
    expect(chordLabel('Mod+KeyZ', { isMac: true })).toBe('⌘Z');
    expect(chordLabel('KeyZ', { isMac: false, layout: new Map([['KeyZ', 'y']]) })).toBe('Y');
  });
});

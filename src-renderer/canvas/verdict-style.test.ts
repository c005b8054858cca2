import { describe, expect, it } from 'vitest';
import { VERDICTS } from '#shared/domain/verdict';
import { LESION_STYLES, PAINT_ORDER } from './verdict-style';

describe('LESION_STYLES', () => {
  const verdicts = VERDICTS.map((verdict) => LESION_STYLES[verdict]);

  it('tells every two verdicts apart by colour, by glyph and, added from accepted aside, by line', () => {
    expect(new Set(verdicts.map(({ colour }) => colour)).size).toBe(verdicts.length);
    expect(new Set(verdicts.map(({ glyph }) => glyph)).size).toBe(verdicts.length);
    expect(new Set(verdicts.map(({ line }) => line)).size).toBe(verdicts.length - 1);
  });

  it('paints every style', () => {
    expect([...PAINT_ORDER].sort()).toEqual(Object.keys(LESION_STYLES).sort());
  });
});

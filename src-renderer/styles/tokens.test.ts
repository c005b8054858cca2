import { describe, expect, it } from 'vitest';
import tokens from './tokens.css?raw';

/** The colours of a theme, `#rrggbb` by name. */
function themeOf(name: 'light' | 'dark'): Map<string, string> {
  const block = tokens.slice(tokens.indexOf(`[data-theme='${name}']`)).split('}')[0]!;
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, key, value]) => [key!, value!]));
}

/** WCAG 2.2, relative luminance of an sRGB colour. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** WCAG 2.2, contrast ratio, 1 to 21. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

it('contrast of black on white is 21, of #767676 on white just enough', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

/** [what is written, on what]; 4.5 : 1 is WCAG AA for text. */
const WRITTEN: readonly (readonly [text: string, on: string])[] = [
  ...['text', 'text-soft', 'text-faint'].flatMap((text) =>
    ['panel', 'ground', 'raised'].map((on): [string, string] => [text, on]),
  ),
  ...['text', 'text-soft'].flatMap((text) =>
    ['hover', 'active', 'selected', 'accent-soft'].map((on): [string, string] => [text, on]),
  ),
  ['accent-text', 'accent'],
  ['text', 'warn-soft'],
  ['text', 'bad-soft'],
  ['warn', 'panel'],
  ['bad', 'panel'],
  ['good', 'panel'],
];

describe.each(['light', 'dark'] as const)('the %s theme', (name) => {
  const theme = themeOf(name);
  it.each(WRITTEN)('--%s on --%s is readable', (text, on) => {
    expect(contrast(theme.get(text)!, theme.get(on)!)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(['panel', 'ground'])('sliders and marks on --%s stand out', (on) => {
    expect(contrast(theme.get('accent')!, theme.get(on)!)).toBeGreaterThanOrEqual(3);
  });
});

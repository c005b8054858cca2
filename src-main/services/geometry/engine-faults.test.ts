import { beforeAll, describe, expect, it } from 'vitest';
import type { Polygon } from '#shared/geometry/types';
import { loadClipper, type BooleanName, type Clipper } from './clipper';
import { split } from './drawn-operations';
import { createGeometryEngine } from './engine';

let clipper: Clipper;
beforeAll(async () => {
  clipper = await loadClipper('node_modules/clipper2-wasm/dist/es/clipper2z.wasm');
});

const box = (x: number, y: number, size: number): Polygon => ({
  exterior: [
    { x, y },
    { x: x + size, y },
    { x: x + size, y: y + size },
    { x, y: y + size },
  ],
  holes: [],
});
type Combine = Clipper['combine'];
const faults: Record<string, (good: Combine) => Combine> = {
  'ignores the clip': (good) => (name, subject) => good(name, subject, []),
  'ignores the subject': (good) => (name, _, clip) => good(name, [], clip),
  'takes the sides for each other': (good) => (name, subject, clip) => good(name, clip, subject),
  'answers nothing': () => () => [],
  'answers the subject': () => (_, subject) => [...subject],
};
const refused = expect.objectContaining({ code: 'geometry_failed' }) as Error;

describe.each(Object.entries(faults))('a library that %s', (fault, spoil) => {
  it.each<BooleanName>(['union', 'intersect', 'subtract', 'xor'])('is refused: %s', (name) => {
    // What is the same with its sides changed is no fault.
    if (fault === 'takes the sides for each other' && name !== 'subtract') return;
    const engine = createGeometryEngine({ ...clipper, combine: spoil(clipper.combine) });
    // One beside the other, over each other, and one in the other.
    const clips = [
      box(8, 8, 5),
      box(2, 2, 3),
      box(-5, -5, 12),
      ...(name === 'xor' || name === 'union' ? [box(30, 30, 5)] : []),
    ];
    for (const clip of clips)
      expect(() => engine[name]([box(0, 0, 10)], [clip]), JSON.stringify(clip)).toThrow(refused);
  });
});

it('a split needs nothing of the library but what makes its outline valid', () => {
  const engine = createGeometryEngine({ ...clipper, combine: () => [] });
  const line = [
    { x: 5, y: -1 },
    { x: 5, y: 11 },
  ];
  expect(split(engine, [box(0, 0, 10)], line)).toHaveLength(2);
});

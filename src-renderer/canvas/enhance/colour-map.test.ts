import { describe, expect, it } from 'vitest';
import { GREY_BYTES, labOfMap, MAP_BYTES, MAP_STEPS } from './colour-map';
import { linearOfLab } from './lab';
import { labFromPrimaries } from './test-support/reference-colours';

const bytesAt = (map: Uint8ClampedArray, step: number): number[] => [...map.slice(3 * step, 3 * step + 3)];
const lightnessAt = (map: Uint8ClampedArray, step: number): number => labFromPrimaries(bytesAt(map, step))[0];

/** Full deuteranopia and protanopia in linear light (Machado, Oliveira, Fernandes 2009, severity 1). */
const BLINDNESS = [
  [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
]; // prettier-ignore

describe('the colour map', () => {
  it('lies inside sRGB everywhere', () => {
    for (let step = 0; step <= 100; step++) {
      const { r, g, b } = linearOfLab(labOfMap(step / 100));
      for (const light of [r, g, b]) {
        expect(light).toBeGreaterThan(-0.002);
        expect(light).toBeLessThan(1.002);
      }
    }
  });
  it('grows lighter by equal steps', () => {
    for (let tenth = 0; tenth <= 10; tenth++) {
      const step = Math.round((tenth * MAP_STEPS) / 10);
      expect(lightnessAt(MAP_BYTES, step)).toBeCloseTo(18 + (72 * step) / MAP_STEPS, 0);
      expect(lightnessAt(GREY_BYTES, step)).toBeCloseTo((100 * step) / MAP_STEPS, 0);
    }
  });
  it('keeps its order for who is blind to red or green', () => {
    for (const matrix of BLINDNESS) {
      let before = -1;
      for (let tenth = 0; tenth <= 20; tenth++) {
        const { r, g, b } = linearOfLab(labOfMap(tenth / 20));
        const [red, green, blue] = matrix.map(([p, q, s]) => p! * r + q! * g + s! * b) as [number, number, number];
        const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        expect(luminance).toBeGreaterThan(before);
        before = luminance;
      }
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePolygon, decodeRings, encodePolygon, PolygonCodecError } from './codec';
import { SEED_POLYGONS } from './fixtures/seed-polygons';
import { polygonOf } from './fixtures/shapes';
import type { Polygon } from './types';

const TRIANGLE = polygonOf('0,0 1.5,0 0,-2');

function polygonsOf(coordinate: fc.Arbitrary<number>): fc.Arbitrary<Polygon> {
  const ring = fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 12 });
  return fc.record({ exterior: ring, holes: fc.array(ring, { maxLength: 3 }) });
}

const flat = ({ exterior, holes }: Polygon): number[][] =>
  [exterior, ...holes].map((ring) => ring.flatMap(({ x, y }) => [x, y]));

describe('decodeRings', () => {
  it('gives the numbers of the polygon, ring by ring', () => {
    const steps = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((value) => value / 1024);
    fc.assert(
      fc.property(polygonsOf(steps), fc.constantFrom('drawn', 'delivered'), (polygon, kind) => {
        expect(decodeRings(encodePolygon(polygon, kind))).toEqual(flat(polygon));
      }),
    );
    expect(decodeRings(encodePolygon(TRIANGLE, 'drawn'))).toEqual([[0, 0, 1.5, 0, 0, -2]]);
  });

  it('refuses what decodePolygon refuses', () => {
    const good = encodePolygon(TRIANGLE, 'delivered');
    expect(() => decodeRings(good.subarray(0, -1))).toThrow(PolygonCodecError);
    expect(() => decodeRings(Uint8Array.from(good, (byte, at) => (at === 1 ? 9 : byte)))).toThrow(PolygonCodecError);
    expect(() => decodeRings(Uint8Array.of(1, 1, 0, 0, 0, 0))).toThrow(PolygonCodecError);
  });
});

describe('encodePolygon', () => {
  it('brings delivered coordinates back bit by bit', () => {
    const coordinate = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    fc.assert(
      fc.property(polygonsOf(coordinate), (polygon) => {
        expect(decodePolygon(encodePolygon(polygon, 'delivered'))).toEqual(polygon);
      }),
    );
  });

  it('brings drawn coordinates back, to the ends of the range', () => {
    const coordinate = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((steps) => steps / 1024);
    fc.assert(
      fc.property(polygonsOf(coordinate), (polygon) => {
        expect(decodePolygon(encodePolygon(polygon, 'drawn'))).toEqual(polygon);
      }),
    );
    expect(SEED_POLYGONS.map((polygon) => decodePolygon(encodePolygon(polygon, 'drawn')))).toEqual(SEED_POLYGONS);
  });

  it('has a fixed layout', () => {
    expect([...encodePolygon(TRIANGLE, 'drawn')]).toEqual(
      [
        1,
        2,
        1,
        0,
        0,
        0,
        3,
        0,
        0,
        0,
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 6, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 248, 255, 255],
      ].flat(),
    );
    expect(encodePolygon(TRIANGLE, 'delivered')).toHaveLength(10 + 6 * 8);
  });

  it('turns -0 into 0', () => {
    const polygon = { exterior: [{ x: -0, y: -0 }], holes: [] };
    expect(decodePolygon(encodePolygon(polygon, 'delivered')).exterior).toEqual([{ x: 0, y: 0 }]);
    expect(decodePolygon(encodePolygon(polygon, 'drawn')).exterior).toEqual([{ x: 0, y: 0 }]);
  });

  it.each([0.3, 2 ** 21, -(2 ** 21) - 1, NaN, Infinity])('refuses %s as drawn', (x) => {
    expect(() => encodePolygon({ exterior: [{ x, y: 0 }], holes: [] }, 'drawn')).toThrow(PolygonCodecError);
  });

  it.each([NaN, Infinity])('refuses %s as delivered', (x) => {
    expect(() => encodePolygon({ exterior: [{ x, y: 0 }], holes: [] }, 'delivered')).toThrow(PolygonCodecError);
  });
});

describe('decodePolygon', () => {
  const packed = encodePolygon(TRIANGLE, 'drawn');

  it('reads from the middle of a larger buffer', () => {
    const larger = new Uint8Array([9, 9, 9, ...packed, 9]);
    expect(decodePolygon(larger.subarray(3, 3 + packed.length))).toEqual(TRIANGLE);
  });

  it('refuses every cut and any surplus', () => {
    for (let length = 0; length < packed.length; length++) {
      expect(() => decodePolygon(packed.subarray(0, length))).toThrow(/^Polygon bytes are cut off/);
    }
    expect(() => decodePolygon(new Uint8Array([...packed, 0]))).toThrow('Polygon bytes are too many: 35 of 34');
  });

  it('refuses other versions, kinds, counts and numbers', () => {
    expect(() => decodePolygon(packed.with(0, 2))).toThrow('Polygon bytes have version 2; this program reads 1');
    expect(() => decodePolygon(packed.with(1, 7))).toThrow('Polygon bytes have unknown kind 7');
    expect(() => decodePolygon(packed.with(5, 255))).toThrow(PolygonCodecError);
    expect(() => decodePolygon(packed.with(9, 255))).toThrow(PolygonCodecError);
    expect(() => decodePolygon(new Uint8Array([1, 1, 0, 0, 0, 0]))).toThrow('Polygon bytes hold no ring');
    expect(() => decodePolygon(encodePolygon(TRIANGLE, 'delivered').fill(255, 10))).toThrow(/not finite/);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isContactFree } from './contact-sweep';
import { SEED_POLYGONS } from './fixtures/seed-polygons';
import { polygonOf, ringOf, SHAPES, starRing } from './fixtures/shapes';
import { dropRepeatedPoints } from './ring';
import type { Point, Polygon, Ring } from './types';
import { isDegenerate, polygonProblem } from './validity';

const gridPoint = (size: number) =>
  fc.record({ x: fc.integer({ min: 0, max: size }), y: fc.integer({ min: 0, max: size }) });
const smallRing = fc.array(gridPoint(6), { minLength: 3, maxLength: 8 });

describe('polygonProblem', () => {
  it.each(SHAPES)('$name: $problem', ({ polygon, problem }) => {
    expect(polygonProblem(polygon)?.code ?? null).toBe(problem);
  });

  it.each(SHAPES)('$name: the same at four rotations, reversed, and from every start', ({ polygon, problem }) => {
    for (const variant of variantsOf(polygon)) expect(polygonProblem(variant)?.code ?? null).toBe(problem);
  });

  it('accepts the seed lesions', () => {
    expect(SEED_POLYGONS.map(polygonProblem)).toEqual([null, null, null, null, null, null]);
  });

  it('names the ring, the place and the reason', () => {
    expect(polygonProblem(polygonOf('0,0 10,10 10,0 0,10'))).toEqual({
      code: 'self_crossing',
      ring: 0,
      at: { x: 5, y: 5 },
      message: 'The exterior crosses itself at 5, 5.',
    });
    const square = '0,0 10,0 10,10 0,10';
    expect(polygonProblem(polygonOf(square, '1,1 2,1 2,2', '8,4 12,4 8,6'))).toMatchObject({
      code: 'hole_outside',
      ring: 2,
      message: expect.stringMatching(/^Hole 2 crosses the exterior at 10, /) as string,
    });
  });

  it.each([NaN, Infinity, -Infinity, 1e300])('refuses the coordinate %s', (bad) => {
    const exterior = [
      { x: 0, y: 0 },
      { x: bad, y: 0 },
      { x: 5, y: 5 },
    ];
    expect(polygonProblem({ exterior, holes: [] })).toMatchObject({ code: 'not_finite', ring: 0 });
  });

  it('finds a crossing that rounding hides', () => {
    // The third point is off the line by less than the rounding of the plain determinant.
    const offLine = { x: 24, y: 24.000000000000004 };
    const exterior = [{ x: 0.5, y: 0.5 }, { x: 12, y: 12 }, offLine, { x: 40, y: 0 }];
    expect(polygonProblem({ exterior, holes: [] })).toBeNull();
    expect(
      polygonProblem({
        exterior: [
          { x: 0.5, y: 0.5 },
          { x: 24, y: 24 },
          { x: 12, y: 12 },
          { x: 40, y: 0 },
        ],
        holes: [],
      }),
    ).toMatchObject({
      code: 'self_crossing',
    });
  });

  it('agrees with comparing all edge pairs in integers', () => {
    fc.assert(
      fc.property(smallRing, (exterior) => {
        expect(polygonProblem({ exterior, holes: [] }) === null).toBe(isSimpleByForce(exterior));
      }),
      { numRuns: 5000 },
    );
  });

  it('agrees with the cell-by-cell answer for one hole', () => {
    const triangle = fc.array(gridPoint(6), { minLength: 3, maxLength: 5 });
    fc.assert(
      fc.property(smallRing.filter(isSimpleByForce), triangle.filter(isSimpleByForce), (exterior, hole) => {
        expect(polygonProblem({ exterior, holes: [hole] }) === null).toBe(isValidHoleByForce(exterior, hole));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('isContactFree', () => {
  it.each(SHAPES)('$name', ({ polygon }) => {
    for (const { exterior, holes } of variantsOf(polygon)) {
      const rings = [exterior, ...holes].map(dropRepeatedPoints).filter((ring) => ring.length >= 3);
      expect(isContactFree(rings)).toBe(areApartByForce(rings));
    }
  });

  it('compares edges that become neighbours when others end between them', () => {
    const rings = ['6,0 10,15 3,0', '0,0 6,7 0,1', '7,0 7,1 8,0', '5,14 20,17 0,14'].map(ringOf);
    expect(areApartByForce(rings)).toBe(false);
    expect(isContactFree(rings)).toBe(false);
  });

  it('agrees for heaps of triangles, where edges meet after others have ended between them', () => {
    const triangle = fc.array(gridPoint(40), { minLength: 3, maxLength: 3 }).filter(isSimpleByForce);
    fc.assert(
      fc.property(fc.array(triangle, { minLength: 2, maxLength: 5 }), (rings) => {
        expect(isContactFree(rings)).toBe(areApartByForce(rings));
      }),
      { numRuns: 20_000 },
    );
  });

  it('agrees with comparing all edge pairs in integers', () => {
    const rings = fc.array(smallRing, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(rings, (drawn) => {
        const kept = drawn.map(dropRepeatedPoints).filter((ring) => ring.length >= 3);
        expect(isContactFree(kept)).toBe(areApartByForce(kept));
      }),
      { numRuns: 5000 },
    );
  });

  it('agrees on long rings with one vertex moved', () => {
    const radii = fc.array(fc.integer({ min: 20, max: 60 }), { minLength: 60, maxLength: 120 });
    fc.assert(
      fc.property(radii, fc.nat(), gridPoint(60), (lengths, at, place) => {
        const ring = starRing(lengths).map(({ x, y }) => ({ x: Math.round(x * 64), y: Math.round(y * 64) }));
        const moved = dropRepeatedPoints(ring.with(at % ring.length, { x: place.x * 64, y: place.y * 64 }));
        expect(isContactFree([moved])).toBe(areApartByForce([moved]));
        expect(polygonProblem({ exterior: moved, holes: [] }) === null).toBe(isSimpleByForce(moved));
      }),
      { numRuns: 500 },
    );
  });
});

describe('isDegenerate', () => {
  it.each(SHAPES)('$name', ({ polygon, areaPx2 }) => {
    expect(isDegenerate(polygon)).toBe(areaPx2 === 0);
  });

  it('keeps the symmetric bow-tie, whose signed area is zero', () => {
    expect(isDegenerate(polygonOf('0,0 10,10 10,0 0,10'))).toBe(false);
  });
});

describe('20,000 vertices', () => {
  const radii = Array.from({ length: 20_000 }, (_, i) => (i % 2 === 0 ? 1500 : 700 + (i % 97)));

  it('decides a star of long edges', () => {
    const exterior = starRing(radii);
    expect(polygonProblem({ exterior, holes: [] })).toBeNull();
    const crossed = exterior.with(10, { x: -1400, y: 0 });
    expect(polygonProblem({ exterior: crossed, holes: [] })).toMatchObject({ code: 'self_crossing' });
  });

  it('decides a comb of long teeth', () => {
    const teeth = Array.from({ length: 10_000 }, (_, i): Point[] => [
      { x: 0, y: i },
      { x: 5000, y: i + 0.5 },
    ]).flat();
    expect(polygonProblem({ exterior: [...teeth, { x: -1, y: 10_000 }, { x: -1, y: 0 }], holes: [] })).toBeNull();
  });
});

function turned({ x, y }: Point): Point {
  return { x: y + 0, y: 0 - x };
}

/** Four rotations of the plane, each in both directions and from each start vertex of the exterior. */
function variantsOf(polygon: Polygon): Polygon[] {
  const variants: Polygon[] = [];
  let current = polygon;
  for (let quarter = 0; quarter < 4; quarter++) {
    current = { exterior: current.exterior.map(turned), holes: current.holes.map((hole) => hole.map(turned)) };
    variants.push({ exterior: current.exterior.toReversed(), holes: current.holes });
    for (let start = 0; start < current.exterior.length || start === 0; start++) {
      const exterior = [...current.exterior.slice(start), ...current.exterior.slice(0, start)];
      variants.push({ exterior, holes: current.holes.map((hole) => hole.toReversed()) });
    }
  }
  return variants;
}

// The references below are for integers, straight from the definition, and share no code with the module.

function cross(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

function isOn(a: Point, b: Point, p: Point): boolean {
  const isInBox =
    p.x >= Math.min(a.x, b.x) && p.x <= Math.max(a.x, b.x) && p.y >= Math.min(a.y, b.y) && p.y <= Math.max(a.y, b.y);
  return isInBox && cross(a, b, p) === 0;
}

function doMeet(a: Point, b: Point, c: Point, d: Point): boolean {
  if (isOn(a, b, c) || isOn(a, b, d) || isOn(c, d, a) || isOn(c, d, b)) return true;
  return cross(a, b, c) > 0 !== cross(a, b, d) > 0 && cross(c, d, a) > 0 !== cross(c, d, b) > 0;
}

function edgesOf(ring: Ring): [Point, Point][] {
  return ring.map((a, i) => [a, ring[(i + 1) % ring.length] as Point]);
}

function withoutRepeats(ring: Ring): Ring {
  return ring.filter((p, i) => {
    const before = ring.at(i - 1) as Point;
    return p.x !== before.x || p.y !== before.y;
  });
}

function areApartByForce(rings: readonly Ring[]): boolean {
  const edges = rings.flatMap((ring, r) => edgesOf(ring).map(([a, b], i) => ({ a, b, i, r, count: ring.length })));
  return edges.every((e, k) =>
    edges.slice(k + 1).every((f) => {
      const isNext = e.r === f.r && (f.i === e.i + 1 || (e.i === 0 && f.i === e.count - 1));
      if (!isNext) return !doMeet(e.a, e.b, f.a, f.b);
      // Neighbours share one vertex; their far ends must not lie on each other.
      return f.i === e.i + 1
        ? !isOn(e.a, e.b, f.b) && !isOn(f.a, f.b, e.a)
        : !isOn(e.a, e.b, f.a) && !isOn(f.a, f.b, e.b);
    }),
  );
}

function isSimpleByForce(ring: Ring): boolean {
  const kept = withoutRepeats(ring);
  return kept.length >= 3 && areApartByForce([kept]);
}

/**
 * Simple rings on integers 0..6: the hole is valid when no piece of it leaves the exterior, no stretch is shared, and
 * the exterior is touched at most once. Pieces are tested at many points per edge, all ends of contacts included.
 */
function isValidHoleByForce(exterior: Ring, hole: Ring): boolean {
  const steps = 2 * 60 * 60; // more than any two contacts on one edge of this size can be apart
  const touched = new Set<string>();
  for (const [a, b] of edgesOf(withoutRepeats(hole))) {
    for (const [c, d] of edgesOf(withoutRepeats(exterior))) {
      const isCrossing = cross(a, b, c) * cross(a, b, d) < 0 && cross(c, d, a) * cross(c, d, b) < 0;
      if (isCrossing) return false;
      for (const p of [a, b]) if (isOn(c, d, p)) touched.add(`${p.x},${p.y}`);
      for (const p of [c, d]) if (isOn(a, b, p)) touched.add(`${p.x},${p.y}`);
    }
  }
  if (touched.size > 1) return false;
  return edgesOf(hole).every(([a, b]) =>
    [1, steps / 2 + 1, steps - 1].every((step) => {
      const p = { x: a.x + ((b.x - a.x) * step) / steps, y: a.y + ((b.y - a.y) * step) / steps };
      return (a.x === b.x && a.y === b.y) || isInsideByWinding(exterior, p);
    }),
  );
}

function isInsideByWinding(ring: Ring, p: Point): boolean {
  let angle = 0;
  for (const [a, b] of edgesOf(ring)) {
    angle += Math.atan2(cross(p, a, b), (a.x - p.x) * (b.x - p.x) + (a.y - p.y) * (b.y - p.y));
  }
  return Math.abs(angle) > Math.PI;
}

import { assembleRegion, regionArea, SMALLEST_LOOP_PX2, type Region } from '#shared/geometry/assembly/assemble-region';
import { evenOddArea } from '#shared/geometry/even-odd-area';
import { pointInPolygon } from '#shared/geometry/hit-test';
import { orientPolygon, polygonRings } from '#shared/geometry/polygon';
import { signedRingArea } from '#shared/geometry/ring';
import { snapPolygon } from '#shared/geometry/snap';
import { isEvenStroke, strokeCapsules, thinStroke, type StrokeSample } from '#shared/geometry/stroke';
import type { Polygon, Ring } from '#shared/geometry/types';
import { polygonProblem } from '#shared/geometry/validity';
import {
  alongAllowance,
  assertArea,
  edgeAllowance,
  failed,
  offsetBounds,
  roundingAllowance,
  edgesOf,
} from './area-check';
import type { BooleanName, Clipper } from './clipper';
import { assertUsable } from './usable-input';

/**
 * Boolean operations and offsets of polygons in frame px. Input may be anything a file delivers: each polygon is the
 * even-odd region of its rings, a list of polygons is their union. Output is valid and on the grid of 1/1024 px:
 * polygons with exteriors positive and holes negative, that touch in points at most. Every area is checked against what
 * it must be. @throws MaculeError geometry_failed, invalid_input; then there is no result.
 */
export type GeometryEngine = {
  union(subject: readonly Polygon[], clip?: readonly Polygon[]): Region;
  intersect(subject: readonly Polygon[], clip: readonly Polygon[]): Region;
  subtract(subject: readonly Polygon[], clip: readonly Polygon[]): Region;
  xor(subject: readonly Polygon[], clip: readonly Polygon[]): Region;
  /** Grown, or shrunk with a distance below 0, with round corners. */
  offset(subject: readonly Polygon[], distancePx: number): Region;
  /** What a round brush covered; empty without samples. */
  stroke(samples: readonly StrokeSample[]): Region;
};

/** Loops dropped at the second and third try, in px²: still far below what a pixel shows. */
const TRIES_PX2 = [SMALLEST_LOOP_PX2, SMALLEST_LOOP_PX2, 0.01];

/** The engine over loaded WebAssembly. */
export function createGeometryEngine(clipper: Clipper): GeometryEngine {
  const operation =
    (name: BooleanName) =>
    (subject: readonly Polygon[], clip: readonly Polygon[]): Region =>
      combine(clipper, name, { subject: normalise(clipper, subject), clip: normalise(clipper, clip) });
  const union = operation('union');
  return {
    union: (subject, clip) => (clip ? union(subject, clip) : normalise(clipper, subject)),
    intersect: operation('intersect'),
    subtract: operation('subtract'),
    xor: operation('xor'),
    offset: (subject, distancePx) => offset(clipper, normalise(clipper, subject), distancePx),
    stroke: (samples) => stroke(clipper, samples),
  };
}

/** What the engine made or looked at once: valid, oriented, on the grid. Polygons are never changed, so it stays so. */
const proven = new WeakSet<Polygon>();

function prove(region: Region): Region {
  for (const polygon of region) proven.add(polygon);
  return region;
}

/** The union of the polygons' even-odd regions. */
function normalise(clipper: Clipper, polygons: readonly Polygon[]): Region {
  assertUsable(polygons);
  const parts = polygons
    .map((polygon) => (proven.has(polygon) ? [polygon] : evenOddPart(clipper, snapPolygon(polygon))))
    .filter(({ length }) => length > 0);
  return unionAll(clipper, parts);
}

/** In halves, so that each union is checked against its two sides. */
function unionAll(clipper: Clipper, parts: readonly Region[]): Region {
  const [only, other] = parts;
  if (!only) return [];
  if (!other) return only;
  const middle = Math.ceil(parts.length / 2);
  const [subject, clip] = [parts.slice(0, middle), parts.slice(middle)].map((half) =>
    half.length > 2 ? unionFlat(clipper, half) : unionAll(clipper, half),
  ) as [Region, Region];
  return combine(clipper, 'union', { subject, clip });
}

/** All parts at once: they cover no more than the sum of them, and no less than the largest. */
function unionFlat(clipper: Clipper, parts: readonly Region[]): Region {
  const rings = parts.flatMap(ringsOf);
  const region = assembled(clipper, clipper.combine('union', rings, []));
  const areas = parts.map(regionArea);
  assertArea(regionArea(region), {
    least: areas.reduce((most, area) => Math.max(most, area), 0),
    most: areas.reduce((total, area) => total + area, 0),
    allowancePx2: roundingAllowance(ringsOf(region), edgesOf(rings)),
  });
  return region;
}

function evenOddPart(clipper: Clipper, polygon: Polygon): Region {
  if (polygonProblem(polygon) === null) return prove([orientPolygon(polygon)]);
  const rings = polygonRings(polygon).filter(({ length }) => length > 2);
  if (rings.length === 0) return [];
  const region = assembled(clipper, clipper.evenOdd(rings));
  const expected = evenOddArea(rings);
  const allowancePx2 = roundingAllowance(ringsOf(region), edgesOf(rings));
  assertArea(regionArea(region), { least: expected, most: expected, allowancePx2 });
  return region;
}

type Sides = { readonly subject: Region; readonly clip: Region };

type SumCheck = { readonly by: BooleanName; readonly times: number; readonly sum: number };

/**
 * |A ∪ B| + |A ∩ B| = |A| + |B|, and what follows from it for the others: which second area, how often, makes which sum.
 * Both |A| and |B| are in the sums, so that a library that leaves out a side is found out; a difference needs two for it.
 */
function checksOf(name: BooleanName, subjectPx2: number, clipPx2: number): readonly SumCheck[] {
  const sum = subjectPx2 + clipPx2;
  switch (name) {
    case 'subtract':
      return [
        { by: 'intersect', times: 1, sum: subjectPx2 },
        { by: 'union', times: -1, sum: -clipPx2 },
      ];
    case 'intersect':
      return [{ by: 'union', times: 1, sum }];
    case 'union':
      return [{ by: 'intersect', times: 1, sum }];
    case 'xor':
      return [{ by: 'intersect', times: 2, sum }];
  }
}

function combine(clipper: Clipper, name: BooleanName, { subject, clip }: Sides): Region {
  const [one, other] = [ringsOf(subject), ringsOf(clip)];
  const given = edgesOf([...one, ...other]);
  const region = assembled(clipper, clipper.combine(name, one, other));
  const allowancePx2 = alongAllowance(one, other) + roundingAllowance(ringsOf(region), given);
  for (const { by, times, sum } of checksOf(name, regionArea(subject), regionArea(clip))) {
    const flat = clipper.combine(by, one, other);
    const check = (second: readonly Ring[]): void =>
      assertArea(regionArea(region) + times * signedArea(second), {
        least: sum,
        most: sum,
        allowancePx2: allowancePx2 + Math.abs(times) * roundingAllowance(second, given),
      });
    try {
      check(flat); // only its area is wanted, which its flat rings have already
    } catch {
      check(ringsOf(assembled(clipper, flat)));
    }
  }
  return region;
}

function offset(clipper: Clipper, subject: Region, distancePx: number): Region {
  if (subject.length === 0 || distancePx === 0) return subject;
  const region = assembled(clipper, clipper.offset(ringsOf(subject), distancePx));
  assertArea(regionArea(region), offsetBounds(subject, distancePx));
  // One of the two holds the other.
  const [inner, outer] = distancePx > 0 ? [subject, region] : [region, subject];
  const outside = assembled(clipper, clipper.combine('subtract', ringsOf(inner), ringsOf(outer)));
  assertArea(regionArea(outside), { least: 0, most: 0, allowancePx2: edgeAllowance(ringsOf(inner)) });
  return region;
}

/** One size of brush is an offset of its line, which is far quicker than the union of its steps. */
function stroke(clipper: Clipper, samples: readonly StrokeSample[]): Region {
  const thin = thinStroke(samples);
  const [first] = thin;
  if (!first) return [];
  if (thin.length === 1 || !isEvenStroke(thin))
    return normalise(
      clipper,
      strokeCapsules(thin).map((exterior) => ({ exterior, holes: [] })),
    );
  assertUsable([{ exterior: thin, holes: [] }]);
  const region = assembled(clipper, clipper.stroke(thin, first.radius));
  const length = thin.slice(1).reduce((sum, { x, y }, i) => sum + Math.hypot(x - thin[i]!.x, y - thin[i]!.y), 0);
  const disc = Math.PI * first.radius ** 2;
  assertArea(regionArea(region), {
    least: 0.9 * disc,
    most: 2 * first.radius * length + disc,
    allowancePx2: edgeAllowance(ringsOf(region)),
  });
  if (thin.some((sample) => !region.some((polygon) => pointInPolygon(polygon, sample))))
    throw failed('the stroke does not cover its own line');
  return region;
}

/** Polygons of the engine's rings; where rounding left none that are valid, the engine unites its own output once more. */
function assembled(clipper: Clipper, rings: readonly Ring[]): Region {
  let given = rings;
  for (const smallestLoopPx2 of TRIES_PX2) {
    const region = assembleRegion(given, smallestLoopPx2);
    if (region) return prove(region);
    given = clipper.combine('union', given, []);
  }
  throw failed('no valid polygons could be made of its result');
}

const signedArea = (rings: readonly Ring[]): number => rings.reduce((sum, ring) => sum + signedRingArea(ring), 0);

const ringsOf = (region: Region): Ring[] => region.flatMap(polygonRings);

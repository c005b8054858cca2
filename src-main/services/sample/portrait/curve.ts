/** A function of one number. */
export type Curve = (x: number) => number;
/** `[x, y]` pairs with rising x. */
export type Knots = readonly (readonly [number, number])[];

const sampleCount = 1024;

/** A smooth curve through the knots (cubic Hermite, tangents by finite differences), held constant outside. */
export function createCurve(knots: Knots): Curve {
  const first = knots[0]?.[0] ?? 0;
  const last = knots.at(-1)?.[0] ?? 1;
  const table = new Float32Array(sampleCount + 1);
  for (let i = 0; i <= sampleCount; i += 1) table[i] = hermiteAt(knots, first + ((last - first) * i) / sampleCount);
  const scale = sampleCount / (last - first);
  return (x) => {
    const position = Math.min(Math.max((x - first) * scale, 0), sampleCount - 1e-4);
    const index = Math.floor(position);
    const low = table[index] ?? 0;
    return low + ((table[index + 1] ?? low) - low) * (position - index);
  };
}

function hermiteAt(knots: Knots, x: number): number {
  let k = 0;
  while (k < knots.length - 2 && x > knotX(knots, k + 1)) k += 1;
  const width = knotX(knots, k + 1) - knotX(knots, k);
  const t = (x - knotX(knots, k)) / width;
  const [a, b] = [knotY(knots, k), knotY(knots, k + 1)];
  const [slopeA, slopeB] = [tangentAt(knots, k) * width, tangentAt(knots, k + 1) * width];
  const square = t * t;
  const cube = square * t;
  return (
    a * (2 * cube - 3 * square + 1) +
    slopeA * (cube - 2 * square + t) +
    b * (3 * square - 2 * cube) +
    slopeB * (cube - square)
  );
}

function tangentAt(knots: Knots, k: number): number {
  const before = Math.max(k - 1, 0);
  const after = Math.min(k + 1, knots.length - 1);
  return (knotY(knots, after) - knotY(knots, before)) / (knotX(knots, after) - knotX(knots, before));
}

function knotX(knots: Knots, k: number): number {
  return knots[k]?.[0] ?? 0;
}

function knotY(knots: Knots, k: number): number {
  return knots[k]?.[1] ?? 0;
}

/** 0 below `low`, 1 above `high`, smooth between; `low` may exceed `high`. */
export function smoothStep(low: number, high: number, x: number): number {
  const t = Math.min(Math.max((x - low) / (high - low), 0), 1);
  return t * t * (3 - 2 * t);
}

/** A bell of height 1 and the given standard deviation. */
export function bell(distance: number, deviation: number): number {
  const t = distance / deviation;
  return t > 5 || t < -5 ? 0 : Math.exp(-0.5 * t * t);
}

/** An elliptic bell around a centre, in the unit of its arguments; four plain numbers, as faces are sums of many of these. */
export function bump(dx: number, dy: number, deviationX: number, deviationY: number): number {
  const square = (dx / deviationX) ** 2 + (dy / deviationY) ** 2;
  return square > 25 ? 0 : Math.exp(-0.5 * square);
}

/** The larger of two numbers with a rounded seam of about `softness`. */
export function softMax(a: number, b: number, softness: number): number {
  const mix = Math.min(Math.max(0.5 + (a - b) / (2 * softness), 0), 1);
  return b + (a - b) * mix + softness * mix * (1 - mix);
}

export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

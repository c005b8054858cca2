import type { Point } from './types';

/**
 * Sign of the turn a → b → c, exact for all doubles of magnitude 1e-140 to 1e140 and for zero:
 * positive when clockwise on screen (y points down), 0 when the points are collinear.
 * Method: Shewchuk, Adaptive Precision Floating-Point Arithmetic (1997), error bound A, then a full expansion.
 */
export function orientation(a: Point, b: Point, c: Point): number {
  return turnSign(a.x, a.y, b.x, b.y, c.x, c.y);
}

/** `orientation` of three points given as numbers, for loops over packed coordinates. */
export function turnSign(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (ax - cx) * (by - cy);
  const right = (ay - cy) * (bx - cx);
  const determinant = left - right;
  const errorBound = 3.3306690738754716e-16 * (Math.abs(left) + Math.abs(right));
  if (determinant > errorBound || -determinant > errorBound || errorBound === 0) {
    return Math.sign(determinant) + 0; // + 0 turns -0 into 0
  }
  return exactSign([ax, by, -ay, bx, bx, cy, -by, cx, cx, ay, -cy, ax]);
}

/** Sign of the sum of the products of consecutive pairs, by an expansion that loses no bit. */
function exactSign(factors: readonly number[]): number {
  const expansion: number[] = [];
  for (let i = 0; i < factors.length; i += 2) {
    const p = factors[i] ?? 0;
    const q = factors[i + 1] ?? 0;
    const product = p * q;
    addToExpansion(expansion, productError(p, q, product));
    addToExpansion(expansion, product);
  }
  // The components do not overlap and grow in magnitude, so the last one that is not zero decides.
  return Math.sign(expansion.findLast((component) => component !== 0) ?? 0);
}

/** Grow-Expansion: adds a number so that the components' exact sum is the exact total. */
function addToExpansion(expansion: number[], value: number): void {
  let sum = value;
  for (let i = 0; i < expansion.length; i++) {
    const component = expansion[i] ?? 0;
    const total = sum + component;
    const virtual = total - sum;
    expansion[i] = sum - (total - virtual) + (component - virtual);
    sum = total;
  }
  expansion.push(sum);
}

/** The rounding error of p × q (Dekker, with Veltkamp's split). */
function productError(p: number, q: number, product: number): number {
  const [pHigh, pLow] = split(p);
  const [qHigh, qLow] = split(q);
  return pLow * qLow - (product - pHigh * qHigh - pLow * qHigh - pHigh * qLow);
}

function split(value: number): readonly [high: number, low: number] {
  const scaled = 134217729 * value; // 2^27 + 1
  const high = scaled - (scaled - value);
  return [high, value - high];
}

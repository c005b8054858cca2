import { between, type Random } from '../portrait/random';
import { middleOf, signedArea, type FramePoint } from './spot';

/** How far a model polygon is from the mark that it means. */
export interface MaskError {
  scale: number;
  shiftX: number;
  shiftY: number;
  /** Irregular border, pixels. */
  roughness: number;
}

export const smallError: MaskError = { scale: 1, shiftX: 0, shiftY: 0, roughness: 0.6 };

/** The polygon that the model would give for an outline: off by `error`, in whole pixels and in the scheme's order. */
export function traceRing(outline: readonly FramePoint[], error: MaskError, random: Random): FramePoint[] {
  const middle = middleOf(outline);
  const moved = outline.map(({ x, y }) => {
    const radius = Math.hypot(x - middle.x, y - middle.y) || 1;
    const scale = error.scale + (error.roughness * between(random, -1, 1)) / radius;
    return { x: middle.x + error.shiftX + (x - middle.x) * scale, y: middle.y + error.shiftY + (y - middle.y) * scale };
  });
  return toSchemeRing(moved);
}

/** Whole pixels, no repeated end, counter-clockwise on screen, topmost vertex first (the leftmost of those). */
export function toSchemeRing(points: readonly FramePoint[]): FramePoint[] {
  const whole = points.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
  const distinct = whole.filter((p, i) => {
    const before = whole[(i + whole.length - 1) % whole.length];
    return before?.x !== p.x || before.y !== p.y;
  });
  const ring = dropStraight(distinct);
  if (signedArea(ring) > 0) ring.reverse();
  let start = 0;
  for (const [i, p] of ring.entries()) {
    const best = ring[start] ?? p;
    if (p.y < best.y || (p.y === best.y && p.x < best.x)) start = i;
  }
  return [...ring.slice(start), ...ring.slice(0, start)];
}

/** Leaves out vertices that change the outline by less than 0.8 px, one after the other, down to 6. */
function dropStraight(points: readonly FramePoint[]): FramePoint[] {
  const ring = [...points];
  while (ring.length > 6) {
    let flattest = -1;
    let least = 0.8;
    for (const [i, p] of ring.entries()) {
      const before = ring[(i + ring.length - 1) % ring.length] ?? p;
      const after = ring[(i + 1) % ring.length] ?? p;
      const base = Math.hypot(after.x - before.x, after.y - before.y) || 1;
      const height = Math.abs((after.x - before.x) * (p.y - before.y) - (after.y - before.y) * (p.x - before.x)) / base;
      if (height < least) {
        least = height;
        flattest = i;
      }
    }
    if (flattest < 0) break;
    ring.splice(flattest, 1);
  }
  return ring;
}

/** Convex hull (Andrew's monotone chain): one polygon over two marks that the model failed to split. */
export function hullOf(points: readonly FramePoint[]): FramePoint[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (list: readonly FramePoint[]): FramePoint[] => {
    const chain: FramePoint[] = [];
    for (const p of list) {
      while (chain.length > 1 && turnOf(chain, p) <= 0) chain.pop();
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turnOf(chain: readonly FramePoint[], p: FramePoint): number {
  const a = chain.at(-2) ?? p;
  const b = chain.at(-1) ?? p;
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

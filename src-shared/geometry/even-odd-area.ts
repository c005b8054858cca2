import { boundsUnion, EMPTY_BOUNDS, ringBounds } from './bounds';
import { ringEdges, visitEdgePairs } from './edge-pairs';
import { segmentContact } from './segment-contact';
import type { Point, Ring } from './types';

/** Crossings times edges that are worth exact slabs; beyond (no drawn shape) evenly spaced columns are sampled. */
const WORK_LIMIT = 5e7;
/** Columns times edges of the sampling: a tangle of any size takes a second or two. */
const SAMPLING_LIMIT = 5e6;
const FEWEST_COLUMNS = 64;
const MOST_COLUMNS = 4096;

/** Sums below this share of the bounding box are rounding noise of the sweep, as of a ring traced out and back. */
const NOISE_SHARE = 1e-12;

/** An edge from left to right. */
type Span = { readonly left: Point; readonly right: Point };

/**
 * Area in px² of the even-odd region of all rings together, whatever they do to each other.
 * Between two neighbouring x of vertices and crossings the edges keep their order, so there the covered length
 * is linear in x and its value in the middle gives the slab's exact area.
 */
export function evenOddArea(rings: readonly Ring[]): number {
  const bounds = rings.map(ringBounds).reduce(boundsUnion, EMPTY_BOUNDS);
  const width = bounds.maxX - bounds.minX;
  const height = bounds.maxY - bounds.minY;
  if (rings.every((ring) => ring.length === 0)) return 0;
  if (!Number.isFinite(width * height)) return NaN;
  // Measured from the corner of the bounds: far from the origin the sweep keeps its digits.
  const local = rings.map((ring) => ring.map(({ x, y }) => ({ x: x - bounds.minX, y: y - bounds.minY })));
  const spans = leftToRight(local);
  const ends = slabEnds(local);
  const area = ends ? sweepArea(spans, ends) : sweepArea(spans, sampleColumns(local), true);
  return area <= NOISE_SHARE * width * height ? 0 : area;
}

/** The spans by left end. Vertical edges bound no slab. */
function leftToRight(rings: readonly Ring[]): Span[] {
  return ringEdges(rings)
    .filter(({ a, b }) => a.x !== b.x)
    .map(({ a, b }): Span => (a.x < b.x ? { left: a, right: b } : { left: b, right: a }))
    .sort((a, b) => a.left.x - b.left.x);
}

/** The x of all vertices and crossings, ascending; null when there are too many crossings. */
function slabEnds(rings: readonly Ring[]): Float64Array | null {
  const edges = ringEdges(rings);
  const ends = edges.map((edge) => edge.a.x);
  const endsLimit = ends.length + WORK_LIMIT / edges.length;
  visitEdgePairs(edges, (first, second) => {
    const contact = segmentContact(first.a, first.b, second.a, second.b);
    if (contact?.kind === 'crossing') ends.push(contact.at.x);
    return ends.length > endsLimit;
  });
  return ends.length <= endsLimit ? Float64Array.from(new Set(ends)).sort() : null;
}

function sampleColumns(rings: readonly Ring[]): Float64Array {
  const edges = ringEdges(rings);
  const width = edges.reduce((max, edge) => Math.max(max, edge.a.x), 0); // the least x is 0 here
  const columns = Math.round(Math.min(Math.max(SAMPLING_LIMIT / edges.length, FEWEST_COLUMNS), MOST_COLUMNS));
  return Float64Array.from({ length: columns + 1 }, (_, i) => (width * i) / columns);
}

/** `isTangle`: from slab to slab the order changes so much that keeping it would take longer than sorting anew. */
function sweepArea(spans: readonly Span[], ends: Float64Array, isTangle = false): number {
  const active = new Int32Array(spans.length);
  const heights = new Float64Array(spans.length);
  let activeCount = 0;
  let nextSpan = 0;
  let area = 0;
  for (let slab = 1; slab < ends.length; slab++) {
    const from = ends[slab - 1] as number;
    const to = ends[slab] as number;
    const x = from + (to - from) / 2;
    for (let span = spans[nextSpan]; span && span.left.x <= x; span = spans[++nextSpan])
      active[activeCount++] = nextSpan;
    let kept = 0;
    for (let i = 0; i < activeCount; i++) {
      const index = active[i] as number;
      const { left, right } = spans[index] as Span;
      if (right.x <= x) continue;
      const height = left.y + (right.y - left.y) * ((x - left.x) / (right.x - left.x));
      let place = kept++;
      // Insertion sort: from slab to slab the order hardly changes.
      for (; !isTangle && place > 0 && (heights[place - 1] as number) > height; place--) {
        heights[place] = heights[place - 1] as number;
        active[place] = active[place - 1] as number;
      }
      heights[place] = height;
      active[place] = index;
    }
    activeCount = kept;
    if (isTangle) heights.subarray(0, kept).sort();
    for (let i = 1; i < kept; i += 2) area += ((heights[i] as number) - (heights[i - 1] as number)) * (to - from);
  }
  return area;
}

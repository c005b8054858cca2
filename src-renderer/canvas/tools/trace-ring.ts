import { ringBounds } from '#shared/geometry/bounds';
import { segmentContact } from '#shared/geometry/segment-contact';
import { simplifyRing } from '#shared/geometry/simplify';
import { dropRepeatedPoints } from '#shared/geometry/ring';
import type { Point, Ring } from '#shared/geometry/types';
import { finishPolygons, type Finished } from './finish-polygon';

/** No vertex of a freehand outline is farther than this from where the pointer was, in frame px, at any zoom. */
export const TRACE_TOLERANCE_FRAME_PX = 0.5;
/** Loose ends up to this share of the trace are cut off where they cross. */
const LOOSE_SHARE = 0.25;

/**
 * Closes a freehand trace. Nobody meets the start exactly: ends that overshoot are cut off where they cross, or where
 * they come nearest to each other. Simplified less where that alone made it cross itself.
 */
export function finishTrace(trace: readonly Point[]): Finished {
  const points = dropRepeatedPoints(trace);
  const first = finishRing(cutAtCrossing(points));
  if (first.ok) return first;
  const trimmed = [trimTail(points), trimTail(points.toReversed())].map(finishRing);
  return trimmed.find(({ ok }) => ok) ?? first;
}

function finishRing(ring: Ring): Finished {
  const finish = (tolerance: number): Finished =>
    finishPolygons([{ exterior: simplifyRing(ring, tolerance), holes: [] }]);
  const finished = finish(TRACE_TOLERANCE_FRAME_PX);
  return [0.5, 0.25, 0].reduce((best, share) => (best.ok ? best : finish(TRACE_TOLERANCE_FRAME_PX * share)), finished);
}

/** Longest side of the trace's bounds, in frame px. */
export function traceExtent(trace: readonly Point[]): number {
  const { minX, minY, maxX, maxY } = ringBounds(trace);
  return trace.length === 0 ? 0 : Math.max(maxX - minX, maxY - minY);
}

/** The ring between the crossing of a trace's beginning with its end; of several crossings the one that keeps most. */
function cutAtCrossing(trace: Ring): Ring {
  const loose = Math.floor(trace.length * LOOSE_SHARE);
  for (let cut = 0; cut <= 2 * loose; cut++) {
    for (let head = Math.max(0, cut - loose); head <= Math.min(cut, loose); head++) {
      const crossing = crossingAt(trace, head, trace.length - 2 - (cut - head));
      if (crossing) return [crossing, ...trace.slice(head + 1, trace.length - 1 - (cut - head))];
    }
  }
  return trace;
}

/** The trace up to where its end comes nearest to its start. */
function trimTail(trace: Ring): Ring {
  const [start] = trace;
  const from = Math.ceil(trace.length * (1 - LOOSE_SHARE));
  const distances = trace.slice(from).map(({ x, y }) => (start ? Math.hypot(x - start.x, y - start.y) : 0));
  return trace.slice(0, from + distances.indexOf(Math.min(...distances)) + 1);
}

/** Where the segment from vertex `head` crosses the one from vertex `tail`. */
function crossingAt(trace: Ring, head: number, tail: number): Point | null {
  const [a, b, c, d] = [trace[head], trace[head + 1], trace[tail], trace[tail + 1]];
  if (!a || !b || !c || !d || tail - head < 2) return null;
  if (Math.max(a.x, b.x) < Math.min(c.x, d.x) || Math.max(c.x, d.x) < Math.min(a.x, b.x)) return null;
  if (Math.max(a.y, b.y) < Math.min(c.y, d.y) || Math.max(c.y, d.y) < Math.min(a.y, b.y)) return null;
  return segmentContact(a, b, c, d)?.at ?? null;
}

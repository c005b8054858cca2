import { ringBounds } from '#shared/geometry/bounds';
import { segmentContact } from '#shared/geometry/segment-contact';
import { simplifyRing } from '#shared/geometry/simplify';
import { isSamePoint } from '#shared/geometry/ring';
import type { Point, Ring } from '#shared/geometry/types';
import { finishPolygons, type Finished } from './finish-polygon';

/** No vertex of a freehand outline is farther than this from where the pointer was, in frame px, at any zoom. */
export const TRACE_TOLERANCE_FRAME_PX = 0.5;
/** Loose ends up to this share of the trace are cut off where they cross. */
const LOOSE_SHARE = 0.25;

/** Closes a freehand trace: overshooting ends cut off, simplified; less simplified where that alone made it cross itself. */
export function finishTrace(trace: readonly Point[]): Finished {
  const ring = cutLooseEnds(dropRepeats(trace));
  let finished = finishPolygons([{ exterior: simplifyRing(ring, TRACE_TOLERANCE_FRAME_PX), holes: [] }]);
  for (const share of [0.5, 0.25, 0]) {
    if (finished.ok) return finished;
    finished = finishPolygons([{ exterior: simplifyRing(ring, TRACE_TOLERANCE_FRAME_PX * share), holes: [] }]);
  }
  return finished;
}

/** Longest side of the trace's bounds, in frame px. */
export function traceExtent(trace: readonly Point[]): number {
  const { minX, minY, maxX, maxY } = ringBounds(trace);
  return trace.length === 0 ? 0 : Math.max(maxX - minX, maxY - minY);
}

/**
 * The ring between the crossing of a trace's beginning with its end, when they cross: nobody meets the start exactly.
 * Of several crossings the one that keeps most counts.
 */
function cutLooseEnds(trace: readonly Point[]): Ring {
  const loose = Math.floor(trace.length * LOOSE_SHARE);
  for (let cut = 0; cut <= 2 * loose; cut++) {
    for (let head = Math.max(0, cut - loose); head <= Math.min(cut, loose); head++) {
      const crossing = crossingAt(trace, head, trace.length - 2 - (cut - head));
      if (crossing) return [crossing, ...trace.slice(head + 1, trace.length - 1 - (cut - head))];
    }
  }
  return trace;
}

/** Where the segment from vertex `head` crosses the one from vertex `tail`. */
function crossingAt(trace: readonly Point[], head: number, tail: number): Point | null {
  const [a, b, c, d] = [trace[head], trace[head + 1], trace[tail], trace[tail + 1]];
  if (!a || !b || !c || !d || tail - head < 2) return null;
  if (Math.max(a.x, b.x) < Math.min(c.x, d.x) || Math.max(c.x, d.x) < Math.min(a.x, b.x)) return null;
  if (Math.max(a.y, b.y) < Math.min(c.y, d.y) || Math.max(c.y, d.y) < Math.min(a.y, b.y)) return null;
  return segmentContact(a, b, c, d)?.at ?? null;
}

function dropRepeats(trace: readonly Point[]): Point[] {
  return trace.filter((point, index) => {
    const before = trace[index - 1];
    return !before || !isSamePoint(point, before);
  });
}

import type { Bounds, Point } from '#shared/geometry/types';
import { CORNERS, middleOf, posedCorner, type Corner, type Pose } from './transform-pose';

export type BoxGrip = Corner | 'rotate' | 'inside';

/** The handles stand this far outside the lesions, in CSS px, so that they hide nothing. */
const PAD_PX = 8;
/** The box is at least so large on screen, in CSS px: its handles do not crowd on a small lesion. */
const LEAST_BOX_PX = 48;
/** How far outside the box the handle for turning is, in CSS px. */
const ROTATE_OUTSIDE_PX = 26;

export type PosedBox = {
  readonly bounds: Bounds;
  readonly pose: Pose;
  readonly framePxPerScreenPx: number;
};
/** The box round the lesions and where it can be taken hold of, in frame px. */
export type BoxPlaces = { readonly corners: readonly Point[]; readonly stem: Point; readonly rotate: Point };

export function boxPlaces({ bounds, pose, framePxPerScreenPx }: PosedBox): BoxPlaces {
  const pad = (side: number, factor: number): number => {
    const onScreen = Math.abs(side * factor) / framePxPerScreenPx;
    return Math.max(PAD_PX, (LEAST_BOX_PX - onScreen) / 2) * framePxPerScreenPx;
  };
  const padFramePx = {
    x: pad(bounds.maxX - bounds.minX, pose.scaleX),
    y: pad(bounds.maxY - bounds.minY, pose.scaleY),
  };
  const corners = CORNERS.map((corner) => posedCorner(bounds, pose, { corner, padFramePx }));
  const [topLeft, topRight, bottomRight, bottomLeft] = corners as [Point, Point, Point, Point];
  // Above the frame there may be no canvas left to take hold of it.
  const top = between(topLeft, topRight);
  const reach = ROTATE_OUTSIDE_PX * framePxPerScreenPx;
  const above = outside(top, { bounds, pose, reach });
  if (above.y >= 0) return { corners, stem: top, rotate: above };
  const bottom = between(bottomLeft, bottomRight);
  return { corners, stem: bottom, rotate: outside(bottom, { bounds, pose, reach }) };
}

/** What a press takes hold of at a frame point; null outside. */
export function gripAt(at: Point, box: PosedBox, tolerancePx: number): BoxGrip | null {
  const { corners, rotate } = boxPlaces(box);
  const reach = tolerancePx * box.framePxPerScreenPx;
  const isNear = (place: Point): boolean => Math.hypot(place.x - at.x, place.y - at.y) <= reach;
  if (isNear(rotate)) return 'rotate';
  const corner = corners.findIndex(isNear);
  if (corner >= 0) return CORNERS[corner] ?? null;
  return isInside(corners, at) ? 'inside' : null;
}

const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

function outside(edge: Point, { bounds, pose, reach }: { bounds: Bounds; pose: Pose; reach: number }): Point {
  const at = middleOf(bounds);
  const away = { x: edge.x - at.x - pose.dx, y: edge.y - at.y - pose.dy };
  const length = Math.hypot(away.x, away.y) || 1;
  return { x: edge.x + (away.x / length) * reach, y: edge.y + (away.y / length) * reach };
}

/** Whether a point lies in a convex ring, its border with it, whichever way it runs. */
function isInside(corners: readonly Point[], { x, y }: Point): boolean {
  let side = 0;
  let a = corners.at(-1);
  for (const b of corners) {
    const turn = a ? Math.sign((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) : 0;
    if (turn !== 0 && side !== 0 && turn !== side) return false;
    if (turn !== 0) side = turn;
    a = b;
  }
  return true;
}

import { compose, rotation, scaling, translation, type Affine } from '#shared/geometry/affine';
import type { Bounds, Point } from '#shared/geometry/types';

/**
 * How lesions differ from how they stood: scaled by two factors about the middle of their bounds, turned about it, then
 * moved. Lengths in frame px, the angle in radians, clockwise on screen.
 */
export type Pose = {
  readonly dx: number;
  readonly dy: number;
  readonly scaleX: number;
  readonly scaleY: number;
  readonly angleRad: number;
};
export const REST: Pose = { dx: 0, dy: 0, scaleX: 1, scaleY: 1, angleRad: 0 };

export type Corner = 'topLeft' | 'topRight' | 'bottomRight' | 'bottomLeft';
export const CORNERS: readonly Corner[] = ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'];
/** Which side of the middle a corner is on. */
const SIDES: Readonly<Record<Corner, readonly [x: -1 | 1, y: -1 | 1]>> = {
  topLeft: [-1, -1],
  topRight: [1, -1],
  bottomRight: [1, 1],
  bottomLeft: [-1, 1],
};
/** Shift turns in steps of 15 degrees. */
const TURN_STEP_RAD = Math.PI / 12;
/** What is scaled down keeps at least this width and height, in frame px. */
export const LEAST_SIDE_PX = 1;

export function isRest({ dx, dy, scaleX, scaleY, angleRad }: Pose): boolean {
  return dx === 0 && dy === 0 && scaleX === 1 && scaleY === 1 && angleRad === 0;
}

export const middleOf = ({ minX, minY, maxX, maxY }: Bounds): Point => ({ x: (minX + maxX) / 2, y: (minY + maxY) / 2 });

export function poseAffine(bounds: Bounds, { dx, dy, scaleX, scaleY, angleRad }: Pose): Affine {
  const middle = middleOf(bounds);
  return compose(translation(dx, dy), compose(rotation(angleRad, middle), scaling(scaleX, scaleY, middle)));
}

/** Where a corner of the bounds has come to, in frame px; `padFramePx` outside of it. */
export function posedCorner(
  bounds: Bounds,
  pose: Pose,
  { corner, padFramePx }: { corner: Corner; padFramePx: Point },
): Point {
  const [sideX, sideY] = SIDES[corner];
  const { x, y } = middleOf(bounds);
  const half = { x: (bounds.maxX - bounds.minX) / 2, y: (bounds.maxY - bounds.minY) / 2 };
  const reach = {
    x: sideX * (half.x * pose.scaleX + Math.sign(pose.scaleX || 1) * padFramePx.x),
    y: sideY * (half.y * pose.scaleY + Math.sign(pose.scaleY || 1) * padFramePx.y),
  };
  const turned = turn(reach, pose.angleRad);
  return { x: x + pose.dx + turned.x, y: y + pose.dy + turned.y };
}

export type PoseDrag = {
  readonly bounds: Bounds;
  /** As the drag found it. */
  readonly before: Pose;
  readonly start: Point;
  readonly to: Point;
};

/** Shift keeps to the axis that the pointer went farther along. */
export function movePose({ before, start, to }: PoseDrag, keepsAxis: boolean): Pose {
  const dx = to.x - start.x;
  const dy = to.y - start.y;
  const isAcross = Math.abs(dx) >= Math.abs(dy);
  return {
    ...before,
    dx: before.dx + (keepsAxis && !isAcross ? 0 : dx),
    dy: before.dy + (keepsAxis && isAcross ? 0 : dy),
  };
}

/** Turned about the middle; with `isStepped` the whole angle is a multiple of 15 degrees. */
export function turnPose({ bounds, before, start, to }: PoseDrag, isStepped: boolean): Pose {
  const at = middleOf(bounds);
  const middle = { x: at.x + before.dx, y: at.y + before.dy };
  const from = Math.atan2(start.y - middle.y, start.x - middle.x);
  const now = Math.atan2(to.y - middle.y, to.x - middle.x);
  const angleRad = before.angleRad + now - from;
  return {
    ...before,
    angleRad: normalised(isStepped ? Math.round(angleRad / TURN_STEP_RAD) * TURN_STEP_RAD : angleRad),
  };
}

/**
 * A corner follows the pointer while the opposite one stays, or the middle when `fromMiddle`. `keepsAspect`: both factors
 * alike. A corner that is dragged past what stays gives factors of 0 or below: see `poseProblem`.
 */
export function scalePose(
  { bounds, before, start, to }: PoseDrag,
  { corner, keepsAspect, fromMiddle }: { corner: Corner; keepsAspect: boolean; fromMiddle: boolean },
): Pose {
  const [sideX, sideY] = SIDES[corner];
  const at = middleOf(bounds);
  const middle = { x: at.x + before.dx, y: at.y + before.dy };
  const half = { x: (bounds.maxX - bounds.minX) / 2, y: (bounds.maxY - bounds.minY) / 2 };
  // In the lesions' own axes, from the place that stays to the corner.
  const span = fromMiddle ? 1 : 2;
  const was = { x: span * half.x * before.scaleX * sideX, y: span * half.y * before.scaleY * sideY };
  const pulled = turn({ x: to.x - start.x, y: to.y - start.y }, -before.angleRad);
  const is = { x: was.x + pulled.x, y: was.y + pulled.y };
  const alike = (is.x * was.x + is.y * was.y) / (was.x * was.x + was.y * was.y);
  const scaleX = before.scaleX * (keepsAspect ? alike : is.x / was.x);
  const scaleY = before.scaleY * (keepsAspect ? alike : is.y / was.y);
  if (fromMiddle) return { ...before, scaleX, scaleY };
  const grown = turn(
    { x: half.x * (scaleX - before.scaleX) * sideX, y: half.y * (scaleY - before.scaleY) * sideY },
    before.angleRad,
  );
  return { ...before, scaleX, scaleY, dx: middle.x + grown.x - at.x, dy: middle.y + grown.y - at.y };
}

/** Why lesions cannot be stored so, in words; null when they can. */
export function poseProblem(bounds: Bounds, { scaleX, scaleY }: Pose): string | null {
  if (scaleX < 0 || scaleY < 0)
    return 'A lesion is not turned inside out: its mirror image is another shape. Nothing was changed.';
  const isTooSmall = (factor: number, side: number): boolean => factor < 1 && factor * side < LEAST_SIDE_PX;
  const { minX, minY, maxX, maxY } = bounds;
  if (isTooSmall(scaleX, maxX - minX) || isTooSmall(scaleY, maxY - minY))
    return 'Nothing would be left: it would be less than 1 px wide or high. Reject the lesion if it is none. Nothing was changed.';
  return null;
}

export type PoseWay = 'move' | 'scale' | 'rotate' | 'transform';
/** What a pose does, in one word. Scaled about a corner is scaled, though its middle has moved. */
export function poseWay({ dx, dy, scaleX, scaleY, angleRad }: Pose): PoseWay {
  const isScaled = scaleX !== 1 || scaleY !== 1;
  if (angleRad === 0) return isScaled ? 'scale' : 'move';
  return isScaled || dx !== 0 || dy !== 0 ? 'transform' : 'rotate';
}

/** "12.0, −3.0 px · 110.0 × 95.0 % · 15.0°": what differs. */
export function poseWords({ dx, dy, scaleX, scaleY, angleRad }: Pose): string {
  const words = [`${signed(dx)}, ${signed(dy)} px`];
  const [wide, high] = [percent(scaleX), percent(scaleY)];
  if (scaleX !== 1 || scaleY !== 1) words.push(wide === high ? `${wide} %` : `${wide} × ${high} %`);
  if (angleRad !== 0) words.push(`${signed((angleRad * 180) / Math.PI)}°`);
  return words.join(' · ');
}

const percent = (factor: number): string => (100 * factor).toFixed(1);

/** One decimal with a true minus; "0.0" without a sign. */
function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return value < 0 && text !== '0.0' ? `−${text}` : text;
}

function turn({ x, y }: Point, angleRad: number): Point {
  if (angleRad === 0) return { x, y };
  const cos = Math.cos(angleRad);
  const sin = Math.sin(angleRad);
  return { x: cos * x - sin * y, y: sin * x + cos * y };
}

/** Above -180 to 180 degrees. */
function normalised(angleRad: number): number {
  const whole = 2 * Math.PI;
  const rest = angleRad - whole * Math.ceil(angleRad / whole - 0.5);
  return rest + 0; // + 0 turns -0 into 0
}

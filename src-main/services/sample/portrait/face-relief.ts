import { bell, bump, createCurve, softMax, smoothStep } from './curve';
import { eyeX, type FaceLines } from './face-lines';

/** Height in millimetres, towards the camera, of the features over the featureless head, at a face chart point. */
export type Relief = (x: number, y: number) => number;

export interface ReliefBuild {
  noseWidth: number;
  noseHeight: number;
  lips: number;
  cheek: number;
  brow: number;
}

export function createRelief(build: ReliefBuild, lines: FaceLines): Relief {
  const nose = createNose(build);
  const mouth = createMouth(build, lines);
  const eye = createEye(lines);
  return (x, y) => {
    const side = Math.abs(x);
    return (
      masses(build, Math.sqrt(x * x + 12), y) + eye(side - eyeX, y) + mouth(side, y) + nose(side, y) + folds(side, y)
    );
  };
}

/** Large soft forms: brow ridge, sockets, cheekbones, muzzle, chin. */
function masses(build: ReliefBuild, x: number, y: number): number {
  return (
    2.6 * build.brow * bump(x - 24, y + 21, 16, 6) +
    1.2 * bump(x, y + 18, 10, 7) +
    1.6 * bump(x - 20, y + 52, 20, 16) -
    7.6 * bump(x - 33, y - 1, 15, 9) -
    5.4 * bump(x - 17, y - 1, 6, 8) -
    3.2 * bump(x, y + 3, 9, 7) +
    3.6 * build.cheek * bump(x - 44, y - 21, 14, 11) +
    2.6 * bump(x - 31, y - 33, 13, 13) -
    2.4 * bump(x - 47, y - 62, 13, 15) -
    1.8 * bump(x - 63, y + 26, 8, 16) +
    5.2 * bump(x, y - 67, 21, 15) -
    3.6 * bump(x, y - 87, 15, 4.5) +
    6.2 * bump(x, y - 100, 15, 9) -
    1.5 * bump(x - 28, y - 92, 10, 9)
  );
}

/** Creases that separate the forms. */
function folds(x: number, y: number): number {
  const nasolabialX = 17.5 + Math.max(0, y - 42) * 0.5 - Math.max(0, y - 62) * 0.22;
  const nasolabial = bell(x - nasolabialX, 2.6) * smoothStep(38, 48, y) * smoothStep(80, 62, y);
  const cheekSide =
    smoothStep(-1, 9, x - nasolabialX) *
    smoothStep(40, 50, y) *
    smoothStep(84, 62, y) *
    smoothStep(30, 8, x - nasolabialX);
  const troughY = 12.5 + Math.abs(x - 22) * 0.24;
  const trough = bell(y - troughY, 2.8) * smoothStep(9, 17, x) * smoothStep(46, 26, x);
  return -0.9 * nasolabial + 0.9 * cheekSide - 0.9 * trough;
}

/** Height of the bridge and its half width down the nose, millimetres. */
const ridge = createCurve([
  [-20, 0],
  [-12, 0.9],
  [-4, 2.6],
  [3, 5],
  [12, 9.6],
  [22, 14.6],
  [32, 19.4],
  [38, 21.4],
  [42, 21],
  [45.5, 17.6],
  [48.5, 10],
  [51, 4],
  [54, 1.2],
  [58, 0],
]);
const halfWidth = createCurve([
  [-20, 9],
  [-4, 7.4],
  [3, 7],
  [12, 7.8],
  [22, 9],
  [32, 11],
  [40, 11.6],
  [46, 9.4],
  [52, 7],
  [58, 6],
]);

function createNose(build: ReliefBuild): Relief {
  const tall = build.noseHeight;
  const wide = build.noseWidth;
  return (x, y) => {
    if (y < -20 || y > 62 || x > 46) return 0;
    const span = halfWidth(y) * wide;
    const section = 0.76 * Math.exp(-((x / span) ** 2.5)) + 0.24 * Math.exp(-((x / (span * 2.1)) ** 2));
    const bridge = ridge(y) * tall * section;
    const tip = 11.2 * tall + ball(x, (y - 36.8) / 0.95, 10.6 * Math.sqrt(wide));
    const wing = 3 + 0.78 * ball((x - 11.4 * wide) / 1.05, (y - 42) / 1.14, 7.7);
    const body = softMax(softMax(bridge, tip, 7), wing, 5);
    const groove =
      bell(Math.hypot((x - 11.6 * wide) / 1.05, (y - 41.4) / 1.12) - 8.4, 1.3) *
      smoothStep(7 * wide, 13 * wide, x) *
      smoothStep(30, 37, y);
    const nostril = bump(x - 6.4 * wide, y - 47.2, 2.8 * wide, 1.5);
    return (body - 1.2 * groove - 4.5 * nostril) * smoothStep(46, 34, x) * smoothStep(62, 54, y);
  };
}

/** Height of a half ball above its middle plane; far outside strongly negative so that a soft maximum ignores it. */
function ball(dx: number, dy: number, radius: number): number {
  const rest = radius * radius - dx * dx - dy * dy;
  return rest > 0 ? Math.sqrt(rest) : -Math.min(20, 2 * (Math.sqrt(dx * dx + dy * dy) - radius));
}

function createMouth(build: ReliefBuild, lines: FaceLines): Relief {
  const half = lines.mouthHalfWidth;
  return (x, y) => {
    if (y < 44 || y > 92 || x > half + 12) return 0;
    const middle = lines.mouth(x);
    const taper = Math.max(0, 1 - (x / (half + 1)) ** 2) ** 0.6;
    const up = (middle - y) / Math.max(0.8, middle - lines.upperLip(x));
    const down = (y - middle) / Math.max(0.8, lines.lowerLip(x) - middle);
    const upper = 2.5 * build.lips * taper * Math.exp(-(((up - 0.42) / 0.5) ** 2));
    const lower = 3.6 * build.lips * taper * Math.exp(-(((down - 0.46) / 0.46) ** 2)) * (0.9 + 0.14 * bell(x - 7, 6));
    const shut = -1.5 * bell(y - middle, 1.15) * smoothStep(half + 2.5, half - 3, x);
    const corner = -1.6 * bump(x - half - 0.5, y - lines.mouth(half), 2.6, 2.4);
    const philtrum = smoothStep(48, 52, y) * smoothStep(66, 60, y);
    return upper + lower + shut + corner + philtrum * (0.7 * bell(x - 4.4, 1.9) - 0.9 * bell(x, 2));
  };
}

function createEye(lines: FaceLines): Relief {
  return (outward, y) => {
    if (Math.abs(outward) > 26 || y < -22 || y > 26) return 0;
    const along = Math.max(0, 1 - (outward / 19) ** 2);
    const globe = 7.4 * Math.exp(-(Math.hypot(outward / 13.2, (y - 0.8) / 10.2) ** 2.6) * 0.9);
    const inside = smoothStep(19, 14, Math.abs(outward));
    const crease = -1.15 * bell(y - lines.lidCrease(outward), 0.95) * inside;
    const hood = 1.1 * bell(y - lines.lidCrease(outward) + 4, 2.6) * inside;
    const lash = lines.lash(outward);
    const margin = -0.9 * bell(y - lash - 0.5, 0.55) * inside;
    const rim = 0.5 * bell(y - lash + 0.7, 0.8) * inside * along;
    const underLid = 0.75 * bell(y - lash - 2.6, 1.5) * along;
    return globe + crease + hood + margin + rim + underLid;
  };
}

import { createCurve, smoothStep } from './curve';

/**
 * The head without features, as stacked horizontal sections. Millimetres; x to the right of the picture,
 * y down from the line of the eyes, z towards the camera from the ear canals.
 */
export interface HeadBase {
  /** Point of the surface at `turn` (-π..π, 0 in front, right positive) and `fall` (0 at the vertex, 1 below the chin). */
  point(turn: number, fall: number): { x: number; y: number; z: number };
}

/** Multipliers and offsets that tell one person from another; 1 or 0 is the average. */
export interface HeadBuild {
  width: number;
  jaw: number;
  chinDrop: number;
  cheek: number;
}

const top = -119;
const bottom = 117;

// y, half width, front, back
const sections = [
  [-119, 0, 14, 14],
  [-117, 20, 34, -18],
  [-112, 36, 50, -42],
  [-102, 53, 66, -66],
  [-87, 65.5, 79.5, -84],
  [-70, 72.5, 89, -94],
  [-50, 75.5, 94.5, -99],
  [-30, 74.5, 95.5, -99],
  [-15, 72.5, 93.5, -97],
  [0, 71, 91.5, -92],
  [15, 70, 91.5, -84],
  [30, 68, 92.5, -76],
  [45, 65.5, 93.5, -68],
  [60, 63.5, 94, -62],
  [75, 61.5, 93, -58],
  [88, 58.5, 90.5, -54],
  [98, 54.5, 88, -50],
  [106, 48, 84, -46],
  [112, 38.5, 77, -40],
  [116, 20.5, 60, -20],
  [117, 0, 44, 0],
] as const;

export function createHeadBase(build: HeadBuild): HeadBase {
  const column = (index: 1 | 2 | 3) => createCurve(sections.map((row) => [fallOf(row[0]), row[index]]));
  const [halfWidth, front, back] = [column(1), column(2), column(3)];
  const widen = createCurve([
    [0, build.width],
    [fallOf(10), build.width],
    [fallOf(40), build.width * (1 + 0.5 * (build.cheek - 1))],
    [fallOf(80), build.width * build.jaw],
    [1, build.width * build.jaw],
  ]);
  return {
    point(turn, fall) {
      const y = yOf(fall);
      const [sine, cosine] = [Math.sin(turn), Math.cos(turn)];
      const power = cosine > 0 ? 2 / (2.12 + 0.35 * squareness(fall)) : 2 / 2.1;
      const ahead = signedPower(cosine, power);
      const middle = 6;
      const reach = cosine > 0 ? front(fall) - middle : middle - back(fall);
      const lift = liftAt(y) * (1 - cosine) * 0.5;
      const drop = build.chinDrop * smoothStep(35, 112, y);
      return {
        x: halfWidth(fall) * widen(fall) * signedPower(sine, power),
        y: y + drop - lift,
        z: middle + reach * ahead,
      };
    },
  };
}

/** Share of boxiness that low sections get, so that the chin is round and not pointed. */
function squareness(fall: number): number {
  return smoothStep(40, 104, yOf(fall));
}

/** How far the back of a low section rises above its front, so that the jaw climbs to the ear. */
function liftAt(y: number): number {
  const t = Math.max(0, (y - 30) / 87);
  return 62 * t * t * (1.6 - 0.6 * t);
}

/** Position along the head of a height in millimetres; rows crowd at both ends where the surface is flat. */
function fallOf(y: number): number {
  return Math.acos((top + bottom - 2 * y) / (bottom - top)) / Math.PI;
}

function yOf(fall: number): number {
  return (top + bottom) / 2 - ((bottom - top) / 2) * Math.cos(Math.PI * fall);
}

function signedPower(value: number, power: number): number {
  return Math.sign(value) * Math.abs(value) ** power;
}

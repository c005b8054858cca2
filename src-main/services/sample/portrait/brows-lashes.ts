import type { Projected } from './camera';
import type { FaceAtlas } from './face-atlas';
import { eyeX, type FaceLines } from './face-lines';
import { between, spread, type Random } from './random';
import type { Density } from './skin-tone';
import { drawStroke, type StrokePoint, type StrokeTarget } from './strokes';

export interface FaceHair {
  target: StrokeTarget;
  project: (x: number, y: number, z: number) => Projected;
  atlas: FaceAtlas;
  lines: FaceLines;
  /** Picture pixels per millimetre. */
  scale: number;
  colour: Density;
  random: Random;
}

/** Draws both brows hair by hair; `fullness` 1 is average. */
export function drawBrows(face: FaceHair, fullness: number): void {
  const { lines, random } = face;
  for (const side of [-1, 1]) {
    for (let i = 0; i < 780 * fullness; i += 1) {
      const along = random() ** 0.9;
      const x = 10.5 + 45 * along;
      const low = lines.browLow(x);
      const high = lines.browHigh(x);
      const share = Math.min(1, Math.max(0, 0.5 + 0.26 * spread(random)));
      if (along < 0.12 && random() > 0.35 + 5 * along) continue;
      const rise = 1.25 * (1 - along) ** 1.6 + (0.55 - share) * 0.8 - 0.36 * along;
      const length = between(random, 5, 8.5) * (1 - 0.35 * along);
      drawHair(face, {
        side,
        x,
        y: low + (high - low) * share,
        angle: rise + 0.13 * spread(random),
        bend: -0.25 - 0.25 * random(),
        length,
        lift: 0.9,
        width: 0.15,
        opacity: 0.62,
      });
    }
  }
}

/** Draws the lashes of closed lids: they leave downwards and curl outwards. */
export function drawLashes(face: FaceHair): void {
  const { lines, random } = face;
  for (const side of [-1, 1]) {
    for (let i = 0; i < 110; i += 1) {
      const outward = between(random, -13.5, 16);
      const share = (outward + 13.5) / 29.5;
      const length = (3.4 + 4.4 * share) * between(random, 0.7, 1.1);
      const angle = -1.75 + 1.15 * share + 0.1 * spread(random);
      drawHair(face, {
        side,
        x: eyeX + outward,
        y: lines.lash(outward) + 0.3,
        angle,
        bend: 0.5 + 0.35 * random(),
        length,
        lift: 3.2,
        width: 0.17,
        opacity: 0.85,
      });
    }
  }
}

interface HairShape {
  side: number;
  x: number;
  y: number;
  /** Direction of the root, radians up from outward. */
  angle: number;
  /** Change of direction from root to tip, radians. */
  bend: number;
  length: number;
  /** Millimetres by which the tip stands off the skin. */
  lift: number;
  width: number;
  opacity: number;
}

const steps = 7;

function drawHair(face: FaceHair, hair: HairShape): void {
  const points: StrokePoint[] = [];
  let { x, y } = hair;
  const shade = between(face.random, 0.7, 1.35);
  for (let i = 0; i <= steps; i += 1) {
    const t = i / steps;
    const place = face.atlas.at(x * hair.side, y);
    if (!place) return;
    const lift = 0.15 + hair.lift * t * t;
    const p = face.project(
      place.x + place.normalX * lift,
      place.y + place.normalY * lift,
      place.z + place.normalZ * lift,
    );
    const paint = (channel: 0 | 1 | 2, light: number): number => Math.exp(-face.colour[channel]) * light * shade;
    points.push({
      ...p,
      red: paint(0, place.red),
      green: paint(1, place.green),
      blue: paint(2, place.blue),
      width: hair.width * face.scale * (1 - 0.75 * t),
      opacity: hair.opacity * Math.min(1, 0.35 + 3 * t) * (1 - 0.5 * t * t),
    });
    const angle = hair.angle + hair.bend * t;
    x += (Math.cos(angle) * hair.length) / steps;
    y -= (Math.sin(angle) * hair.length) / steps;
  }
  drawStroke(face.target, points);
}

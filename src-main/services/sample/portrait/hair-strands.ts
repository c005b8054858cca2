import { rotationOf, type Camera, type Projected } from './camera';
import { smoothStep } from './curve';
import { capCentre } from './hair-cap';
import { growStrand, normalize, type HairGround, type Strand } from './hair-growth';
import type { Point3 } from './mesh';
import { between } from './random';
import type { Density } from './skin-tone';
import { drawStroke, type StrokePoint, type StrokeTarget } from './strokes';
import type { Studio } from './studio-light';

export interface HairScene extends HairGround {
  camera: Camera;
  studio: Studio;
  colour: Density;
  target: StrokeTarget;
  project: (x: number, y: number, z: number) => Projected;
}

/** The pieces of a strand that face the camera, coloured. */
type Shade = (strand: Strand) => StrokePoint[][];

/** Draws the hair strand by strand, deep ones first. */
export function drawHair(scene: HairScene): void {
  const shade = createHairShade(scene);
  for (let i = 0; i < scene.style.strands; i += 1) {
    const root = drawRoot(scene, Infinity);
    const strand = root && growStrand(scene, root, i / scene.style.strands);
    if (strand) for (const run of shade(strand)) drawStroke(scene.target, run);
    if (i === Math.floor(scene.style.strands * 0.4)) drawHairline(scene, shade);
  }
}

/** Fine short hairs along the border, so that it is neither a line nor a blur. */
function drawHairline(scene: HairScene, shade: Shade): void {
  const count = scene.style.strands * 0.5;
  for (let i = 0; i < count; i += 1) {
    const root = drawRoot(scene, 0.86);
    if (!root) continue;
    const strand = growStrand(scene, root, 0.15 + 0.5 * scene.random());
    strand.width *= 0.72;
    if (scene.style.kind === 'tied') strand.points.length = 9 + Math.floor(scene.random() * 9);
    for (const run of shade(strand)) drawStroke(scene.target, run);
  }
}

/** A random root direction inside the hair, or null when the draw fell on bare skin. */
function drawRoot({ random, cap, camera }: HairScene, deepest: number): Point3 | null {
  const view = rotationOf(camera);
  const y = between(random, -1, 0.75);
  const turn = between(random, -Math.PI, Math.PI);
  const ring = Math.sqrt(1 - y * y);
  const root = { x: Math.sin(turn) * ring, y, z: Math.cos(turn) * ring };
  if (view[6] * root.x + view[7] * root.y + view[8] * root.z < -0.35) return null;
  const cover = cap.cover(root);
  return cover < deepest && random() < smoothStep(0.01, 0.3, cover) ? root : null;
}

/** Cuts a strand where it turns behind the head. */
function createHairShade(scene: HairScene): Shade {
  const r = rotationOf(scene.camera);
  const colour = createHairColour(scene);
  return (strand) => {
    const { points, layer, lock } = strand;
    const tone = (0.5 + 0.8 * layer) * between(scene.random, 0.75, 1.25) * (1 + 0.4 * scene.noise(lock * 97, layer));
    const runs: StrokePoint[][] = [];
    let run: StrokePoint[] = [];
    for (const [i, p] of points.entries()) {
      const facing = r[6] * (p.x - capCentre.x) + r[7] * (p.y - capCentre.y) + r[8] * (p.z - capCentre.z);
      if (facing >= -18) run.push(colour(strand, i, tone));
      else {
        runs.push(run);
        run = [];
      }
    }
    runs.push(run);
    return runs;
  };
}

/** Colour of one point: baked light, darker when deep, with a shine that follows the strand (Kajiya and Kay). */
function createHairColour(scene: HairScene): (strand: Strand, index: number, tone: number) => StrokePoint {
  const { camera, colour, style, cap, project } = scene;
  const reflect = createReflection(scene);
  return ({ points, layer, width }, i, tone) => {
    const p = points[i] ?? capCentre;
    const next = points[i + 1] ?? p;
    const before = points[i - 1] ?? p;
    const direction = { x: p.x - capCentre.x, y: p.y - capCentre.y, z: p.z - capCentre.z };
    const along = normalize({ x: next.x - before.x, y: next.y - before.y, z: next.z - before.z });
    const band = style.shine * (0.012 + 0.085 * layer) * reflect(along);
    const share = i / (points.length - 1);
    const paint = (channel: 0 | 1 | 2): number =>
      cap.light(direction, channel) * (Math.exp(-colour[channel]) * tone + band * (1.08 - 0.12 * channel));
    return {
      ...project(p.x, p.y, p.z),
      red: paint(0),
      green: paint(1),
      blue: paint(2),
      width: width * camera.scale * (share < 0.7 ? 1 : 1 - 0.8 * ((share - 0.7) / 0.3)),
      opacity: 0.92 * Math.min(1, 0.2 + 6 * share),
    };
  };
}

/** Share of the key light that a strand of a direction sends to the camera. */
function createReflection({ camera, studio }: HairScene): (along: Point3) => number {
  const r = rotationOf(camera);
  const half = normalize({ x: 0.5 * studio.keySide, y: -0.55, z: 1.5 });
  return (t) => {
    const x = r[0] * t.x + r[1] * t.y + r[2] * t.z;
    const y = r[3] * t.x + r[4] * t.y + r[5] * t.z;
    const z = r[6] * t.x + r[7] * t.y + r[8] * t.z;
    const along = x * half.x + y * half.y + z * half.z;
    return Math.max(0, 1 - along * along) ** 14;
  };
}

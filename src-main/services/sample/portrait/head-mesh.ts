import { createCurve, smoothStep } from './curve';
import { createHeadBase, type HeadBuild } from './head-base';
import { createFaceLines, type FaceLines, type LineBuild } from './face-lines';
import { createRelief, type Relief, type ReliefBuild } from './face-relief';
import { computeNormals, createMesh, type Mesh } from './mesh';
import type { Noise } from './noise';

export interface FaceBuild extends HeadBuild, LineBuild, ReliefBuild {}

const columns = 501;
const rows = 411;

export interface HeadSurface {
  mesh: Mesh;
  lines: FaceLines;
  relief: Relief;
}

/** Height of the hairline over the turn of the head (radians, 0 in front), millimetres in the face chart. */
const hairline = createCurve([
  [0, -71],
  [0.35, -70],
  [0.6, -65],
  [0.85, -54],
  [1.02, -40],
  [1.15, -22],
  [1.28, -6],
  [1.42, 4],
  [1.52, -4],
  [1.75, 2],
  [2.1, 30],
  [2.5, 62],
  [3.15, 74],
]);

/** Signed distance in millimetres into the hair, along the height; negative on bare skin. */
function hairDepth(turn: number, y: number, recede: number): number {
  const side = Math.abs(turn);
  const corner = recede * Math.exp(-(((side - 0.72) / 0.2) ** 2)) * 14;
  return hairline(side) - corner - recede * 6 * Math.exp(-((side / 0.6) ** 2)) - y;
}

export function createHeadMesh(
  build: FaceBuild,
  hair: { thickness: number; recede: number },
  noise: Noise,
): HeadSurface {
  const base = createHeadBase(build);
  const lines = createFaceLines(build);
  const relief = createRelief(build, lines);
  const mesh = createMesh('head', columns, rows);
  for (let row = 0; row < rows; row += 1) {
    const fall = row / (rows - 1);
    for (let column = 0; column < columns; column += 1) {
      const s = (column / (columns - 1)) * 2 - 1;
      const turn = Math.PI * (0.6 * s + 0.4 * s * s * s);
      const p = base.point(turn, fall);
      const i = row * columns + column;
      const depth = hairDepth(turn, p.y, hair.recede) + 1.6 * noise(turn * 12, p.y * 0.14);
      const front = smoothStep(-0.1, 0.28, Math.cos(turn));
      // A slow drift of a millimetre takes the mirror symmetry out of the face.
      const chartX = p.x + 1.1 * noise(p.x * 0.02 + 5, p.y * 0.025);
      const chartY = p.y + 1.1 * noise(p.x * 0.02 - 9, p.y * 0.02 + 7);
      const height = front > 0 ? relief(chartX, chartY) * front : 0;
      const thick = hair.thickness * smoothStep(0, 26, depth);
      const out = Math.hypot(p.x, p.y + 25, p.z - 5) || 1;
      mesh.position[i * 3] = p.x + (thick * p.x) / out;
      mesh.position[i * 3 + 1] = p.y + (thick * (p.y + 25)) / out;
      mesh.position[i * 3 + 2] = p.z + height + (thick * (p.z - 5)) / out;
      mesh.blend[i] = 0.94 * smoothStep(-1, 13, depth);
      // Behind the ears the chart goes on outwards, so that no place of the face is met twice.
      mesh.chart[i * 2] = chartX + Math.sign(p.x) * Math.max(0, 4 - p.z);
      mesh.chart[i * 2 + 1] = chartY;
    }
  }
  computeNormals(mesh, { x: 0, y: -10, z: 5 });
  return { mesh, lines, relief };
}

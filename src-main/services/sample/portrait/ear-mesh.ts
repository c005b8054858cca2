import { bell, bump, createCurve, smoothStep } from './curve';
import { computeNormals, createMesh, type Mesh } from './mesh';

const columns = 161;
const rows = 56;
/** Row at which the rim turns back to the head. */
const rimRow = 46;

/** Distance in millimetres from the ear's middle to its outline; angle 0 points to the back of the head, π/2 up. */
const outline = createCurve([
  [0, 17],
  [0.5, 20],
  [0.95, 25],
  [1.35, 29],
  [1.75, 28],
  [2.2, 22.5],
  [2.7, 15.5],
  [3.14, 13],
  [3.6, 15],
  [4.1, 22],
  [4.5, 28.5],
  [4.8, 30],
  [5.2, 25],
  [5.7, 18.5],
  [6.2832, 17],
]);

/** One ear as a relief over a tilted plane beside the head; `side` is -1 left or 1 right of the picture. */
export function createEarMesh(side: -1 | 1, headWidth: number): Mesh {
  const mesh = createMesh('ear', columns, rows);
  const flare = 0.42;
  const lean = 0.2;
  for (let row = 0; row < rows; row += 1) {
    const share = Math.min(1, row / rimRow);
    const behind = Math.max(0, row - rimRow) / (rows - 1 - rimRow);
    for (let column = 0; column < columns; column += 1) {
      const angle = (column / (columns - 1)) * Math.PI * 2;
      const radius = outline(angle) * (share - 0.16 * behind);
      const u = radius * Math.cos(angle);
      const v = -radius * Math.sin(angle);
      const n = (behind > 0 ? -13 * behind : 0) + earRelief({ u, v, share, angle }) * (1 - behind);
      const back = u * Math.cos(lean) - v * Math.sin(lean) * 1;
      const down = u * Math.sin(lean) * 0.6 + v * Math.cos(lean);
      const at = (row * columns + column) * 3;
      mesh.position[at] = side * (73 * headWidth + back * Math.sin(flare) + n * Math.cos(flare));
      mesh.position[at + 1] = 15 + down;
      mesh.position[at + 2] = -8 - back * Math.cos(flare) + n * Math.sin(flare);
    }
  }
  computeNormals(mesh, { x: side * 30, y: 15, z: -30 });
  return mesh;
}

/** A place on the ear: millimetres back and down from its middle, share of the way to the outline, angle as there. */
interface EarPlace {
  u: number;
  v: number;
  share: number;
  angle: number;
}

/** Height of the ear's surface in millimetres over its plane. */
function earRelief({ u, v, share, angle }: EarPlace): number {
  const lobe = smoothStep(12, 22, v);
  const front = smoothStep(-4, -12, u);
  const helix = 4.2 * bell(share - 0.9, 0.085) * (1 - 0.8 * lobe) * (1 - 0.75 * front * smoothStep(-12, 2, v));
  const scapha = -1.8 * bell(share - 0.72, 0.1) * (1 - lobe) * smoothStep(-0.6, 0.2, Math.cos(angle));
  const antihelix = 3 * bell(Math.hypot((u + 3) / 1, (v + 1) / 1.32) - 11.2, 2.3) * smoothStep(-6, 4, u) * (1 - lobe);
  const concha = -4.5 * bump(u + 2, v - 1.5, 5, 8.5);
  const tragus = 3 * bump(u + 10.5, v - 2.5, 2.6, 4);
  const antitragus = 2.4 * bump(u + 3, v - 13.5, 4, 2.4);
  const crus = 1.4 * bell(v + 4 + 0.3 * u, 1.8) * smoothStep(4, -6, u) * smoothStep(-14, -8, u);
  return 2 + helix + scapha + antihelix + concha + tragus + antitragus + crus + 1.6 * lobe * (1 - share * share);
}

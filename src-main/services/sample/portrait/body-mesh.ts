import { bell, createCurve, smoothStep } from './curve';
import { computeNormals, createMesh, type Mesh } from './mesh';

const columns = 241;
const neckRows = 220;
const clothRows = 160;

const halfWidth = createCurve([
  [20, 34],
  [45, 43],
  [70, 48.5],
  [100, 50.5],
  [130, 51.5],
  [155, 54],
  [172, 61],
  [188, 78],
  [204, 108],
  [222, 142],
  [250, 172],
  [300, 196],
  [380, 204],
]);
const front = createCurve([
  [20, -10],
  [60, 0],
  [90, 16],
  [112, 24],
  [140, 22],
  [165, 19],
  [185, 20],
  [205, 30],
  [240, 48],
  [300, 66],
  [380, 70],
]);
const back = createCurve([
  [20, -30],
  [40, -47],
  [60, -60],
  [85, -66],
  [110, -68.5],
  [150, -76],
  [190, -92],
  [240, -110],
  [380, -118],
]);

/** Neck and upper chest as bare skin. */
export function createNeckMesh(girth: number): Mesh {
  const mesh = createMesh('neck', columns, neckRows);
  fillRings(mesh, { heightOf: (share) => 20 + 270 * share, reliefOf: neckRelief, girth });
  return mesh;
}

/** A garment with a round neckline, 4 mm over the skin. */
export function createClothMesh(girth: number, neckline: number): Mesh {
  const mesh = createMesh('cloth', columns, clothRows);
  const startAt = (turn: number): number => neckline - 26 * (1 - Math.cos(turn)) * 0.5 - 5 * Math.cos(2 * turn);
  const reliefOf = (turn: number, y: number): number => {
    const below = y - startAt(turn);
    const hem = 2.2 * bell(below - 5, 4.2) - 4 * smoothStep(3, -0.5, below);
    const drape = 1.5 * Math.sin(turn * 9 + y * 0.03) * smoothStep(15, 70, below);
    return 4 + hem + drape;
  };
  fillRings(mesh, { heightOf: (share, turn) => startAt(turn) + (390 - neckline) * share, reliefOf, girth });
  return mesh;
}

interface RingShape {
  /** Height of a row, millimetres, by its share of all rows. */
  heightOf: (share: number, turn: number) => number;
  /** Millimetres outwards. */
  reliefOf: (turn: number, y: number) => number;
  girth: number;
}

function fillRings(mesh: Mesh, { heightOf, reliefOf, girth }: RingShape): void {
  for (let row = 0; row < mesh.rows; row += 1) {
    for (let column = 0; column < mesh.columns; column += 1) {
      const turn = (column / (mesh.columns - 1)) * Math.PI * 2 - Math.PI;
      const y = heightOf(row / (mesh.rows - 1), turn);
      const [sine, cosine] = [Math.sin(turn), Math.cos(turn)];
      const middle = (front(y) + back(y)) / 2;
      const reach = (front(y) - back(y)) / 2;
      const out = reliefOf(turn, y);
      const at = (row * mesh.columns + column) * 3;
      mesh.position[at] = (halfWidth(y) * girth + out) * Math.sign(sine) * Math.abs(sine) ** 0.92;
      mesh.position[at + 1] = y;
      mesh.position[at + 2] = middle + (reach + out) * Math.sign(cosine) * Math.abs(cosine) ** 0.92;
      mesh.blend[row * mesh.columns + column] = y;
    }
  }
  computeNormals(mesh, { x: 0, y: 330, z: -30 });
}

/** The two neck muscles, the throat and the collar bones, millimetres. */
function neckRelief(turn: number, y: number): number {
  const side = Math.abs(turn);
  const muscleTurn = 1.35 - 1.1 * smoothStep(80, 185, y);
  const muscle = 3.6 * bell(side - muscleTurn, 0.17) * smoothStep(70, 100, y) * smoothStep(200, 170, y);
  const throat = 3.2 * bell(side, 0.22) * bell(y - 138, 13);
  const notch = -5 * bell(side, 0.13) * bell(y - 186, 9);
  const collar = 4.2 * bell(y - 192 + 10 * (side - 0.2), 4.5) * smoothStep(0.1, 0.3, side) * smoothStep(1.4, 0.9, side);
  return muscle + throat + notch + collar;
}

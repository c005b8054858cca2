/** A grid of points in head space (millimetres; x right, y down, z to the camera) with what shading needs. */
export interface Mesh {
  material: Material;
  /** The last column repeats the first one: every part goes all round. */
  columns: number;
  rows: number;
  /** x, y, z per vertex. */
  position: Float32Array;
  normal: Float32Array;
  /** Face chart x, y per vertex; far outside the face for other parts. */
  chart: Float32Array;
  /** 0 skin to 1 hair (head), or the free colour coordinate of the material. */
  blend: Float32Array;
  /** Light that arrives, linear R, G, B per vertex. */
  light: Float32Array;
}

export type Material = 'head' | 'ear' | 'neck' | 'cloth';

export function createMesh(material: Material, columns: number, rows: number): Mesh {
  const count = columns * rows;
  return {
    material,
    columns,
    rows,
    position: new Float32Array(count * 3),
    normal: new Float32Array(count * 3),
    chart: new Float32Array(count * 2).fill(1e4),
    blend: new Float32Array(count),
    light: new Float32Array(count * 3),
  };
}

/** A point in head space. */
export interface Point3 {
  x: number;
  y: number;
  z: number;
}

/** Fills the normals from the positions, turned away from `inside`. */
export function computeNormals(mesh: Mesh, inside: Point3): void {
  const { columns, rows, position, normal } = mesh;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const left = neighbour(mesh, column - 1);
      const right = neighbour(mesh, column + 1);
      const a = (row * columns + left) * 3;
      const b = (row * columns + right) * 3;
      const c = (Math.max(row - 1, 0) * columns + column) * 3;
      const d = (Math.min(row + 1, rows - 1) * columns + column) * 3;
      writeNormal({ position, normal, at: (row * columns + column) * 3, inside }, a, b, c, d);
    }
  }
}

function neighbour(mesh: Mesh, column: number): number {
  const last = mesh.columns - 1;
  if (column < 0) return last - 1;
  return column > last ? 1 : column;
}

interface NormalTarget {
  position: Float32Array;
  normal: Float32Array;
  at: number;
  inside: Point3;
}

/** Takes four plain numbers for the neighbours, because it runs for every vertex. */
function writeNormal(target: NormalTarget, a: number, b: number, c: number, d: number): void {
  const { position: p, normal, at } = target;
  const ux = (p[b] ?? 0) - (p[a] ?? 0);
  const uy = (p[b + 1] ?? 0) - (p[a + 1] ?? 0);
  const uz = (p[b + 2] ?? 0) - (p[a + 2] ?? 0);
  const vx = (p[d] ?? 0) - (p[c] ?? 0);
  const vy = (p[d + 1] ?? 0) - (p[c + 1] ?? 0);
  const vz = (p[d + 2] ?? 0) - (p[c + 2] ?? 0);
  let nx = uy * vz - uz * vy;
  let ny = uz * vx - ux * vz;
  let nz = ux * vy - uy * vx;
  const { x, y, z } = target.inside;
  const outward = nx * ((p[at] ?? 0) - x) + ny * ((p[at + 1] ?? 0) - y) + nz * ((p[at + 2] ?? 0) - z);
  const scale = (outward < 0 ? -1 : 1) / (Math.hypot(nx, ny, nz) || 1);
  nx *= scale;
  ny *= scale;
  nz *= scale;
  normal[at] = nx;
  normal[at + 1] = ny;
  normal[at + 2] = nz;
}

import { createProjector, type Camera } from './camera';
import type { Mesh } from './mesh';

/** Which mesh point each pixel shows. Pixel centres lie at half-integers. */
export interface Visibility {
  width: number;
  height: number;
  /** Camera z in millimetres; `emptyDepth` where nothing is. */
  depth: Float32Array;
  /** Index of the mesh, 255 for none. */
  mesh: Uint8Array;
  /** Vertex index of the triangle's three corners and the weights of the second and third. */
  corners: Int32Array;
  weights: Float32Array;
}

export const emptyDepth = -1e6;
export const noMesh = 255;

export function createVisibility(width: number, height: number): Visibility {
  const count = width * height;
  return {
    width,
    height,
    depth: new Float32Array(count).fill(emptyDepth),
    mesh: new Uint8Array(count).fill(noMesh),
    corners: new Int32Array(count * 3),
    weights: new Float32Array(count * 2),
  };
}

/** Draws the meshes into the buffer; `scale` is buffer pixels per picture pixel. */
export function rasterizeMeshes(
  buffer: Visibility,
  meshes: readonly Mesh[],
  { camera, scale }: { camera: Camera; scale: number },
): void {
  const project = createProjector(camera);
  for (const [index, mesh] of meshes.entries()) {
    const count = mesh.columns * mesh.rows;
    const screen = new Float32Array(count * 3);
    for (let i = 0; i < count; i += 1) {
      const p = project(mesh.position[i * 3] ?? 0, mesh.position[i * 3 + 1] ?? 0, mesh.position[i * 3 + 2] ?? 0);
      screen[i * 3] = p.x * scale;
      screen[i * 3 + 1] = p.y * scale;
      screen[i * 3 + 2] = p.depth;
    }
    rasterizeGrid(buffer, mesh, { screen, index });
  }
}

/** A mesh on the screen: x, y in buffer pixels and depth per vertex, and the mesh's number. */
interface ScreenGrid {
  screen: Float32Array;
  index: number;
}

function rasterizeGrid(buffer: Visibility, mesh: Mesh, grid: ScreenGrid): void {
  for (let row = 0; row + 1 < mesh.rows; row += 1) {
    for (let column = 0; column + 1 < mesh.columns; column += 1) {
      const a = row * mesh.columns + column;
      const c = a + mesh.columns;
      rasterizeTriangle(buffer, grid, a, a + 1, c);
      rasterizeTriangle(buffer, grid, a + 1, c + 1, c);
    }
  }
}

/** Takes three plain vertex numbers, because it runs half a million times per picture. */
function rasterizeTriangle(buffer: Visibility, { screen, index }: ScreenGrid, a: number, b: number, c: number): void {
  const ax = screen[a * 3] ?? 0;
  const ay = screen[a * 3 + 1] ?? 0;
  const bx = screen[b * 3] ?? 0;
  const by = screen[b * 3 + 1] ?? 0;
  const cx = screen[c * 3] ?? 0;
  const cy = screen[c * 3 + 1] ?? 0;
  const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  if (area === 0) return;
  const minX = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5));
  const maxX = Math.min(buffer.width - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
  const minY = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
  const maxY = Math.min(buffer.height - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
  const az = screen[a * 3 + 2] ?? 0;
  const bz = (screen[b * 3 + 2] ?? 0) - az;
  const cz = (screen[c * 3 + 2] ?? 0) - az;
  for (let y = minY; y <= maxY; y += 1) {
    const dy = y + 0.5 - ay;
    for (let x = minX; x <= maxX; x += 1) {
      const dx = x + 0.5 - ax;
      const wb = (dx * (cy - ay) - dy * (cx - ax)) / area;
      const wc = (dy * (bx - ax) - dx * (by - ay)) / area;
      if (wb < -1e-4 || wc < -1e-4 || wb + wc > 1.0002) continue;
      const depth = az + wb * bz + wc * cz;
      const pixel = y * buffer.width + x;
      if (depth <= (buffer.depth[pixel] ?? 0)) continue;
      buffer.depth[pixel] = depth;
      buffer.mesh[pixel] = index;
      buffer.corners[pixel * 3] = a;
      buffer.corners[pixel * 3 + 1] = b;
      buffer.corners[pixel * 3 + 2] = c;
      buffer.weights[pixel * 2] = wb;
      buffer.weights[pixel * 2 + 1] = wc;
    }
  }
}

import { rotationOf, type Camera, type Rotation } from './camera';
import type { Mesh } from './mesh';
import { createRandom } from './random';

/** A far light: unit direction towards it in camera space (x right, y down, z to the camera) and its linear colour. */
interface Lamp {
  x: number;
  y: number;
  z: number;
  red: number;
  green: number;
  blue: number;
}

/** How a portrait is lit; strengths are linear. */
export interface Studio {
  key: number;
  fill: number;
  top: number;
  ambient: number;
  /** Side of the key light: -1 left, 1 right of the picture. */
  keySide: -1 | 1;
  /** -1 cool to 1 warm. */
  warmth: number;
}

interface Softbox {
  turn: number;
  rise: number;
  spread: number;
  strength: number;
  warmth: number;
  count: number;
}

const mapSize = 224;
const mapReach = 215;
const bias = 3;
const casterStep = 5;

/** Bakes the light of the studio into each vertex: many small lamps, each with its own shadow map, so shadows are soft. */
export function bakeLight(meshes: readonly Mesh[], camera: Camera, studio: Studio): void {
  const rotation = rotationOf(camera);
  const lamps = createLamps(studio).map((lamp) => toHeadSpace(lamp, rotation));
  const receivers = meshes.map((mesh) => facingVertices(mesh, rotation));
  for (const mesh of meshes) mesh.light.fill(0);
  const shadow = new Float32Array(mapSize * mapSize);
  for (const lamp of lamps) {
    const frame = createFrame(lamp);
    shadow.fill(-1e6);
    for (const mesh of meshes) drawCaster(shadow, mesh, frame);
    for (const [i, mesh] of meshes.entries())
      receive(mesh, lamp, { frame, shadow, vertices: receivers[i] ?? new Int32Array() });
  }
}

/** Offsets in the position array of the vertices that the camera may see; only they need light. */
function facingVertices({ position, normal }: Mesh, r: Rotation): Int32Array {
  const found: number[] = [];
  for (let p = 0; p < position.length; p += 3) {
    const facing = r[6] * (normal[p] ?? 0) + r[7] * (normal[p + 1] ?? 0) + r[8] * (normal[p + 2] ?? 0);
    if (facing > -0.2) found.push(p);
  }
  return Int32Array.from(found);
}

function createLamps(studio: Studio): Lamp[] {
  const side = studio.keySide;
  const boxes: Softbox[] = [
    {
      turn: 0.72 * side,
      rise: 0.66,
      spread: 0.3,
      strength: studio.key,
      warmth: 0.04 + 0.06 * studio.warmth,
      count: 10,
    },
    {
      turn: -0.85 * side,
      rise: 0.22,
      spread: 0.38,
      strength: studio.fill,
      warmth: -0.03 + 0.05 * studio.warmth,
      count: 7,
    },
    { turn: 0.05 * side, rise: 1.2, spread: 0.3, strength: studio.top, warmth: 0.01, count: 5 },
    { turn: 0, rise: 0.12, spread: 0.9, strength: studio.ambient, warmth: 0.03 * studio.warmth, count: 11 },
    { turn: 0.2 * side, rise: -0.75, spread: 0.45, strength: studio.ambient * 0.3, warmth: 0.1, count: 4 },
  ];
  const random = createRandom(77);
  return boxes.flatMap((box) => Array.from({ length: box.count }, (_, i) => lampOf(box, i, random)));
}

function lampOf(box: Softbox, index: number, random: () => number): Lamp {
  const radius = box.spread * Math.sqrt((index + 0.5) / box.count);
  const angle = index * 2.399963 + random() * 0.3;
  const turn = box.turn + radius * Math.cos(angle);
  const rise = box.rise + radius * Math.sin(angle);
  const strength = box.strength / box.count;
  return {
    x: Math.sin(turn) * Math.cos(rise),
    y: -Math.sin(rise),
    z: Math.cos(turn) * Math.cos(rise),
    red: strength * (1 + box.warmth),
    green: strength,
    blue: strength * (1 - 1.2 * box.warmth),
  };
}

function toHeadSpace(lamp: Lamp, r: readonly number[]): Lamp {
  const turnBack = (k: number): number => (r[k] ?? 0) * lamp.x + (r[k + 3] ?? 0) * lamp.y + (r[k + 6] ?? 0) * lamp.z;
  return { ...lamp, x: turnBack(0), y: turnBack(1), z: turnBack(2) };
}

/** Two axes across the light's direction. */
interface Frame {
  ux: number;
  uy: number;
  uz: number;
  vx: number;
  vy: number;
  vz: number;
  lx: number;
  ly: number;
  lz: number;
}

function createFrame({ x, y, z }: Lamp): Frame {
  const steep = Math.abs(y) > 0.9;
  const [hx, hy] = steep ? [1, 0] : [0, 1];
  let ux = hy * z;
  let uy = -hx * z;
  let uz = hx * y - hy * x;
  const length = Math.hypot(ux, uy, uz);
  ux /= length;
  uy /= length;
  uz /= length;
  return { ux, uy, uz, vx: y * uz - z * uy, vy: z * ux - x * uz, vz: x * uy - y * ux, lx: x, ly: y, lz: z };
}

const half = mapSize / 2;
const texel = half / mapReach;

function drawCaster(shadow: Float32Array, mesh: Mesh, frame: Frame): void {
  const columns = Math.floor((mesh.columns - 1) / casterStep) + 1;
  const rows = Math.floor((mesh.rows - 1) / casterStep) + 1;
  const flat = new Float32Array(columns * rows * 3);
  for (let i = 0; i < columns * rows; i += 1) {
    const row = Math.min(Math.floor(i / columns) * casterStep, mesh.rows - 1);
    const p = (row * mesh.columns + (i % columns) * casterStep) * 3;
    const [x, y, z] = [mesh.position[p] ?? 0, (mesh.position[p + 1] ?? 0) - 20, mesh.position[p + 2] ?? 0];
    flat[i * 3] = half + texel * (x * frame.ux + y * frame.uy + z * frame.uz);
    flat[i * 3 + 1] = half + texel * (x * frame.vx + y * frame.vy + z * frame.vz);
    flat[i * 3 + 2] = x * frame.lx + y * frame.ly + z * frame.lz;
  }
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      const a = row * columns + column;
      drawShadowTriangle(shadow, flat, a, a + 1, a + columns);
      drawShadowTriangle(shadow, flat, a + 1, a + columns + 1, a + columns);
    }
  }
}

/** Takes three plain vertex numbers, because it runs for each triangle and lamp. */
function drawShadowTriangle(shadow: Float32Array, flat: Float32Array, a: number, b: number, c: number): void {
  const ax = flat[a * 3] ?? 0;
  const ay = flat[a * 3 + 1] ?? 0;
  const bx = (flat[b * 3] ?? 0) - ax;
  const by = (flat[b * 3 + 1] ?? 0) - ay;
  const cx = (flat[c * 3] ?? 0) - ax;
  const cy = (flat[c * 3 + 1] ?? 0) - ay;
  const area = bx * cy - by * cx;
  if (area === 0) return;
  const az = flat[a * 3 + 2] ?? 0;
  const bz = (flat[b * 3 + 2] ?? 0) - az;
  const cz = (flat[c * 3 + 2] ?? 0) - az;
  const minX = Math.max(0, Math.ceil(ax + Math.min(0, bx, cx) - 0.5));
  const maxX = Math.min(mapSize - 1, Math.floor(ax + Math.max(0, bx, cx) - 0.5));
  const minY = Math.max(0, Math.ceil(ay + Math.min(0, by, cy) - 0.5));
  const maxY = Math.min(mapSize - 1, Math.floor(ay + Math.max(0, by, cy) - 0.5));
  for (let y = minY; y <= maxY; y += 1) {
    const dy = y + 0.5 - ay;
    for (let x = minX; x <= maxX; x += 1) {
      const dx = x + 0.5 - ax;
      const wb = (dx * cy - dy * cx) / area;
      const wc = (dy * bx - dx * by) / area;
      if (wb < 0 || wc < 0 || wb + wc > 1) continue;
      const depth = az + wb * bz + wc * cz;
      const cell = y * mapSize + x;
      if (depth > (shadow[cell] ?? 0)) shadow[cell] = depth;
    }
  }
}

interface Reception {
  frame: Frame;
  shadow: Float32Array;
  vertices: Int32Array;
}

function receive(mesh: Mesh, lamp: Lamp, { frame, shadow, vertices }: Reception): void {
  const { position, normal, light } = mesh;
  for (const p of vertices) {
    const nx = normal[p] ?? 0;
    const ny = normal[p + 1] ?? 0;
    const nz = normal[p + 2] ?? 0;
    const cosine = (nx * lamp.x + ny * lamp.y + nz * lamp.z + 0.08) / 1.08;
    if (cosine <= 0) continue;
    const x = (position[p] ?? 0) + nx * 1.8;
    const y = (position[p + 1] ?? 0) + ny * 1.8 - 20;
    const z = (position[p + 2] ?? 0) + nz * 1.8;
    const u = half + texel * (x * frame.ux + y * frame.uy + z * frame.uz) - 0.5;
    const v = half + texel * (x * frame.vx + y * frame.vy + z * frame.vz) - 0.5;
    const seen = cosine * visibleShare(shadow, u, v, x * frame.lx + y * frame.ly + z * frame.lz + bias);
    light[p] = (light[p] ?? 0) + lamp.red * seen;
    light[p + 1] = (light[p + 1] ?? 0) + lamp.green * seen;
    light[p + 2] = (light[p + 2] ?? 0) + lamp.blue * seen;
  }
}

/** Bilinear share of the four nearest shadow texels that do not hide `depth`; plain numbers, for each vertex and lamp. */
function visibleShare(shadow: Float32Array, u: number, v: number, depth: number): number {
  const column = Math.floor(u);
  const row = Math.floor(v);
  if (column < 0 || row < 0 || column >= mapSize - 1 || row >= mapSize - 1) return 1;
  const fx = u - column;
  const fy = v - row;
  const cell = row * mapSize + column;
  const a = (shadow[cell] ?? 0) <= depth ? 1 : 0;
  const b = (shadow[cell + 1] ?? 0) <= depth ? 1 : 0;
  const c = (shadow[cell + mapSize] ?? 0) <= depth ? 1 : 0;
  const d = (shadow[cell + mapSize + 1] ?? 0) <= depth ? 1 : 0;
  return (a + (b - a) * fx) * (1 - fy) + (c + (d - c) * fx) * fy;
}

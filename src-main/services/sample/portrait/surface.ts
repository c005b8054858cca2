import type { Camera } from './camera';
import { rotationOf } from './camera';
import { createFractal, type Noise } from './noise';
import type { Mesh } from './mesh';
import { noMesh, type Visibility } from './rasterize';
import type { SkinMap } from './skin-map';
import { blood, pigment, type Complexion, type Density } from './skin-tone';
import { densityAt } from './skin-map';
import type { Studio } from './studio-light';

/** What the develop step needs per buffer pixel, interleaved. */
export const surfaceChannels = 9;
export const lightAt = 0;
export const densityOffset = 3;
export const glossAt = 6;
export const grainAt = 7;
export const coverAt = 8;

export interface Surface {
  width: number;
  height: number;
  /** light R G B, density R G B, gloss, grain, cover (0 or 1). */
  values: Float32Array;
}

export interface SurfaceScene {
  meshes: readonly Mesh[];
  camera: Camera;
  studio: Studio;
  complexion: Complexion;
  skinMap: SkinMap;
  noise: Noise;
  cloth: Density;
  /** Height over which head skin turns into scalp colour is baked in the mesh's blend. */
  scalp: Density;
}

/** Looks up light, colour and shine for every visible pixel. */
export function renderSurface(visibility: Visibility, scene: SurfaceScene): Surface {
  const { width, height } = visibility;
  const values = new Float32Array(width * height * surfaceChannels);
  const shine = createShine(scene);
  const painters = scene.meshes.map((mesh) => createPainter(mesh, scene));
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const index = visibility.mesh[pixel] ?? noMesh;
    const mesh = scene.meshes[index];
    const painter = painters[index];
    if (!mesh || !painter) continue;
    const point = pointOf(visibility, pixel);
    const at = pixel * surfaceChannels;
    for (let channel = 0; channel < 3; channel += 1)
      values[at + channel] = 0.015 + Math.max(0, blendOf(mesh.light, point, 3, channel));
    painter(point, values, at);
    const gloss = values[at + glossAt] ?? 0;
    if (gloss > 0) values[at + glossAt] = gloss * shine(mesh, point, values[at + 1] ?? 0);
    values[at + coverAt] = 1;
  }
  return { width, height, values };
}

/** A place on a mesh: three corners and their weights. */
interface MeshPoint {
  a: number;
  b: number;
  c: number;
  wa: number;
  wb: number;
  wc: number;
}

function pointOf(visibility: Visibility, pixel: number): MeshPoint {
  const wb = visibility.weights[pixel * 2] ?? 0;
  const wc = visibility.weights[pixel * 2 + 1] ?? 0;
  return {
    a: visibility.corners[pixel * 3] ?? 0,
    b: visibility.corners[pixel * 3 + 1] ?? 0,
    c: visibility.corners[pixel * 3 + 2] ?? 0,
    wa: 1 - wb - wc,
    wb,
    wc,
  };
}

/** One channel between three corners; plain numbers, because it runs many times per pixel. */
function blendOf(values: Float32Array, p: MeshPoint, stride: number, channel: number): number {
  return (
    (values[p.a * stride + channel] ?? 0) * p.wa +
    (values[p.b * stride + channel] ?? 0) * p.wb +
    (values[p.c * stride + channel] ?? 0) * p.wc
  );
}

type Painter = (point: MeshPoint, values: Float32Array, at: number) => void;

function createPainter(mesh: Mesh, scene: SurfaceScene): Painter {
  if (mesh.material === 'head') return headPainter(mesh, scene);
  if (mesh.material === 'cloth') return clothPainter(mesh, scene);
  return bareSkinPainter(mesh, scene);
}

function headPainter(mesh: Mesh, { skinMap, complexion, scalp }: SurfaceScene): Painter {
  return (point, values, at) => {
    const hair = blendOf(mesh.blend, point, 1, 0);
    const around = 78 * Math.atan2(blendOf(mesh.position, point, 3, 0), blendOf(mesh.position, point, 3, 2) + 10);
    const sample = skinMap(blendOf(mesh.chart, point, 2, 0), blendOf(mesh.chart, point, 2, 1), around);
    for (const channel of [0, 1, 2] as const) {
      const skin = densityAt(complexion, sample, channel);
      values[at + densityOffset + channel] = skin + hair * (scalp[channel] - skin);
    }
    values[at + glossAt] = sample.gloss * (1 - hair);
    values[at + grainAt] = sample.grain * (1 - hair);
  };
}

function bareSkinPainter(mesh: Mesh, { complexion, noise }: SurfaceScene): Painter {
  const ear = mesh.material === 'ear';
  const patches = createFractal(noise, 3);
  return (point, values, at) => {
    const x = blendOf(mesh.position, point, 3, 0);
    const y = blendOf(mesh.position, point, 3, 1);
    const z = blendOf(mesh.position, point, 3, 2);
    const patch = patches((x + z) * 0.06, y * 0.06 + 9);
    const red = complexion.redness * ((ear ? 0.24 : 0.03) + 0.05 * patch);
    const brown = complexion.brownness * ((ear ? 0.02 : 0.1) + 0.03 * patch);
    for (const channel of [0, 1, 2] as const) {
      values[at + densityOffset + channel] = complexion.skin[channel] + red * blood[channel] + brown * pigment[channel];
    }
    values[at + glossAt] = complexion.shine * (ear ? 0.5 : 0.3);
    values[at + grainAt] = ear ? 0.3 : 0.7;
  };
}

function clothPainter(mesh: Mesh, { cloth, noise }: SurfaceScene): Painter {
  return (point, values, at) => {
    const x = blendOf(mesh.position, point, 3, 0);
    const y = blendOf(mesh.position, point, 3, 1);
    const weave = 0.05 * Math.sin(x * 4.1) * Math.sin(y * 4.1) + 0.06 * noise(x * 0.9, y * 0.9);
    for (const channel of [0, 1, 2] as const) values[at + densityOffset + channel] = cloth[channel] + weave;
  };
}

type Shine = (mesh: Mesh, point: MeshPoint, green: number) => number;

/** Mirror-like share of the lamps on skin: two lobes (Blinn) for the key and the fill box, more at grazing angles. */
function createShine({ camera, studio }: SurfaceScene): Shine {
  const r = rotationOf(camera);
  const boxes = [
    { turn: 0.72 * studio.keySide, rise: 0.5, strength: studio.key },
    { turn: 0.5 * studio.keySide, rise: 0.35, strength: studio.key * 0.5 },
    { turn: -0.85 * studio.keySide, rise: 0.22, strength: studio.fill },
    { turn: 0, rise: 1.1, strength: studio.top },
  ].map(({ turn, rise, strength }) => {
    const half = [Math.sin(turn) * Math.cos(rise), -Math.sin(rise), Math.cos(turn) * Math.cos(rise) + 1] as const;
    const length = Math.hypot(...half);
    return { x: half[0] / length, y: half[1] / length, z: half[2] / length, strength };
  });
  return (mesh, point, green) => {
    const nx = blendOf(mesh.normal, point, 3, 0);
    const ny = blendOf(mesh.normal, point, 3, 1);
    const nz = blendOf(mesh.normal, point, 3, 2);
    const x = r[0] * nx + r[1] * ny + r[2] * nz;
    const y = r[3] * nx + r[4] * ny + r[5] * nz;
    const z = Math.max(0, r[6] * nx + r[7] * ny + r[8] * nz);
    let sum = 0;
    for (const box of boxes) {
      const cosine = x * box.x + y * box.y + z * box.z;
      if (cosine > 0.3) sum += box.strength * (0.085 * cosine ** 46 + 0.05 * cosine ** 14);
    }
    const grazing = 1 + 2.2 * (1 - z) ** 3;
    return sum * grazing * Math.min(1, green * 1.6);
  };
}

import type { Picture } from './picture';
import { createRandom } from './random';
import { textureScale, type SkinTexture } from './skin-texture';
import { coverAt, densityOffset, glossAt, grainAt, surfaceChannels, type Surface } from './surface';

// Local names: a test run without a bundler looks an imported one up at every use, here per pixel.
const stride = surfaceChannels;
const cellsPerMillimetre = textureScale;
const [densities, gloss, grain, cover] = [densityOffset, glossAt, grainAt, coverAt];

export interface SkinDetail {
  texture: SkinTexture;
  /** Picture pixels per millimetre. */
  scale: number;
  /** Surface pixels per picture pixel. */
  ratio: number;
  strength: number;
}

/** Paints the surface over the picture, enlarged, with pores and fine relief at full size. */
export function paintSurface(picture: Picture, surface: Surface, detail: SkinDetail): void {
  const line = new Float32Array((surface.width + 1) * stride);
  const pixel = new Float32Array(stride);
  for (let y = 0; y < picture.height; y += 1) {
    mixRows(line, surface, (y + 0.5) * detail.ratio - 0.5);
    for (let x = 0; x < picture.width; x += 1) {
      const position = Math.max(0, (x + 0.5) * detail.ratio - 0.5);
      const column = Math.floor(position);
      const share = position - column;
      const left = column * stride;
      const right = left + stride;
      const opacity = edge((line[left + cover] ?? 0) * (1 - share) + (line[right + cover] ?? 0) * share);
      if (opacity <= 0) continue;
      for (let k = 0; k < stride; k += 1)
        pixel[k] = (line[left + k] ?? 0) * (1 - share) + (line[right + k] ?? 0) * share;
      blendPixel(picture, (y * picture.width + x) * 3, { pixel, opacity, texture: textureAt(detail, x, y) });
    }
  }
}

function edge(cover: number): number {
  const t = Math.min(1, Math.max(0, (cover - 0.25) / 0.5));
  return t * t * (3 - 2 * t);
}

function mixRows(line: Float32Array, surface: Surface, position: number): void {
  const clamped = Math.min(Math.max(position, 0), surface.height - 1);
  const row = Math.floor(clamped);
  const share = clamped - row;
  const length = surface.width * stride;
  const upper = row * length;
  const lower = Math.min(row + 1, surface.height - 1) * length;
  for (let i = 0; i < length; i += 1)
    line[i] = (surface.values[upper + i] ?? 0) * (1 - share) + (surface.values[lower + i] ?? 0) * share;
  line.copyWithin(length, length - stride, length);
}

function textureAt(
  { texture, scale, strength }: SkinDetail,
  x: number,
  y: number,
): { relief: number; sparkle: number } {
  const zoom = cellsPerMillimetre / scale;
  const u = x * zoom;
  const v = y * zoom;
  const first = cellOf(texture, u, v);
  const second = cellOf(texture, 517 + 0.62 * u - 0.31 * v, 91 + 0.31 * u + 0.62 * v);
  return {
    relief: strength * ((texture.relief[first] ?? 0) + 0.7 * (texture.relief[second] ?? 0)),
    sparkle: (texture.sparkle[first] ?? 0) + 0.5 * (texture.sparkle[second] ?? 0),
  };
}

function cellOf(texture: SkinTexture, u: number, v: number): number {
  const wrap = texture.size - 1;
  return (Math.floor(v) & wrap) * texture.size + (Math.floor(u) & wrap);
}

interface PixelPaint {
  pixel: Float32Array;
  opacity: number;
  texture: { relief: number; sparkle: number };
}

function blendPixel({ linear }: Picture, at: number, { pixel, opacity, texture }: PixelPaint): void {
  const strength = pixel[grain] ?? 0;
  const light = Math.max(0.2, 1 + 0.13 * texture.relief * strength);
  const shine = (pixel[gloss] ?? 0) * Math.max(0, 1 + 0.9 * texture.sparkle * strength);
  for (let channel = 0; channel < 3; channel += 1) {
    const colour = Math.exp(-(pixel[densities + channel] ?? 0)) * (pixel[channel] ?? 0) * light + shine;
    const before = linear[at + channel] ?? 0;
    linear[at + channel] = before + (colour - before) * opacity;
  }
}

/** The camera: exposure, edge falloff, tone curve and a little noise (standard deviation about `noise` / 2.4 steps); returns 8 bit sRGB. */
export function exposePicture(
  picture: Picture,
  options: { exposure: number; vignette: number; noise: number; seed: number },
): Buffer {
  const { width, height, linear } = picture;
  const random = createRandom(options.seed);
  const curve = createToneCurve();
  const grain = Float32Array.from({ length: 1 << 16 }, () => (random() + random() - 1) * options.noise);
  const bytes = Buffer.alloc(width * height * 3);
  const reach = (width * width + height * height) / 4;
  for (let y = 0; y < height; y += 1) {
    const squareY = (y - height / 2) ** 2;
    const shift = Math.floor(random() * grain.length);
    for (let x = 0; x < width; x += 1) {
      const falloff = options.vignette * (((x - width / 2) ** 2 + squareY) / reach);
      const scale = options.exposure * (1 - falloff) * curveScale;
      const grey = (grain[(x + shift) & 0xffff] ?? 0) + 0.5;
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const value = Math.min(curveSteps - 1, (linear[at + channel] ?? 0) * scale);
        bytes[at + channel] = Math.min(255, Math.max(0, (curve[value | 0] ?? 255) + grey));
      }
    }
  }
  return bytes;
}

const curveSteps = 1 << 16;
const curveScale = curveSteps / 2;

/** Display bytes over linear light from 0 to 2. */
function createToneCurve(): Float32Array {
  return Float32Array.from({ length: curveSteps }, (_, i) => 255 * displayOf((i + 0.5) / curveScale));
}

/** sRGB transfer with a soft shoulder above 0.75. */
function displayOf(value: number): number {
  const soft = value < 0.7 ? value : 0.7 + 0.3 * (1 - Math.exp(-(value - 0.7) / 0.3));
  const coded = soft <= 0.0031308 ? 12.92 * soft : 1.055 * soft ** (1 / 2.4) - 0.055;
  return Math.min(1, Math.max(0, coded));
}

import { lipShare } from '../portrait/skin-map';
import { eyeX, type FaceLines } from '../portrait/face-lines';
import type { Portrait } from '../portrait/portrait';
import { surfaceRatio } from '../portrait/portrait';
import { between, spread, type Random } from '../portrait/random';
import { createBlob } from './spot-outline';
import type { FramePoint, Spot, SpotKind } from './spot';
import type { Density } from '../portrait/skin-tone';

/** A mark on the face itself, so that several pictures of one person can show it. */
export interface SkinMark {
  kind: SpotKind;
  /** Place in the face chart, millimetres. */
  x: number;
  y: number;
  /** Mean radius, millimetres. */
  radius: number;
  /** 1 average; multiplies the kind's density. */
  strength: number;
  /** Outline about the place, in radii, along the skin. */
  shape: FramePoint[];
}

export interface MarkPlan {
  kind: SpotKind;
  count: number;
  radius: readonly [number, number];
  strength: readonly [number, number];
  /** Free skin between two marks, millimetres. */
  gap: number;
}

/** Scatters marks over cheeks, jaw, chin and forehead, clear of eyes, brows, lips and nostrils and of the marks in `taken`. */
export function scatterMarks(
  plan: MarkPlan,
  options: { random: Random; lines: FaceLines; taken: readonly SkinMark[] },
): SkinMark[] {
  const { random, lines } = options;
  const marks: SkinMark[] = [];
  for (let attempt = 0; marks.length < plan.count && attempt < 200000; attempt += 1) {
    const [x, y] = drawPlace(random);
    const radius = plan.radius[0] + (plan.radius[1] - plan.radius[0]) * random() ** 1.7;
    if (!isFreeSkin(lines, { x, y, radius })) continue;
    const near = (mark: SkinMark): boolean =>
      Math.hypot(mark.x - x, mark.y - y) < 1.3 * (mark.radius + radius) + plan.gap;
    if (marks.some(near) || options.taken.some(near)) continue;
    marks.push({
      kind: plan.kind,
      x,
      y,
      radius,
      strength: between(random, plan.strength[0], plan.strength[1]),
      shape: createBlob(random),
    });
  }
  return marks;
}

function drawPlace(random: Random): [number, number] {
  const side = random() < 0.5 ? -1 : 1;
  const choice = random();
  if (choice < 0.56) return [side * (40 + 11 * spread(random)), 42 + 17 * spread(random)];
  if (choice < 0.76) return [28 * spread(random), -46 + 9 * spread(random)];
  if (choice < 0.9) return [14 * spread(random), 92 + 7 * spread(random)];
  return [side * (50 + 7 * spread(random)), 6 + 12 * spread(random)];
}

function isFreeSkin(lines: FaceLines, { x, y, radius }: { x: number; y: number; radius: number }): boolean {
  const side = Math.abs(x);
  const margin = radius + 1.5;
  if (side > 61 || y < -63 || y > 106) return false;
  if (Math.hypot((side - eyeX) / (20 + margin), (y - 1) / (13 + margin)) < 1) return false;
  if (side > 7 && side < 60 && y > lines.browHigh(side) - margin && y < lines.browLow(side) + margin) return false;
  if (side < 19 + margin && y > -8 && y < 53 + margin) return false;
  if (side < lines.mouthHalfWidth + 4 + margin && y > 60 - margin && y < 81 + margin) return false;
  return lipShare(lines, side, y) === 0;
}

/** Where a mark appears in one picture, or null when it is turned away, hidden or cut off. */
export function projectMark(portrait: Portrait, mark: SkinMark, density: Density): Spot | null {
  const place = portrait.atlas.at(mark.x, mark.y);
  if (!place) return null;
  const middle = portrait.project(place.x, place.y, place.z);
  const ahead = portrait.project(
    place.x + place.normalX * 10,
    place.y + place.normalY * 10,
    place.z + place.normalZ * 10,
  );
  if (ahead.depth - middle.depth < 4.8 || isCovered(portrait, middle)) return null;
  const across = normalize(place.normalZ, 0, -place.normalX);
  const down = [
    place.normalY * across[2] - place.normalZ * across[1],
    place.normalZ * across[0] - place.normalX * across[2],
    place.normalX * across[1] - place.normalY * across[0],
  ] as const;
  const outline = mark.shape.map(({ x: u, y: v }) => {
    const step = (k: 0 | 1 | 2): number => mark.radius * (u * across[k] + v * down[k]);
    const p = portrait.project(place.x + step(0), place.y + step(1), place.z + step(2));
    return { x: p.x, y: p.y };
  });
  const { width, height } = portrait.picture;
  if (outline.some(({ x, y }) => x < 4 || y < 4 || x > width - 4 || y > height - 4)) return null;
  const scaled = density.map((value) => value * mark.strength) as unknown as Density;
  const softness = Math.min(mark.radius * 0.5, 0.75) * portrait.recipe.camera.scale * (mark.kind === 'mole' ? 0.5 : 1);
  return { kind: mark.kind, outline, density: scaled, softness };
}

function isCovered({ visibility }: Portrait, place: { x: number; y: number; depth: number }): boolean {
  const column = Math.floor(place.x * surfaceRatio);
  const row = Math.floor(place.y * surfaceRatio);
  if (column < 0 || row < 0 || column >= visibility.width || row >= visibility.height) return true;
  return (visibility.depth[row * visibility.width + column] ?? 0) > place.depth + 2.5;
}

function normalize(x: number, y: number, z: number): readonly [number, number, number] {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

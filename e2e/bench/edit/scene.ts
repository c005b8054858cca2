import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { random } from '../../support/random.ts';
import { seed } from '../../support/scheme-files.ts';

/** Frame px. */
export type Place = { readonly x: number; readonly y: number };
export type Lesion = { readonly centre: Place; readonly radius: number; readonly ring: readonly Place[] };
export type Scene = {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly lesions: readonly Lesion[];
};

const SKIN = '#c99a7c';
/** How far the delivered outline is from the spot in the photo, as a share of its radius: what a refit corrects. */
const OUTLINE_SHARE = 0.86;

/** A wavy ring; seen from its centre every vertex has an angle of its own, so it cannot cross itself. */
export function wavyRing(
  centre: Place,
  radius: number,
  of: { readonly vertices: number; readonly waves: readonly (readonly [count: number, share: number])[] },
): Place[] {
  return Array.from({ length: of.vertices }, (_, i) => {
    const angle = (-2 * Math.PI * i) / of.vertices;
    const r = radius * of.waves.reduce((sum, [count, share]) => sum + share * Math.sin(count * angle + count), 1);
    return { x: centre.x + r * Math.cos(angle), y: centre.y + r * Math.sin(angle) };
  });
}

/** Lesions on a jittered grid, so that none meets another; `radii` from least to most, in px. */
export function spread(
  size: { readonly width: number; readonly height: number },
  of: { readonly columns: number; readonly rows: number; readonly radii: readonly [number, number] },
): Lesion[] {
  const next = random(20_261_129 + of.columns);
  const [stepX, stepY] = [size.width / of.columns, size.height / of.rows];
  const [least, most] = of.radii;
  return Array.from({ length: of.columns * of.rows }, (_, i): Lesion => {
    const radius = least + (most - least) * next() ** 2;
    const room = (step: number): number => Math.max(0, step / 2 - 1.4 * radius - 4) * (2 * next() - 1);
    const centre = {
      x: ((i % of.columns) + 0.5) * stepX + room(stepX),
      y: (Math.floor(i / of.columns) + 0.5) * stepY + room(stepY),
    };
    const waves = [2, 3, 5].map((count) => [count, 0.1 * next()] as const);
    const vertices = Math.round(Math.min(60, Math.max(10, radius * 1.2 * (0.6 + next()))));
    return { centre, radius, ring: wavyRing(centre, radius, { vertices, waves }) };
  });
}

/** One lesion with very many vertices, as an automatic outline at pixel detail has them. */
export const largeLesion = (centre: Place, radius: number, vertices: number): Lesion => ({
  centre,
  radius,
  ring: wavyRing(centre, radius, { vertices, waves: [[3, 0.1], [7, 0.06], [61, 0.02], [vertices / 10, 0.001]] }), // prettier-ignore
});

/** The answer of the model and its photo, side by side as an import finds them. */
export async function writeScene(folder: string, scene: Scene): Promise<void> {
  mkdirSync(join(folder, scene.name), { recursive: true });
  const base = seed();
  const result = base['result'] as { masks_restored: Record<string, unknown>[] };
  const mask = structuredClone(result.masks_restored[0]!);
  const features = mask['features'] as { geometry: { coordinates: number[][][][] } }[];
  features[0]!.geometry.coordinates = scene.lesions.map(({ centre, ring }) => [
    ring.map(({ x, y }) => [
      Math.round((centre.x + OUTLINE_SHARE * (x - centre.x)) * 64) / 64,
      Math.round((centre.y + OUTLINE_SHARE * (y - centre.y)) * 64) / 64,
    ]),
  ]);
  mask['view_box'] = `0 0 ${scene.width} ${scene.height}`;
  const answer = { ...base, id: `result-${scene.name}`, image_id: scene.name, result: { ...result, masks_restored: [mask] } }; // prettier-ignore
  writeFileSync(join(folder, `${scene.name}.json`), JSON.stringify([answer]));
  const photo = await paint(scene);
  writeFileSync(join(folder, scene.name, `${scene.name}.jpg`), photo);
}

/** Skin with soft-edged dark red spots and the grain of a camera. */
async function paint({ width, height, lesions }: Scene): Promise<Buffer> {
  const spots = lesions
    .map(({ ring }) => `<path d="M${ring.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z"/>`)
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${SKIN}"/><g fill="#8a4a3c">${spots}</g></svg>`;
  const grain = await sharp({
    create: { width: 1500, height: 1000, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 7 } }, // prettier-ignore
  })
    .png()
    .toBuffer();
  const flat = await sharp(Buffer.from(svg), { unlimited: true }).removeAlpha().blur(2.5).png({ compressionLevel: 1 }).toBuffer(); // prettier-ignore
  return sharp(flat)
    .composite([{ input: grain, tile: true, blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

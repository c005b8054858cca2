import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { random } from '../../support/random.ts';
import { resultWithLesions } from '../../support/scheme-files.ts';

export type PhotographedResults = { readonly count: number; readonly width: number; readonly height: number };

const LESIONS = 300;
const SKIN = { r: 205, g: 160, b: 135 };

/** Skin with uneven light, blots and grain, so that neither the decoder nor a view meets a flat picture. */
async function skin({ width, height }: PhotographedResults): Promise<Buffer> {
  const next = random(24);
  const noise = (side: number, depth: number): Promise<Buffer> => {
    const raw = Buffer.from(Array.from({ length: side * side }, () => 128 + Math.round((next() - 0.5) * depth)));
    return sharp(raw, { raw: { width: side, height: side, channels: 1 } })
      .resize(width, height, { fit: 'fill', kernel: 'cubic' })
      .toColourspace('srgb')
      .png({ compressionLevel: 0 })
      .toBuffer();
  };
  const layers = [await noise(12, 90), await noise(150, 70), await noise(1500, 40)];
  return sharp({ create: { width, height, channels: 3, background: SKIN } })
    .composite(layers.map((input) => ({ input, blend: 'soft-light' as const })))
    .removeAlpha()
    .raw()
    .toBuffer();
}

/** Writes results of 300 lesions, one folder each, with a photo that is like no other. */
export async function writePhotographedResults(folder: string, of: PhotographedResults): Promise<void> {
  const { count, width, height } = of;
  const raw = await skin(of);
  for (let index = 0; index < count; index++) {
    const result = resultWithLesions(index, LESIONS);
    const [mask] = (result['result'] as { masks_restored: Record<string, unknown>[] }).masks_restored;
    mask!['view_box'] = `0 0 ${width} ${height}`;
    const at = join(folder, String(result['image_id']));
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'result.json'), JSON.stringify([result]));
    await sharp(raw, { raw: { width, height, channels: 3 } })
      .modulate({ brightness: 1 - (0.3 * index) / count })
      .jpeg({ quality: 85 })
      .toFile(join(at, 'front_restored.jpg'));
  }
}

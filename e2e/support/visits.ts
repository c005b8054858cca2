import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

type Result = { id: string; image_id: string; result: { masks_restored: { side: string; view_box: string }[] } };
export type Visit = { readonly folder: string; readonly imageId: string };

/** Three visits as a team has them on disk; the right side of the first two has two shots, of which one is blurred. */
export const VISITS: readonly Visit[] = [
  { folder: 'visit-1', imageId: '91c3d7e2-48ab-4b6f-8f2d-5e7a10c9d463' },
  { folder: 'visit-2', imageId: 'b2a7e640-0f6d-4c1c-9a35-7f2f0d8e11aa' },
  { folder: 'visit-3', imageId: 'c05d9f13-6b5e-4e0e-8a8d-2d4b7c6e93bb' },
];

async function variant(from: string, to: string, change: (image: Sharp) => Sharp): Promise<void> {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, await change(sharp(from)).jpeg({ quality: 85 }).toBuffer());
}

/**
 * Writes the drawn batch of three sides as three visits: one answer each, whose front result carries the masks of all
 * sides; photos without extension, the front ones in folders by image id, with the upload beside.
 */
export async function writeVisits(sampleFolder: string, to: string): Promise<void> {
  const from = join(sampleFolder, 'batch-three-sides');
  const [batch] = JSON.parse(readFileSync(join(from, 'result.json'), 'utf8')) as [Result];
  for (const [index, { folder, imageId }] of VISITS.entries()) {
    const at = (name: string): string => join(to, folder, name);
    const light = 1 - 0.06 * index;
    mkdirSync(at(''), { recursive: true });
    writeFileSync(at('result.json'), JSON.stringify([{ ...batch, id: `${batch.id}-${index}`, image_id: imageId }]));
    const front = join(from, 'front_restored.jpg');
    await variant(front, at(`${imageId}/face/restored`), (image) => image.modulate({ brightness: light }));
    await variant(front, at(`${imageId}/face/original`), (image) =>
      image.resize(2000, 2500).modulate({ brightness: light * 0.8 }),
    );
    await variant(join(from, 'left_restored.jpg'), at('left_restored'), (image) =>
      image.modulate({ brightness: light }),
    );
    const right = join(from, 'right_restored.jpg');
    await variant(right, at('right_restored_a'), (image) => image.modulate({ brightness: light }).blur(9));
    if (index < 2) await variant(right, at('right_restored_b'), (image) => image.modulate({ brightness: light }));
  }
  copyFileSync(join(from, 'left_restored.jpg'), join(to, 'loose shot.jpg'));
}

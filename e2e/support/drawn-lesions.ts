import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type App } from './fixtures';
import { macule } from './macule';
import type { LesionRow } from './sample';
import { resultWithLesions } from './scheme-files';

export const box = (x: number, y: number, width: number, height: number): number[][] => [
  [x, y],
  [x, y + height],
  [x + width, y + height],
  [x + width, y],
];

/** Opens a project whose one view has these outlines, in their order; without a photo unless one is given, a PNG. */
export async function startWithOutlines(
  app: App,
  outlines: readonly number[][][],
  photo: Buffer | null = null,
): Promise<LesionRow[]> {
  const folder = app.workplace.path('outlines');
  const project = app.workplace.path('Sample.macule');
  mkdirSync(folder, { recursive: true });
  const result = resultWithLesions(1, 1) as {
    result: { masks_restored: { features: { geometry: { coordinates: number[][][][] } }[] }[] };
  };
  result.result.masks_restored[0]!.features[0]!.geometry.coordinates = outlines.map((ring) => [ring]);
  writeFileSync(join(folder, 'result.json'), JSON.stringify([result]));
  if (photo) {
    mkdirSync(join(folder, 'image-000001'));
    writeFileSync(join(folder, 'image-000001', 'restored.png'), photo);
  }
  const imported = await macule(app.workplace, 'import', folder, '--project', project);
  expect(imported.code, imported.stderr).toBe(0);
  await app.start({ project });
  await app.review.viewId();
  const lesions = await app.list('lesions');
  expect(lesions).toHaveLength(outlines.length);
  return lesions;
}

/** Area of what stands for a lesion, in px². */
export const standingArea = ({ shapes, areaPx2 }: LesionRow): number =>
  shapes.length > 0 ? shapes.reduce((sum, shape) => sum + shape.areaPx2, 0) : areaPx2;

/** The row of a lesion as the database has it now. */
export async function rowOf(app: App, id: string): Promise<LesionRow> {
  return (await app.list('lesions')).find((one) => one.id === id)!;
}

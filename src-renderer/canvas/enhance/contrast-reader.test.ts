import { flushPromises } from '@vue/test-utils';
import { expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import type { LesionPicture } from '../layers/lesion-shapes';
import { ContrastReader, type LesionReading } from './contrast-reader';
import { createEnhanceHost } from './enhance-host';
import type { NoContrast } from './lesion-contrast';
import type { FullPhoto } from './lesion-pixels';

/** Lesions to the left of the photo: to say so takes no pixels. */
function lesion(name: string, x: number): LesionPicture {
  const bounds = { minX: x, minY: 0, maxX: x + 10, maxY: 10 };
  const rings = [[x, 0, x + 10, 0, x + 10, 10, x, 10]];
  return {
    ...{ id: name as LesionId, style: 'pending', parts: [rings], bounds, partBounds: [bounds], partAreasPx2: [100] },
    ...{ original: null, problemAt: null, group: [name as LesionId] },
  };
}
const PHOTO: FullPhoto = {
  picture: { levels: [], close: () => undefined },
  ...{ size: { width: 100, height: 100 }, scale: 1 },
};
const [a, b] = [lesion('a', -500), lesion('b', -900)];
const pictures = new Map([a, b].map((one) => [one.id, one]));
const OUTSIDE = { problem: 'The lesion lies outside the photo.' };

function setUp(photoNow: () => FullPhoto | NoContrast = () => PHOTO) {
  const told: (LesionReading | null)[] = [];
  const idle: (() => void)[] = [];
  const reader = new ContrastReader(
    createEnhanceHost,
    (reading) => told.push(reading),
    photoNow,
    (start) => idle.push(start),
  );
  const runIdle = async (): Promise<void> => {
    idle.splice(0).forEach((start) => start());
    await flushPromises();
  };
  return { reader, told, idle, runIdle };
}

it('measures only when the page is idle, and only what was selected last', async () => {
  const { reader, told, idle, runIdle } = setUp();
  reader.follow({ selected: a, pictures, photo: PHOTO });
  reader.follow({ selected: b, pictures, photo: PHOTO });
  reader.follow({ selected: b, pictures, photo: PHOTO });
  expect(told).toEqual([
    { lesionId: 'a', contrast: null },
    { lesionId: 'b', contrast: null },
  ]);
  expect(idle).toHaveLength(1);
  await runIdle();
  expect(told.slice(2)).toEqual([{ lesionId: 'b', contrast: OUTSIDE }]);
  reader.follow({ selected: a, pictures, photo: PHOTO });
  await runIdle();
  expect(told.slice(3)).toEqual([
    { lesionId: 'a', contrast: null },
    { lesionId: 'a', contrast: OUTSIDE },
  ]);
});

it('measures nothing once nothing is selected, the canvas is gone, or the photo is another one', async () => {
  for (const end of ['select none', 'stop', 'other photo'] as const) {
    const { reader, told, runIdle } = setUp(() =>
      end === 'other photo' ? { problem: 'The photo is still being loaded.' } : PHOTO,
    );
    reader.follow({ selected: a, pictures, photo: PHOTO });
    if (end === 'select none') reader.follow({ selected: null, pictures, photo: PHOTO });
    if (end === 'stop') reader.stop();
    await runIdle();
    expect(told.slice(1)).toEqual(end === 'select none' ? [null] : []);
  }
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { labFromPrimaries, toLinear } from '../../src-renderer/canvas/enhance/test-support/reference-colours.ts';
import { DISC, discPhoto } from '../support/disc-photo';
import { box, rowOf, standingArea, startWithOutlines } from '../support/drawn-lesions';
import { expect, test, type App } from '../support/fixtures';
import { lesionsOf, viewOf, type LesionRow, type Sample } from '../support/sample';

type Ring = readonly (readonly number[])[];
const areaOf = (ring: Ring): number =>
  Math.abs(
    ring.reduce(
      (sum, [x, y], i) => sum + x! * ring[(i + 1) % ring.length]![1]! - ring[(i + 1) % ring.length]![0]! * y!,
      0,
    ),
  ) / 2;
const middleOf = (ring: Ring): { x: number; y: number } => ({
  x: ring.reduce((sum, [x]) => sum + x!, 0) / ring.length,
  y: ring.reduce((sum, [, y]) => sum + y!, 0) / ring.length,
});
const isIn = (ring: Ring, x: number, y: number): boolean => {
  let isInside = false;
  ring.forEach(([px, py], i) => {
    const [qx, qy] = ring[(i + 1) % ring.length]!;
    if (py! > y !== qy! > y && x < px! + ((y - py!) / (qy! - py!)) * (qx! - px!)) isInside = !isInside;
  });
  return isInside;
};
/** Of samples a quarter of a pixel apart. */
function iouOf(a: Ring, b: Ring): number {
  const all = [...a, ...b];
  const [left, right] = [Math.min(...all.map(([x]) => x!)), Math.max(...all.map(([x]) => x!))];
  const [top, bottom] = [Math.min(...all.map(([, y]) => y!)), Math.max(...all.map(([, y]) => y!))];
  // Rings far apart share nothing, and the ground between them need not be sampled.
  const isApart = (k: 0 | 1): boolean =>
    Math.min(...a.map((p) => p[k]!)) > Math.max(...b.map((p) => p[k]!)) ||
    Math.min(...b.map((p) => p[k]!)) > Math.max(...a.map((p) => p[k]!));
  if (isApart(0) || isApart(1)) return 0;
  let [shared, either] = [0, 0];
  for (let y = top + 0.125; y < bottom; y += 0.25) {
    for (let x = left + 0.125; x < right; x += 0.25) {
      const [inA, inB] = [isIn(a, x, y), isIn(b, x, y)];
      if (inA && inB) shared++;
      if (inA || inB) either++;
    }
  }
  return shared / either;
}
const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
};

function truthRings(sample: Sample): Ring[] {
  const file = join(sample.folder, 'truth', '245a25a8-a5a6-44ed-980c-b4341281389e_restored.truth.geojson');
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as { features: { geometry: { coordinates: Ring[] } }[] };
  return features.map(({ geometry }) => geometry.coordinates[0]!.slice(0, -1));
}

/** Medians of the photo's pixels in a ring and about it, worked out here. */
async function contrastOf(
  photo: string,
  ring: Ring,
  others: readonly Ring[],
): Promise<Record<'l' | 'a' | 'b' | 'ei', number>> {
  const { data, info } = await sharp(photo).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  // Area and centroid as sums over pixels of a fine grid would be; the polygon's own by the shoelace formula.
  let [cx, cy, doubled] = [0, 0, 0];
  ring.forEach(([x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length]!;
    const cross = x! * v! - u! * y!;
    doubled += cross;
    cx += (x! + u!) * cross;
    cy += (y! + v!) * cross;
  });
  [cx, cy] = [cx / (3 * doubled), cy / (3 * doubled)];
  const radius = Math.sqrt(Math.abs(doubled) / 2 / Math.PI);
  const inside: number[][] = [];
  const around: number[][] = [];
  for (let y = Math.floor(cy - 3 * radius - 1); y <= cy + 3 * radius + 1; y++) {
    for (let x = Math.floor(cx - 3 * radius - 1); x <= cx + 3 * radius + 1; x++) {
      const far = Math.hypot(x + 0.5 - cx, y + 0.5 - cy);
      const isLesion = isIn(ring, x + 0.5, y + 0.5);
      const isSkin = far >= 1.5 * radius && far <= 3 * radius && !others.some((other) => isIn(other, x + 0.5, y + 0.5));
      if (!isLesion && !isSkin) continue;
      const at = info.channels * (y * info.width + x);
      const rgb = [data[at]!, data[at + 1]!, data[at + 2]!];
      const [r, g] = rgb.map((byte) => Math.max(1 / 255, toLinear(byte)));
      (isLesion ? inside : around).push([...labFromPrimaries(rgb), 100 * Math.log10(r! / g!)]);
    }
  }
  const [l, a, b, ei] = [0, 1, 2, 3].map((k) => median(inside.map((p) => p[k]!)) - median(around.map((p) => p[k]!)));
  return { l: l!, a: a!, b: b!, ei: ei! };
}

async function numbersShown(app: App): Promise<number[]> {
  const values = app.page.getByTestId('contrast').locator('dd');
  await expect(values).toHaveCount(5);
  return (await values.allTextContents()).map((text) => Number.parseFloat(text.replace('−', '-')));
}
const stored = async (app: App, id: string): Promise<LesionRow> =>
  (await app.list('lesions')).find((one) => one.id === id)!;

test('the contrast of a lesion, its refit, and the wand, with mouse and keys', async ({ app, sample }) => {
  test.setTimeout(500_000);
  const view = viewOf(sample, 'seed');
  const lesions = lesionsOf(sample, view);
  const truth = truthRings(sample);
  const { review, page } = app;
  await page.setViewportSize({ width: 1440, height: 900 });
  await app.start({ project: app.sampleProject() });
  await review.open(view.id);
  const rings = lesions.map(({ geometry }) => geometry[0]!.slice(0, -1) as unknown as Ring);
  const nearest = (ring: Ring): Ring =>
    truth.reduce((best, one) => {
      const [m, p, q] = [middleOf(ring), middleOf(one), middleOf(best)];
      return Math.hypot(p.x - m.x, p.y - m.y) < Math.hypot(q.x - m.x, q.y - m.y) ? one : best;
    });

  await test.step('the contrast is that of the photo, in any image view', async () => {
    await review.pick(lesions[0]!.id);
    const expected = await contrastOf(join(sample.folder, view.photo!), rings[0]!, rings.slice(1));
    const shown = await numbersShown(app);
    // Two decoders of JPEG differ by a level or two.
    expect(Math.abs(shown[0]! - expected.l)).toBeLessThan(0.5);
    expect(Math.abs(shown[1]! - expected.a)).toBeLessThan(0.7);
    expect(Math.abs(shown[2]! - expected.b)).toBeLessThan(0.7);
    expect(Math.abs(shown[3]! - expected.ei)).toBeLessThan(1);
    await page.keyboard.press('4');
    await expect(review.canvas.root).toHaveAttribute('data-image-view', 'redness');
    expect(await numbersShown(app)).toEqual(shown);
    await page.keyboard.press('2');
  });
  const proposal = page.getByTestId('proposal');
  await test.step('a refit is shown first: Esc leaves the outline, Enter takes the edge', async () => {
    await page.keyboard.press('r');
    await expect(proposal).toContainText('Refit to the edge in: Plain');
    await page.screenshot({ path: test.info().outputPath('refit.png') });
    await page.keyboard.press('Escape');
    await expect(proposal).toHaveCount(0);
    expect(await app.list('events')).toHaveLength(0);
    await page.keyboard.press('r');
    await expect(proposal).toBeVisible();
    await page.keyboard.press('Enter');
    await review.hasVerdict(lesions[0]!.id, 'redrawn');
    const { shapes } = await stored(app, lesions[0]!.id);
    expect(shapes).toHaveLength(1);
    expect(iouOf(shapes[0]!.geometry[0]!.slice(0, -1), nearest(rings[0]!))).toBeGreaterThan(0.8);
  });
  const missed = truth.filter((ring) => !rings.some((one) => iouOf(one, ring) > 0.05) && areaOf(ring) > 150);
  expect(missed.length).toBeGreaterThan(1);
  await test.step('one click of the wand adds a spot that was missed, on the image view that is shown', async () => {
    await page.keyboard.press('3');
    await expect(review.canvas.root).toHaveAttribute('data-image-view', 'local-contrast');
    const place = middleOf(missed[0]!);
    await review.press('fit');
    await review.canvas.zoomIn(place, 3);
    await page.keyboard.press('w');
    await expect(page.getByTestId('wand-panel')).toBeVisible();
    await review.canvas.click(place);
    await expect(page.getByTestId('lesion-row')).toHaveCount(lesions.length + 1);
    const added = (await app.list('lesions')).find(({ origin }) => origin === 'reviewer')!;
    expect(iouOf(added.geometry[0]!.slice(0, -1) as unknown as Ring, missed[0]!)).toBeGreaterThan(0.6);
    await page.screenshot({ path: test.info().outputPath('wand-added.png') });
  });
  await test.step('a drag changes the tolerance while it is seen; Esc drops it', async () => {
    const place = middleOf(missed[0]!);
    await review.canvas.moveTo(place);
    await page.mouse.down();
    const { x, y } = await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }));
    await page.mouse.move(x + 40, y, { steps: 8 });
    await page.screenshot({ path: test.info().outputPath('wand-drag.png') });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect((await app.list('events')).map(({ kind }) => kind)).toEqual(['decide', 'add']);
  });
  await test.step('on the selected lesion it takes the place of its outline', async () => {
    const place = middleOf(missed[0]!);
    await review.canvas.click(place);
    await expect.poll(async () => (await app.list('events')).length).toBe(3);
  });
  const events = await app.list('events');
  expect(events.map(({ kind }) => kind)).toEqual(['decide', 'add', 'decide']);
  expect(events.map(({ payload }) => payload.imageView)).toEqual(['plain', 'local-contrast', 'local-contrast']);
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

test('the wand adds with Shift and cuts off with Alt; the wheel with Alt sets its tolerance while it is pressed', async ({
  app,
}) => {
  test.setTimeout(300_000);
  const { review, page } = app;
  const { canvas } = review;
  await page.setViewportSize({ width: 1440, height: 900 });
  // Its edge fades; the outline stands beside it.
  const photo = await discPhoto({ skin: [200, 160, 135], fadePx: 16 });
  const { x: left, y: top } = DISC.middle;
  const [first] = await startWithOutlines(app, [box(left, top - 60, 240, 120)], photo);
  const area = async (): Promise<number> => standingArea(await rowOf(app, first!.id));
  const tolerance = async (): Promise<number> => Number(await page.getByTestId('wand-tolerance').inputValue());
  await review.pick(first!.id);
  await page.keyboard.press('w');
  await test.step('the wheel with Alt, before and during a press', async () => {
    await canvas.moveTo({ x: left - 30, y: top });
    await page.keyboard.down('Alt');
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Alt');
    await expect.poll(tolerance).toBeGreaterThan(100);
    const before = await tolerance();
    const { scale } = await canvas.sight();
    await page.mouse.down();
    await page.keyboard.down('Alt');
    await page.mouse.wheel(0, 300);
    await page.keyboard.up('Alt');
    await expect.poll(tolerance).toBeLessThan(before);
    await page.screenshot({ path: test.info().outputPath('wand-wheel.png') });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect((await canvas.sight()).scale).toBe(scale); // the wheel was the wand's
    expect(await app.list('events')).toHaveLength(0);
    await page.getByTestId('wand-tolerance').fill('100');
  });
  // Half of the disc lies in the outline; its edge is sharpest halfway.
  const half = (Math.PI * DISC.radius ** 2) / 2;
  const disc = { x: left - 30, y: top };
  await test.step('with Shift it is added', async () => {
    await canvas.moveTo(disc);
    await page.keyboard.down('Shift');
    await canvas.click(disc);
    await page.keyboard.up('Shift');
    await review.hasVerdict(first!.id, 'redrawn');
    const inBox = 240 * 120;
    expect((await area()) - inBox).toBeGreaterThan(0.6 * half);
    expect((await area()) - inBox).toBeLessThan(1.6 * half);
    expect(await app.list('lesions')).toHaveLength(1);
    await review.press('undo');
    await review.hasVerdict(first!.id, 'pending');
  });
  await test.step('with Alt it is cut off', async () => {
    await page.keyboard.press('w');
    await canvas.moveTo(disc);
    await page.keyboard.down('Alt');
    await canvas.click(disc);
    await page.keyboard.up('Alt');
    await review.hasVerdict(first!.id, 'redrawn');
    expect(await area()).toBeLessThan(240 * 120 - 0.4 * half);
    expect(await area()).toBeGreaterThan(240 * 120 - 1.2 * half);
  });
  expect((await app.list('events')).map(({ kind }) => kind)).toEqual(['decide', 'undo', 'decide']);
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

import { rowOf, standingArea, startWithOutlines, box } from '../support/drawn-lesions';
import { expect, test, type App } from '../support/fixtures';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
];
const isNear = (found: number, expected: number, share = 0.02): void =>
  expect(Math.abs(found / expected - 1), `${found} px² instead of ${expected} px²`).toBeLessThan(share);
const setRadius = async (app: App, radius: number): Promise<void> => {
  await app.review.button('brush-unit').selectOption('frame');
  await app.review.button('brush-radius').fill(String(radius));
  await app.review.button('brush-radius').press('Enter');
};

for (const size of SIZES)
  test(`brush and eraser at ${size.width} px: add, new, erase, holes, apart, nothing left`, async ({ app }) => {
    test.setTimeout(400_000);
    await app.page.setViewportSize(size);
    const [first] = await startWithOutlines(app, [box(200, 200, 100, 100), box(600, 200, 60, 60)]);
    const { review, page } = app;
    const { canvas } = review;
    const shot = (name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) });
    const proposal = page.getByTestId('proposal');

    await test.step('the brush adds to the selected lesion, as one event', async () => {
      await review.pick(first!.id);
      await page.keyboard.press('b');
      await setRadius(app, 10);
      await canvas.moveTo({ x: 300, y: 250 });
      await canvas.hasCursor('brushGrow');
      await canvas.stroke([{ x: 300, y: 250 }, { x: 320, y: 250 }, { x: 340, y: 250 }], () => shot('brush-drag')); // prettier-ignore
      await review.hasVerdict(first!.id, 'redrawn');
      // A stadium whose left half disc lies in the lesion: 40 × 20, and half a disc at its end.
      isNear(standingArea(await rowOf(app, first!.id)), 10_000 + 40 * 20 + (Math.PI * 100) / 2);
      await review.press('undo');
      await review.hasVerdict(first!.id, 'pending');
      await review.press('redo');
      await review.hasVerdict(first!.id, 'redrawn');
    });
    await test.step('Esc in a stroke takes it back', async () => {
      await canvas.stroke([{ x: 250, y: 250 }, { x: 260, y: 280 }], () => page.keyboard.press('Escape')); // prettier-ignore
      expect((await app.list('events')).map(({ kind }) => kind)).toEqual(['decide', 'undo', 'redo']);
    });
    await test.step('the wheel with Alt, and keys, change its size', async () => {
      const radius = async (): Promise<number> => Number(await review.button('brush-radius').inputValue());
      await page.keyboard.down('Alt');
      await page.mouse.wheel(0, -200);
      await page.keyboard.up('Alt');
      await expect.poll(radius).toBeGreaterThan(10);
      const larger = await radius();
      await page.keyboard.press('Alt+BracketLeft');
      await expect.poll(radius).toBeLessThan(larger);
      await setRadius(app, 10);
    });
    await test.step('the eraser makes a hole', async () => {
      await page.keyboard.press('e');
      await canvas.moveTo({ x: 240, y: 250 });
      await canvas.hasCursor('brushErase');
      const before = standingArea(await rowOf(app, first!.id));
      await canvas.stroke([{ x: 240, y: 250 }, { x: 260, y: 250 }], () => shot('eraser-drag')); // prettier-ignore
      await expect.poll(async () => (await rowOf(app, first!.id)).shapes[0]!.geometry.length).toBe(2);
      isNear(before - standingArea(await rowOf(app, first!.id)), 20 * 20 + Math.PI * 100, 0.03);
    });
    await test.step('what breaks the lesion apart asks first', async () => {
      const events = (await app.list('events')).length;
      await canvas.stroke([{ x: 250, y: 180 }, { x: 250, y: 320 }]); // prettier-ignore
      await expect(proposal).toContainText('The lesion becomes 2 shapes');
      await shot('eraser-apart');
      expect(await app.list('events')).toHaveLength(events);
      await page.keyboard.press('Escape');
      await expect(proposal).toHaveCount(0);
      await canvas.stroke([{ x: 250, y: 180 }, { x: 250, y: 320 }]); // prettier-ignore
      await expect(proposal).toBeVisible();
      await page.keyboard.press('Enter');
      await expect.poll(async () => (await rowOf(app, first!.id)).shapes.length).toBe(2);
      await review.press('undo');
      await expect.poll(async () => (await rowOf(app, first!.id)).shapes.length).toBe(1);
    });
    await test.step('what leaves nothing is refused, and rejecting is offered', async () => {
      await setRadius(app, 120);
      await canvas.stroke([{ x: 250, y: 250 }, { x: 300, y: 250 }]); // prettier-ignore
      await page.getByRole('button', { name: 'Reject the lesion…' }).click();
      await expect(review.reasons).toBeVisible();
      await page.keyboard.press('Escape');
    });
    await test.step('away from the selection the brush draws a new lesion, and goes on with it', async () => {
      await page.keyboard.press('b');
      await setRadius(app, 10);
      await review.button('fit').click();
      await canvas.moveTo({ x: 420, y: 250 });
      await canvas.hasCursor('brushNew');
      await canvas.stroke([{ x: 420, y: 250 }, { x: 470, y: 250 }]); // prettier-ignore
      await expect.poll(async () => (await app.list('lesions')).length).toBe(3);
      const added = (await app.list('lesions')).at(-1)!;
      await review.isSelected(added.id);
      isNear(standingArea(added), 50 * 20 + Math.PI * 100, 0.05);
      await canvas.moveTo({ x: 470, y: 250 });
      await canvas.hasCursor('brushGrow');
      await canvas.stroke([{ x: 470, y: 250 }, { x: 470, y: 300 }]); // prettier-ignore
      await expect.poll(async () => standingArea(await rowOf(app, added.id))).toBeGreaterThan(1900);
      expect(await app.list('lesions')).toHaveLength(3);
    });
    expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
  });

test('a stroke of the brush and of the eraser with keys alone', async ({ app }) => {
  test.setTimeout(300_000);
  await app.page.setViewportSize({ width: 1440, height: 900 });
  const [first] = await startWithOutlines(app, [box(200, 200, 100, 100)]);
  const { review, page } = app;
  const said = page.getByTestId('canvas-said');
  await review.pick(first!.id);
  await page.keyboard.press('b');
  await setRadius(app, 10);
  await review.canvas.root.focus();
  await page.keyboard.press('ArrowRight'); // calls for the pointer, in the middle of the lesion
  await expect(said).toContainText('x 250.0, y 250.0');
  await expect(said).toContainText('Enter begins to add to the selected lesion');
  for (let i = 0; i < 4; i++) await page.keyboard.press('Alt+Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expect(said).toContainText('Held');
  for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await review.hasVerdict(first!.id, 'redrawn');
  // From x 290 to 340: 40 px and half a disc beyond the lesion.
  isNear(standingArea(await rowOf(app, first!.id)), 10_000 + 40 * 20 + (Math.PI * 100) / 2, 0.005);
  await page.keyboard.press('e');
  await review.canvas.root.focus();
  for (let i = 0; i < 9; i++) await page.keyboard.press('Alt+Shift+ArrowLeft');
  await expect(said).toContainText('x 250.0, y 250.0 px, Enter begins to erase');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await rowOf(app, first!.id)).shapes[0]!.geometry.length).toBe(2);
  expect((await app.list('events')).map(({ kind }) => kind)).toEqual(['decide', 'decide']);
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

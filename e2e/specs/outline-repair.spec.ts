import { box, startWithOutlines } from '../support/drawn-lesions';
import { expect, test, type App } from '../support/fixtures';
import type { LesionRow } from '../support/sample';

const octagon = (x: number, y: number, radius: number): number[][] =>
  Array.from({ length: 8 }, (_, k) => [
    x + Math.round(radius * Math.cos((-k * Math.PI) / 4)),
    y + Math.round(radius * Math.sin((-k * Math.PI) / 4)),
  ]);
const square = (x: number, y: number, side: number): number[][] => box(x, y, side, side);
/** A bow-tie whose diagonals cross at 130, 130; two that overlap; a square wound twice; a square. */
const OUTLINES = [
  [[100, 100], [160, 160], [160, 100], [100, 160]],
  octagon(300, 130, 20),
  octagon(325, 130, 20),
  [...square(420, 110, 40), ...square(420, 110, 40)],
  square(520, 110, 40),
]; // prettier-ignore
const BOW_TIE_PX2 = 2 * ((60 * 30) / 2);

const start = (app: App): Promise<LesionRow[]> => startWithOutlines(app, OUTLINES);
const sum = (shapes: LesionRow['shapes']): number => shapes.reduce((total, { areaPx2 }) => total + areaPx2, 0);

test('an outline that crosses itself is found, repaired with one key, and taken back', async ({ app }) => {
  test.setTimeout(400_000);
  const [bowTie, , , twice, simple] = await start(app);
  const { review, page } = app;
  const found = page.getByTestId('shape-problem');
  const proposal = page.getByTestId('proposal');
  const stored = async (): Promise<LesionRow> => (await app.list('lesions')).find(({ id }) => id === bowTie!.id)!;

  await test.step('the finding is on the lesion, in words', async () => {
    await review.pick(bowTie!.id);
    await expect(found).toContainText('crosses itself at 130, 130');
    await page.screenshot({ path: test.info().outputPath('found.png') });
  });
  await test.step('Esc leaves everything as it was', async () => {
    await page.keyboard.press('x');
    await expect(proposal).toContainText('2 shapes · 1,800 px² → 1,800 px² (the same area)');
    await page.screenshot({ path: test.info().outputPath('proposal.png') });
    await page.keyboard.press('Escape');
    await expect(proposal).toHaveCount(0);
    await review.isSelected(bowTie!.id);
    expect(await app.list('events')).toHaveLength(0);
  });
  await test.step('X and Enter: one redraw with both parts, one undo step', async () => {
    await page.keyboard.press('x');
    await expect(proposal).toBeVisible();
    await page.keyboard.press('Enter');
    await review.hasVerdict(bowTie!.id, 'redrawn');
    await expect(found).toHaveCount(0);
    const { shapes } = await stored();
    expect(shapes).toHaveLength(2);
    expect(sum(shapes)).toBe(BOW_TIE_PX2);
    for (const { geometry } of shapes) expect(geometry[0]).toContainEqual([130, 130]);
    expect((await app.list('events')).map(({ kind }) => kind)).toEqual(['decide']);
    await review.press('undo');
    await review.hasVerdict(bowTie!.id, 'pending');
    await expect(found).toBeVisible();
    expect((await stored()).shapes).toEqual([]);
    await review.press('redo');
    await review.hasVerdict(bowTie!.id, 'redrawn');
    expect(sum((await stored()).shapes)).toBe(BOW_TIE_PX2);
  });
  await test.step('what has nothing to repair says why', async () => {
    await review.pick(simple!.id);
    await page.keyboard.press('x');
    await review.said('This outline is a simple polygon: there is nothing to fix.');
    await review.pick(twice!.id);
    await page.keyboard.press('x');
    await review.said('This polygon covers nothing: there is nothing of it to keep');
  });
  await test.step('the keys are in the list of keys and in the palette', async () => {
    await page.keyboard.press('Shift+?');
    await expect(page.getByRole('dialog')).toContainText('Fix an outline that crosses itself');
    await page.keyboard.press('Escape');
    await review.press('palette');
    await page.keyboard.type('merge');
    await expect(page.getByRole('dialog')).toContainText('Merge the selected lesions');
    await page.keyboard.press('Escape');
  });
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

test('lesions are merged, and grown and shrunk by pixels, each as one step', async ({ app }) => {
  test.setTimeout(400_000);
  const [, one, other, , simple] = await start(app);
  const { review, page } = app;
  const proposal = page.getByTestId('proposal');
  const rows = async (): Promise<LesionRow[]> => app.list('lesions');

  await test.step('two lesions become one outline', async () => {
    await review.pick(one!.id);
    await page.keyboard.press('m');
    await review.said('Select two or more lesions to merge them');
    await review.row(other!.id).click({ modifiers: ['Control'] });
    await page.keyboard.press('m');
    await expect(proposal).toContainText('Merged outline of 2 lesions');
    await expect(proposal).toContainText('1 shape ·');
    await page.screenshot({ path: test.info().outputPath('merge.png') });
    await page.getByTestId('take-proposal').click();
    await review.hasVerdict(one!.id, 'redrawn');
    await review.hasVerdict(other!.id, 'redrawn');
    const [first, second] = (await rows()).filter(({ verdict }) => verdict === 'redrawn');
    expect(first!.shapes).toHaveLength(1);
    expect(second!.shapes.map(({ id }) => id)).toEqual(first!.shapes.map(({ id }) => id));
    expect(sum(first!.shapes)).toBeLessThan(one!.areaPx2 + other!.areaPx2);
    expect(sum(first!.shapes)).toBeGreaterThan(Math.max(one!.areaPx2, other!.areaPx2));
    await review.press('undo');
    await review.hasVerdict(one!.id, 'pending');
    await review.hasVerdict(other!.id, 'pending');
  });
  await test.step('grown by 3 px less 1', async () => {
    await review.pick(simple!.id);
    for (let i = 1; i <= 3; i++) {
      await page.keyboard.press('Shift+BracketRight');
      await expect(proposal).toContainText(`Grown by ${i} px`);
    }
    await page.keyboard.press('Shift+BracketLeft');
    await expect(proposal).toContainText('Grown by 2 px');
    await page.screenshot({ path: test.info().outputPath('grow.png') });
    await page.keyboard.press('Enter');
    await review.hasVerdict(simple!.id, 'redrawn');
    const { shapes } = (await rows()).find(({ id }) => id === simple!.id)!;
    expect(Math.abs(sum(shapes) - (1600 + 4 * 40 * 2 + Math.PI * 4))).toBeLessThan(1);
  });
  await test.step('shrunk to nothing: refused, and nothing changes', async () => {
    for (let i = 1; i <= 21; i++) {
      await page.keyboard.press('Shift+BracketLeft');
      await expect(proposal).toContainText(`Shrunk by ${i} px`);
    }
    await page.keyboard.press('Shift+BracketLeft');
    await review.said('Nothing would be left of the lesion');
    await page.keyboard.press('Escape');
    await expect(proposal).toHaveCount(0);
  });
  expect((await app.list('events')).map(({ kind }) => kind)).toEqual(['decide', 'undo', 'decide']);
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

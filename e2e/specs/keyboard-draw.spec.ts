import { expect, test } from '../support/fixtures';
import { lesionsOf, viewOf } from '../support/sample';

/** Presses keys one after another, by their names. */
test('vertices are moved, inserted and deleted, and rings drawn, with keys alone', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const [first] = lesionsOf(sample, view);
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.viewId();
  for (const before of sample.views.slice(0, sample.views.indexOf(view))) {
    await review.isOpen(before.id);
    await review.press('nextView');
  }
  await review.isOpen(view.id);
  await review.press('nextUndecided');
  await review.isSelected(first!.id);
  const said = page.getByTestId('canvas-said');
  const ring = async (): Promise<number[][]> => {
    const lesion = (await app.list('lesions')).find(({ id }) => id === first!.id)!;
    const shapes = (lesion as unknown as { shapes: { geometry: number[][][] }[] }).shapes;
    const geometry = (lesion as unknown as { geometry: number[][][] }).geometry;
    return (shapes[0]?.geometry ?? geometry)[0]!.slice(0, -1);
  };
  const delivered = await ring();
  expect(delivered).toHaveLength(8); // the seed's first polygon

  await test.step('a vertex moves by whole frame pixels, as one event', async () => {
    await page.keyboard.press('BracketRight');
    await expect(said).toContainText('on a vertex');
    const at = (await said.textContent())!
      .match(/x ([\d.]+), y ([\d.]+)/)!
      .slice(1)
      .map(Number) as [number, number];
    expect(delivered).toContainEqual(at);
    await page.keyboard.press('Enter');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await review.hasVerdict(first!.id, 'redrawn');
    const now = await ring();
    expect(now).toHaveLength(8);
    expect(now).toContainEqual([at[0] - 3, at[1] - 1]);
    expect(now).not.toContainEqual(at);
  });
  await test.step('Esc takes a held vertex back', async () => {
    const before = await ring();
    await page.keyboard.press('BracketRight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await ring()).toEqual(before);
  });
  await test.step('a vertex is deleted', async () => {
    await page.keyboard.press('BracketRight');
    await expect(said).toContainText('on a vertex');
    await page.keyboard.press('Delete');
    await expect.poll(async () => (await ring()).length).toBe(7);
    await page.keyboard.press('Escape');
  });
  await test.step('a missed lesion is drawn around the middle of the screen', async () => {
    await review.press('add');
    const keys = ['ArrowDown', 'Enter', 'Shift+ArrowRight', 'Enter', 'Shift+ArrowDown', 'Enter', 'Enter'];
    for (const key of keys) await page.keyboard.press(key);
    await expect(page.locator('[data-testid="lesion-row"][data-verdict="added"]')).toHaveCount(1);
    const added = (await app.list('lesions')).filter(({ verdict }) => verdict === 'added');
    expect(added).toHaveLength(1);
    const { areaPx2 } = added[0] as unknown as { areaPx2: number };
    const scale = await page.getByTestId('canvas').evaluate((canvas) => Number(canvas.dataset['scale']));
    expect(areaPx2).toBeCloseTo((80 / scale) ** 2 / 2, 0); // a right triangle with legs of 80 screen px
  });
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

import sharp from 'sharp';
import { box, startWithOutlines } from '../support/drawn-lesions';
import { expect, test, type App } from '../support/fixtures';
import { lesionsOf, viewOf } from '../support/sample';

const VIEWS = [
  ['local-contrast', '3'],
  ['redness', '4'],
  ['brown', '5'],
  ['clahe', '6'],
] as const;

/** Waits until the canvas shows a view at the resolution of the screen. */
async function shows(app: App, record: string): Promise<void> {
  const { root } = app.review.canvas;
  await expect(root).toHaveAttribute('data-image-view', record);
  await expect(root).toHaveAttribute('data-image-view-state', 'crisp');
}

for (const theme of ['light', 'dark'] as const) {
  test(`each image view by its key, in two sizes, ${theme}`, async ({ app, sample }) => {
    test.setTimeout(400_000);
    const view = viewOf(sample, 'seed');
    const { review, page } = app;
    await page.setViewportSize({ width: 1440, height: 900 });
    await app.start({ project: app.sampleProject(), theme });
    await review.open(view.id);
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const) {
      await page.setViewportSize({ width, height });
      await review.canvas.sight();
      for (const [name, key] of VIEWS) {
        await page.keyboard.press(key);
        await shows(app, name);
        await expect(page.getByTestId('image-view-badge')).toBeVisible();
        await page.screenshot({ path: test.info().outputPath(`${name}-${width}-${theme}.png`) });
      }
      for (const name of ['red', 'green', 'blue', 'lightness', 'a-star', 'b-star']) {
        await page.keyboard.press('7');
        await shows(app, name);
        await page.screenshot({ path: test.info().outputPath(`${name}-${width}-${theme}.png`) });
      }
      await page.keyboard.press('2');
      await shows(app, 'plain');
      await expect(page.getByTestId('image-view-badge')).toHaveCount(0);
    }
  });
}

test('a decision keeps the image view that it was made on', async ({ app, sample }) => {
  test.setTimeout(300_000);
  const view = viewOf(sample, 'seed');
  const ids = lesionsOf(sample, view).map(({ id }) => id);
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.open(view.id);
  await review.pick(ids[0]!);
  await review.press('accept');
  await review.hasVerdict(ids[0]!, 'accepted');

  await test.step('by key, and on to the next one', async () => {
    await page.keyboard.press('v');
    await shows(app, 'local-contrast');
    await review.press('accept');
    await review.hasVerdict(ids[1]!, 'accepted');
    await page.keyboard.press('v');
    await shows(app, 'redness');
    await review.press('unsure');
    await review.hasVerdict(ids[2]!, 'unsure');
  });
  await test.step('by mouse, with a tone', async () => {
    await page.getByTestId('image-view').click();
    await page.getByTestId('image-view-clahe').click();
    await page.getByTestId('tone-brightness').fill('10');
    await shows(app, 'clahe b10 c100 g100');
    await page.screenshot({ path: test.info().outputPath('menu.png') });
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('tone-brightness')).toHaveCount(0);
    await review.press('accept');
    await review.hasVerdict(ids[3]!, 'accepted');
  });
  await test.step('the plain photo is one key away, and the view one key back', async () => {
    await page.keyboard.press('2');
    await shows(app, 'plain');
    await review.press('accept');
    await review.hasVerdict(ids[4]!, 'accepted');
    await page.keyboard.press('2');
    await shows(app, 'clahe b10 c100 g100');
  });
  const events = await app.list('events');
  expect(events.map(({ payload }) => payload.imageView)).toEqual([
    ...['plain', 'local-contrast', 'redness', 'clahe b10 c100 g100', 'plain'],
  ]);
  await test.step('kept from view to view, while the photo is looked at from near and far', async () => {
    await review.press('nextView');
    await expect(review.canvas.root).not.toHaveAttribute('data-view-id', view.id);
    await shows(app, 'clahe b10 c100 g100');
    const other = await review.viewId();
    await review.press('previousView');
    await review.isOpen(view.id);
    expect(other).not.toBe(view.id);
    await shows(app, 'clahe b10 c100 g100');
    await review.press('fit');
    await shows(app, 'clahe b10 c100 g100');
    await review.canvas.zoomIn({ x: 700, y: 1200 }, 4);
    await shows(app, 'clahe b10 c100 g100');
    await page.screenshot({ path: test.info().outputPath('near.png') });
  });
  await test.step('and into the next session', async () => {
    await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    await page.reload();
    await shows(app, 'clahe b10 c100 g100');
    await page.getByTestId('image-view').click();
    await page.getByTestId('tone-reset').click();
    await page.getByTestId('image-view-plain').click();
    await shows(app, 'plain');
  });
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

/** Skin of L* 27.1 and b* 12.7, an ITA of −61°; and of L* 73.6 and b* 18.3, one of 52°. */
for (const [name, [r, g, b], warns] of [
  ['dark', [80, 60, 45], true],
  ['light', [215, 172, 148], false],
] as const)
  test(`brown on ${name} skin ${warns ? 'warns' : 'does not warn'}`, async ({ app }) => {
    test.setTimeout(300_000);
    const { review, page } = app;
    const side = { width: 1208, height: 1208 };
    const photo = await sharp({ create: { ...side, channels: 3, background: { r, g, b } } }).png().toBuffer(); // prettier-ignore
    await startWithOutlines(app, [box(800, 800, 60, 60), box(1200, 900, 60, 60)], photo);
    const badge = page.getByTestId('image-view-badge');
    await page.keyboard.press('5');
    await shows(app, 'brown');
    if (warns) await expect(badge).toContainText(/The skin here is dark \(ITA -6\d°\).*Use local contrast/);
    else await expect(badge).not.toContainText('The skin here is dark');
    await page.screenshot({ path: test.info().outputPath(`brown-${name}.png`) });
    await page.keyboard.press('3');
    await shows(app, 'local-contrast');
    await expect(badge).not.toContainText('The skin here is dark');
    await expect(review.canvas.root).toHaveAttribute('data-photo', 'shown');
  });

import type { Locator } from '@playwright/test';
import { expect, test } from '../support/fixtures';

/** Buttons of the bar that are not wholly on the screen. */
const beyond = (bar: Locator): Promise<(string | null)[]> =>
  bar.evaluate((element) =>
    [...element.querySelectorAll('button')]
      .filter((button) => button.getBoundingClientRect().right > window.innerWidth)
      .map((button) => button.getAttribute('aria-label') ?? button.textContent),
  );

for (const [width, height] of [
  [1440, 900],
  [1024, 700],
] as const) {
  test(`everything of the top bar is on screen at ${width} x ${height}`, async ({ app }) => {
    const { review, page } = app;
    const bar = page.locator('.topbar');
    await page.setViewportSize({ width, height });
    await app.start({ project: app.sampleProject(), reviewer: `Reviewer-${'x'.repeat(60)}` });
    await review.viewId();
    expect(await beyond(bar)).toEqual([]);

    await page.keyboard.press('Digit3');
    const badge = page.getByTestId('image-view-badge');
    await expect(badge).toContainText('Local contrast');
    await page.keyboard.press('Shift+KeyG');
    await expect(page.getByTestId('more-tools')).toContainText('Shift mask');
    expect(await beyond(bar)).toEqual([]);
    const [options, shown] = [await page.getByTestId('move-options').boundingBox(), await badge.boundingBox()];
    expect(options!.y + options!.height, 'the options end above the box of the image view').toBeLessThan(shown!.y);
    await page.screenshot({ path: test.info().outputPath('shift.png') });
  });
}

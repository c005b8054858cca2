import { expect, test } from '../support/fixtures';

for (const [width, height] of [
  [1440, 900],
  [1024, 700],
] as const) {
  test(`everything of the top bar is on screen at ${width} x ${height}`, async ({ app }) => {
    const { review, page } = app;
    await page.setViewportSize({ width, height });
    await app.start({ project: app.sampleProject() });
    await review.viewId();
    const beyond = await page
      .locator('.topbar')
      .evaluate((bar) =>
        [...bar.querySelectorAll('button')]
          .filter((button) => button.getBoundingClientRect().right > window.innerWidth)
          .map((button) => button.getAttribute('aria-label') ?? button.textContent),
      );
    expect(beyond).toEqual([]);
  });
}

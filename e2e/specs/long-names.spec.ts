import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { ReviewPage } from '../pages/review-page';
import { SubjectsDialog } from '../pages/subjects-dialog';
import { expect, test } from '../support/fixtures';
import { LOOKS } from '../support/looks';
import { maculeJson, maculeRows } from '../support/macule';
import { resultWithLesions } from '../support/scheme-files';

/** Without a place to break a line, ending in what tells it from others. */
const long = (what: string, length: number): string => `${what}-${'x'.repeat(length - what.length - 5)}-end`;
const IMAGE = long('image', 190);
const SUBJECT = long('Subject', 200);
const REVIEWER = long('Reviewer', 80);

/** Nothing makes the window scroll, and no text runs out of its box over what is beside it. */
async function isTidy({ page }: ReviewPage): Promise<void> {
  const { width, height } = page.viewportSize()!;
  const found = await page.evaluate(() => {
    const clips = (element: Element): boolean => {
      const { overflowX } = getComputedStyle(element);
      return overflowX !== 'visible';
    };
    const spilling = [...document.querySelectorAll('body *')].flatMap((element) => {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      if (!own || element.closest('.visually-hidden, option')) return [];
      const range = document.createRange();
      range.selectNodeContents(element);
      const text = range.getBoundingClientRect();
      if (text.width === 0) return [];
      let right = window.innerWidth;
      let isCut = false;
      for (let box: Element | null = element; box; box = box.parentElement) {
        if (clips(box)) {
          isCut = true;
          right = box.getBoundingClientRect().right;
          break;
        }
      }
      const { right: edge } = (element.parentElement ?? element).getBoundingClientRect();
      return !isCut && text.right > Math.min(right, edge) + 2
        ? [`${element.tagName}.${element.className} ${element.textContent?.trim().slice(0, 40)}`]
        : [];
    });
    return { width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight, spilling };
  });
  expect.soft(found).toEqual({ width, height, spilling: [] });
}

for (const { width, height, theme } of LOOKS)
  test(`names of 200 characters and 500 lesions at ${width} px, ${theme}`, async ({ app }) => {
    test.setTimeout(300_000);
    const { review, page, workplace } = app;
    const shot = (name: string) => page.screenshot({ path: test.info().outputPath(`${name}-${width}-${theme}.png`) });
    const folder = workplace.path('in');
    mkdirSync(join(folder, IMAGE), { recursive: true });
    const base = resultWithLesions(1, 500);
    const result = { ...(base['result'] as object), revision: long('master', 120) };
    const answer = { ...base, id: long('result', 180), image_id: IMAGE, result };
    writeFileSync(join(folder, `${long('answer', 195)}.json`), JSON.stringify([answer, resultWithLesions(2, 3)]));
    const photo = { create: { width: 604, height: 604, channels: 3, background: { r: 205, g: 160, b: 132 } } } as const;
    await sharp(photo).png().toFile(join(folder, IMAGE, 'restored.png')); // prettier-ignore
    const table = join(workplace.folder, `${long('table', 195)}.csv`);
    const column = long('column', 60);
    writeFileSync(table, `image,person,${column}\n${IMAGE},${SUBJECT},${long('value', 100)}\n`);
    const project = workplace.path(`${long('project', 190)}.macule`);
    const asked = ['import', folder, '--project', project, '--table', table, '--table-subject', 'person'];
    expect(await maculeJson<Record<string, unknown>>(workplace, ...asked)).toMatchObject({
      subjects: { captures: 2, subjects: 1 },
    });
    await page.setViewportSize({ width, height });
    await app.start({ project, reviewer: REVIEWER, theme });
    const views = await maculeRows<{ id: string; capture: string }>(workplace, 'views', project);
    const view = views.find(({ capture }) => capture === IMAGE)!;
    await review.open(view.id);
    await expect(page.getByTestId('lesion-row').first()).toBeVisible();
    await review.press('fit');
    await review.canvas.sight();
    await shot('fit');
    await isTidy(review);

    await test.step('a lesion with a comment, disputed by a second reviewer', async () => {
      await review.press('nextUndecided');
      await review.press('reject');
      await expect(review.reasons).toBeVisible();
      await shot('reasons');
      const first = page.getByTestId('lesion-row').first();
      await page.keyboard.press('7');
      await expect(first).toHaveAttribute('aria-selected', 'false');
      await review.press('previousLesion');
      await expect(first).toHaveAttribute('aria-selected', 'true');
      await review.press('comment');
      await page.keyboard.type(long('comment', 300));
      await page.keyboard.press('Enter');
      await review.switchReviewer(long('Second', 80));
      await review.press('accept');
      await review.press('previousLesion');
      await shot('lesion');
      await isTidy(review);
    });
    for (const tab of ['View', 'History'])
      await test.step(tab, async () => {
        await page.getByRole('tab', { name: tab }).click();
        await shot(tab.toLowerCase());
        await isTidy(review);
      });
    await test.step('the menu of reviewers', async () => {
      await page.getByTestId('reviewer-button').click();
      await shot('reviewers');
      await isTidy(review);
      await page.keyboard.press('Escape');
    });
    await test.step('subjects, export, report', async () => {
      await new SubjectsDialog(page).open();
      await shot('subjects');
      await isTidy(review);
      await page.keyboard.press('Escape');
      await review.button('export-open').click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await shot('export');
      await isTidy(review);
      await page.keyboard.press('Escape');
      await review.button('report-open').click();
      await expect(page.getByTestId('report')).toBeVisible();
      await shot('report');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });
  });

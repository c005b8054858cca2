import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { ReviewPage } from '../pages/review-page';
import { ImportScreen } from '../support/import-screen';
import { createWorkplace, maculeJson, maculeRows, serveProject, type Workplace } from '../support/macule';
import { resultWithLesions } from '../support/scheme-files';
import type { ViewRow } from '../support/sample';

type Desk = {
  readonly workplace: Workplace;
  readonly review: ReviewPage;
  readonly screen: ImportScreen;
  /** Imports the folder by the command line and opens the project in the window. */
  open(): Promise<void>;
};
const test = base.extend<{ desk: Desk }>({
  desk: async ({ page }, use) => {
    const workplace = createWorkplace('conflicts');
    mkdirSync(workplace.env['MACULE_CONFIG_DIR']!, { recursive: true });
    const settings = { reviewer: 'Ana', reviewers: ['Ana'], lastFolder: null };
    writeFileSync(join(workplace.env['MACULE_CONFIG_DIR']!, 'settings.json'), JSON.stringify(settings));
    const served: Awaited<ReturnType<typeof serveProject>>[] = [];
    const open = async (): Promise<void> => {
      await maculeJson(workplace, 'import', folderOf(workplace), '--project', project(workplace));
      served.push(await serveProject(workplace, project(workplace)));
      await page.goto(served[0]!.url);
    };
    await use({ workplace, review: new ReviewPage(page), screen: new ImportScreen(page), open });
    await page.context().close();
    for (const one of served) await one.stop();
    workplace.remove();
  },
});

test.use({ actionTimeout: 10_000 });
test.setTimeout(300_000);

const project = (workplace: Workplace): string => workplace.path('Conflicts.macule');
const folderOf = (workplace: Workplace): string => join(workplace.env['HOME']!, 'Answers');
function put(workplace: Workplace, name: string, content: object): void {
  mkdirSync(folderOf(workplace), { recursive: true });
  writeFileSync(join(folderOf(workplace), name), JSON.stringify(content));
}
const statesOf = async (workplace: Workplace): Promise<string[]> =>
  (await maculeRows<ViewRow>(workplace, 'views', project(workplace))).map(({ state }) => state);
const verified = async (workplace: Workplace): Promise<boolean> =>
  (await maculeJson<{ ok: boolean }>(workplace, 'verify', '--project', project(workplace))).ok;

async function importAgain(page: Page, screen: ImportScreen): Promise<void> {
  await screen.openImport();
  await screen.goHome();
  await screen.choose('Answers');
  await expect(screen.report).toBeVisible();
  await expect(page.getByTestId('tally')).toBeVisible();
}
const contents = (page: Page): Locator => page.getByTestId('conflict-content');
const words = (page: Page): Locator => page.getByTestId('conflict-words');

test('a changed file becomes a conflict that is compared, settled by key, undone and settled otherwise', async ({
  desk,
  page,
}) => {
  const { workplace, review, screen } = desk;
  put(workplace, 'answer.json', resultWithLesions(1, 6));
  put(workplace, 'other.json', resultWithLesions(2, 3));
  await desk.open();
  await expect(page.getByTestId('queue-row')).toHaveCount(2);
  const first = await review.viewId();
  await review.press('accept');
  await review.isSaved();
  put(workplace, 'answer.json', resultWithLesions(1, 7));
  await importAgain(page, screen);
  expect(await screen.counts()).toMatchObject({ Results: 1, Lesions: 7 });

  // The counts add up, and a reason shows its findings.
  const files = page.locator('[data-unit="file"]');
  await expect(files.getByRole('cell')).toHaveText(['1', '0', '0', '1', '2']);
  await files.getByRole('button').click();
  await page.getByTestId('tally-reason').click();
  await expect(screen.findings).toHaveText([/other\.json/]);
  await page.getByTestId('code-filter').click();

  await expect(page.getByTestId('conflicts-notice')).toContainText('1 conflict to settle');
  await page.getByTestId('conflicts-open').click();
  await expect(contents(page)).toHaveCount(2);
  await expect(contents(page).nth(0)).toContainText('1 of 6 lesions');
  await expect(contents(page).nth(1)).toContainText('6 lesions against 7, 6 equal');
  await expect(contents(page).nth(1).locator('.sketch__outline')).toHaveCount(7);
  await expect(contents(page).nth(1).locator('.sketch__outline--own')).toHaveCount(1);
  await page.keyboard.press('2');
  await expect(words(page)).toContainText('Settled by Ana');
  await expect(contents(page).nth(0)).toContainText('Set aside');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('conflicts-notice')).toContainText('all are settled');
  expect(await statesOf(workplace)).toEqual(['superseded', 'open', 'open']);

  // Set aside, not lost: the queue shows it on demand, with what was decided.
  await page.getByTestId('report-back').click();
  await expect(page.getByTestId('queue-row')).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Filter' }).selectOption('superseded');
  await expect(page.getByTestId('queue-row')).toHaveCount(1);
  await review.open(first);
  await expect(page.locator('[data-testid=lesion-row][data-verdict=accepted]')).toHaveCount(1);
  await expect(page.getByText('This one is set aside with its decisions')).toBeVisible();
  await page.getByRole('combobox', { name: 'Filter' }).selectOption('all');

  await review.press('undo');
  await review.said('Undo: Settle conflict');
  await expect(page.getByTestId('queue-row')).toHaveCount(3);
  expect(await statesOf(workplace)).toEqual(['open', 'open', 'open']);
  await page.getByRole('tab', { name: 'View' }).click();
  await page.getByTestId('conflict-compare').click();
  await expect(words(page)).toContainText('more than one live');
  await contents(page).nth(0).getByTestId('conflict-choose').click();
  await expect(words(page)).toContainText('Settled by Ana');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('queue-row')).toHaveCount(2);
  expect(await statesOf(workplace)).toEqual(['open', 'open', 'superseded']);
  expect(await verified(workplace)).toBe(true);
});

test('re-runs and revisions stand side by side, and only the newest run of each revision is queued', async ({
  desk,
  page,
}) => {
  const { workplace, review, screen } = desk;
  const answer = (id: string, more: object): object => ({ ...resultWithLesions(1, 4), id, ...more });
  put(workplace, 'first.json', answer('run-1', { creation_time: '2025-02-26 10:50:40' }));
  await desk.open();
  await expect(page.getByTestId('queue-row')).toHaveCount(1);
  put(workplace, 'again.json', answer('run-2', { creation_time: '2025-03-01 08:00:00' }));
  put(workplace, 'next.json', answer('run-3', { algorithm_version_id: 103 }));
  await importAgain(page, screen);
  await page.getByTestId('report-back').click();
  expect((await statesOf(workplace)).sort()).toEqual(['open', 'open', 'superseded']);
  await expect(page.getByTestId('queue-row')).toHaveCount(2);

  const strip = page.getByTestId('strip-view');
  await expect(strip).toHaveCount(3);
  await expect(strip.filter({ hasText: '(98)' })).toHaveCount(2);
  await expect(strip.filter({ hasText: '(103)' })).toHaveCount(1);
  await expect(page.getByTestId('strip-detail')).toHaveText(['2025-02-26 10:50:40', '2025-03-01 08:00:00']);
  await strip.filter({ hasText: '2025-02-26' }).click();
  await expect(page.getByText('A newer run of the same revision replaces this result.')).toBeVisible();
  await strip.filter({ hasText: '2025-03-01' }).click();
  await expect(page.getByText('A newer run of the same revision')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Filter' }).selectOption('superseded');
  await expect(page.getByTestId('queue-row')).toHaveCount(1);
  await review.isSaved();
});

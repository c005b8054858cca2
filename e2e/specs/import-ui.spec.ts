import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { ImportScreen } from '../support/import-screen';
import { createWorkplace, macule, maculeJson, serveProject, type Served, type Workplace } from '../support/macule';
import { resultWithLesions, writeResults } from '../support/scheme-files';

type Desk = { readonly workplace: Workplace; readonly served: Served; readonly screen: ImportScreen };

/** A host on an earlier project, which is closed: the start screen, with one recent project. */
const test = base.extend<{ desk: Desk }>({
  desk: async ({ page }, use) => {
    const workplace = createWorkplace('import-ui');
    const home = workplace.env['HOME']!;
    mkdirSync(workplace.env['MACULE_CONFIG_DIR']!, { recursive: true });
    const settings = { reviewer: 'Ana', reviewers: ['Ana'], lastFolder: null };
    writeFileSync(join(workplace.env['MACULE_CONFIG_DIR']!, 'settings.json'), JSON.stringify(settings));
    writeFileSync(workplace.path('r.json'), JSON.stringify(resultWithLesions(0, 3)));
    await maculeJson(workplace, 'import', workplace.path('r.json'), '--project', join(home, 'Earlier.macule'));
    const served = await serveProject(workplace, join(home, 'Earlier.macule'));
    await page.goto(served.url);
    const screen = new ImportScreen(page);
    await screen.closeProject();
    await use({ workplace, served, screen });
    await page.context().close();
    await served.stop();
    workplace.remove();
  },
});

test.use({ actionTimeout: 10_000 });
const homeOf = ({ workplace }: Desk): string => workplace.env['HOME']!;
const statusOf = (desk: Desk, project: string) =>
  maculeJson<{ captures: number; lesions: number }>(desk.workplace, 'status', '--project', join(homeOf(desk), project));

test('a new project takes an empty folder, then the drawn sample, and says what came in', async ({ desk, page }) => {
  test.setTimeout(400_000);
  const { screen, workplace } = desk;
  mkdirSync(join(homeOf(desk), 'Nothing yet'));
  await macule(workplace, 'sample', '--out', join(homeOf(desk), 'Drawn'));
  await screen.createProject('Study');
  await screen.goHome('Nothing yet');
  await expect(screen.browser).toContainText('This folder is empty.');
  await page.getByTestId('folder-choose').click();
  expect(await screen.reportOfImport()).toMatchObject({ Results: 0, Photos: 0, Lesions: 0 });
  await screen.unfoldFindings();
  await expect(screen.report).toContainText('nothing was imported');

  await screen.openImport();
  await screen.goHome();
  await expect(screen.entry('Drawn')).toBeVisible();
  for (const own of ['Study.macule', 'Study.macule-wal', 'Study.macule.lock'])
    await expect(screen.entry(own), 'our own files are nothing to import').toHaveCount(0);
  await screen.choose('Drawn');
  const counts = await screen.reportOfImport();
  expect(counts).toEqual({ Captures: 6, Results: 7, 'Failed results': 1, Views: 9, Photos: 8, Masks: 8, Lesions: counts['Lesions'] }); // prettier-ignore
  expect(counts['Lesions']).toBeGreaterThan(300);
  await page.getByTestId('report-back').click();
  await expect(page.getByTestId('queue-row').first()).toBeVisible();
  expect(await statusOf(desk, 'Study.macule')).toMatchObject({ captures: counts['Captures'], lesions: counts['Lesions'] }); // prettier-ignore

  await screen.openImport();
  await screen.goHome();
  await screen.choose('Drawn');
  expect(Object.values(await screen.reportOfImport())).toEqual([0, 0, 0, 0, 0, 0, 0]);
  await screen.unfoldFindings();
  await expect(screen.report).toContainText('nothing was added');
});

test('a broken file is a finding that can be filtered and searched, and the rest comes in', async ({ desk, page }) => {
  const { screen } = desk;
  const folder = join(homeOf(desk), 'Mixed');
  mkdirSync(folder);
  writeFileSync(join(folder, 'good.json'), JSON.stringify(resultWithLesions(1, 4)));
  writeFileSync(join(folder, 'also-good.json'), JSON.stringify(resultWithLesions(2, 5)));
  writeFileSync(join(folder, 'cut.json'), JSON.stringify(resultWithLesions(3, 4)).slice(0, 700));
  writeFileSync(join(folder, 'notes.txt'), 'bring the lamp');
  await screen.createProject('Mixed study');
  await screen.goHome();
  await screen.choose('Mixed');
  expect(await screen.reportOfImport()).toMatchObject({ Results: 2, Lesions: 9 });
  const broken = screen.findings.filter({ hasText: 'cut.json' });
  await expect(broken.first()).toBeVisible();

  await screen.unfoldFindings();
  const all = await screen.findings.count();
  const infos = page.getByRole('button', { name: /^info/, pressed: true });
  await infos.click();
  await expect.poll(() => screen.findings.count()).toBeLessThan(all);
  await expect(screen.findings.filter({ hasText: 'notes.txt' })).toHaveCount(0);
  await expect(broken.first()).toBeVisible();
  await page.getByRole('button', { name: /^info/, pressed: false }).click();
  await expect.poll(() => screen.findings.count()).toBe(all);
  await page.getByRole('searchbox', { name: 'Search findings' }).fill('notes');
  await expect(screen.findings).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Search findings' }).fill('no such words');
  await expect(screen.report).toContainText('No finding matches.');
});

test('a big import shows its progress and time left; cancelled, it leaves whole files, and a second one completes it', async ({
  desk,
  page,
}) => {
  // prettier-ignore
  test.setTimeout(400_000);
  const { screen } = desk;
  const [results, perFile, lesions] = [8000, 50, 40]; // some seconds of work, so that there is something to cancel
  writeResults(join(homeOf(desk), 'Big'), { results, perFile, lesions });
  await screen.createProject('Big study');
  await screen.goHome();
  await screen.choose('Big');
  await expect(screen.progress).toContainText('Reading results-');
  await expect(page.getByText('This project is empty')).toHaveCount(0);
  await coversNothing(page, screen.progress);
  await expect(screen.progress).toContainText(/about \d+ s left|almost done/);
  const bar = screen.progress.getByRole('progressbar');
  await expect(bar).toHaveAttribute('aria-valuenow', /^[1-9]\d*$/);
  const filled = await bar.evaluate((track) => track.firstElementChild!.clientWidth / track.clientWidth);
  expect(filled, 'the part of the bar that is filled').toBeLessThan(0.9);
  await page.getByTestId('import-cancel').click();
  const cancelled = await screen.reportOfImport();
  const kept = `${cancelled['Results']!.toLocaleString('en')} results, ${cancelled['Lesions']!.toLocaleString('en')} lesions`;
  await expect(screen.report).toContainText(`This run was cancelled. The files that were finished are kept: ${kept}`);
  await expect(screen.report).not.toContainText('everything was read');
  expect(cancelled['Results']).toBeGreaterThan(0);
  expect(cancelled['Results']).toBeLessThan(results);
  expect(cancelled['Results']! % perFile).toBe(0);
  expect(cancelled['Lesions']).toBe(cancelled['Results']! * lesions);

  await screen.openImport();
  await screen.goHome();
  await screen.choose('Big');
  const completed = await screen.reportOfImport();
  expect(completed['Results']! + cancelled['Results']!).toBe(results);
  expect(await statusOf(desk, 'Big study.macule')).toMatchObject({ captures: results, lesions: results * lesions });
  const verified = await maculeJson(desk.workplace, 'verify', '--project', join(homeOf(desk), 'Big study.macule'));
  expect(verified).toMatchObject({ ok: true, findings: [] });
});

test('dropped files are explained, and the folder browser that can take them opens', async ({ desk, page }) => {
  const { screen } = desk;
  await drop(page, 'photo.jpg');
  await expect(page.getByTestId('toast')).toContainText('A browser does not tell where a dropped file lies');
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await expect(dialog).toBeVisible();
  await screen.goHome();
  for (const name of ['New folder', 'Create project'])
    await expect(dialog.getByRole('button', { name }), 'not cut off at the edge').toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const shown = showsMessageOverDialog(page);
  await drop(page, 'other.jpg');
  expect(await shown).toEqual({ isOnTop: true, outlivesDialog: true });
  await drop(page, 'Study.macule');
  await expect(page.getByRole('dialog', { name: 'Open a project' })).toBeVisible();
  await screen.goHome();
  await screen.choose('Earlier.macule');
  await expect(page.getByTestId('queue-row')).toHaveCount(1);
  await drop(page, 'result.json');
  await expect(page.getByRole('dialog', { name: 'Import photos and results' })).toBeVisible();
  await page.keyboard.press('Escape');
  await drop(page, 'Study.macule');
  await expect(page.getByRole('dialog', { name: 'Open a project' })).toBeVisible();
});

test('an existing project opens by the folder browser and from the recent ones, which know what is gone', async ({
  desk,
  page,
}) => {
  // prettier-ignore
  const { screen } = desk;
  const recent = page.getByTestId('recent-item');
  await expect(recent).toHaveCount(1);
  await screen.openProject('Earlier.macule');
  await expect(page.getByTestId('project-menu')).toContainText('Earlier');
  await screen.closeProject();
  await screen.createProject('Another');
  await page.keyboard.press('Escape');
  await expect(page.getByText('This project is empty')).toBeVisible();
  await screen.closeProject();
  await expect(recent).toContainText(['Another', 'Earlier']);
  await recent.filter({ hasText: 'Earlier' }).getByRole('button').first().click();
  await expect(page.getByTestId('project-menu')).toContainText('Earlier');
  await screen.closeProject();

  rmSync(join(homeOf(desk), 'Another.macule'));
  await page.reload();
  const gone = recent.filter({ hasText: 'Another' });
  await expect(gone).toContainText('not there any more');
  await expect(gone.getByRole('button').first()).toBeDisabled();
  await gone.getByRole('button', { name: 'Remove Another from this list' }).click();
  await expect(recent).toHaveCount(1);
});

test('what cannot be opened is refused in words, wherever one stands', async ({ desk, page }) => {
  const { screen, workplace } = desk;
  const home = homeOf(desk);
  writeFileSync(join(home, 'Letter.macule'), 'Dear colleague,\n'.repeat(200));
  const newer = readFileSync(join(home, 'Earlier.macule'));
  newer.writeUInt32BE(99_990, 60); // user_version, by the SQLite file format
  writeFileSync(join(home, 'Newer.macule'), newer);
  await macule(workplace, 'import', workplace.path('r.json'), '--project', join(home, 'Held.macule'));
  writeFileSync(join(home, 'Vanishing.macule'), '');
  const other = await serveProject(workplace, join(home, 'Held.macule'));
  const refusals = [
    ['Letter.macule', 'Not a Macule project', 'Letter.macule is not a Macule project'],
    ['Newer.macule', 'The project is newer than this Macule', 'Update Macule and open it again'],
    ['Held.macule', 'The project is in use', `process ${other.process.pid}`],
  ] as const;
  for (const [name, title, words] of refusals) {
    await screen.openProject(name);
    await expect(page.getByRole('alert')).toContainText(title);
    await expect(page.getByRole('alert')).toContainText(words);
  }
  await page.getByTestId('open-project').click();
  await screen.goHome();
  await screen.entry('Vanishing.macule').click();
  rmSync(join(home, 'Vanishing.macule'));
  await page.getByTestId('folder-choose').click();
  await expect(page.getByRole('alert')).toContainText('There is no project at');

  // The name of a file that is there already, and a project that is opened over an open one.
  await page.getByTestId('new-project').click();
  await screen.goHome();
  await page.getByTestId('folder-name').fill('Earlier');
  await page.getByTestId('folder-choose').click();
  await expect(page.getByRole('alert')).toContainText('There is already a file at');
  await screen.openProject('Earlier.macule');
  await expect(page.getByTestId('queue-row')).toHaveCount(1);
  await drop(page, 'Held.macule');
  await screen.goHome();
  await screen.choose('Held.macule');
  await expect(page.getByTestId('toast').filter({ hasText: 'The project is in use' })).toBeVisible();
  await expect(page.getByTestId('project-menu')).toContainText('Earlier');
  await other.stop();
});

/** Looked at in the page, frame by frame: a message goes by itself, sooner than a slow machine may ask for it. */
function showsMessageOverDialog(page: ImportScreen['page']): Promise<{ isOnTop: boolean; outlivesDialog: boolean }> {
  return page.evaluate(async () => {
    const until = async <Found>(find: () => Found | null | false): Promise<Found> => {
      for (;;) {
        const found = find();
        if (found) return found;
        await new Promise((next) => requestAnimationFrame(next));
      }
    };
    const toast = (): HTMLElement | null => document.querySelector('[data-testid=toast]:last-child');
    const dialog = await until(() => document.querySelector<HTMLDialogElement>('dialog[open]'));
    const message = await until(toast);
    const { x, y, width, height } = message.getBoundingClientRect();
    const isOnTop = message.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
    await until(() => !dialog.isConnected);
    await new Promise((next) => requestAnimationFrame(next));
    return { isOnTop, outlivesDialog: toast() !== null };
  });
}

/** The progress of an import has a row of its own: it lies over no other part of the screen. */
async function coversNothing(page: ImportScreen['page'], progress: ImportScreen['progress']): Promise<void> {
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1024, height: 700 },
  ]) {
    await page.setViewportSize(size);
    const strip = (await progress.boundingBox())!;
    for (const part of ['queue', 'canvas-area', 'inspector']) {
      const box = (await page.getByTestId(part).boundingBox())!;
      expect(box.y + box.height, `${part} at ${size.width} px ends above the progress`).toBeLessThanOrEqual(strip.y);
    }
  }
}

/** Drops a file on the window, as a browser tells of it: a name and bytes, no path. */
async function drop(page: ImportScreen['page'], name: string): Promise<void> {
  const transfer = await page.evaluateHandle((fileName) => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], fileName));
    return data;
  }, name);
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

// A folder that is reviewed, moved on disk while Macule is away, and found again: words, one dialog, nothing lost.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '../support/fixtures';
import { cornerPhoto } from '../support/corner-photo';
import { RootsDialog } from '../pages/roots-dialog';
import { ImportScreen, startEmpty } from '../support/import-screen';
import { maculeJson, maculeRows } from '../support/macule';
import { mountSmallDisk } from '../support/small-disk';
import type { LesionRow, ViewRow } from '../support/sample';
import { resultWithLesions } from '../support/scheme-files';
import { test } from '../support/without-sample';

test('a moved folder is found again, on a disk that is read-only, and decisions stay', async ({ app, page }, info) => {
  test.setTimeout(300_000);
  const home = app.workplace.env['HOME']!;
  const faces = join(home, 'faces');
  for (const number of [1, 2, 3]) {
    const result = resultWithLesions(number, 4);
    const capture = join(faces, String(result['image_id']));
    mkdirSync(capture, { recursive: true });
    writeFileSync(join(capture, 'result.json'), JSON.stringify(result));
    await cornerPhoto(604)
      .jpeg({ quality: 60 + number })
      .toFile(join(capture, 'restored.jpg'));
  }
  await startEmpty(app, 'dark');
  const screen = new ImportScreen(page);
  await screen.createProject('Study');
  await screen.goHome();
  await screen.choose('faces');
  await screen.reportOfImport();
  await page.getByTestId('report-back').click();
  const project = join(home, 'Study.macule');
  const views = await maculeRows<ViewRow>(app.workplace, 'views', project);
  const view = views[0]!;
  await app.review.open(view.id);
  await expect(app.review.canvas.root).toHaveAttribute('data-photo', 'shown');
  await app.review.press('nextUndecided');
  await app.review.press('accept');
  await app.review.press('reject');
  await page.keyboard.press('1');
  await app.review.isSaved();
  const decided = async (): Promise<string[]> =>
    (await maculeRows<LesionRow>(app.workplace, 'lesions', project)).filter(({ verdict }) => verdict !== 'pending').map(({ id, verdict }) => `${id} ${verdict}`); // prettier-ignore
  const before = await decided();
  expect(before).toHaveLength(2);

  app.allow(/status of 404|WebSocket connection to .* failed/);
  await app.end('SIGINT');
  const disk = mountSmallDisk(join(home, 'archive'), 256);
  mkdirSync(join(home, 'archive', '2026'), { recursive: true });
  cpSync(faces, join(home, 'archive', '2026', 'faces renamed'), { recursive: true });
  rmSync(faces, { recursive: true });
  if ('readOnly' in disk) disk.readOnly();
  try {
    await app.startAgain(project);
    await app.review.open(view.id);
    await expect(app.review.canvas.root).toHaveAttribute('data-photo', 'none');
    await expect(page.getByText(/is not at its place any more/).first()).toBeVisible();
    await page.screenshot({ path: info.outputPath('missing.png') });

    const roots = new RootsDialog(page);
    await page.getByTestId('find-moved').click();
    await roots.isChecked();
    await expect(roots.rows).toHaveCount(1);
    await expect(roots.rows.first()).toContainText('not there');
    await page.screenshot({ path: info.outputPath('roots.png') });
    await roots.searchBelowHome('archive');
    await expect(roots.search).toContainText(/(\d+) of \1 missing files found/);
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.screenshot({ path: info.outputPath('found.png') });
    await page.setViewportSize({ width: 1440, height: 900 });
    await roots.relink();
    await expect(roots.rows.first()).toHaveAttribute('data-lost', '0');
    await expect(roots.rows.first()).toContainText('faces renamed');
    await roots.close();
    await expect(app.review.canvas.root).toHaveAttribute('data-photo', 'shown');
    await expect(page.getByText(/is not at its place any more/)).toHaveCount(0);
    await page.screenshot({ path: info.outputPath('back.png') });
    expect(await decided()).toEqual(before);

    await screen.openImport();
    await screen.goHome('archive', '2026');
    await screen.choose('faces renamed');
    const counts = await screen.reportOfImport();
    expect(
      Object.values(counts).every((n) => n === 0),
      JSON.stringify(counts),
    ).toBe(true);
    expect(await decided()).toEqual(before);
    expect(await maculeJson<{ ok: boolean }>(app.workplace, 'verify', '--project', project)).toMatchObject({
      ok: true,
    });
  } finally {
    await page.goto('about:blank');
    await app.end('SIGINT').catch(() => undefined);
    if ('remove' in disk) disk.remove();
  }
});

import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { RootsDialog } from '../pages/roots-dialog';
import { PairingPage } from '../pages/pairing-page';
import { expect, test } from '../support/fixtures';
import { ImportScreen } from '../support/import-screen';
import { maculeJson, maculeRows } from '../support/macule';
import type { ViewRow } from '../support/sample';
import { VISITS, writeVisits } from '../support/visits';

test('three visits are paired: by rule, by hand, for all alike; undone; paired anew after decisions; moved and found again', async ({
  app,
  page,
  sample,
}, info) => {
  test.setTimeout(300_000);
  const home = app.workplace.env['HOME']!;
  const project = join(home, 'Visits.macule');
  const views = (): Promise<(ViewRow & { pairedBy: string | null })[]> => maculeRows(app.workplace, 'views', project);
  await writeVisits(sample.folder, join(home, 'Team export'));
  await app.start({ project: app.sampleProject() });
  const importing = new ImportScreen(page);
  const pairing = new PairingPage(page);
  const [first, second, third] = VISITS.map(({ imageId }) => imageId) as [string, string, string];

  await test.step('the report says which views need a photo, and leads there', async () => {
    await importing.closeProject();
    await importing.createProject('Visits');
    await importing.goHome();
    await importing.choose('Team export');
    expect(await importing.reportOfImport()).toMatchObject({ Captures: 3, Results: 3, Views: 9, Photos: 15 });
    expect(
      (await views()).map(({ side, photo, pairedBy }) => [side, photo?.replace(/^.*\//, '') ?? null, pairedBy]),
    ).toEqual(
      VISITS.flatMap((_, index) => [
        ['left', 'left_restored', 'side_word'],
        ['front', 'restored', 'image_id'],
        ['right', index < 2 ? null : 'right_restored_a', index < 2 ? null : 'side_word'],
      ]),
    );
    await page.getByTestId('report-pairing').click();
    await expect(pairing.rows).toHaveCount(2);
    await pairing.isAt('right', first);
    await expect(pairing.state).toContainText('Several photos fit');
  });

  await test.step('candidates are seen with size, scale and rule, the outlines over them', async () => {
    await expect(pairing.candidate('right_restored_a')).toContainText('has the size of the frame');
    await expect(pairing.candidate('right_restored_a')).toContainText('its name says the side');
    await expect(pairing.preview).toHaveAttribute('data-fits', 'true');
    await pairing.candidate('left_restored').click();
    await expect(pairing.root).toContainText('one photo never serves two sides');
    await expect(pairing.button('choose-photo')).toBeDisabled();
    // With the keyboard: up to the second shot.
    await pairing.candidate('right_restored_a').click();
    await page.keyboard.press('ArrowDown');
    await expect(pairing.candidate('right_restored_b').getByRole('radio')).toBeChecked();
  });

  await test.step('one by hand, with Enter; undo brings the screen back to it', async () => {
    await page.keyboard.press('Enter');
    await pairing.isAt('right', second);
    await expect(pairing.rows).toHaveCount(1);
    await pairing.button('pairing-undo').click();
    await pairing.isAt('right', first);
    await expect(pairing.rows).toHaveCount(2);
  });

  await test.step('the same choice for all alike is shown before it is made', async () => {
    await pairing.candidate('right_restored_b').click();
    await pairing.button('find-alike').click();
    const alike = page.getByTestId('alike');
    await expect(alike.getByRole('row')).toHaveCount(2);
    await expect(alike).toContainText('visit-2/right_restored_b');
    await pairing.button('apply-alike').click();
    await expect(pairing.root).toContainText('Every view has its photo.');
    const chosen = (await views()).filter(({ pairedBy }) => pairedBy === 'user');
    expect(chosen.map(({ photo }) => photo)).toEqual(['visit-1/right_restored_b', 'visit-2/right_restored_b']);
    await page.keyboard.press('Control+z');
    await expect(pairing.rows).toHaveCount(2);
    await page.keyboard.press('Control+Shift+Z');
    await expect(pairing.rows).toHaveCount(0);
    expect((await views()).every(({ photo }) => photo !== null)).toBe(true);
  });

  await test.step('all views are listed with the rule that paired them', async () => {
    await pairing.show('all');
    await expect(pairing.rows).toHaveCount(9);
    await expect(pairing.rows.filter({ hasText: third }).first()).toContainText('its name says the side');
  });

  await test.step('another photo after decisions keeps them, marks them and opens the view', async () => {
    await pairing.rows.filter({ hasText: first }).filter({ hasText: 'front' }).click();
    await pairing.isAt('front', first);
    await pairing.button('pairing-back').click();
    const { review } = app;
    await expect(page.getByTestId('canvas')).toHaveAttribute('data-photo', 'shown');
    await page.keyboard.press('Space');
    await review.press('accept');
    await expect(page.locator('[data-testid=lesion-row][data-verdict=accepted]')).toHaveCount(1);
    await page.getByRole('tab', { name: 'View' }).click();
    await page.getByTestId('change-photo').click();
    await pairing.isAt('front', first);
    await pairing.candidate('original').click();
    await expect(pairing.button('choose-photo')).toBeDisabled();
    for (const doubt of await pairing.doubts.all()) await doubt.check();
    await expect(pairing.root).toContainText('1 decision on this view will be kept');
    await pairing.button('choose-photo').click();
    await expect(pairing.root).toContainText('made on another photo');
    await pairing.button('pairing-back').click();
    await page.getByRole('tab', { name: 'View' }).click();
    await expect(page.getByTestId('on-other-photo')).toContainText(
      '1 lesion of this view was decided on another photo',
    );
    await review.press('undo');
    await expect(page.getByTestId('on-other-photo')).toHaveCount(0);
    await review.isSaved();
  });

  await test.step('moved on disk, the folder is found again with photos, pairings and decisions', async () => {
    const { review } = app;
    const before = await views();
    const later = before.find(({ side, photo }) => side === 'front' && photo?.startsWith('visit-3/'))!;
    app.allow(/status of 404/);
    renameSync(join(home, 'Team export'), join(home, 'Archive of 2026'));
    await review.open(later.id);
    await expect(page.getByTestId('canvas')).toHaveAttribute('data-photo', 'none');
    await page.getByTestId('find-moved').click();
    const roots = new RootsDialog(page);
    await roots.isChecked();
    await expect(roots.rows.first()).toContainText('not there');
    await roots.searchBelowHome('Archive of 2026');
    await expect(roots.search).toContainText('18 of 18 missing files found');
    await page.screenshot({ path: info.outputPath('relink-1440-light.png') });
    await page.getByTestId('theme').evaluate((button: HTMLElement) => button.click()); // beside the dialog
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.screenshot({ path: info.outputPath('relink-1024-dark.png') });
    await page.setViewportSize({ width: 1440, height: 900 });
    await roots.relink();
    await expect(roots.rows.first()).toHaveAttribute('data-lost', '0');
    await roots.close();
    await expect(page.getByTestId('canvas')).toHaveAttribute('data-photo', 'shown');
    expect(await views()).toEqual(before);
  });

  expect(await maculeJson(app.workplace, 'verify', '--project', project)).toMatchObject({ ok: true, findings: [] });
});

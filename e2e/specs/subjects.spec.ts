import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SubjectsDialog } from '../pages/subjects-dialog';
import { expect, test } from '../support/fixtures';
import { createWorkplace, macule, maculeJson, maculeRows } from '../support/macule';
import { resultWithLesions } from '../support/scheme-files';

const SEED = '245a25a8-a5a6-44ed-980c-b4341281389e';
const SIDES = '91c3d7e2-48ab-4b6f-8f2d-5e7a10c9d463';
const TABLE = [
  'bild;Patient ID;skin tone;camera',
  `${SEED};P-001;IV;A`,
  `${SIDES};P-002;II;A`,
  'not-imported-yet;P-003;VI;B',
].join('\r\n');

test.use({ actionTimeout: 10_000 });
const rows = '[data-testid="queue-row"]';

test('a table joined on the screen gives subjects and columns, and the queue is filtered by them', async ({
  app,
  page,
}) => {
  await app.start({ project: app.sampleProject() });
  const home = app.workplace.env['HOME']!;
  writeFileSync(join(home, 'faces.csv'), TABLE);
  writeFileSync(join(home, 'notes.pdf'), '');
  const dialog = new SubjectsDialog(page);
  await expect(page.locator(rows)).toHaveCount(9);
  await expect(page.getByTestId('queue-values')).toHaveCount(0);

  await dialog.open();
  await page.getByTestId('table-choose').click();
  await page.getByTestId('folder-browser').getByRole('button', { name: 'Home', exact: true }).click();
  await expect(page.locator('[data-testid="folder-entry"][data-name="faces.csv"]')).toBeVisible();
  await expect(page.locator('[data-testid="folder-entry"][data-name="notes.pdf"]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Cancel' }).click();

  await dialog.choose('faces.csv');
  await expect(page.getByTestId('table-key-column')).toHaveValue('bild');
  await expect(page.getByTestId('table-key')).toHaveValue('image_id');
  await expect(page.getByTestId('table-subject')).toHaveValue('Patient ID');
  await expect(dialog.matched).toHaveText('2 of 3 rows name captures');
  await page.getByTestId('table-key-column').selectOption('camera');
  await expect(dialog.matched).toHaveText('0 of 3 rows name captures');
  await page.getByTestId('table-key-column').selectOption('bild');
  await expect(dialog.matched).toHaveText('2 of 3 rows name captures');
  await dialog.dialog.getByLabel('camera').uncheck();
  await dialog.join();
  await expect(dialog.result).toHaveText(
    /2 of 3 rows joined\.\s+2 captures of 6 now have a subject; 2 subjects in all\./,
  );
  await expect(dialog.dialog).toContainText('"not-imported-yet" (line 4)');
  await expect(dialog.tables).toContainText('faces.csv');
  await dialog.close();

  await expect(page.locator(rows).filter({ hasText: 'P-002' })).toHaveCount(3);
  const values = page.getByTestId('queue-values');
  await values.selectOption({ label: 'skin tone: II (1)' });
  await expect(page.locator(rows)).toHaveCount(3);
  await expect(page.getByTestId('queue')).toContainText('3 views');
  await values.selectOption({ label: 'skin tone: not stated' });
  await expect(page.locator(rows)).toHaveCount(5);
  await values.selectOption({ label: 'skin tone: IV (1)' });
  await expect(page.locator(rows)).toHaveCount(1);
  await page.locator(rows).click();
  await page.getByRole('tab', { name: 'View' }).click();
  const facts = page.getByRole('tabpanel');
  await expect(facts).toContainText('P-001');
  await expect(facts.locator('dt', { hasText: 'skin tone' }).locator('+ dd')).toHaveText('IV');
  expect((await app.list('views')).filter(({ subject }) => subject === 'P-002')).toHaveLength(3);

  await dialog.open();
  await page.getByTestId('joined-table-remove').click();
  await expect(dialog.tables).toHaveCount(0);
  await dialog.close();
  await expect(values).toHaveCount(0);
  await expect(page.locator(rows)).toHaveCount(9);
  expect(await app.verify()).toMatchObject({ ok: true });
});

test('a folder rule gives subjects where no table does, and a table that cannot be used says why', async ({
  app,
  page,
}) => {
  await app.start({ project: app.sampleProject() });
  const home = app.workplace.env['HOME']!;
  writeFileSync(join(home, 'empty.csv'), '');
  const dialog = new SubjectsDialog(page);
  await dialog.open();
  await page.getByTestId('rule-kind').selectOption('folder');
  await page.getByTestId('rule-apply').click();
  await expect(page.getByTestId('rule-result')).toHaveText('6 subjects for 6 of 6 captures.');
  await page.getByTestId('rule-kind').selectOption('pattern');
  await page.getByTestId('rule-pattern').fill('no star');
  await expect(page.getByTestId('rule-apply')).toBeDisabled();
  await expect(page.getByTestId('subject-rule')).toContainText('exactly one *');
  await page.getByTestId('table-choose').click();
  await page.getByTestId('folder-browser').getByRole('button', { name: 'Home', exact: true }).click();
  await page.locator('[data-testid="folder-entry"][data-name="empty.csv"]').click();
  await page.getByTestId('folder-choose').click();
  await expect(page.getByTestId('subjects-problem')).toContainText('no header line');
  await dialog.close();
  await expect(page.locator(rows).filter({ hasText: 'batch-three-sides' })).toHaveCount(3);
});

test('the command line joins a table while it imports, and refuses one that it cannot use before it does', async () => {
  const workplace = createWorkplace('subjects-cli');
  const project = workplace.path('a.macule');
  const table = workplace.path('t.tsv');
  for (const folder of ['S1', 'S2']) mkdirSync(join(workplace.path('in'), folder), { recursive: true });
  writeFileSync(join(workplace.path('in'), 'S1', 'a.json'), JSON.stringify(resultWithLesions(1, 2)));
  writeFileSync(join(workplace.path('in'), 'S2', 'b.json'), JSON.stringify(resultWithLesions(2, 2)));
  writeFileSync(table, 'nr\timage\tperson\ttone\n7\timage-000001\tP-1\tIV\n8\timage-000009\tP-9\tI\n');
  const asked = ['import', workplace.path('in'), '--project', project, '--table', table];

  const refused = await macule(workplace, ...asked, '--table-subject', 'patient');
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('It has: nr, image, person, tone')]);
  expect(existsSync(project)).toBe(false);
  expect((await macule(workplace, 'import', 'in', '--project', project, '--table-key', 'image')).code).toBe(2);

  const reply = await maculeJson<Record<string, unknown>>(workplace, ...asked, '--subject-folder', '1');
  expect(reply).toMatchObject({
    results: 2,
    table: {
      key: 'image_id',
      keyColumn: 'image',
      subjectColumn: 'person',
      columns: ['nr', 'tone'],
      rows: 2,
      matchedRows: 1,
    },
    subjects: { captures: 2, subjects: 2, unmatched: 0 },
  });
  const subjects = await maculeRows<{ capture: string; subject: string }>(workplace, 'views', project);
  expect(subjects.map(({ capture, subject }) => [capture, subject])).toEqual([
    ['image-000001', 'P-1'],
    ['image-000002', 'S2'],
  ]);
  const again = await maculeJson<Record<string, unknown>>(
    workplace,
    ...asked,
    '--table-key',
    'image_id=nr',
    '--table-subject',
    'tone',
  );
  expect(again).toMatchObject({
    table: { keyColumn: 'nr', columns: ['image', 'person'], matchedRows: 0 },
    subjects: { subjects: 2 },
  });
  expect(await maculeJson(workplace, 'verify', '--project', project)).toMatchObject({ ok: true });
  workplace.remove();
});

import { expect, test } from '../support/fixtures';
import { lesionsOf, viewOf } from '../support/sample';

test('the lesion list can be read and worked without seeing the canvas', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const lesions = lesionsOf(sample, view);
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.viewId();
  await review.open(view.id);
  const list = page.getByRole('listbox', { name: 'Lesions' });
  const option = (number: number) => list.getByRole('option', { name: new RegExp(`^Lesion ${number}, `) });
  const said = page.getByTestId('lesion-said');

  await expect(list).toMatchAriaSnapshot(`
    - listbox "Lesions":
      - option /^Lesion 1, Pending, [\\d,.]+ px²$/
      - option /^Lesion 2, Pending, [\\d,.]+ px²$/
  `);
  await expect(list).toHaveAttribute('aria-keyshortcuts', /F J U K/);
  await expect(list).toHaveAccessibleDescription(/keys of the verdicts/);
  await expect(option(3)).toHaveAttribute('aria-setsize', String(lesions.length));
  await expect(option(3)).toHaveAttribute('aria-posinset', '3');

  await list.focus();
  await page.keyboard.press('Home');
  await review.isSelected(lesions[0]!.id);
  await expect(list).toHaveAttribute('aria-activedescendant', (await option(1).getAttribute('id'))!);
  await page.keyboard.press('ArrowDown');
  await review.isSelected(lesions[1]!.id);
  await expect(said).toHaveText(/^Lesion 2, Pending, .*, 2 of 6\.$/);

  await test.step('the verdict keys act on the row that has the focus, and say what they did', async () => {
    await page.keyboard.press('f');
    await review.hasVerdict(lesions[1]!.id, 'accepted');
    await expect(said).toHaveText(/^Lesion 3, Pending|^Lesion 2: Accepted\./);
    await expect(option(2)).toHaveAccessibleName(/^Lesion 2, Accepted, /);
    await page.keyboard.press('j');
    await page.keyboard.press('3');
    await review.hasVerdict(lesions[2]!.id, 'rejected');
    await expect(option(3)).toHaveAccessibleName(/^Lesion 3, Rejected, Nevus, /);
    await list.focus();
    await page.keyboard.press('u');
    await review.hasVerdict(lesions[3]!.id, 'unsure');
    await page.keyboard.press('Control+z');
    await review.hasVerdict(lesions[3]!.id, 'pending');
    await expect(said).toHaveText(/Lesion 4: Pending\.|Lesion 4, Pending/);
  });
  await test.step('Shift and the arrows select several', async () => {
    await list.focus();
    await page.keyboard.press('End');
    await review.isSelected(lesions[5]!.id);
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    await expect(list.getByRole('option', { selected: true })).toHaveCount(3);
    await page.keyboard.press('Shift+ArrowDown');
    await expect(list.getByRole('option', { selected: true })).toHaveCount(2);
    await page.keyboard.press('u');
    await review.hasVerdict(lesions[5]!.id, 'unsure');
    await review.hasVerdict(lesions[4]!.id, 'unsure');
    await review.hasVerdict(lesions[3]!.id, 'pending');
    await expect(said).toHaveText(/2 lesions changed\./);
  });
  await test.step('a filter leaves its rows, and the arrows step through them', async () => {
    await page.getByRole('toolbar', { name: 'Filter by verdict' }).getByTitle('Unsure').click();
    await expect(list.getByRole('option')).toHaveCount(2);
    await list.focus();
    await page.keyboard.press('Home');
    await review.isSelected(lesions[4]!.id);
    await page.keyboard.press('ArrowDown');
    await review.isSelected(lesions[5]!.id);
  });
});

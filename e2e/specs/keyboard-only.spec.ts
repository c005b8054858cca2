import { expect, test } from '../support/fixtures';
import { lesionsOf, viewOf } from '../support/sample';

test('the seed view is finished with the keyboard alone', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const [first, second, third, fourth, fifth, sixth] = lesionsOf(sample, view).map(({ id }) => id);
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.viewId();

  await test.step('to the view, by its keys', async () => {
    for (const before of sample.views.slice(0, sample.views.indexOf(view))) {
      await review.isOpen(before.id);
      await review.press('nextView');
    }
    await review.isOpen(view.id);
    await review.hasProgress(0, 6);
  });
  await test.step('verdicts, each followed by the next lesion', async () => {
    await review.press('nextUndecided');
    await review.isSelected(first!);
    await review.press('accept');
    await review.isSelected(second!);
    await review.press('reject');
    await expect(review.reasons).toBeVisible();
    await page.keyboard.press('0');
    await page.keyboard.press('4');
    await review.isSelected(third!);
    await review.press('unsure');
    await review.isSelected(fourth!);
    await review.press('reject');
    await page.keyboard.press('Escape');
    await expect(review.reasons).toBeHidden();
    await review.press('reject');
    await page.keyboard.press('Enter'); // the last reason again
    await review.isSelected(fifth!);
    await review.hasProgress(4, 6);
  });
  await test.step('comment, clear, undo, redo', async () => {
    await review.press('previousLesion');
    await review.isSelected(fourth!);
    await review.press('comment');
    await page.keyboard.type('seen twice');
    await page.keyboard.press('Enter');
    await expect(review.row(fourth!)).toContainText('seen twice');
    await review.press('clear');
    await review.hasVerdict(fourth!, 'pending');
    await review.press('undo');
    await review.hasVerdict(fourth!, 'rejected');
    await review.press('redo');
    await review.hasVerdict(fourth!, 'pending');
    await review.press('undo');
    await review.hasVerdict(fourth!, 'rejected');
    await expect(review.row(fourth!)).toContainText('seen twice');
  });
  await test.step('the rest, the sweep, done', async () => {
    await review.press('nextUndecided');
    await review.isSelected(fifth!);
    await review.press('fit');
    await review.canvas.sight();
    await review.press('acceptRest');
    await review.hasVerdict(fifth!, 'accepted');
    await review.hasVerdict(sixth!, 'accepted');
    await review.press('sweep');
    await expect(review.button('sweep')).toHaveAttribute('aria-pressed', 'true');
    await review.press('done');
    await expect(review.queueRow(view.id)).toHaveAttribute('data-state', 'done');
  });
  await test.step('back, reopened by the command palette, done again', async () => {
    const after = sample.views[sample.views.indexOf(view) + 1]!;
    await review.isOpen(after.id);
    await review.press('previousView');
    await review.isOpen(view.id);
    await review.press('palette');
    await page.keyboard.type('reopen');
    await page.keyboard.press('Enter');
    await expect(review.queueRow(view.id)).toHaveAttribute('data-state', 'open');
    await review.press('done');
    await expect(review.queueRow(view.id)).toHaveAttribute('data-state', 'done');
    await review.isOpen(after.id);
  });
  await test.step('what is in the project', async () => {
    const stored = (await app.list('lesions')).filter((lesion) => lesion.view === view.id);
    expect(stored.map(({ verdict, reason, comment }) => [verdict, reason, comment])).toEqual([
      ['accepted', null, null],
      ['rejected', 'R13', null],
      ['unsure', null, null],
      ['rejected', 'R13', 'seen twice'],
      ['accepted', null, null],
      ['accepted', null, null],
    ]);
    expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
  });
});

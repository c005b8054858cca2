import { expect, test } from '../support/fixtures';
import { centroid, openPoints } from '../support/plane';
import { lesionsOf, viewOf } from '../support/sample';

test('the seed view is finished with clicks alone', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const lesions = lesionsOf(sample, view);
  const [first, second, third, fourth, fifth, sixth] = lesions.map(({ id }) => id);
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.open(view.id);

  await test.step('selected on the photo, accepted', async () => {
    await review.button('fit').click();
    await review.canvas.click(centroid(openPoints(lesions[0]!.geometry[0]!)));
    await review.isSelected(first!);
    await review.button('accept').click();
    await review.hasVerdict(first!, 'accepted');
    await review.isSelected(second!);
  });
  await test.step('rejected with a reason, after one that was not given', async () => {
    await review.button('reject').click();
    await review.reasons.getByRole('button', { name: 'Cancel' }).click();
    await expect(review.reasons).toBeHidden();
    await review.hasVerdict(second!, 'pending');
    await review.button('reject').click();
    await review.button('reason-R12').click();
    await review.hasVerdict(second!, 'rejected');
    await expect(review.row(second!)).toContainText('R12');
  });
  await test.step('unsure with a reason', async () => {
    await review.button('unsure').click();
    await review.hasVerdict(third!, 'unsure');
    await review.pick(third!);
    await review.button('extra-reason-U2').click();
    await expect(review.row(third!)).toContainText('U2');
  });
  await test.step('cleared, undone, redone, undone', async () => {
    await review.pick(second!);
    await review.button('clear').click();
    await review.hasVerdict(second!, 'pending');
    await review.button('undo').click();
    await review.hasVerdict(second!, 'rejected');
    await review.button('redo').click();
    await review.hasVerdict(second!, 'pending');
    await review.button('undo').click();
    await review.hasVerdict(second!, 'rejected');
  });
  await test.step('outlines hidden and shown', async () => {
    await review.button('overlay').click();
    await review.canvas.showsOutlines(false);
    await review.button('overlay').click();
    await review.canvas.showsOutlines(true);
  });
  await test.step('the rest, the sweep, done, reopened, done', async () => {
    await review.button('fit').click();
    await review.canvas.sight();
    await review.button('accept-rest').click();
    for (const id of [fourth!, fifth!, sixth!]) await review.hasVerdict(id, 'accepted');
    await review.button('sweep').click();
    await review.button('done').click();
    await expect(review.queueRow(view.id)).toHaveAttribute('data-state', 'done');
    await review.open(view.id);
    await review.button('reopen').click();
    await expect(review.queueRow(view.id)).toHaveAttribute('data-state', 'open');
    await review.button('done').click();
    await expect(review.queueRow(view.id)).toHaveAttribute('data-state', 'done');
  });
  await test.step('what is in the project', async () => {
    await expect(page.getByTestId('saved-state')).toHaveText('Saved');
    const stored = (await app.list('lesions')).filter((lesion) => lesion.view === view.id);
    expect(stored.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['accepted', null],
      ['rejected', 'R12'],
      ['unsure', 'U2'],
      ['accepted', null],
      ['accepted', null],
      ['accepted', null],
    ]);
    expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
  });
});

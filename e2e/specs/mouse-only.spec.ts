import { expect, test } from '../support/fixtures';
import { away, centroid, circle, openPoints } from '../support/plane';
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
  await test.step('a vertex put in, moved and deleted; a lesion traced; a click taken back', async () => {
    const ring = openPoints(lesions[5]!.geometry[0]!);
    await review.pick(sixth!);
    await review.canvas.drag(ring[0]!, away(centroid(ring), ring[0]!, 5));
    await review.hasVerdict(sixth!, 'redrawn');
    await review.canvas.click(ring[3]!, 'right');
    await expect(page.getByTestId('saved-state')).toHaveText('Saved');
    await review.button('add-tool').click();
    const centre = { x: lesions[5]!.bounds.maxX + 30, y: lesions[5]!.bounds.maxY + 10 };
    const corners = circle(centre, 12, 5);
    await review.canvas.click({ x: centre.x + 40, y: centre.y });
    await review.canvas.click(centre, 'right'); // the right button takes the last point back
    await review.canvas.clickRing(corners);
    const added = page.locator('[data-testid=lesion-row][data-verdict=added]');
    await expect(added).toHaveCount(1);
    const stored = (await app.list('lesions')).filter((lesion) => lesion.view === view.id);
    expect(openPoints(stored[5]!.shapes[0]!.geometry[0]!)).toHaveLength(ring.length - 1);
    expect(openPoints(stored[6]!.geometry[0]!)).toHaveLength(corners.length);
    await review.button('select-tool').click();
  });
  await test.step('the rest, the sweep, done, reopened, done', async () => {
    await review.button('fit').click();
    await review.canvas.sight();
    await review.button('accept-rest').click();
    for (const id of [fourth!, fifth!]) await review.hasVerdict(id, 'accepted');
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
      ['redrawn', null],
      ['added', 'M1'],
    ]);
    expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
  });
});

import type { ReviewPage } from '../pages/review-page';
import { expect, test } from '../support/fixtures';
import { away, centroid, openPoints, polygonArea } from '../support/plane';
import { lesionsOf, viewOf } from '../support/sample';

test('what one window decides, the other shows', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const [first, second, third] = lesionsOf(sample, view);
  const { review } = app;
  await app.start({ project: app.sampleProject() });
  const other = await app.openWindow();
  await review.open(view.id);
  await other.open(view.id);
  await other.pick(third!.id);

  await review.pick(first!.id);
  await review.press('accept');
  await other.hasVerdict(first!.id, 'accepted');
  await other.hasProgress(1, 6);
  await expect(other.queueRow(view.id)).toContainText(/5 of 6\b/);
  await other.isSelected(third!.id); // the other reviewer's place is left alone

  const ring = openPoints(second!.geometry[0]!);
  await review.pick(second!.id);
  await review.canvas.drag(ring[0]!, away(centroid(ring), ring[0]!, 6));
  await other.hasVerdict(second!.id, 'redrawn');
  await other.press('undo'); // one reviewer, one device: one stack
  await review.hasVerdict(second!.id, 'pending');
  await other.isSelected(second!.id);
  await expect(review.row(second!.id)).toContainText(`${polygonArea(second!.geometry)} px²`);

  await review.press('sweep');
  await expect(other.button('sweep')).toHaveAttribute('aria-pressed', 'true');
  expect((await app.list('events')).map(({ kind }) => kind)).toEqual(['decide', 'decide', 'undo', 'sweep']);
});

test('two reviewers who differ make a dispute, in both windows, and one who yields ends it', async ({
  app,
  sample,
}) => {
  const view = viewOf(sample, 'seed');
  const [first, second, third] = lesionsOf(sample, view);
  const ana = app.review;
  await app.start({ project: app.sampleProject() });
  const ben: ReviewPage = await app.openWindow();
  await ben.switchReviewer('Ben');
  await ana.button('theme').click(); // saving a setting must not take the other window's name over
  await expect(ana.button('reviewer-button')).toHaveText('Ana');
  for (const window of [ana, ben]) await window.open(view.id);

  await ana.pick(first!.id);
  await ana.press('accept');
  await ben.hasVerdict(first!.id, 'accepted');
  await ben.pick(first!.id);
  await ben.press('reject');
  await ben.page.keyboard.press('3');
  for (const window of [ana, ben]) {
    await window.hasVerdict(first!.id, 'disputed');
    await expect(window.queueRow(view.id)).toContainText('1 disputed');
    await window.pick(first!.id);
    await expect(window.inspector).toContainText('Ana: Accepted');
    await expect(window.inspector).toContainText('Ben: Rejected (R3)');
  }
  const disputed = (await app.list('lesions')).filter(
    ({ verdict, disputed: isDisputed }) => isDisputed && String(verdict) === 'disputed',
  );
  expect(disputed.map(({ id }) => id)).toEqual([first!.id]);

  await ben.press('clear');
  for (const window of [ana, ben]) await window.hasVerdict(first!.id, 'accepted');
  await ana.pick(second!.id);
  await ana.press('unsure');
  await ben.hasVerdict(second!.id, 'unsure');
  await ben.pick(second!.id);
  await ben.press('unsure'); // the same verdict by two is no dispute
  await ben.isSelected(third!.id);
  await expect(ana.queueRow(view.id)).toContainText(/4 of 6\b/);
  const events = await app.list('events');
  expect(events.map(({ reviewer, kind }) => `${reviewer} ${kind}`)).toEqual([
    'Ana decide',
    'Ben decide',
    'Ben decide',
    'Ana decide',
    'Ben decide',
  ]);
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

test('a comment on what someone else decided changes nobody’s verdict', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const [first, second] = lesionsOf(sample, view);
  const ana = app.review;
  await app.start({ project: app.sampleProject() });
  const ben: ReviewPage = await app.openWindow();
  await ben.switchReviewer('Ben');
  for (const window of [ana, ben]) await window.open(view.id);
  const say = async (window: ReviewPage, id: string, text: string): Promise<void> => {
    await window.pick(id);
    await window.press('comment');
    await window.page.keyboard.type(text);
    await window.page.keyboard.press('Enter');
  };

  await ben.pick(first!.id);
  await ben.press('accept');
  await ana.hasVerdict(first!.id, 'accepted');
  await ana.pick(first!.id);
  await ana.press('reject');
  await ana.page.keyboard.press('4');
  await ben.hasVerdict(first!.id, 'disputed');
  await say(ben, first!.id, 'fine to me');
  await ana.pick(first!.id);
  await expect(ana.inspector).toContainText('Ben: Accepted, “fine to me”');
  await expect(ana.inspector).toContainText('Ana: Rejected (R4)');
  await ana.hasVerdict(first!.id, 'disputed');

  await ana.pick(second!.id);
  await ana.press('unsure');
  await ben.hasVerdict(second!.id, 'unsure');
  await say(ben, second!.id, 'blurred here');
  await ana.pick(second!.id);
  await expect(ana.inspector).toContainText('Ben: Pending, “blurred here”');
  await ana.hasVerdict(second!.id, 'unsure');
  const events = await app.list('events');
  expect(events.map(({ reviewer }) => reviewer)).toEqual(['Ben', 'Ana', 'Ben', 'Ana', 'Ben']);
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

test('a drag is dropped when another window changes the outline under it', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const [lesion] = lesionsOf(sample, view);
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  const other = await app.openWindow();
  for (const window of [review, other]) {
    await window.open(view.id);
    await window.pick(lesion!.id);
  }
  const ring = openPoints(lesion!.geometry[0]!);
  await page.bringToFront();
  await review.canvas.moveTo(ring[0]!);
  await page.mouse.down();
  await review.canvas.moveTo(away(centroid(ring), ring[0]!, 6), 4);
  await other.canvas.drag(ring[4]!, away(centroid(ring), ring[4]!, 5));
  await review.hasVerdict(lesion!.id, 'redrawn');
  await page.mouse.up();
  await review.press('sweep');
  await expect(review.button('sweep')).toHaveAttribute('aria-pressed', 'true');
  expect((await app.list('events')).map(({ payload }) => payload.label)).toEqual(['Redraw', 'Confirm sweep']);
});

import { expect, test } from '../support/fixtures';
import { lesionsOf, viewOf } from '../support/sample';

test('a comment outlives later verdicts, also when many lesions get one at once', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const [first, second, third] = lesionsOf(sample, view).map(({ id }) => id);
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.open(view.id);
  const comment = async (id: string, text: string): Promise<void> => {
    await review.pick(id);
    await review.press('comment');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await expect(review.row(id)).toContainText(text);
    await review.hasVerdict(id, 'pending'); // a comment is no verdict
  };
  await comment(first!, 'ask Ben');
  await comment(second!, 'left cheek too');
  await comment(third!, 'soft edge');
  await review.pick(first!);
  await review.press('reject');
  await page.keyboard.press('4');
  await review.hasVerdict(first!, 'rejected');
  await expect(review.row(first!)).toContainText('ask Ben');
  await review.press('fit');
  await review.canvas.sight();
  await review.press('acceptRest');
  await review.hasProgress(6, 6);
  await review.pick(third!);
  await review.press('clear');
  await review.hasVerdict(third!, 'pending');
  const stored = (await app.list('lesions')).filter((lesion) => lesion.view === view.id);
  expect(stored.map(({ verdict, reason, comment: said }) => [verdict, reason, said])).toEqual([
    ['rejected', 'R4', 'ask Ben'],
    ['accepted', null, 'left cheek too'],
    ['pending', null, 'soft edge'],
    ['accepted', null, null],
    ['accepted', null, null],
    ['accepted', null, null],
  ]);
  await review.pick(first!);
  await page.getByTestId('comment-field').fill('');
  await page.getByTestId('comment-field').press('Enter');
  await expect(review.row(first!)).not.toContainText('ask Ben');
  await review.hasVerdict(first!, 'rejected');
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

test('a comment that is being written stays with its lesion while the verdict before it is saved', async ({
  app,
  sample,
}) => {
  const view = viewOf(sample, 'seed');
  const [first, second] = lesionsOf(sample, view).map(({ id }) => id);
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.open(view.id);
  await review.pick(first!);
  await page.evaluate(() => {
    for (const code of ['KeyF', 'KeyC'])
      document.body.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true }));
  });
  await expect(page.getByTestId('comment-field')).toBeFocused();
  await review.hasVerdict(first!, 'accepted');
  await page.keyboard.type('of the first');
  await page.keyboard.press('Enter');
  await expect(review.row(first!)).toContainText('of the first');
  await review.hasVerdict(second!, 'pending');
});

import { expect, test } from '../support/fixtures';
import { lesionsOf, viewOf } from '../support/sample';

// A key must mean what it would mean if the reviewer had waited for the answer to the key before.
test('moves and undo mean what they would after the verdict before them', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const ids = lesionsOf(sample, view).map(({ id }) => id);
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.open(view.id);
  await review.pick(ids[0]!);
  await page.evaluate(() => {
    // Accept the first, which leads to the second; on to the third, unsure, which leads to the fourth; back to the
    // third, and on to the next undecided one, which is the fourth again; accept it.
    for (const code of ['KeyF', 'KeyL', 'KeyU', 'KeyD', 'Space', 'KeyF'])
      for (const type of ['keydown', 'keyup'])
        document.body.dispatchEvent(new KeyboardEvent(type, { code, bubbles: true, cancelable: true }));
  });
  await review.hasProgress(3, 6);
  await review.isSelected(ids[4]!);
  const stored = (await app.list('lesions')).filter((lesion) => lesion.view === view.id);
  expect(stored.map(({ verdict }) => verdict)).toEqual([
    'accepted',
    'pending',
    'unsure',
    'accepted',
    'pending',
    'pending',
  ]);
});

test('keys pressed faster than they are answered are done one after another', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.open(view.id);
  await review.press('nextUndecided');
  await review.isSelected(lesionsOf(sample, view)[0]!.id);

  await page.evaluate(() => {
    const press = (code: string, modifiers: KeyboardEventInit = {}): void => {
      for (const type of ['keydown', 'keyup'])
        document.body.dispatchEvent(new KeyboardEvent(type, { code, bubbles: true, cancelable: true, ...modifiers }));
    };
    const [undo, redo] = [{ ctrlKey: true }, { ctrlKey: true, shiftKey: true }];
    for (const code of ['KeyF', 'KeyF', 'KeyU']) press(code); // three verdicts,
    press('KeyZ', undo); // two of them taken back
    press('KeyZ', undo);
    press('KeyZ', redo); // and one given again
    press('KeyF', { shiftKey: true }); // the rest was not looked at closely, but it is on screen
    press('KeyS');
    press('Enter', { shiftKey: true });
  });
  await expect(review.queueRow(view.id)).toHaveAttribute('data-state', 'done');
  const events = await app.list('events');
  expect(events.map(({ kind }) => kind)).toEqual([
    ...['decide', 'decide', 'decide', 'undo', 'undo', 'redo', 'decide'],
    ...['sweep', 'done'],
  ]);
  const stored = (await app.list('lesions')).filter((lesion) => lesion.view === view.id);
  expect(stored.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 6 }, () => 'accepted'));
  expect(await app.verify()).toMatchObject({ ok: true, events: 9, findings: [] });
});

test('a reason goes to the lesion that it was chosen for, and moves on no second time', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const [first, second, third] = lesionsOf(sample, view).map(({ id }) => id);
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.open(view.id);
  await review.pick(first!);
  await review.press('unsure');
  await review.isSelected(second!);
  await review.pick(first!);
  const chip = page.getByTestId('extra-reason-U2');
  await expect(chip).toBeVisible();
  await chip.evaluate((button: HTMLElement) => {
    // The verdict again, and a reason before it is answered: by then the next lesion is selected.
    document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyU', bubbles: true, cancelable: true }));
    button.click();
  });
  await expect(review.row(first!)).toContainText('U2');
  await review.isSelected(second!);
  await review.hasVerdict(second!, 'pending');

  // Once more, on a lesion that the reviewer came back to: it stays selected.
  await review.pick(first!);
  await page.getByTestId('extra-reason-U1').click();
  await expect(review.row(first!)).toContainText('U1');
  await review.isSelected(first!);
  await review.hasVerdict(third!, 'pending');
  expect((await app.list('events')).map(({ kind }) => kind)).toEqual(['decide', 'decide', 'decide', 'decide']);
});

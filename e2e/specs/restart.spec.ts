import { join } from 'node:path';
import { expect, test, type App } from '../support/fixtures';
import { circle } from '../support/plane';
import { lesionsOf, viewOf, type LesionRow, type ViewRow } from '../support/sample';

type Ground = { seed: ViewRow; seedLesions: LesionRow[]; other: ViewRow; otherLesions: LesionRow[] };

/** Accepts the first lesion of the seed's view, then rejects the first of another view. */
async function decideOnTwoViews(app: App, { seed, seedLesions, other, otherLesions }: Ground): Promise<void> {
  const { review, page } = app;
  await review.open(seed.id);
  await review.pick(seedLesions[0]!.id);
  await review.press('accept');
  await review.hasVerdict(seedLesions[0]!.id, 'accepted');
  await review.open(other.id);
  await review.pick(otherLesions[0]!.id);
  await review.press('reject');
  await page.keyboard.press('6');
  await review.hasVerdict(otherLesions[0]!.id, 'rejected');
}

for (const signal of ['SIGKILL', 'SIGINT'] as const) {
  test(`undo and redo go on across views after the host ended by ${signal}`, async ({ app, sample }) => {
    const [seed, other] = [viewOf(sample, 'seed'), viewOf(sample, 'batch-three-sides', { side: 'right' })];
    const ground = { seed, other, seedLesions: lesionsOf(sample, seed), otherLesions: lesionsOf(sample, other) };
    const [inSeed, inOther] = [ground.seedLesions[0]!.id, ground.otherLesions[0]!.id];
    const { review, page } = app;
    const project = app.sampleProject();
    await app.start({ project });
    await decideOnTwoViews(app, ground);

    app.allow(/WebSocket connection to .* failed/); // the page looks for its host until it is there again
    await app.end(signal);
    await expect(page.getByText('The connection to Macule is lost')).toBeVisible();
    await app.startAgain(project);
    await expect(review.button('reviewer-button')).toHaveText('Ana');
    await expect(review.button('undo')).toBeEnabled();
    await expect(review.button('redo')).toBeDisabled();

    await review.press('undo');
    await review.isOpen(other.id);
    await review.hasVerdict(inOther, 'pending');
    await review.isSelected(inOther);
    await review.said('Undo: Reject (R6)');
    await review.press('undo');
    await review.isOpen(seed.id);
    await review.hasVerdict(inSeed, 'pending');
    await review.isSelected(inSeed);
    await expect(review.button('undo')).toBeDisabled();
    await review.press('redo');
    await review.hasVerdict(inSeed, 'accepted');
    await review.press('redo');
    await review.isOpen(other.id);
    await review.hasVerdict(inOther, 'rejected');
    await review.isSelected(inOther);

    await app.end('SIGINT');
    const events = await app.list('events');
    expect(events.map(({ kind, undone }) => `${kind}${undone ? ' (undone)' : ''}`)).toEqual([
      'decide',
      'decide',
      'undo (undone)',
      'undo (undone)',
      'redo',
      'redo',
    ]);
    expect(await app.verify()).toMatchObject({ ok: true, events: 6, findings: [] });
  });
}

test('a lesion that another reviewer decided on cannot be taken back, and the screen says why', async ({
  app,
  sample,
}) => {
  const view = viewOf(sample, 'seed');
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.open(view.id);
  await review.canvas.zoomIn({ x: 1200, y: 1200 }, 2);
  await review.press('add');
  await review.canvas.clickRing(circle({ x: 1200, y: 1200 }, 40, 6));
  const added = page.locator('[data-testid=lesion-row][data-verdict=added]');
  await expect(added).toHaveCount(1);
  const id = (await added.getAttribute('data-lesion-id'))!;
  await review.switchReviewer('Ben');
  await review.pick(id, 6);
  await review.press('unsure');
  await review.hasVerdict(id, 'disputed');
  await review.switchReviewer('Ana');
  await review.press('undo');
  await review.said(/"Add lesion" cannot be undone: Ben recorded "Unsure" there on \d{4}-\d\d-\d\d at \d\d:\d\d\./);
  await review.hasVerdict(id, 'disputed');
  expect((await app.list('events')).map(({ kind }) => kind)).toEqual(['add', 'decide']);
});

test('a decision that was replaced on another machine refuses undo in words', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const lesion = lesionsOf(sample, view)[0]!.id;
  const { review, workplace } = app;
  const project = app.sampleProject();
  const ownConfig = workplace.env['MACULE_CONFIG_DIR']!;
  await app.start({ project });
  await review.open(view.id);
  await review.pick(lesion);
  await review.press('accept');
  await review.hasVerdict(lesion, 'accepted');

  app.allow(/WebSocket connection to .* failed/);
  await app.end('SIGINT');
  workplace.env['MACULE_CONFIG_DIR'] = join(workplace.folder, 'config of another machine');
  await app.start({ project });
  await expect(review.button('undo')).toBeDisabled(); // undo is this machine's own
  await review.open(view.id);
  await review.pick(lesion);
  await review.press('unsure');
  await review.hasVerdict(lesion, 'unsure');

  await app.end('SIGINT');
  workplace.env['MACULE_CONFIG_DIR'] = ownConfig;
  await app.startAgain(project);
  await review.open(view.id);
  await review.press('undo');
  await review.said(/"Accept" cannot be undone: Ana recorded "Unsure" there on \d{4}-\d\d-\d\d at \d\d:\d\d\./);
  await review.hasVerdict(lesion, 'unsure');
  const events = await app.list('events');
  expect(events.map(({ kind, seq }) => [kind, seq])).toEqual([
    ['decide', 1],
    ['decide', 1],
  ]);
  expect(await app.verify()).toMatchObject({ ok: true, events: 2, findings: [] });
});

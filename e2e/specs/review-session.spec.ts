import { join } from 'node:path';
import { readExport, type ExportedView } from '../support/exported';
import { expect, test, type App } from '../support/fixtures';
import { lesionsOf, viewOf } from '../support/sample';
import { Session } from '../support/session';
import { checkView } from '../support/session-record';

const REVIEWER = 'Ana Ruiz (B)';
test('a session on the sample: every exported number is what the clicks said', async ({ app, sample }) => {
  test.setTimeout(300_000);
  const view = viewOf(sample, 'two-revisions', { revision: 'master-25cce909' });
  const session = new Session(app, lesionsOf(sample, view));
  const { review, page } = app;

  await test.step('asks once for the name, and shows it', async () => {
    await app.start({ project: app.sampleProject(), reviewer: null });
    await review.introduce(REVIEWER);
    await page.reload();
    await expect(review.button('reviewer-button')).toHaveText(REVIEWER);
    await expect(review.button('reviewer-dialog')).toHaveCount(0);
    await review.open(view.id);
  });
  await test.step('verdicts by key and by click', async () => {
    await session.pick(0);
    await session.acceptByKey(0);
    await review.isSelected(session.id(1));
    await session.acceptByClick(1);
    await session.rejectByKeys(2, 'R3', '3');
    await session.rejectByKeys(3, 'R10', '01');
    await session.rejectByKeys(4, 'R11', '02');
    await session.rejectByKeys(5, 'R12', '03');
    await session.rejectByKeys(6, 'R13', '04');
    await session.rejectByClick(7, 'R7');
    await session.rejectByClick(8, 'R13');
    await session.unsure(9, 'key');
    await session.unsure(10, 'click');
  });
  await test.step('outlines by the mouse', async () => {
    await session.moveVertex(11);
    await session.insertVertex(12);
    await session.deleteVertex(13);
    await session.redrawWhole(14);
    await review.press('fit');
    await review.canvas.zoomIn({ x: 900, y: 500 }, 4);
    await session.add({ x: 900, y: 500 });
  });
  await test.step('comments', async () => {
    await session.pick(0);
    await session.comment(0, 'edge is “soft”', async () => {
      await review.press('comment');
      await page.keyboard.type('edge is “soft”');
      await page.keyboard.press('Enter');
    });
    await session.pick(9);
    await session.comment(9, 'ask Ben, see <front>', async () => {
      await page.getByTestId('comment-field').fill('ask Ben, see <front>');
      await page.getByRole('tab', { name: 'Lesions' }).click();
    });
  });
  await undoTwoRedoOne(session, app);
  await hideWhileHeld(session, app);
  await finish(session, app, view.id);
  const name = 'Truth of Ana';
  await test.step('export through the dialog', async () => {
    await review.press('export');
    await review.export.chooseNewFolder(name);
    await review.export.run();
    await expect(review.export.result).toContainText('1 view');
    await review.export.close();
  });
  const { manifest, views } = readExport(join(app.workplace.path('home'), name));
  const exported = [...views.values()][0]!;
  const off = checkView(exported, session.record, session.lesions, REVIEWER);
  expect(manifest.counts).toEqual({ views: 1, lesions: exported.features.length, left_out: sample.views.length - 1 });
  expect(exported.macule).toMatchObject({
    capture: view.capture,
    side: 'front',
    state: 'complete',
    reviewers: [REVIEWER],
  });
  await compareWithCommandLine(session, app, exported);
  console.log(
    `${exported.features.length} exported lesions checked; vertices at most ${off.toFixed(4)} frame px from the clicks`,
  );
});

async function undoTwoRedoOne(session: Session, { review }: App): Promise<void> {
  await test.step('undo two, redo one', async () => {
    const [one, two] = [session.id(15), session.id(16)];
    await session.pick(15);
    await session.acceptByKey(15);
    await review.isSelected(two);
    await session.rejectByKeys(16, 'R1', '1');
    await review.press('undo');
    await review.hasVerdict(two, 'pending');
    await review.isSelected(two);
    await review.press('undo');
    await review.hasVerdict(one, 'pending');
    await review.isSelected(one);
    await review.press('redo');
    await review.hasVerdict(one, 'accepted');
    await review.isSelected(one);
    await review.hasVerdict(two, 'pending');
    session.record.deeds.delete(two);
  });
}

async function hideWhileHeld(session: Session, { review, page }: App): Promise<void> {
  await test.step('outlines hidden while H is held, a verdict meanwhile', async () => {
    await session.pick(16);
    await page.keyboard.down('h');
    await review.canvas.showsOutlines(false);
    await session.acceptByKey(16);
    await review.canvas.showsOutlines(false);
    await page.keyboard.up('h');
    await review.canvas.showsOutlines(true);
  });
}

async function finish(session: Session, app: App, viewId: string): Promise<void> {
  const { review } = app;
  await test.step('the rest, sweep, done, next view, reopen, done', async () => {
    await review.press('fit');
    await review.canvas.sight();
    const rest = session.lesions.filter(({ id }) => !session.record.deeds.has(id));
    const from = Date.now();
    await review.press('acceptRest');
    await review.hasProgress(session.lesions.length, session.lesions.length);
    for (const { id } of rest)
      session.record.deeds.set(id, {
        verdict: 'accepted',
        reason: null,
        comment: null,
        ring: null,
        from,
        to: Date.now(),
      });
    await expect(review.button('done')).toBeDisabled();
    await review.press('sweep');
    await review.press('done');
    await expect(review.queueRow(viewId)).toHaveAttribute('data-state', 'done');
    await expect(review.queueRow(viewId)).not.toHaveAttribute('aria-current', 'true');
    await review.open(viewId);
    await review.press('nextView');
    await expect(review.queueRow(viewId)).toHaveAttribute('aria-current', 'false');
    await review.open(viewId);
    await review.button('reopen').click();
    await expect(review.queueRow(viewId)).toHaveAttribute('data-state', 'open');
    await session.pick(1);
    await session.rejectByKeys(1, 'R2', '2');
    await review.press('done');
    await expect(review.queueRow(viewId)).toHaveAttribute('data-state', 'done');
  });
}

async function compareWithCommandLine(session: Session, app: App, exported: ExportedView): Promise<void> {
  const stored = (await app.list('lesions')).filter((lesion) => lesion.view === session.lesions[0]!.view);
  const told = [...session.record.deeds].map(([id, { verdict, reason, comment }]) => [id, verdict, reason, comment]);
  const kept = stored.map(({ id, verdict, reason, comment }) => [id, verdict, reason, comment]);
  expect(kept.sort()).toEqual(told.sort());
  for (const { id, shapes, origin, geometry } of stored) {
    const features = exported.features.filter((one) => one.id === id || one.properties.model_lesion_ids?.includes(id));
    const drawn = shapes.map((shape) => shape.geometry);
    if (drawn.length > 0) expect(features.map((one) => one.geometry.coordinates)).toEqual(drawn);
    else if (origin === 'reviewer') expect(features.map((one) => one.geometry.coordinates)).toEqual([geometry]);
  }
  const events = await app.list('events');
  expect(events.map(({ kind }) => kind)).toEqual([
    ...Array.from({ length: 15 }, () => 'decide'),
    'add',
    ...['decide', 'decide', 'decide', 'decide', 'undo', 'undo', 'redo', 'decide'],
    ...['decide', 'sweep', 'done', 'reopen', 'decide', 'done'],
  ]);
  expect(new Set(events.map(({ reviewer }) => reviewer))).toEqual(new Set([REVIEWER]));
  expect(events.filter(({ payload }) => !payload.overlayShown)).toHaveLength(1);
  expect(events.every(({ payload }) => payload.activeMs >= 0 && payload.activeMs < 60_000)).toBe(true);
  const head = events.at(-1)!;
  expect(Object.values(exported.macule.journal_head)).toEqual([{ seq: head.seq, hash: head.hash }]);
  expect(await app.verify()).toMatchObject({ ok: true, events: events.length, findings: [] });
}

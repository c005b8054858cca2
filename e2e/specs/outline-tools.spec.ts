import { box, rowOf, standingArea, startWithOutlines } from '../support/drawn-lesions';
import { expect, test } from '../support/fixtures';
import { macule } from '../support/macule';
import { writeResults } from '../support/scheme-files';
import type { Point } from '../support/plane';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
];
const at = (x: number, y: number): Point => ({ x, y });
const isNear = (found: number, expected: number, share = 0.03): void =>
  expect(Math.abs(found / expected - 1), `${found} px² instead of ${expected} px²`).toBeLessThan(share);
/** A box of 100 px with a vertex every 10 px, and 1 px of unrest. */
const rough = (x: number, y: number): number[][] => {
  const side = Array.from({ length: 10 }, (_, i) => [10 * i, i % 2]);
  return [
    ...side.map(([along = 0, off = 0]) => [x + off, y + along]),
    ...side.map(([along = 0, off = 0]) => [x + along, y + 100 - off]),
    ...side.map(([along = 0, off = 0]) => [x + 100 - off, y + 100 - along]),
    ...side.map(([along = 0, off = 0]) => [x + 100 - along, y + off]),
  ];
};
const OUTLINES = [box(200, 200, 100, 100), box(420, 200, 100, 100), rough(640, 200), box(200, 420, 60, 60)];

for (const size of SIZES)
  test(`split, subtract, patch, fill at ${size.width} px`, async ({ app }) => {
    test.setTimeout(400_000);
    await app.page.setViewportSize(size);
    const [first, second] = await startWithOutlines(app, OUTLINES);
    const { review, page } = app;
    const { canvas } = review;
    const shot = (name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) });
    const proposal = page.getByTestId('proposal');
    const area = async (id: string): Promise<number> => standingArea(await rowOf(app, id));

    await test.step('split: both sides shown, the count said, one event', async () => {
      await review.pick(first!.id);
      await review.chooseMore('Split the lesion along a line');
      await canvas.hasCursor('cut');
      await canvas.stroke([at(230, 180), at(230, 250)], async () => {
        await canvas.hasCursor('cutNothing');
        await shot('split-not-yet');
        await page.keyboard.press('Escape');
      });
      await canvas.stroke([at(230, 180), at(230, 250), at(230, 320)], async () => {
        await canvas.hasCursor('cut');
        await shot('split-drag');
      });
      await expect(proposal).toContainText('The lesion becomes 2 shapes');
      await shot('split-asked');
      await page.keyboard.press('Enter');
      await expect.poll(async () => (await rowOf(app, first!.id)).shapes.length).toBe(2);
      const { shapes } = await rowOf(app, first!.id);
      isNear(Math.min(...shapes.map(({ areaPx2 }) => areaPx2)), 3000, 0.06);
      expect(await area(first!.id)).toBeCloseTo(10_000, 3);
      await review.press('undo');
      await review.hasVerdict(first!.id, 'pending');
    });
    await test.step('split with keys alone', async () => {
      await review.pick(first!.id);
      await page.keyboard.press('n');
      const said = page.getByTestId('canvas-said');
      await page.keyboard.press('ArrowUp');
      await expect(said).toContainText('x 250.0, y 250.0');
      for (let i = 0; i < 7; i++) await page.keyboard.press('Alt+Shift+ArrowUp');
      await page.keyboard.press('Enter');
      for (let i = 0; i < 14; i++) await page.keyboard.press('Alt+Shift+ArrowDown');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await expect(proposal).toContainText('2 shapes');
      await page.keyboard.press('Enter');
      await expect.poll(async () => (await rowOf(app, first!.id)).shapes.map(({ areaPx2 }) => areaPx2)).toEqual([5000, 5000]); // prettier-ignore
      await review.press('undo');
      await review.hasVerdict(first!.id, 'pending');
    });
    await test.step('subtract: a drawn region goes', async () => {
      await review.pick(first!.id);
      await page.keyboard.press('Shift+N');
      await canvas.stroke([at(240, 240), at(270, 240), at(270, 270), at(240, 270), at(240, 241)], () =>
        shot('subtract-drag'),
      );
      await expect.poll(async () => area(first!.id)).toBeLessThan(9900);
      isNear(await area(first!.id), 10_000 - 900, 0.01);
      expect((await rowOf(app, first!.id)).shapes[0]!.geometry).toHaveLength(2);
    });
    await test.step('fill holes', async () => {
      await page.keyboard.press('q');
      await page.keyboard.press('o');
      await expect(proposal).toContainText('Holes filled');
      await page.keyboard.press('Enter');
      await expect.poll(async () => area(first!.id)).toBe(10_000);
    });
    await test.step('patch: a stretch of the outline replaced, Tab takes the other side', async () => {
      await review.pick(second!.id);
      await page.keyboard.press('p');
      await canvas.moveTo(at(520, 230));
      await canvas.hasCursor('onEdge');
      const bump = [at(520, 230), at(550, 230), at(550, 270), at(520, 270)];
      await canvas.stroke(bump, async () => {
        await shot('patch-drag');
        await page.keyboard.press('Tab');
        await shot('patch-swapped');
        await page.keyboard.press('Tab');
      });
      await review.hasVerdict(second!.id, 'redrawn');
      isNear(await area(second!.id), 10_000 + 30 * 40, 0.01);
      await canvas.stroke([at(470, 250), at(480, 250)]);
      await review.said('Begin on the outline of the selected lesion.');
    });
    await test.step('the other selected lesions are taken away from the first', async () => {
      await page.keyboard.press('q');
      await review.pick(second!.id);
      await page.keyboard.press('Shift+M');
      await review.said('Select the lesion to take from, then those to take away');
    });
    expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
  });

for (const size of SIZES)
  test(`move, turn, rectangle, vertices, simplify, smooth at ${size.width} px`, async ({ app }) => {
    test.setTimeout(400_000);
    await app.page.setViewportSize(size);
    const [first, , third, fourth] = await startWithOutlines(app, OUTLINES);
    const { review, page } = app;
    const { canvas } = review;
    const shot = (name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) });
    const proposal = page.getByTestId('proposal');
    const ring = async (id: string) => (await rowOf(app, id)).shapes[0]!.geometry[0]!;
    const corner = async (id: string) => {
      const points = await ring(id);
      return [Math.min(...points.map(([x = 0]) => x)), Math.min(...points.map(([, y = 0]) => y))];
    };

    await test.step('dragged, as one event', async () => {
      await review.pick(first!.id);
      await page.keyboard.press('t');
      await canvas.moveTo(at(250, 250));
      await canvas.hasCursor('move');
      const [down, up] = await canvas.stroke([at(250, 250), at(262, 245)], () => shot('move-drag'));
      await review.hasVerdict(first!.id, 'redrawn');
      const [x, y] = await corner(first!.id);
      expect(x).toBeCloseTo(200 + up!.x - down!.x, 1);
      expect(y).toBeCloseTo(200 + up!.y - down!.y, 1);
      await review.press('undo');
      await review.hasVerdict(first!.id, 'pending');
    });
    await test.step('the panel shows the shift of a drag, and 0 again after Esc', async () => {
      const before = (await app.list('events')).length;
      await canvas.stroke([at(250, 250), at(280, 235)], async () => {
        const [left, top] = await Promise.all(['move-dx', 'move-dy'].map((id) => review.button(id).inputValue()));
        expect(Number(left)).toBeGreaterThan(29);
        expect(Number(left)).toBeLessThan(31);
        expect(Number(top)).toBeGreaterThan(-16);
        expect(Number(top)).toBeLessThan(-14);
        await shot('move-panel');
        await page.keyboard.press('Escape');
        await expect(review.button('move-dx')).toHaveValue('0');
        await expect(review.button('move-dy')).toHaveValue('0');
      });
      expect(await app.list('events')).toHaveLength(before);
    });
    await test.step('nudged by arrow keys, taken by Enter', async () => {
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Shift+ArrowDown');
      await expect(review.button('move-dx')).toHaveValue('3');
      await expect(review.button('move-dy')).toHaveValue('10');
      await shot('nudge');
      await page.keyboard.press('Enter');
      await review.hasVerdict(first!.id, 'redrawn');
      expect(await corner(first!.id)).toEqual([203, 210]);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Escape');
      await review.press('undo');
      await review.hasVerdict(first!.id, 'pending');
    });
    await test.step('by numbers: half its size, about its middle', async () => {
      await review.button('move-scalePercent').fill('50');
      await review.button('take-move').click();
      await review.hasVerdict(first!.id, 'redrawn');
      expect(await corner(first!.id)).toEqual([225, 225]);
      expect(standingArea(await rowOf(app, first!.id))).toBe(2500);
    });
    await test.step('out of the frame: asked, cut off there', async () => {
      await review.button('move-dx').fill('-250');
      await review.button('take-move').click();
      await expect(proposal).toContainText('It reaches outside the frame');
      await page.keyboard.press('Enter');
      await expect.poll(async () => (await corner(first!.id))[0]).toBe(0);
      isNear(standingArea(await rowOf(app, first!.id)), 50 * 25, 0.01);
      await review.press('undo');
    });
    await test.step('scaled and turned by its handles', async () => {
      await review.pick(fourth!.id);
      await canvas.moveTo(at(260, 480));
      await canvas.hasCursor('scaleDown');
      await canvas.stroke([at(260, 480), at(290, 510)], () => shot('scale-drag'));
      await expect.poll(async () => standingArea(await rowOf(app, fourth!.id))).toBeGreaterThan(7000);
      isNear(standingArea(await rowOf(app, fourth!.id)), 8100, 0.06);
    });
    await test.step('a rectangle selects what it meets', async () => {
      await page.keyboard.press('Escape');
      await review.button('fit').click();
      await page.keyboard.press('Shift+Q');
      await canvas.stroke([at(430, 310), at(190, 210)], () => shot('marquee-drag'));
      await expect(page.locator('[data-testid=lesion-row][aria-selected=true]')).toHaveCount(2);
      await page.keyboard.press('Escape');
    });
    await test.step('vertices erased along the outline, as one event', async () => {
      await review.pick(third!.id);
      await page.keyboard.press('Shift+E');
      const before = (await app.list('events')).length;
      await canvas.stroke([at(640, 210), at(641, 230), at(640, 260)], () => shot('vertices-drag'));
      await review.hasVerdict(third!.id, 'redrawn');
      expect((await ring(third!.id)).length).toBeLessThan(40 - 4);
      expect(await app.list('events')).toHaveLength(before + 1);
      await review.press('undo');
      await review.hasVerdict(third!.id, 'pending');
    });
    await test.step('simplified and smoothed, with the counts before a yes', async () => {
      await page.keyboard.press('q');
      await page.keyboard.press('y');
      await expect(proposal).toContainText('Simplified by up to 0.5 px');
      await page.keyboard.press('y');
      await expect(proposal).toContainText('Simplified by up to 1 px');
      await expect(page.getByTestId('proposal-vertices')).toContainText('40 → 4 vertices');
      await shot('simplify');
      await page.keyboard.press('Enter');
      await expect.poll(async () => (await rowOf(app, third!.id)).shapes[0]?.geometry[0]!.length).toBe(5);
      await page.keyboard.press('Shift+Y');
      await expect(proposal).toContainText('Smoothed in 1 round');
      await expect(proposal).toContainText('the same area');
      await shot('smooth');
      await page.keyboard.press('Enter');
      await expect.poll(async () => (await ring(third!.id)).length).toBeGreaterThan(5);
    });
    expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
  });

test('copied, pasted, and a whole mask shifted, each as one step', async ({ app }) => {
  test.setTimeout(400_000);
  const [first, second, third, fourth] = await startWithOutlines(app, OUTLINES);
  const { review, page } = app;
  const { canvas } = review;
  const proposal = page.getByTestId('proposal');
  const kinds = async () => (await app.list('events')).map(({ kind }) => kind);

  await test.step('two lesions copied and pasted at their places', async () => {
    await review.pick(first!.id);
    await review.row(second!.id).click({ modifiers: ['Control'] });
    await page.keyboard.press('Control+c');
    await review.said('Copied 2 outlines');
    await page.keyboard.press('Control+v');
    await expect(proposal).toContainText('Paste 2 lesions');
    await page.screenshot({ path: test.info().outputPath('paste.png') });
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await app.list('lesions')).length).toBe(6);
    const pasted = (await app.list('lesions')).slice(4);
    expect(pasted.map(({ origin, areaPx2, bounds }) => [origin, areaPx2, bounds.minX])).toEqual([
      ['reviewer', 10_000, 200],
      ['reviewer', 10_000, 420],
    ]);
    expect(await kinds()).toEqual(['add']);
    await review.press('undo');
    await expect.poll(async () => (await app.list('lesions')).length).toBe(4);
  });
  await test.step('the mask shifted; what was rejected stays', async () => {
    await review.pick(third!.id);
    await review.press('reject');
    await page.keyboard.press('1');
    await review.hasVerdict(third!.id, 'rejected');
    await page.keyboard.press('Shift+G');
    await expect(review.button('shift-words')).toContainText('3 lesions of the mask, pending or accepted, will move');
    await expect(review.button('shift-words')).toContainText(
      '1 lesion decided otherwise, or crossing themselves, stay',
    );
    await review.button('fit').click();
    await canvas.stroke([at(300, 330), at(380, 300)], () =>
      page.screenshot({ path: test.info().outputPath('shift-drag.png') }),
    );
    expect((await kinds()).length).toBe(3);
    await page.keyboard.press('Escape');
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await review.hasVerdict(fourth!.id, 'redrawn');
    const rows = await app.list('lesions');
    expect(rows.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['redrawn', 'G3'],
      ['redrawn', 'G3'],
      ['rejected', 'R1'],
      ['redrawn', 'G3'],
    ]);
    expect(rows[0]!.shapes[0]!.geometry[0]).toContainEqual([204, 199]);
    expect(rows[3]!.shapes[0]!.geometry[0]).toContainEqual([204, 419]);
    expect((await kinds()).length).toBe(4);
    await review.press('undo');
    await review.hasVerdict(fourth!.id, 'pending');
    await review.press('redo');
    await review.hasVerdict(first!.id, 'redrawn');
  });
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

test('a ring traced freehand closes where it began, alone and after clicked points', async ({ app }) => {
  test.setTimeout(300_000);
  await app.page.setViewportSize({ width: 1440, height: 900 });
  await startWithOutlines(app, [box(200, 200, 100, 100)]);
  const { review, page } = app;
  const { canvas } = review;
  await review.button('fit').click();
  await review.press('add');
  const circle = (x: number, y: number, radius: number, share: number): Point[] =>
    Array.from({ length: 25 }, (_, i) => {
      const angle = (2 * Math.PI * share * i) / 24;
      return at(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    });
  await test.step('one drag: the cursor says that it would close, the release takes it', async () => {
    await canvas.stroke(circle(600, 400, 100, 0.5), async () => {
      await canvas.hasCursor('draw');
      await page.keyboard.press('Escape');
    });
    await canvas.stroke(circle(600, 400, 100, 1), () => canvas.hasCursor('close'));
    await expect.poll(async () => (await app.list('lesions')).length).toBe(2);
    isNear((await app.list('lesions'))[1]!.areaPx2, Math.PI * 100 ** 2);
  });
  await test.step('points clicked first, then a drag back to the first of them', async () => {
    await review.press('add');
    for (const point of [at(900, 700), at(1100, 700), at(1100, 900)]) await canvas.click(point);
    const back = [at(1100, 905), at(1050, 900), at(1000, 900), at(900, 900), at(900, 800), at(900, 700)];
    await canvas.stroke(back, () => page.screenshot({ path: test.info().outputPath('trace-to-close.png') }));
    await expect.poll(async () => (await app.list('lesions')).length).toBe(3);
    isNear((await app.list('lesions'))[2]!.areaPx2, 200 * 200);
  });
  expect((await app.list('events')).map(({ kind }) => kind)).toEqual(['add', 'add']);
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

test('copied in one view, pasted in that of another capture', async ({ app }) => {
  test.setTimeout(300_000);
  const folder = app.workplace.path('two captures');
  const project = app.workplace.path('Sample.macule');
  writeResults(folder, { results: 2, perFile: 2, lesions: 3 });
  expect((await macule(app.workplace, 'import', folder, '--project', project)).code).toBe(0);
  await app.start({ project });
  const [from, to] = await app.list('views');
  expect(from!.capture).not.toBe(to!.capture);
  const [first, second] = (await app.list('lesions')).filter(({ view }) => view === from!.id);
  const { review, page } = app;
  await review.open(from!.id);
  await review.pick(first!.id);
  await review.row(second!.id).click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+c');
  await review.said('Copied 2 outlines');
  await review.open(to!.id);
  await page.keyboard.press('Control+v');
  await expect(page.getByTestId('proposal')).toContainText('Paste 2 lesions');
  await page.keyboard.press('Enter');
  const pasted = async () => (await app.list('lesions')).filter(({ origin }) => origin === 'reviewer');
  await expect.poll(async () => (await pasted()).length).toBe(2);
  expect((await pasted()).map(({ view, verdict, areaPx2, bounds }) => [view, verdict, areaPx2, bounds])).toEqual(
    [first!, second!].map(({ areaPx2, bounds }) => [to!.id, 'added', areaPx2, bounds]),
  );
  await review.press('undo');
  await expect.poll(async () => (await pasted()).length).toBe(0);
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

import sharp from 'sharp';
import { DISC, discPhoto } from '../support/disc-photo';
import { box, rowOf, standingArea, startWithOutlines } from '../support/drawn-lesions';
import { expect, test, type App } from '../support/fixtures';
import type { Point } from '../support/plane';

const at = (x: number, y: number): Point => ({ x, y });
const setRadius = async (app: App, radius: number): Promise<void> => {
  await app.review.button('brush-unit').selectOption('frame');
  await app.review.button('brush-radius').fill(String(radius));
  await app.review.button('brush-radius').press('Enter');
};
/** The brightest grey level within a few CSS px of each frame point, in a picture of the window as it is now. */
async function brightest(app: App, points: readonly Point[], nearPx = 2): Promise<number[]> {
  const sight = await app.review.canvas.sight();
  const picture = sharp(await app.page.screenshot()).greyscale();
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return points.map(({ x, y }) => {
    const [px, py] = [x * sight.scale + sight.offsetX + sight.left, y * sight.scale + sight.offsetY + sight.top];
    let most = 0;
    for (let dy = -nearPx; dy <= nearPx; dy++)
      for (let dx = -nearPx; dx <= nearPx; dx++)
        most = Math.max(most, data[(Math.round(py + dy) * info.width + Math.round(px + dx)) * info.channels]!);
    return most;
  });
}
const LINE = 235;
const NO_LINE = 190;
const areLines = async (app: App, points: readonly Point[]): Promise<void> => {
  for (const [index, level] of (await brightest(app, points)).entries())
    expect(level, `a line at ${points[index]!.x}, ${points[index]!.y}`).toBeGreaterThan(LINE);
};
const areNoLines = async (app: App, points: readonly Point[]): Promise<void> => {
  for (const [index, level] of (await brightest(app, points)).entries())
    expect(level, `no line at ${points[index]!.x}, ${points[index]!.y}`).toBeLessThan(NO_LINE);
};

test('while it is painted, a stroke shows the outline that it will leave', async ({ app }) => {
  test.setTimeout(300_000);
  await app.page.setViewportSize({ width: 1440, height: 900 });
  const [first] = await startWithOutlines(app, [box(200, 200, 100, 100), box(600, 200, 60, 60)]);
  const { review, page } = app;
  const { canvas } = review;
  const shot = (name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) });
  await review.pick(first!.id);

  await test.step('the brush: one outline about both, none inside', async () => {
    await page.keyboard.press('b');
    await setRadius(app, 10);
    await canvas.stroke([at(290, 250), at(310, 250), at(330, 250)], async () => {
      await shot('grown');
      await areNoLines(app, [at(300, 247), at(300, 253), at(295, 240), at(295, 260)]);
      await areLines(app, [at(315, 240), at(315, 260), at(300, 220), at(300, 280), at(200, 250), at(250, 300)]);
    });
    await review.hasVerdict(first!.id, 'redrawn');
  });
  await test.step('the eraser: what it covers has no outline any more, a hole has one', async () => {
    await page.keyboard.press('e');
    await canvas.stroke([at(200, 215), at(200, 240)], async () => {
      await shot('erased');
      await areNoLines(app, [at(200, 222), at(200, 235), at(195, 228)]);
      await areLines(app, [at(210, 222), at(210, 235), at(200, 270)]);
    });
    await expect.poll(async () => standingArea(await rowOf(app, first!.id))).toBeLessThan(10_500);
    await canvas.stroke([at(250, 240), at(250, 260)], async () => {
      await shot('hole');
      await areLines(app, [at(240, 250), at(260, 250), at(250, 230)]);
    });
    await expect.poll(async () => (await rowOf(app, first!.id)).shapes[0]!.geometry.length).toBe(2);
  });
  await test.step('a stroke right across: two pieces are seen before it is let go', async () => {
    await canvas.stroke([at(275, 185), at(275, 315)], async () => {
      await shot('apart');
      await areNoLines(app, [at(275, 200), at(275, 300)]);
      await areLines(app, [at(265, 220), at(285, 220), at(265, 285), at(285, 285)]);
      await page.keyboard.press('Escape');
    });
    expect(await page.getByTestId('proposal').count()).toBe(0);
  });
  await test.step('a ring of the brush leaves a hole, and goes on while the camera moves', async () => {
    await page.keyboard.press('b');
    await review.button('fit').click();
    const ring = [at(420, 300), at(480, 300), at(480, 360), at(420, 360), at(420, 300)];
    await canvas.stroke(ring, async () => {
      await shot('ring');
      await areLines(app, [at(450, 290), at(450, 310), at(450, 350), at(410, 330), at(430, 330)]);
      await page.mouse.wheel(0, -120); // the camera moves under a stroke: its masks are painted anew
      await areLines(app, [at(450, 290), at(450, 310), at(410, 330), at(430, 330)]);
      await shot('ring-zoomed');
      await page.keyboard.press('Escape');
    });
  });
  await test.step('a drawn region that is taken away', async () => {
    await review.pick(first!.id);
    await page.keyboard.press('Shift+N');
    await canvas.stroke([at(220, 270), at(220, 320), at(240, 320), at(240, 270)], async () => {
      await shot('subtract');
      await areNoLines(app, [at(230, 300)]);
      await areLines(app, [at(220, 285), at(240, 285), at(210, 300)]);
      await page.keyboard.press('Escape');
    });
  });
  expect(await app.verify()).toMatchObject({ ok: true, findings: [] });
});

test('the wand with Shift or Alt shows the outline that will result', async ({ app }) => {
  test.setTimeout(300_000);
  const { review, page } = app;
  const { canvas } = review;
  await page.setViewportSize({ width: 1440, height: 900 });
  // Its edge is on the left side of the outline.
  const photo = await discPhoto({ skin: [170, 130, 110], fadePx: 0 });
  const { x: left, y: top } = DISC.middle;
  const [first] = await startWithOutlines(app, [box(left, top - 60, 240, 120)], photo);
  await review.pick(first!.id);
  await page.keyboard.press('w');
  const place = at(left - 30, top);
  await review.canvas.zoomIn(at(left, top), 1.5);
  const { radius } = DISC;
  const around = (degrees: number): Point =>
    at(left + radius * Math.cos((degrees * Math.PI) / 180), top + radius * Math.sin((degrees * Math.PI) / 180));
  const pressed = async (key: 'Shift' | 'Alt', look: () => Promise<unknown>): Promise<void> => {
    await canvas.moveTo(place);
    await page.keyboard.down(key);
    await page.mouse.down();
    await page.keyboard.up(key);
    await look();
    await page.screenshot({ path: test.info().outputPath(`wand-${key}.png`) });
    await page.keyboard.press('Escape');
    await page.mouse.up();
  };
  await test.step('Shift: one outline about both, none inside', () =>
    pressed('Shift', async () => {
      // The region ends halfway between two pixels of the photo, 3 px of the frame wide: a line within that.
      await expect.poll(async () => Math.min(...(await brightest(app, [around(180), around(150)], 4)))).toBeGreaterThan(LINE); // prettier-ignore
      await areNoLines(app, [at(left, top - 20), at(left, top + 20)]);
      await areLines(app, [at(left + 240, top), at(left + 150, top - 60)]);
    }));
  await test.step('Alt: what is left of the outline', () =>
    pressed('Alt', async () => {
      await expect.poll(async () => Math.min(...(await brightest(app, [around(0), around(25)], 4)))).toBeGreaterThan(LINE); // prettier-ignore
      await areNoLines(app, [at(left, top - 20), at(left, top + 20), around(180), around(150)]);
      await areLines(app, [at(left + 240, top), at(left + 150, top - 60)]);
    }));
  expect(await app.list('events')).toHaveLength(0);
});

test('a tool’s panel does not lie over what is to be known of the view', async ({ app }) => {
  const { review, page } = app;
  const [first] = await startWithOutlines(app, [box(200, 200, 100, 100)]);
  await review.pick(first!.id);
  const notice = page.locator('.notice').filter({ hasText: 'review on the empty frame' });
  for (const width of [1440, 1024]) {
    await page.setViewportSize({ width, height: 800 });
    for (const [key, panel] of [
      ['b', 'brush-options'],
      ['t', 'move-options'],
      ['w', 'wand-panel'],
    ] as const) {
      await page.keyboard.press(key);
      const [a, b] = await Promise.all([page.getByTestId(panel).boundingBox(), notice.boundingBox()]);
      expect(b!.y, `${panel} at ${width} px`).toBeGreaterThanOrEqual(a!.y + a!.height);
    }
    await page.screenshot({ path: test.info().outputPath(`panel-${width}.png`) });
  }
});

test('two quick strokes: no draft goes before its result is there', async ({ app }) => {
  test.setTimeout(300_000);
  await app.page.setViewportSize({ width: 1440, height: 900 });
  const [first] = await startWithOutlines(app, [box(200, 200, 100, 100)]);
  const { review, page } = app;
  const { canvas } = review;
  await review.pick(first!.id);
  await page.keyboard.press('b');
  await setRadius(app, 10);
  const { scale, offsetX, offsetY } = await canvas.sight();
  // Edges of the two strokes; on each frame the strongest pixel within 2 px of them.
  const edges = [at(325, 240), at(260, 325)].map(({ x, y }) => [x * scale + offsetX, y * scale + offsetY] as const);
  await canvas.root.evaluate((root, places) => {
    const edit = root.querySelector<HTMLCanvasElement>('canvas[data-layer=edit]')!.getContext('2d')!;
    const seen: number[][] = [];
    (window as unknown as { seenEdges: number[][] }).seenEdges = seen;
    const look = (): void => {
      seen.push(
        places.map(([x, y]) => {
          const { data } = edit.getImageData(Math.round(x) - 2, Math.round(y) - 2, 5, 5);
          return Math.max(...data.filter((_, index) => index % 4 === 3));
        }),
      );
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, edges);
  const strokes = [
    [at(295, 250), at(345, 250)],
    [at(250, 295), at(250, 345)],
  ] as const;
  const places = await Promise.all(
    strokes.flat().map(async ({ x, y }) => {
      const { left, top } = await canvas.sight();
      return [Math.round(x * scale + offsetX + left), Math.round(y * scale + offsetY + top)] as const;
    }),
  );
  for (const [from, to] of [places.slice(0, 2), places.slice(2)] as const) {
    await page.mouse.move(...from!);
    await page.mouse.down();
    await page.mouse.move(...to!, { steps: 5 });
    await page.mouse.up();
  }
  await expect.poll(async () => (await app.list('events')).length).toBe(2);
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await canvas.sight();
  const seen = await page.evaluate(() => (window as unknown as { seenEdges: number[][] }).seenEdges);
  for (const edge of [0, 1]) {
    const levels = seen.map((frame) => frame[edge]!);
    const begin = levels.findIndex((level) => level > 200);
    expect(begin, 'the draft was painted').toBeGreaterThan(-1);
    expect(Math.min(...levels.slice(begin)), 'and stayed until its result was').toBeGreaterThan(200);
  }
  const stadium = 45 * 20 + (Math.PI * 100) / 2;
  expect(Math.abs(standingArea(await rowOf(app, first!.id)) / (10_000 + 2 * stadium) - 1)).toBeLessThan(0.01);
});

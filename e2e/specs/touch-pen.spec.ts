import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { lesionsOf, viewOf } from '../support/sample';

test.use({ hasTouch: true, reducedMotion: 'reduce' } as never);

type Finger = { readonly x: number; readonly y: number };

/** Fingers and a pen as the system reports them, below the page. */
class Hand {
  constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<Hand> {
    return new Hand(await page.context().newCDPSession(page));
  }

  touch(type: 'touchStart' | 'touchMove' | 'touchEnd', ...fingers: readonly Finger[]): Promise<unknown> {
    const touchPoints = fingers.map((at, id) => ({ ...at, id, radiusX: 8, radiusY: 8, force: 0.5 }));
    return this.session.send('Input.dispatchTouchEvent', { type, touchPoints });
  }

  async tap(at: Finger): Promise<void> {
    await this.touch('touchStart', at);
    await this.touch('touchEnd');
  }

  async slide(from: readonly Finger[], to: readonly Finger[]): Promise<void> {
    await this.touch('touchStart', ...from);
    for (let i = 1; i <= 5; i++) {
      const along = from.map((a, k) => ({ x: a.x + ((to[k]!.x - a.x) * i) / 5, y: a.y + ((to[k]!.y - a.y) * i) / 5 }));
      await this.touch('touchMove', ...along);
    }
    await this.touch('touchEnd');
  }

  async hold(at: Finger, isOver: () => Promise<void>): Promise<void> {
    await this.touch('touchStart', at);
    await isOver();
    await this.touch('touchEnd');
  }

  pen(type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', at: Finger, isDown = true): Promise<unknown> {
    const button = isDown ? 'left' : 'none';
    const rest = { button, buttons: type === 'mouseReleased' || !isDown ? 0 : 1, clickCount: 1 } as const;
    return this.session.send('Input.dispatchMouseEvent', { type, ...at, ...rest, pointerType: 'pen', force: 0.5 });
  }
}

test('fingers select, pan, zoom, draw and take back', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const [first] = lesionsOf(sample, view);
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.viewId();
  await review.open(view.id);
  const hand = await Hand.of(page);
  const { root } = review.canvas;
  const box = (await root.boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };

  await test.step('a tap selects the lesion under it', async () => {
    await review.pick(first!.id);
    await page.keyboard.press('Escape');
    await expect(review.row(first!.id)).toHaveAttribute('aria-selected', 'false');
    await hand.tap(middle);
    await review.isSelected(first!.id);
    await page.keyboard.press('Escape');
  });
  await test.step('one finger on the ground pans', async () => {
    await page.keyboard.press('.');
    const before = await review.canvas.sight();
    await hand.slide([{ x: box.x + 30, y: middle.y }], [{ x: box.x + 130, y: middle.y + 40 }]);
    const after = await review.canvas.sight();
    expect(after.scale).toBe(before.scale);
    expect(after.offsetX - before.offsetX).toBeCloseTo(100, 0);
    expect(after.offsetY - before.offsetY).toBeCloseTo(40, 0);
  });
  await test.step('two fingers zoom about their middle, with any tool', async () => {
    await page.keyboard.press('a');
    await page.keyboard.press('.');
    const before = await review.canvas.sight();
    const spread = (by: number): Finger[] => [
      { x: middle.x - by, y: middle.y },
      { x: middle.x + by, y: middle.y },
    ];
    await hand.slide(spread(50), spread(150));
    const after = await review.canvas.sight();
    expect(after.scale / before.scale).toBeCloseTo(3, 1);
    const frameX = (sight: typeof before): number => (middle.x - sight.left - sight.offsetX) / sight.scale;
    expect(frameX(after)).toBeCloseTo(frameX(before), 0);
    await expect(page.getByTestId('add-tool')).toHaveAttribute('aria-pressed', 'true');
  });
  await test.step('taps draw a ring', async () => {
    const at = [
      [0, 0],
      [60, 0],
      [60, 60],
      [0, 60],
    ].map(([x, y]) => ({ x: middle.x + x!, y: middle.y + y! }));
    for (const point of at) await hand.tap(point);
    await hand.tap(at[0]!);
    await review.isSaved();
    await expect
      .poll(async () => (await app.list('lesions')).filter(({ verdict }) => verdict === 'added').length)
      .toBe(1);
    const [added] = (await app.list('lesions')).filter(({ verdict }) => verdict === 'added');
    expect(added!.geometry.concat(added!.shapes.flatMap(({ geometry }) => geometry))[0]!.length - 1).toBe(4);
  });
  await test.step('a long press on a vertex takes it away', async () => {
    await page.keyboard.press('q');
    await review.pick(first!.id);
    const sight = await review.canvas.sight();
    const ring = first!.geometry[0]!;
    const [x, y] = ring[0]!;
    const vertex = {
      x: sight.left + sight.offsetX + x! * sight.scale,
      y: sight.top + sight.offsetY + y! * sight.scale,
    };
    await hand.hold(vertex, () => review.hasVerdict(first!.id, 'redrawn'));
    await review.isSaved();
    const [redrawn] = (await app.list('lesions')).filter(({ id }) => id === first!.id);
    expect(redrawn!.shapes[0]!.geometry[0]).toHaveLength(ring.length - 1);
  });
});

test('a pen draws while the palm rests, and every control is large enough to touch', async ({ app, sample }) => {
  const view = viewOf(sample, 'seed');
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  await review.viewId();
  await review.open(view.id);
  const hand = await Hand.of(page);
  const box = (await review.canvas.root.boundingBox())!;
  const at = (x: number, y: number): Finger => ({ x: box.x + x, y: box.y + y });
  await page.keyboard.press('.');
  await page.keyboard.press('a');
  const before = await review.canvas.sight();

  // The palm comes down first, then the pen draws a square, and the palm slides meanwhile.
  await hand.pen('mouseMoved', at(200, 200), false);
  await hand.touch('touchStart', at(500, 500));
  const corners = [at(200, 200), at(300, 200), at(300, 300), at(200, 300)];
  await hand.pen('mousePressed', corners[0]!);
  for (const [i, corner] of [...corners.slice(1), corners[0]!].entries()) {
    const from = corners[i]!;
    for (let k = 1; k <= 8; k++)
      await hand.pen('mouseMoved', {
        x: from.x + ((corner.x - from.x) * k) / 8,
        y: from.y + ((corner.y - from.y) * k) / 8,
      });
    await hand.touch('touchMove', at(500 + 10 * i, 520));
  }
  await hand.pen('mouseReleased', corners[0]!);
  await hand.touch('touchEnd');
  await review.isSaved();
  await expect
    .poll(async () => (await app.list('lesions')).filter(({ verdict }) => verdict === 'added').length)
    .toBe(1);
  const [added] = (await app.list('lesions')).filter(({ verdict }) => verdict === 'added');
  const { minX, minY, maxX, maxY } = added!.bounds;
  for (const side of [maxX - minX, maxY - minY]) expect(side * before.scale).toBeCloseTo(100, -1);
  const after = await review.canvas.sight();
  expect([after.scale, after.offsetX, after.offsetY]).toEqual([before.scale, before.offsetX, before.offsetY]);

  const small = await page
    .locator('button:visible, [role=option]:visible, [role=tab]:visible')
    .evaluateAll((controls) =>
      controls
        .map((control) => ({
          name: control.getAttribute('aria-label') ?? control.textContent,
          box: control.getBoundingClientRect(),
        }))
        .filter(({ box: { width, height } }) => width > 0 && (width < 24 || height < 24))
        .map(({ name, box: { width, height } }) => `${name?.trim()}: ${width} x ${height}`),
    );
  expect(small).toEqual([]);
});

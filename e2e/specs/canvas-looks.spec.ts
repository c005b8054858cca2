import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { createWorkplace, maculeJson, serveProject, type Served, type Workplace } from '../support/macule';
import { resultWithLesions } from '../support/scheme-files';
import { countOf, differenceOf, isNear } from '../support/colours';

let workplace: Workplace;
let served: Served;

test.beforeAll(async () => {
  workplace = createWorkplace('looks');
  mkdirSync(workplace.env['MACULE_CONFIG_DIR']!, { recursive: true });
  // A settings file of an older version, without looks.
  writeSettings({ reviewer: 'Ana', reviewers: ['Ana'] });
  writeFileSync(workplace.path('result.json'), JSON.stringify(resultWithLesions(3, 900)));
  await maculeJson(workplace, 'import', workplace.path('result.json'), '--project', workplace.path('p.macule'));
  served = await serveProject(workplace, workplace.path('p.macule'));
});
test.afterAll(async () => {
  await served.stop();
  workplace.remove();
});

function writeSettings(settings: Record<string, unknown>): void {
  writeFileSync(join(workplace.env['MACULE_CONFIG_DIR']!, 'settings.json'), JSON.stringify(settings));
}

const canvasOf = (page: Page): Locator => page.getByTestId('canvas');

async function open(
  browser: Browser,
  prepare: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await prepare(page);
  await page.goto(served.url);
  // The canvas is crisp before the first view is on it too.
  await expect(page.getByTestId('lesion-row').and(page.locator('[aria-selected=true]'))).toHaveCount(1);
  await expect(canvasOf(page)).toHaveAttribute('data-overlay', 'crisp');
  return page;
}

/** Above and below, words and the overview lie on the canvas. */
const NOTICES_PX = 135;

/** The canvas alone, with nothing selected and no pointer on it. */
async function shoot(page: Page): Promise<Buffer> {
  await page.mouse.move(2, 2);
  await expect(canvasOf(page)).toHaveAttribute('data-overlay', 'crisp');
  // Where an outline is cut by the bitmap's side its smoothed edge is rounded otherwise.
  await expect(canvasOf(page)).toHaveAttribute('data-overlay-reach', 'margin');
  const { x, y, width, height } = (await canvasOf(page).boundingBox())!;
  return page.screenshot({ clip: { x, y: y + NOTICES_PX, width, height: height - 2 * NOTICES_PX } });
}

/** Two lesions decided, so that three styles are on screen at 100 %, then nothing selected. */
async function decideTwo(page: Page): Promise<void> {
  await page.keyboard.press('f');
  await expect(page.getByTestId('lesion-row').first()).toHaveAttribute('data-verdict', 'accepted');
  await page.keyboard.press('u');
  await expect(page.getByTestId('lesion-row').nth(1)).toHaveAttribute('data-verdict', 'unsure');
  await page.getByTestId('lesion-row').first().click();
  await page.keyboard.press('1');
  await page.keyboard.press('Escape');
}

const WITHOUT = {
  OffscreenCanvas: 'delete window.OffscreenCanvas;',
  Worker: 'delete window.Worker;',
} as const;

test('each look changes the pixels that it names, and is kept', async ({ browser }, info) => {
  const page = await open(browser);
  await decideTwo(page);
  const plain = await shoot(page);
  const attach = (name: string, png: Buffer): void => writeFileSync(info.outputPath(`${name}.png`), png);
  attach('plain', plain);
  const blue = { r: 0x56, g: 0xb4, b: 0xe9 };
  const counts = async (png: Buffer): Promise<number> => countOf(png, (pixel) => isNear(pixel, blue, 24));
  const linesBefore = await counts(plain);
  expect(linesBefore).toBeGreaterThan(20);

  const menu = page.getByRole('dialog', { name: 'How the outlines look' });
  /** Opens the menu, chooses, closes it, and looks. */
  const choose = async (name: string, pick: () => Promise<void>): Promise<Buffer> => {
    await page.getByTestId('overlay-menu').click();
    await pick();
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    const png = await shoot(page);
    attach(name, png);
    return png;
  };
  const slide = async (id: string, value: string): Promise<void> => page.getByTestId(id).fill(value);
  const radio = async (group: string, name: string): Promise<void> =>
    menu.getByRole('group', { name: group }).getByRole('radio', { name }).check();

  const wide = await choose('width 3', () => slide('overlay-width', '3'));
  expect(await counts(wide)).toBeGreaterThan(linesBefore * 2);

  const bare = await choose('no halo', async () => {
    await slide('overlay-width', '1');
    await page.getByTestId('overlay-halo').click();
  });
  const dark = (png: Buffer): Promise<number> => countOf(png, ({ r, g, b }) => r < 60 && g < 60 && b < 60);
  expect(await dark(plain)).toBeGreaterThan(200);
  expect(await dark(bare)).toBeLessThan((await dark(plain)) / 2);

  const faint = await choose('opacity 20 %', async () => {
    await page.getByTestId('overlay-halo').click();
    await slide('overlay-opacity', '0.2');
  });
  expect(await counts(faint)).toBe(0);
  expect((await differenceOf(faint, plain)).pixels).toBeGreaterThan(200);

  const filled = await choose('fill', async () => {
    await slide('overlay-opacity', '1');
    await radio('Show', 'Fill');
  });
  // 45 % of the blue over the middle grey of an empty frame.
  const tint = { r: 0x80 + 0.45 * (blue.r - 0x80), g: 0x80 + 0.45 * (blue.g - 0x80), b: 0x80 + 0.45 * (blue.b - 0x80) };
  expect(await countOf(filled, (pixel) => isNear(pixel, tint, 4))).toBeGreaterThan(40);
  expect(await counts(filled)).toBe(0);
  const both = await choose('outline and fill', () => radio('Show', 'Both'));
  expect(await counts(both)).toBeGreaterThan(20);

  const numbered = await choose('numbers', async () => {
    await radio('Show', 'Outline');
    await radio('Labels', 'Number');
  });
  expect((await differenceOf(numbered, plain)).pixels).toBeGreaterThan(200);
  await page.keyboard.press('Shift+L');
  await page.keyboard.press('Shift+L');
  await expect.poll(async () => (await differenceOf(await shoot(page), numbered)).pixels).toBeGreaterThan(50);
  attach('number and verdict', await shoot(page));
  await page.keyboard.press('Shift+R');
  attach('rulers', await shoot(page));

  await page.reload();
  await expect(canvasOf(page)).toHaveAttribute('data-overlay', 'crisp');
  await page.getByTestId('overlay-menu').click();
  await expect(page.getByTestId('overlay-rulers')).toBeChecked();
  await expect(menu.getByRole('group', { name: 'Labels' }).getByRole('radio', { name: 'Both' })).toBeChecked();
  await page.getByTestId('overlay-reset').click();
  await expect(page.getByTestId('overlay-rulers')).not.toBeChecked();
  await page.keyboard.press('Escape');
  await page.getByTestId('lesion-row').first().click();
  await page.keyboard.press('1');
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await differenceOf(await shoot(page), plain)).pixels).toBe(0);
  await page.context().close();
});

test('only what is selected shows, and blinking ends where it began', async ({ browser }, info) => {
  const page = await open(browser);
  await page.keyboard.press('.');
  await page.keyboard.press('Escape');
  const all = await shoot(page);
  await page.getByTestId('lesion-row').first().click();
  await page.keyboard.press('.');
  const one = await shoot(page);
  await page.keyboard.press('Shift+O');
  const only = await shoot(page);
  writeFileSync(info.outputPath('only.png'), only);
  expect((await differenceOf(only, one)).pixels).toBeGreaterThan(1000);
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await differenceOf(await shoot(page), all)).pixels).toBe(0);
  await page.keyboard.press('Shift+O');
  await page.keyboard.press('Shift+H');
  const seen = new Set<boolean>();
  await expect
    .poll(async () => seen.add((await differenceOf(await shoot(page), all)).pixels === 0).size, { intervals: [150] })
    .toBe(2);
  await page.keyboard.press('Shift+H');
  await expect.poll(async () => (await differenceOf(await shoot(page), all)).pixels).toBe(0);
  await page.context().close();
});

/** Keeps the size of every drawing that the overlay's worker is asked for. */
const LISTEN = `
  const post = Worker.prototype.postMessage;
  window.overlayDraws = [];
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message?.type === 'draw') window.overlayDraws.push([message.placement.width, message.placement.height]);
    return post.call(this, message, ...rest);
  };`;

test('what is drawn in parts, selection by selection, is what is drawn as a whole', async ({ browser }) => {
  const page = await open(browser, (page) => page.addInitScript(LISTEN));
  await decideTwo(page); // at 100 %, where a selection leaves the camera as it is
  await expect(canvasOf(page)).toHaveAttribute('data-overlay', 'crisp');
  await page.evaluate(() => void ((window as unknown as { overlayDraws: unknown[] }).overlayDraws = []));
  const { x, y, width, height } = (await canvasOf(page).boundingBox())!;
  const seen = await canvasOf(page).evaluate(({ dataset }) =>
    ['scale', 'offsetX', 'offsetY'].map((k) => Number(dataset[k])),
  );
  const [scale, offsetX, offsetY] = seen as [number, number, number];
  // The overlay leaves a selected lesion out. The first three stand 70 px apart.
  for (const i of [0, 1, 2, 0, 2, 1]) {
    await page.mouse.click(x + offsetX + (60 + 70 * i) * scale, y + offsetY + 60 * scale);
    await expect(page.getByTestId('lesion-row').nth(i)).toHaveAttribute('aria-selected', 'true');
    await expect(canvasOf(page)).toHaveAttribute('data-overlay', 'crisp');
  }
  await page.keyboard.press('Escape');
  const inParts = await shoot(page);
  const draws = await page.evaluate(() => (window as unknown as { overlayDraws: [number, number][] }).overlayDraws);
  expect(draws.filter(([w, h]) => w * h < 0.2 * width * height).length, JSON.stringify(draws)).toBeGreaterThan(6);
  await page.keyboard.press('Equal'); // another scale and back: all of it is drawn anew
  await page.keyboard.press('1');
  const whole = await shoot(page);
  expect(await countOf(whole, ({ r, g, b }) => r > 200 && g > 200 && b < 120)).toBeGreaterThan(20); // unsure
  // Where an outline is cut by a part's side its smoothed edge is rounded otherwise, by some levels of 255.
  const { pixels, most } = await differenceOf(inParts, whole);
  expect(most).toBeLessThan(25);
  expect(pixels).toBeLessThan(300);
  await page.context().close();
});

for (const [what, script] of Object.entries(WITHOUT)) {
  test(`without ${what} the same pixels are drawn on the main thread`, async ({ browser }) => {
    const usual = await open(browser);
    const bare = await open(browser, (page) => page.addInitScript(script));
    expect(await bare.evaluate((name) => name in window, what)).toBe(false);
    const pages = [usual, bare];
    const same = async (looks: () => Promise<unknown>): Promise<void> => {
      await looks();
      const [a, b] = [await shoot(usual), await shoot(bare)];
      expect(await countOf(a, ({ r, g, b: blue }) => r > 200 && g > 200 && blue > 200)).toBeGreaterThan(50);
      expect((await differenceOf(a, b)).pixels).toBe(0);
    };
    const pressBoth =
      (...keys: string[]) =>
      async (): Promise<void> => {
        for (const page of pages) for (const key of keys) await page.keyboard.press(key);
      };
    await same(pressBoth('.', 'Escape'));
    await same(pressBoth('1'));
    await same(pressBoth('Equal', 'Equal', 'Equal', 'Equal', 'Equal'));
    for (const page of pages) await page.context().close();
  });
}

test('a worker that dies leaves the drawing to the main thread', async ({ browser }) => {
  const usual = await open(browser);
  const broken = await open(browser, (page) =>
    page.route(/overlay\.worker/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("no worker here")' }),
    ),
  );
  for (const page of [usual, broken]) {
    await page.keyboard.press('.');
    await page.keyboard.press('Escape');
  }
  expect((await differenceOf(await shoot(usual), await shoot(broken))).pixels).toBe(0);
  for (const page of [usual, broken]) await page.context().close();
});

test('another device pixel ratio and another size are followed while the view is open', async ({ browser }) => {
  const page = await open(browser);
  const session = await page.context().newCDPSession(page);
  const metrics = (width: number, height: number, deviceScaleFactor: number) =>
    session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor, mobile: false });
  const backing = () =>
    canvasOf(page).evaluate((root) => {
      const canvas = root.querySelector('canvas')!;
      const { width, height } = canvas.getBoundingClientRect();
      return { ratio: [canvas.width / width, canvas.height / height], width, root: root.clientWidth };
    });
  for (const [width, height, ratio] of [
    [1440, 900, 2],
    [1439, 901, 1.25],
    [1100, 760, 1.5],
    [1440, 900, 1],
  ] as const) {
    await metrics(width, height, ratio);
    await page.mouse.move(700, 400 + ratio); // an emulated monitor tells nobody; the next frame sees it
    await expect(canvasOf(page)).toHaveAttribute('data-overlay', 'crisp');
    await expect.poll(async () => (await backing()).ratio[0]).toBeCloseTo(ratio, 3);
    const { ratio: found, width: shown, root } = await backing();
    expect(found[1]).toBeCloseTo(ratio, 3);
    expect(Math.abs(shown - root)).toBeLessThanOrEqual(1 / ratio);
  }
  const fresh = await open(browser);
  for (const each of [page, fresh]) {
    await each.keyboard.press('.');
    await each.keyboard.press('Escape');
  }
  expect((await differenceOf(await shoot(page), await shoot(fresh))).pixels).toBe(0);
  await page.context().close();
  await fresh.context().close();
});

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { createWorkplace, maculeJson, serveProject, type Served, type Workplace } from '../support/macule';
import { markedPhoto, placementOf, type Placement } from '../support/marked-photo';
import {
  changedPixels,
  deviationOf,
  greyOf,
  type ClosedLine,
  type Deviation,
  type Grey,
  type PixelPoint,
} from '../support/pixels';
import { seed, SEED_FILE } from '../support/scheme-files';

const FRAME_PX = 2416;
/** A pending lesion: a line of 1.25 px with a halo of 1.25 px on each side, in CSS px. */
const HALF_WIDTH_CSS_PX = (1.25 + 2 * 1.25) / 2;
/** Grey levels that a screenshot may differ by without an outline. */
const NOISE = 6;
const IMAGE_ID = '245a25a8-a5a6-44ed-980c-b4341281389e';

type SeedMask = { features: { geometry: { coordinates: number[][][][] } }[] };
type Ring = readonly { readonly x: number; readonly y: number }[];

/** The rings as the seed's JSON has them, in its order. */
function seedRings(): Ring[] {
  const { masks_restored: masks } = seed()['result'] as { masks_restored: SeedMask[] };
  return masks.flatMap(({ features }) =>
    features.flatMap(({ geometry }) => geometry.coordinates.map(([ring]) => ring!.map(([x, y]) => ({ x: x!, y: y! })))),
  );
}
const RINGS = seedRings();
const middleOf = (ring: Ring): { x: number; y: number } => ({
  x: (Math.min(...ring.map(({ x }) => x)) + Math.max(...ring.map(({ x }) => x))) / 2,
  y: (Math.min(...ring.map(({ y }) => y)) + Math.max(...ring.map(({ y }) => y))) / 2,
});

let workplace: Workplace;
let served: Served;
test.beforeAll(async () => {
  workplace = createWorkplace('pixels');
  const folder = workplace.path('in');
  mkdirSync(folder);
  mkdirSync(workplace.env['MACULE_CONFIG_DIR']!, { recursive: true });
  writeFileSync(
    join(workplace.env['MACULE_CONFIG_DIR']!, 'settings.json'),
    JSON.stringify({ reviewer: 'Ana', reviewers: ['Ana'] }),
  );
  copyFileSync(SEED_FILE, join(folder, 'example-result.json'));
  writeFileSync(join(folder, `${IMAGE_ID}_restored.png`), await markedPhoto(FRAME_PX));
  await maculeJson(workplace, 'import', folder, '--project', workplace.path('p.macule'));
  served = await serveProject(workplace, workplace.path('p.macule'));
});
test.afterAll(async () => {
  await served.stop();
  workplace.remove();
});

/** Where the camera should look: the whole frame, or a scale with a frame point brought near the canvas' middle. */
type Look = { readonly name: string; readonly scale: number | 'fit'; readonly rings: readonly Ring[] };
const LOOKS: readonly Look[] = [
  { name: 'fit', scale: 'fit', rings: RINGS },
  { name: '100 %, left cheek', scale: 1, rings: RINGS.slice(0, 5) },
  { name: '100 %, forehead', scale: 1, rings: RINGS.slice(5) },
  ...RINGS.map((ring, index) => ({ name: `800 %, lesion ${index + 1}`, scale: 8, rings: [ring] })),
];

for (const ratio of [1, 2]) {
  test(`the seed's outlines lie on their polygons at device pixel ratio ${ratio}`, async ({ browser }, info) => {
    test.setTimeout(400_000);
    const page = await openDeselected(browser, ratio);
    for (const look of LOOKS) {
      await lookAt(page, look);
      const shots = await shoot(page);
      await info.attach(`${look.name} @${ratio}.png`, { body: shots.shown, contentType: 'image/png' });
      const without = await greyOf(shots.hidden);
      const pixels = changedPixels(without, await greyOf(shots.shown), NOISE);
      const placement = await placementOnScreen(page, without, { name: look.name, ratio });
      await expectUncovered(page, look.rings.map((ring) => onScreen(ring, placement)), ratio); // prettier-ignore
      const isShown = await shownPart(page, without, ratio);
      const measure = (by: PixelPoint): Deviation =>
        deviationOf(
          pixels,
          RINGS.map((ring) => onScreen(ring, placement).map(({ x, y }) => ({ x: x + by.x, y: y + by.y }))),
          isShown,
        );
      const limits = { halfWidth: HALF_WIDTH_CSS_PX * ratio, shift: look.scale === 8 ? 1 : 0.5 };
      const found = measure({ x: 0, y: 0 });
      print(`${look.name} @${ratio}`, found, { ...placement, ...limits });
      expect(exceeded(found, limits), look.name).toEqual([]);
      // The measurement itself: outlines 2 px off would be found so, in every direction and in both comparisons.
      for (const off of SHIFTS)
        expect(exceeded(measure(off), limits), `${look.name}, expected ${off.x}, ${off.y} px away`).toEqual(ALL);
    }
    await page.context().close();
  });
}

const SHIFTS = [
  { x: 2, y: 0 },
  { x: -2, y: 0 },
  { x: 0, y: 2 },
  { x: 0, y: -2 },
];
type Limits = { readonly halfWidth: number; readonly shift: number };
const ALL = ['a polygon is not covered', 'an outline is astray', 'the outlines are shifted'];

/** Which comparisons fail. Lengths in device px; 1 px is what the outlines may be off. */
function exceeded({ uncovered, astray, shift }: Deviation, limits: Limits): string[] {
  const failed = [uncovered > 1, astray > limits.halfWidth + 1, Math.hypot(shift.x, shift.y) > limits.shift];
  return ALL.filter((_, index) => failed[index]);
}

/** Where the photo really lies on the screen, by its marks; the app's own word only says where to look for them. */
async function placementOnScreen(
  page: Page,
  picture: Grey,
  { name, ratio }: { name: string; ratio: number },
): Promise<Placement> {
  const told = await toldViewport(page);
  const guess = { scale: told.scale * ratio, x: told.offsetX * ratio, y: told.offsetY * ratio };
  const { placement, marks, residual } = placementOf(picture, FRAME_PX, guess);
  expect(marks, `${name}: marks of the photo that were found`).toBeGreaterThan(4);
  expect(residual, `${name}: the photo lies unevenly`).toBeLessThan(0.5);
  return placement;
}

/** Says of a point in device px of the canvas whether it is on the screenshot and not under the overview. */
async function shownPart(page: Page, { width, height }: Grey, ratio: number): Promise<(point: PixelPoint) => boolean> {
  const canvas = (await canvasOf(page).boundingBox())!;
  const overview = page.getByTestId('overview');
  const box = (await overview.count()) > 0 ? await overview.boundingBox() : null;
  return ({ x, y }) => {
    if (x < 2 || y < 2 || x > width - 2 || y > height - 2) return false;
    if (!box) return true;
    const [cssX, cssY] = [x / ratio + canvas.x - box.x, y / ratio + canvas.y - box.y];
    return cssX < -2 || cssY < -2 || cssX > box.width + 2 || cssY > box.height + 2;
  };
}

function print(
  name: string,
  { uncovered, astray, shift }: Deviation,
  { scaleX, scaleY, halfWidth }: Placement & Limits,
): void {
  console.log(
    `${name}: polygon to outline at most ${uncovered.toFixed(2)} px, outline to polygon at most ${astray.toFixed(2)} px (half its width: ${halfWidth}), ` +
      `shift (${shift.x.toFixed(2)}, ${shift.y.toFixed(2)}) px; photo at ${scaleX.toFixed(4)} x ${scaleY.toFixed(4)} px per px (device px)`,
  );
}

const onScreen = (ring: Ring, { scaleX, scaleY, offsetX, offsetY }: Placement): ClosedLine =>
  ring.map(({ x, y }) => ({ x: x * scaleX + offsetX, y: y * scaleY + offsetY }));

const canvasOf = (page: Page) => page.getByTestId('canvas');

async function openDeselected(browser: Browser, ratio: number): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: ratio,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(served.url);
  await expect(canvasOf(page)).toHaveAttribute('data-photo', 'shown');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-testid="lesion-row"][aria-selected="true"]')).toHaveCount(0);
  return page;
}

async function toldViewport(page: Page): Promise<{ scale: number; offsetX: number; offsetY: number }> {
  const canvas = canvasOf(page);
  const read = async (name: string): Promise<number> => Number(await canvas.getAttribute(name));
  return {
    scale: await read('data-scale'),
    offsetX: await read('data-offset-x'),
    offsetY: await read('data-offset-y'),
  };
}

/** With the keyboard and the wheel, as a reviewer would. The pointer ends off the canvas, so that nothing is hovered. */
async function lookAt(page: Page, { scale, rings }: Look): Promise<void> {
  await page.keyboard.press('.');
  await expect(canvasOf(page)).toHaveAttribute('data-overlay', 'crisp');
  if (scale !== 'fit') {
    const box = (await canvasOf(page).boundingBox())!;
    const from = await toldViewport(page);
    const middle = middleOf(rings.flat());
    await page.mouse.move(box.x + middle.x * from.scale + from.offsetX, box.y + middle.y * from.scale + from.offsetY);
    for (let now = from.scale; Math.abs(now / scale - 1) > 0.0004; now = (await toldViewport(page)).scale) {
      await page.mouse.wheel(0, -Math.log(scale / now) / 0.0015);
      await expect.poll(async () => (await toldViewport(page)).scale).not.toBe(now);
    }
    if (scale === 1) await page.keyboard.press('1');
    await expect(page.getByTestId('actual-size')).toHaveText(`${scale * 100} %`);
  }
  await page.mouse.move(2, 2);
  await expect(canvasOf(page)).toHaveAttribute('data-overlay', 'crisp');
}

async function shoot(page: Page): Promise<{ shown: Buffer; hidden: Buffer }> {
  const clip = (await canvasOf(page).boundingBox())!;
  expect([clip.x, clip.y, clip.width, clip.height].every(Number.isInteger)).toBe(true);
  const shown = await page.screenshot({ clip });
  await page.keyboard.down('h');
  await expect(canvasOf(page)).toHaveAttribute('data-overlay', 'hidden');
  const hidden = await page.screenshot({ clip });
  await page.keyboard.up('h');
  await expect(canvasOf(page)).toHaveAttribute('data-overlay', 'crisp');
  return { shown, hidden };
}

/** Every vertex is on the canvas and nothing lies over it. */
async function expectUncovered(page: Page, lines: readonly ClosedLine[], ratio: number): Promise<void> {
  const box = (await canvasOf(page).boundingBox())!;
  const points = lines.flat().map(({ x, y }) => ({ x: x / ratio + box.x, y: y / ratio + box.y }));
  const covered = await page.evaluate(
    (all) => all.filter(({ x, y }) => !document.elementFromPoint(x, y)?.closest('[data-testid="canvas"]')),
    points,
  );
  expect(covered).toEqual([]);
}

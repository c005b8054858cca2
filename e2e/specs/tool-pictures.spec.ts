import sharp from 'sharp';
import { expect, test, type App } from '../support/fixtures';
import type { Point } from '../support/plane';
import { lesionsOf, viewOf } from '../support/sample';

/** Each tool in the middle of a drag, to be looked at; and that its draft is really there, by what it changes. */
const LOOKS = [
  { width: 1440, height: 900, theme: 'light' },
  { width: 1024, height: 700, theme: 'dark' },
] as const;

/** How many CSS px of a part of the window differ clearly between two pictures of it. */
async function changedPx(before: Buffer, after: Buffer): Promise<number> {
  const [a, b] = await Promise.all([before, after].map((png) => sharp(png).removeAlpha().greyscale().raw().toBuffer()));
  let changed = 0;
  a!.forEach((level, index) => {
    if (Math.abs(level - b![index]!) > 40) changed++;
  });
  return changed;
}

type Drag = {
  readonly name: string;
  /** The key of the tool; null for Select, which is in hand. */
  readonly key: string | null;
  /** About the middle of the lesion, in its own radii. */
  readonly path: readonly (readonly [number, number])[];
  readonly held?: 'Alt' | 'Shift';
};
const DRAGS: readonly Drag[] = [
  { name: 'vertex', key: null, path: [] },
  { name: 'brush', key: 'b', path: [[0.5, 0], [1.4, 0], [1.8, 0.6], [1.2, 1.1]] }, // prettier-ignore
  { name: 'brush-new', key: 'b', path: [[-2.4, 0], [-2.1, 0.8], [-2.4, 1.4]] }, // prettier-ignore
  { name: 'eraser', key: 'e', path: [[-1.3, 0.2], [-0.5, 0.2], [0.1, 0.1]] }, // prettier-ignore
  { name: 'split', key: 'n', path: [[-0.1, -1.6], [0.1, 0], [-0.1, 1.6]] }, // prettier-ignore
  { name: 'split-nothing', key: 'n', path: [[-0.1, -1.6], [0.1, 0]] }, // prettier-ignore
  { name: 'subtract', key: 'Shift+N', path: [[0, -1.5], [1.5, -1.5], [1.5, 0.2], [0.1, 0.1]] }, // prettier-ignore
  { name: 'patch', key: 'p', path: [] },
  { name: 'add', key: 'a', path: [[-2.4, -1], [-1.6, -1], [-1.5, 0.8], [-2.3, 0.9]] }, // prettier-ignore
  { name: 'redraw', key: 'k', path: [[-1, -1], [1, -1.1], [1.2, 0.8], [-0.8, 1]] }, // prettier-ignore
  { name: 'move', key: 't', path: [[0, 0], [0.5, 0.3]] }, // prettier-ignore
  { name: 'shift', key: 'Shift+G', path: [[1.5, 1.5], [2, 1.2]] }, // prettier-ignore
  { name: 'marquee', key: 'Shift+Q', path: [[-1.8, -1.8], [1.6, 1.5]] }, // prettier-ignore
  { name: 'erase-vertices', key: 'Shift+E', path: [] },
  { name: 'wand', key: 'w', path: [[0, 0], [0.4, 0]] }, // prettier-ignore
];

for (const { width, height, theme } of LOOKS)
  test(`every tool mid-drag at ${width} px, ${theme}`, async ({ app, sample }) => {
    test.setTimeout(600_000);
    const { review, page } = app;
    const { canvas } = review;
    await page.setViewportSize({ width, height });
    const view = viewOf(sample, 'seed');
    const lesion = lesionsOf(sample, view).toSorted((a, b) => b.areaPx2 - a.areaPx2)[0]!;
    await app.start({ project: app.sampleProject(), theme });
    await review.open(view.id);
    const ring = lesion.geometry[0]!.map(([x, y]): Point => ({ x: x!, y: y! }));
    const { minX, minY, maxX, maxY } = lesion.bounds;
    const middle = { x: (minX + maxX) / 2, y: (minY + maxY) / 2 };
    const radius = Math.max(maxX - minX, maxY - minY) / 2;
    const alongOutline = ring.slice(0, 4);
    /** An outline's vertex, then away from it and back to another one. */
    const bump = [ring[0]!, away(ring[0]!, middle, 1.5), away(ring[2]!, middle, 1.5), ring[2]!];
    const paths: Readonly<Record<string, readonly Point[]>> = {
      vertex: [ring[0]!, away(ring[0]!, middle, 1.6)],
      patch: bump,
      'erase-vertices': alongOutline,
    };
    for (const { name, key, path } of DRAGS) {
      await test.step(name, async () => {
        await review.pick(lesion.id);
        if (key) await page.keyboard.press(key);
        const points = paths[name] ?? path.map(([x, y]) => ({ x: middle.x + x * radius, y: middle.y + y * radius }));
        const [start, ...others] = points;
        await canvas.moveTo(start!);
        await canvas.sight();
        const before = await canvas.root.screenshot();
        await page.mouse.down();
        for (const point of others) await canvas.moveTo(point, 5);
        if (name === 'wand') await expect.poll(async () => changedPx(before, await canvas.root.screenshot())).toBeGreaterThan(60); // prettier-ignore
        await page.screenshot({ path: test.info().outputPath(`${name}-${width}-${theme}.png`) });
        expect(await changedPx(before, await canvas.root.screenshot()), `the draft of ${name} is seen`).toBeGreaterThan(60); // prettier-ignore
        await takeBack(app);
      });
    }
    expect(await app.list('events')).toHaveLength(0);
  });

function away({ x, y }: Point, from: Point, times: number): Point {
  return { x: from.x + times * (x - from.x), y: from.y + times * (y - from.y) };
}

/** Esc while the button is down, then the tool away. */
async function takeBack({ page }: App): Promise<void> {
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
}

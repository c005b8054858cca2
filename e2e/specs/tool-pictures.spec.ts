// Each tool in the middle of a drag, to be looked at; and that its draft is really there, where it is to be.
import sharp from 'sharp';
import { expect, test, type App } from '../support/fixtures';
import { LOOKS } from '../support/looks';
import type { Point } from '../support/plane';
import { lesionsOf, viewOf } from '../support/sample';

/** As large as this is the lesion's radius on screen at most, in CSS px. */
const RADIUS_PX = 75;
/** About the pointer there is its own ring or cross, in CSS px. */
const POINTER_PX = 22;
/** What an eraser of vertices reaches, in CSS px. */
const REACH_PX = 9;

type Rgb = readonly [r: number, g: number, b: number];
/** What a draft is seen by: the colour of its line near a place, or how its tint changes the colour of the skin. */
const LOOKS_OF_DRAFTS = {
  white: { nearPx: 2, isSeen: (rgb: Rgb): boolean => Math.min(...rgb) > 225 },
  moved: { nearPx: 2, isSeen: ([r, g, b]: Rgb): boolean => r > 235 && g > 185 && g < 230 && b < 140 },
  green: { nearPx: 0, isSeen: ([r, g]: Rgb, [r0, g0]: Rgb): boolean => g - r - (g0 - r0) > 15 },
  orange: { nearPx: 0, isSeen: ([r, , b]: Rgb, [r0, , b0]: Rgb): boolean => r - b - (r0 - b0) > 20 },
  yellow: {
    nearPx: 0,
    isSeen: ([r, g, b]: Rgb, [r0, g0, b0]: Rgb): boolean => r + g - 2 * b - (r0 + g0 - 2 * b0) > 20,
  },
} as const;
type Look = keyof typeof LOOKS_OF_DRAFTS;
type Expected = {
  readonly look: Look;
  /** In frame px. */
  readonly at: readonly Point[];
  /** Of these places; a broken line is not on all of them. */
  readonly share: number;
};
type Pixels = { readonly data: Buffer; readonly width: number; readonly height: number };

async function pixelsOf({ review }: App): Promise<Pixels> {
  const picture = sharp(await review.canvas.root.screenshot()).removeAlpha();
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
const pixel = ({ data, width, height }: Pixels, x: number, y: number): Rgb => {
  const at = 3 * (Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x)));
  return [data[at]!, data[at + 1]!, data[at + 2]!];
};
/** On how many of the places a draft is seen now that was not there before. */
function seenShare([before, now]: readonly [Pixels, Pixels], look: Look, places: readonly Point[]): number {
  const { nearPx, isSeen } = LOOKS_OF_DRAFTS[look];
  const found = places.filter(({ x, y }) => {
    let [wasSeen, isNow] = [false, false];
    for (let dy = -nearPx; dy <= nearPx; dy++) {
      for (let dx = -nearPx; dx <= nearPx; dx++) {
        const [was, is] = [before, now].map((one) => pixel(one, Math.round(x) + dx, Math.round(y) + dy));
        if (isSeen(is!, was!)) isNow = true;
        if (isSeen(was!, was!)) wasSeen = true;
      }
    }
    return isNow && !wasSeen;
  });
  return found.length / places.length;
}

/** Places all along a line. */
const along = (points: readonly Point[]): Point[] =>
  points.slice(1).flatMap((b, index) => {
    const a = points[index]!;
    return Array.from({ length: 12 }, (_, k) => ({
      x: a.x + ((k + 0.5) / 12) * (b.x - a.x),
      y: a.y + ((k + 0.5) / 12) * (b.y - a.y),
    }));
  });
const line = (points: readonly Point[], share = 0.8, look: Look = 'white'): Expected => ({
  look,
  at: along(points),
  share,
});
const tint = (look: Look, ...at: Point[]): Expected => ({ look, at, share: 1 });

type Pair = readonly [x: number, y: number];
/** The lesion that is drawn on: `place` takes radii of it from its middle to frame px. */
type Subject = {
  readonly ring: readonly Point[];
  readonly scale: number;
  readonly place: (pair: Pair) => Point;
  readonly away: (point: Point, times: number) => Point;
};
type Drag = {
  readonly name: string;
  /** The key of the tool; null for Select, which is in hand. */
  readonly key: string | null;
  readonly path: readonly Pair[] | ((subject: Subject) => readonly Point[]);
  /** What of the draft is seen at the end of the path, which was gone in frame px. */
  readonly draft: (subject: Subject, path: readonly Point[]) => readonly Expected[];
};

/** An outline's vertex, then away from it and back to another one. */
const bump = ({ ring, away }: Subject): Point[] => {
  const to = ring[Math.ceil(ring.length / 6)]!;
  return [ring[0]!, away(ring[0]!, 1.5), away(to, 1.5), to];
};
const quarter = ({ ring }: Subject): Point[] => ring.slice(0, Math.ceil(ring.length / 4));
/** The ring without what a pointer came near on its way: only the edge that closes the gap. */
function gapOf({ ring, scale }: Subject, path: readonly Point[]): Point[] {
  const isNear = (point: Point): boolean =>
    path.slice(1).some((b, index) => distanceToLine(point, path[index]!, b) <= REACH_PX / scale);
  const kept = ring.map((point) => !isNear(point));
  const count = ring.length;
  const last = kept.findLastIndex(Boolean);
  const first = kept.findIndex(Boolean);
  expect(last, 'some vertices stay, and the last ones are among them').toBeGreaterThan(count / 2);
  return [ring[last]!, ring[first]!];
}
function distanceToLine({ x, y }: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const t = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
}
const movedBy = ({ ring, place }: Subject, by: Pair): Point[] => {
  const [from, to] = [place([0, 0]), place(by)];
  return [...ring, ring[0]!].map(({ x, y }) => ({ x: x + to.x - from.x, y: y + to.y - from.y }));
};

const DRAGS: readonly Drag[] = [
  {
    name: 'vertex',
    key: null,
    path: ({ ring, away }) => [ring[0]!, away(ring[0]!, 2.5)],
    draft: ({ ring }, path) => [line([ring.at(-1)!, path.at(-1)!, ring[1]!], 0.5)],
  },
  {
    name: 'brush',
    key: 'b',
    path: [[0.5, 0], [1.4, 0], [1.8, 0.6], [1.2, 1.1]], // prettier-ignore
    draft: ({ place }) => [tint('green', place([1.3, 0]), place([1.4, 0]), place([1.6, 0.3]), place([1.8, 0.6]))],
  },
  {
    name: 'brush-new',
    key: 'b',
    path: [[-2.4, 0], [-2.1, 0.8], [-2.4, 1.4]], // prettier-ignore
    draft: ({ place }) => [tint('green', place([-2.4, 0]), place([-2.25, 0.4]), place([-2.1, 0.8]))],
  },
  {
    name: 'eraser',
    key: 'e',
    path: [[-1.3, 0.2], [-0.5, 0.2], [0.1, 0.1]], // prettier-ignore
    draft: ({ place }) => [tint('orange', place([-0.5, 0.2]), place([-0.4, 0.18]))],
  },
  {
    name: 'split',
    key: 'n',
    path: [[-0.1, -1.6], [0.1, 0], [-0.1, 1.6]], // prettier-ignore
    draft: (_, path) => [line(path)],
  },
  {
    name: 'split-nothing',
    key: 'n',
    path: [[-0.1, -1.6], [0.1, 0]], // prettier-ignore
    draft: (_, path) => [line(path, 0.3)],
  },
  {
    name: 'subtract',
    key: 'Shift+N',
    path: [[0, -1.5], [1.5, -1.5], [1.5, 0.2], [0.1, 0.1]], // prettier-ignore
    draft: ({ place }, path) => [line(path), tint('orange', place([0.3, -0.3]), place([0.2, -0.4]))],
  },
  { name: 'patch', key: 'p', path: bump, draft: (_, path) => [line(path)] },
  {
    name: 'add',
    key: 'a',
    path: [[-2.4, -1], [-1.6, -1], [-1.5, 0.8], [-2.3, 0.9]], // prettier-ignore
    draft: (_, path) => [line(path)],
  },
  {
    name: 'redraw',
    key: 'k',
    path: [[-1, -1], [1, -1.1], [1.2, 0.8], [-0.8, 1]], // prettier-ignore
    draft: (_, path) => [line(path, 0.7)],
  },
  {
    name: 'move',
    key: 't',
    path: [[0, 0], [0.5, 0.3]], // prettier-ignore
    draft: (subject) => [line(movedBy(subject, [0.5, 0.3]), 0.7, 'moved')],
  },
  {
    name: 'shift',
    key: 'Shift+G',
    path: [[1.5, 1.5], [2, 1.2]], // prettier-ignore
    draft: (subject) => [line(movedBy(subject, [0.5, -0.3]), 0.7, 'moved')],
  },
  {
    name: 'marquee',
    key: 'Shift+Q',
    path: [[-1.8, -1.8], [1.6, 1.5]], // prettier-ignore
    draft: ({ place }) => [line([place([-1.8, 1.5]), place([-1.8, -1.8]), place([1.6, -1.8])], 0.3)],
  },
  {
    name: 'erase-vertices',
    key: 'Shift+E',
    path: quarter,
    draft: (subject, path) => [line(gapOf(subject, path), 0.5)],
  },
  {
    name: 'wand',
    key: 'w',
    path: [[0, 0], [0.4, 0]], // prettier-ignore
    draft: ({ place }) => [tint('yellow', place([0, 0]), place([-0.1, 0.1]))],
  },
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
    const ring = lesion.geometry[0]!.slice(0, -1).map(([x, y]): Point => ({ x: x!, y: y! }));
    const { minX, minY, maxX, maxY } = lesion.bounds;
    const middle = { x: (minX + maxX) / 2, y: (minY + maxY) / 2 };
    const radius = Math.max(maxX - minX, maxY - minY) / 2;
    await review.pick(lesion.id);
    await page.keyboard.press('g');
    await canvas.moveTo(middle);
    for (let sight = await canvas.sight(); sight.scale * radius > RADIUS_PX; sight = await canvas.sight()) {
      await page.mouse.wheel(0, 240);
      await expect(canvas.root).not.toHaveAttribute('data-scale', String(sight.scale));
    }
    const { scale, offsetX, offsetY } = await canvas.sight();
    const subject: Subject = {
      ...{ ring, scale },
      place: ([x, y]) => ({ x: middle.x + x * radius, y: middle.y + y * radius }),
      away: ({ x, y }, times) => ({ x: middle.x + times * (x - middle.x), y: middle.y + times * (y - middle.y) }),
    };
    const toCanvas = ({ x, y }: Point): Point => ({ x: x * scale + offsetX, y: y * scale + offsetY });
    for (const { name, key, path, draft } of DRAGS) {
      await test.step(name, async () => {
        await review.pick(lesion.id);
        if (key) await page.keyboard.press(key);
        const points = typeof path === 'function' ? path(subject) : path.map(subject.place);
        const [start, ...others] = points;
        await canvas.moveTo(start!);
        await canvas.sight();
        const before = await pixelsOf(app);
        await page.mouse.down();
        for (const point of others) await canvas.moveTo(point, 5);
        const pointer = toCanvas(points.at(-1)!);
        for (const { look, at, share } of draft(subject, points)) {
          const places = at.map(toCanvas).filter(({ x, y }) => Math.hypot(x - pointer.x, y - pointer.y) > POINTER_PX);
          expect(places.length, `places of the ${look} draft of ${name}`).toBeGreaterThan(0);
          const seen = async (): Promise<number> => seenShare([before, await pixelsOf(app)], look, places);
          await expect.poll(seen, `the ${look} draft of ${name} is seen`).toBeGreaterThanOrEqual(share);
        }
        await page.screenshot({ path: test.info().outputPath(`${name}-${width}-${theme}.png`) });
        await takeBack(app);
      });
    }
    expect(await app.list('events')).toHaveLength(0);
  });

/** Esc while the button is down, then the tool away. */
async function takeBack({ page }: App): Promise<void> {
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
}

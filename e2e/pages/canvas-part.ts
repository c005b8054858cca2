import { expect, type Locator, type Page } from '@playwright/test';
import type { Point } from '../support/plane';

/** Where the frame lies on the window: page = frame × scale + offset + the canvas' corner, in CSS px. */
export type Sight = {
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
  readonly left: number;
  readonly top: number;
};

/** The canvas: takes frame points, moves the real mouse there, and tells the frame points that it really met. */
export class CanvasPart {
  readonly root: Locator;

  constructor(private readonly page: Page) {
    this.root = page.getByTestId('canvas');
  }

  /** Waits until the camera rests and everything is drawn, then tells where it looks. */
  async sight(): Promise<Sight> {
    const element = await this.root.elementHandle();
    const found = await this.page.waitForFunction((canvas) => {
      const { overlay, photo, scale, offsetX, offsetY } = (canvas as HTMLElement).dataset;
      if (overlay === 'stale' || photo === 'loading' || scale === undefined) return null;
      const { left, top } = (canvas as HTMLElement).getBoundingClientRect();
      return { scale: Number(scale), offsetX: Number(offsetX), offsetY: Number(offsetY), left, top };
    }, element);
    return (await found.jsonValue())!;
  }

  async showsView(viewId: string): Promise<void> {
    await expect(this.root).toHaveAttribute('data-view-id', viewId);
    await this.sight();
  }

  /** Moves the mouse to a frame point; the answer is the frame point of the whole CSS px that it is on. */
  async moveTo(framePoint: Point, steps = 1): Promise<Point> {
    const sight = await this.sight();
    const x = Math.round(framePoint.x * sight.scale + sight.offsetX + sight.left);
    const y = Math.round(framePoint.y * sight.scale + sight.offsetY + sight.top);
    await this.page.mouse.move(x, y, { steps });
    return {
      x: (x - sight.left - sight.offsetX) / sight.scale,
      y: (y - sight.top - sight.offsetY) / sight.scale,
    };
  }

  /** Turns the wheel over a frame point until it is shown at least at a scale. */
  async zoomIn(framePoint: Point, scale: number): Promise<void> {
    await this.moveTo(framePoint);
    for (let sight = await this.sight(); sight.scale < scale; sight = await this.sight()) {
      await this.page.mouse.wheel(0, -240);
      await expect(this.root).not.toHaveAttribute('data-scale', String(sight.scale));
    }
  }

  async click(framePoint: Point, button: 'left' | 'right' = 'left'): Promise<Point> {
    const met = await this.moveTo(framePoint);
    await this.page.mouse.down({ button });
    await this.page.mouse.up({ button });
    return met;
  }

  /** Presses at one frame point and lets go at another. */
  async drag(from: Point, to: Point): Promise<{ down: Point; up: Point }> {
    const down = await this.moveTo(from);
    await this.page.mouse.down();
    const up = await this.moveTo(to, 6);
    await this.page.mouse.up();
    return { down, up };
  }

  /** Clicks a ring's vertices and its first once more, which closes it; the answer is the ring that was clicked. */
  async clickRing(ring: readonly Point[]): Promise<Point[]> {
    const clicked: Point[] = [];
    for (const vertex of ring) clicked.push(await this.click(vertex));
    await this.click(clicked[0]!);
    return clicked;
  }

  /** Draws a ring by one drag; the answer is where the mouse was. */
  async traceRing(ring: readonly Point[]): Promise<Point[]> {
    const traced = [await this.moveTo(ring[0]!)];
    await this.page.mouse.down();
    for (const point of ring.slice(1)) traced.push(await this.moveTo(point));
    await this.moveTo(ring[0]!);
    await this.page.mouse.up();
    return traced;
  }

  /** Presses at the first frame point, goes along the others, and lets go; `midway` runs before that. */
  async stroke(points: readonly Point[], midway?: () => Promise<unknown>): Promise<Point[]> {
    const met = [await this.moveTo(points[0]!)];
    await this.page.mouse.down();
    for (const point of points.slice(1)) met.push(await this.moveTo(point, 4));
    await midway?.();
    await this.page.mouse.up();
    return met;
  }

  /** What the cursor says that a press would do. */
  async hasCursor(cursor: string): Promise<void> {
    await expect(this.root).toHaveAttribute('data-cursor', cursor);
  }

  /** Whether the outlines are drawn now. */
  async showsOutlines(shown: boolean): Promise<void> {
    await expect(this.root).toHaveAttribute('data-overlay', shown ? 'crisp' : 'hidden');
  }
}

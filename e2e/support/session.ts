import { expect, type App } from './fixtures';
import { away, centroid, circle, distance, openPoints, type Point } from './plane';
import type { LesionRow } from './sample';
import { SessionRecord } from './session-record';

const ring = ({ geometry }: LesionRow): Point[] => openPoints(geometry[0]!);
/** The edge of a ring that is longest, as the indexes of its ends. */
function longestEdge(points: readonly Point[]): [number, number] {
  const ends = points.map((_, i): [number, number] => [i, (i + 1) % points.length]);
  const length = ([a, b]: [number, number]): number => distance(points[a]!, points[b]!);
  return ends.reduce((best, edge) => (length(edge) > length(best) ? edge : best));
}

/** The whole session on one view of the sample, kept in a record. */
export class Session {
  readonly record = new SessionRecord();
  constructor(
    private readonly app: App,
    readonly lesions: readonly LesionRow[],
  ) {}

  id(place: number): string {
    return this.lesions[place]!.id;
  }
  pick(place: number): Promise<void> {
    return this.app.review.pick(this.id(place), place);
  }
  private async shows(place: number, verdict: 'accepted' | 'rejected' | 'unsure' | 'redrawn'): Promise<void> {
    await this.app.review.hasVerdict(this.id(place), verdict);
    await this.app.review.isSaved();
  }

  async acceptByKey(place: number): Promise<void> {
    await this.record.note(this.id(place), { verdict: 'accepted' }, async () => {
      await this.app.review.press('accept');
      await this.shows(place, 'accepted');
    });
  }
  async acceptByClick(place: number): Promise<void> {
    await this.record.note(this.id(place), { verdict: 'accepted' }, async () => {
      await this.app.review.button('accept').click();
      await this.shows(place, 'accepted');
    });
  }
  async rejectByKeys(place: number, reason: string, digits: string): Promise<void> {
    await this.record.note(this.id(place), { verdict: 'rejected', reason }, async () => {
      await this.app.review.press('reject');
      for (const digit of digits) await this.app.page.keyboard.press(digit);
      await this.shows(place, 'rejected');
    });
  }
  async rejectByClick(place: number, reason: string): Promise<void> {
    await this.record.note(this.id(place), { verdict: 'rejected', reason }, async () => {
      await this.app.review.button('reject').click();
      await this.app.review.button(`reason-${reason}`).click();
      await this.shows(place, 'rejected');
    });
  }
  async unsure(place: number, how: 'key' | 'click'): Promise<void> {
    await this.record.note(this.id(place), { verdict: 'unsure' }, async () => {
      await (how === 'key' ? this.app.review.press('unsure') : this.app.review.button('unsure').click());
      await this.shows(place, 'unsure');
    });
  }
  async comment(place: number, text: string, write: () => Promise<void>): Promise<void> {
    const before = this.record.deeds.get(this.id(place))!;
    await this.record.note(this.id(place), { ...before, comment: text }, async () => {
      await write();
      await expect(this.app.review.row(this.id(place))).toContainText(text);
      await this.app.review.isSaved();
    });
  }

  /** Drags a vertex outwards; the rest of the ring stays. */
  async moveVertex(place: number): Promise<void> {
    const points = ring(this.lesions[place]!);
    await this.pick(place);
    await this.record.note(this.id(place), { verdict: 'redrawn' }, async () => {
      const { up } = await this.app.review.canvas.drag(points[0]!, away(centroid(points), points[0]!, 4));
      await this.shows(place, 'redrawn');
      return points.with(0, up);
    });
  }
  /** Drags the middle of the longest edge outwards, which puts a vertex there. */
  async insertVertex(place: number): Promise<void> {
    const points = ring(this.lesions[place]!);
    const [a, b] = longestEdge(points);
    const middle = centroid([points[a]!, points[b]!]);
    await this.pick(place);
    await this.record.note(this.id(place), { verdict: 'redrawn' }, async () => {
      const { up } = await this.app.review.canvas.drag(middle, away(centroid(points), middle, 3));
      await this.shows(place, 'redrawn');
      return points.toSpliced(a + 1, 0, up);
    });
  }
  async deleteVertex(place: number): Promise<void> {
    const points = ring(this.lesions[place]!);
    await this.pick(place);
    await this.record.note(this.id(place), { verdict: 'redrawn' }, async () => {
      await this.app.review.canvas.click(points[2]!);
      await this.app.review.press('deleteVertex');
      await this.shows(place, 'redrawn');
      return points.toSpliced(2, 1);
    });
  }
  async redrawWhole(place: number): Promise<void> {
    const centre = centroid(ring(this.lesions[place]!));
    await this.pick(place);
    await this.record.note(this.id(place), { verdict: 'redrawn' }, async () => {
      await this.app.review.press('redraw');
      const clicked = await this.app.review.canvas.clickRing(circle(centre, 11, 9));
      await this.shows(place, 'redrawn');
      return clicked;
    });
  }
  /** Draws a lesion where there is none, closed with Enter. */
  async add(centre: Point): Promise<void> {
    const { review, page } = this.app;
    const from = Date.now();
    await review.button('add-tool').click();
    const clicked: Point[] = [];
    for (const vertex of circle(centre, 14, 7)) clicked.push(await review.canvas.click(vertex));
    await page.keyboard.press('Enter');
    const row = page.locator('[data-testid=lesion-row][data-verdict=added]');
    await expect(row).toHaveCount(1);
    const id = (await row.getAttribute('data-lesion-id'))!;
    const to = Date.now();
    this.record.deeds.set(id, { verdict: 'added', reason: 'M1', comment: null, ring: clicked, from, to });
    await expect(review.button('select-tool')).toBeVisible();
  }
}

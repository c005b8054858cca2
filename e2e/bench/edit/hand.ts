import type { CDPSession, Page } from '@playwright/test';
import type { Place } from './scene.ts';

/** CSS px of the window per frame px, and where the frame's origin lies in the window. */
export type Sight = { readonly scale: number; readonly left: number; readonly top: number };

/** Points sent without waiting for each: as a mouse of 500 points per second does, several come in one frame. */
const POINTS_AT_ONCE = 8;
export const PATIENCE_MS = 120_000;

/** A hand on the real mouse and keyboard of a window; all places in frame px. */
export type Hand = {
  sight(): Promise<Sight>;
  select(lesionId: string, place: number): Promise<void>;
  /** Adds a lesion to the selection. */
  selectAlso(lesionId: string): Promise<void>;
  key(key: string): Promise<void>;
  setBrush(radiusPx: number): Promise<void>;
  hover(at: Place): Promise<void>;
  /** Moves, then presses, then moves on; the button stays down. */
  press(at: Place): Promise<void>;
  moveThrough(places: readonly Place[]): Promise<void>;
  release(): Promise<void>;
  zoomTo(at: Place, scale: number): Promise<void>;
  /** Until so many more frames were done. */
  frames(count: number): Promise<void>;
  picture(): Promise<Buffer>;
  hasVerdict(lesionId: string, place: number, verdict: string): Promise<void>;
};

export async function takeHand(page: Page): Promise<Hand> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const root = page.getByTestId('canvas');
  let seen: Sight = { scale: 1, left: 0, top: 0 };
  let last = { x: 0, y: 0 };

  async function frames(count: number): Promise<void> {
    const before = await page.evaluate(() => window.editProbe.peek().frames);
    await page.waitForFunction((least) => window.editProbe.peek().frames >= least, before + count);
  }
  /** Once the camera rests and everything is drawn. */
  async function sight(): Promise<Sight> {
    for (let before = ''; ;) {
      const now = await root.evaluate((canvas) => {
        const { overlay, photo, scale, offsetX, offsetY } = (canvas as HTMLElement).dataset;
        const { left, top } = canvas.getBoundingClientRect();
        const isReady = overlay === 'crisp' && photo !== 'loading' && scale !== undefined;
        return isReady ? { scale: Number(scale), left: left + Number(offsetX), top: top + Number(offsetY) } : null;
      });
      if (now && JSON.stringify(now) === before) return (seen = now);
      before = JSON.stringify(now);
      await frames(4);
    }
  }
  const onWindow = ({ x, y }: Place): Place => ({ x: x * seen.scale + seen.left, y: y * seen.scale + seen.top });
  const mouse = (type: 'mousePressed' | 'mouseReleased' | 'mouseMoved', isDown: boolean): Promise<unknown> =>
    session.send('Input.dispatchMouseEvent', {
      ...{ type, ...last, clickCount: type === 'mouseMoved' ? 0 : 1 },
      ...(isDown || type === 'mouseReleased' ? { button: 'left' as const } : {}),
      buttons: isDown ? 1 : 0,
    });
  const row = (lesionId: string) => page.locator(`[data-testid=lesion-row][data-lesion-id="${lesionId}"]`);
  const reveal = async (lesionId: string, place: number): Promise<void> => {
    const list = page.getByRole('listbox', { name: 'Lesions' });
    await list.evaluate((element, top) => (element.scrollTop = top), Math.max(0, place - 2) * 30);
    await row(lesionId).waitFor({ timeout: 10_000 });
  };

  return {
    sight,
    frames,
    select: async (lesionId, place) => {
      await reveal(lesionId, place);
      await row(lesionId).click();
      await page.locator(`[data-lesion-id="${lesionId}"][aria-selected=true]`).waitFor();
      await sight();
    },
    selectAlso: async (lesionId) => {
      await row(lesionId).click({ modifiers: ['Control'] });
      await page.locator(`[data-lesion-id="${lesionId}"][aria-selected=true]`).waitFor();
      await sight();
    },
    key: (key) => page.keyboard.press(key),
    setBrush: async (radiusPx) => {
      await page.getByTestId('brush-unit').selectOption('frame');
      await page.getByTestId('brush-radius').fill(String(radiusPx));
      await page.getByTestId('brush-radius').press('Enter');
      await root.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    },
    hover: async (at) => {
      last = onWindow(at);
      await mouse('mouseMoved', false);
    },
    press: async (at) => {
      last = onWindow(at);
      await mouse('mouseMoved', false);
      await mouse('mousePressed', true);
    },
    moveThrough: async (places) => {
      for (let from = 0; from < places.length; from += POINTS_AT_ONCE) {
        const sent = places.slice(from, from + POINTS_AT_ONCE).map((place) => {
          last = onWindow(place);
          return mouse('mouseMoved', true);
        });
        await Promise.all(sent);
      }
    },
    release: async () => void (await mouse('mouseReleased', false)),
    zoomTo: async (at, scale) => {
      await sight();
      while (seen.scale < scale) {
        const { x, y } = onWindow(at);
        await page.mouse.move(x, y);
        const before = seen.scale;
        await page.mouse.wheel(0, -240);
        await page.waitForFunction(
          (old) => document.querySelector<HTMLElement>('[data-testid="canvas"]')!.dataset['scale'] !== String(old),
          before,
        );
        await sight();
      }
    },
    picture: () => root.screenshot(),
    hasVerdict: async (lesionId, place, verdict) => {
      const end = Date.now() + PATIENCE_MS;
      // An undo scrolls the list to what it brought back, so the row is looked up again.
      const seenVerdict = () =>
        row(lesionId)
          .getAttribute('data-verdict', { timeout: 1000 })
          .catch(() => null);
      while ((await seenVerdict()) !== verdict) {
        if (Date.now() > end) throw new Error(`lesion ${lesionId} did not become ${verdict}`);
        await frames(2);
        await reveal(lesionId, place).catch(() => undefined);
      }
    },
  };
}

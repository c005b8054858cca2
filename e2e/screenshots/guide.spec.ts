import { expect, test, type Page } from '@playwright/test';
import { serveProject, type Served } from '../support/macule';
import { DECIDED, makeGuide, type Guide, type GuideView } from './guide-project';
import { ONE_SHOT, takePictures, waitForCanvas } from './picture';

let guide: Guide;
let served: Served;

test.describe.configure({ mode: 'serial' });
test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.beforeAll(async () => {
  test.setTimeout(180_000); // the sample is drawn first
  guide = await makeGuide();
  served = await serveProject(guide.workplace, guide.project);
});
test.afterAll(async () => {
  await served?.stop();
  guide?.workplace.remove();
});

async function openView(page: Page, view: GuideView): Promise<void> {
  await page.goto(served.url);
  const row = page.locator(`[data-testid="queue-row"][data-view-id="${view.id}"]`);
  await row.click();
  await expect(row).toHaveAttribute('aria-current', 'true');
  await expect(page.getByTestId('canvas')).toHaveAttribute('data-view-id', view.id);
  await waitForCanvas(page);
}

/** The next lesion without verdict, which also comes to the middle of the canvas: where work stands after a break. */
async function selectNext(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Space');
  await expect(page.getByRole('heading', { name: `Lesion ${DECIDED + 1}` })).toBeVisible();
  await waitForCanvas(page);
}

/** Away from every control, so that none is drawn as hovered. */
const parkPointer = (page: Page): Promise<void> => page.mouse.move(0, 0);

/** Clicks a place given in frame px. */
async function clickFrame(page: Page, [x, y]: readonly [number, number]): Promise<void> {
  const canvas = page.getByTestId('canvas');
  const { scale, offsetX, offsetY } = await canvas.evaluate(({ dataset }) => ({
    scale: Number(dataset['scale']),
    offsetX: Number(dataset['offsetX']),
    offsetY: Number(dataset['offsetY']),
  }));
  await canvas.click({ position: { x: x * scale + offsetX, y: y * scale + offsetY } });
}

test('review', async ({ page }) => {
  await openView(page, guide.front);
  await takePictures(page, 'review', {
    arrange: async () => {
      await selectNext(page);
      await page.getByTestId('actual-size').click();
      await parkPointer(page);
    },
  });
});

test('a reason is asked for', async ({ page }) => {
  await openView(page, guide.front);
  await takePictures(page, 'reasons', {
    shots: ONE_SHOT,
    arrange: async () => {
      await selectNext(page);
      await page.getByTestId('reject').click();
      await expect(page.getByTestId('reason-R1')).toBeVisible();
      await parkPointer(page);
    },
  });
});

test('a lesion is drawn anew', async ({ page }) => {
  await openView(page, guide.front);
  const { bounds } = guide.front.lesions[DECIDED]!;
  const [x, y] = [(bounds.minX + bounds.maxX) / 2, (bounds.minY + bounds.maxY) / 2];
  const [width, height] = [0.7 * (bounds.maxX - bounds.minX), 0.7 * (bounds.maxY - bounds.minY)];
  await takePictures(page, 'redraw', {
    shots: ONE_SHOT,
    arrange: async () => {
      await selectNext(page);
      await page.getByTestId('redraw-tool').click();
      await expect(page.getByTestId('redraw-tool')).toHaveAttribute('aria-pressed', 'true');
      await waitForCanvas(page);
      // Eight points of ten: the ring is not closed yet.
      for (let i = 0; i < 8; i++) {
        const angle = (i * Math.PI) / 5;
        await clickFrame(page, [x + width * Math.cos(angle), y + height * Math.sin(angle)]);
      }
    },
  });
});

test('report', async ({ page }) => {
  await openView(page, guide.front);
  await page.getByTestId('report-open').click();
  await expect(page.getByTestId('finding-row').first()).toBeVisible();
  await takePictures(page, 'report');
});

test('pairing', async ({ page }) => {
  test.setTimeout(240_000);
  await openView(page, guide.front);
  await page.getByTestId('project-menu').click();
  await page.getByRole('menuitem', { name: 'Pair photos' }).click();
  await page.getByTestId('pairing-filter').selectOption('all');
  await page.locator(`[data-testid="pairing-row"][data-view-id="${guide.front.id}"]`).click();
  const preview = page.getByTestId('pairing-preview').locator('image');
  await expect(preview).toHaveCount(1);
  // Pictures within a drawing do not say when they are there: asked for once more, they come from the same cache.
  await preview.evaluate(
    (image) =>
      new Promise((loaded) => {
        const again = new Image();
        again.onload = loaded;
        again.src = image.getAttribute('href') ?? '';
      }),
  );
  await takePictures(page, 'pairing', { arrange: () => parkPointer(page) });
});

test('export', async ({ page }) => {
  await openView(page, guide.front);
  await page.getByTestId('export-open').click();
  await page.getByTestId('export-folder').click();
  await page.getByRole('button', { name: 'New folder' }).click();
  await page.getByLabel('Name of the new folder').fill('truth');
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('This folder is empty.')).toBeVisible();
  await page.getByTestId('folder-choose').click();
  await page.getByTestId('export-run').click();
  await expect(page.getByTestId('export-result')).toBeVisible();
  await takePictures(page, 'export');
});

// Last: it closes the project for every page of this host.
test('start', async ({ page }) => {
  await openView(page, guide.front);
  await page.getByTestId('project-menu').click();
  await page.getByRole('menuitem', { name: 'Close the project' }).click();
  await expect(page.getByTestId('recent-item').first()).toBeVisible();
  await takePictures(page, 'start');
});

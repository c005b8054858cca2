import type { Page } from '@playwright/test';

declare global {
  interface Window {
    bitmapsSeen: Set<WeakRef<ImageBitmap>>;
  }
}

/** Counts the bitmaps that the page makes or is sent, from its next load on. */
export const watchBitmaps = (page: Page): Promise<unknown> => page.addInitScript(install);

/** Those that are neither closed nor given away nor collected; in 2^20 bytes. */
export const openBitmaps = (page: Page): Promise<{ count: number; mb: number }> =>
  page.evaluate(() => {
    const sizes: number[] = [];
    for (const seen of window.bitmapsSeen) {
      const bitmap = seen.deref();
      if (bitmap && bitmap.width > 0) sizes.push(4 * bitmap.width * bitmap.height);
      else window.bitmapsSeen.delete(seen);
    }
    return { count: sizes.length, mb: sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20 };
  });

/** Runs in the page, so it can use nothing from outside. */
function install(): void {
  window.bitmapsSeen = new Set();
  const see = (value: unknown): void => {
    if (value instanceof ImageBitmap) window.bitmapsSeen.add(new WeakRef(value));
    else if (Array.isArray(value)) value.forEach(see);
  };
  const make = window.createImageBitmap.bind(window) as (...args: unknown[]) => Promise<ImageBitmap>;
  const seen = async (...args: unknown[]): Promise<ImageBitmap> => {
    const bitmap = await make(...args);
    see(bitmap);
    return bitmap;
  };
  window.createImageBitmap = seen as typeof window.createImageBitmap;
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'object' && data !== null) Object.values(data).forEach(see);
      });
    }
  };
}

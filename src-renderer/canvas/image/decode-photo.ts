import { mipSizes } from './picture';

/**
 * Fetches and decodes a photo: its bitmap, and with `levels` the halved sizes after it. Runs in the worker and on the
 * main thread. Throws when the file cannot be had or is no picture, and when the signal is aborted.
 */
export async function decodePhoto(
  { url, levels }: { url: string; levels: boolean },
  signal: AbortSignal,
): Promise<ImageBitmap[]> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`The photo was answered with status ${response.status}.`);
  const blob = await response.blob();
  signal.throwIfAborted();
  const bitmaps: ImageBitmap[] = [];
  try {
    let last = await createImageBitmap(blob);
    bitmaps.push(last);
    for (const { width, height } of levels ? mipSizes(last) : []) {
      signal.throwIfAborted();
      last = await createImageBitmap(last, { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' });
      bitmaps.push(last);
    }
    signal.throwIfAborted();
    return bitmaps;
  } catch (error) {
    for (const bitmap of bitmaps) bitmap.close();
    throw error;
  }
}

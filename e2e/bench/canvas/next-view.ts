// The next photo: how long from the wish to its pixels on screen, cold and prefetched.
import type { PhotoId } from '#shared/domain/ids';
import { nextFrame, loadImage } from './candidate';
import { mountCanvas, viewOf } from './candidates/macule';
import { hearWorkers } from './hear-workers';
import type { NextViewResult } from './result';

const TIMES = 4;

type Photos = { readonly width: number; readonly height: number; readonly name: (index: number) => string };

export async function nextView(host: HTMLElement, query: URLSearchParams): Promise<NextViewResult> {
  const photos: Photos = {
    width: Number(query.get('width')),
    height: Number(query.get('height')),
    name: (index) => `${query.get('photo')}-${index}`,
  };
  return query.get('how') === 'macule' ? withCanvas(host, photos) : withElement(host, photos);
}

/** The longest frame from now until the returned function is called. */
function watchStalls(): () => number {
  let longest = 0;
  let last = performance.now();
  let isOver = false;
  (function look(): void {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) requestAnimationFrame(look);
  })();
  return () => {
    isOver = true;
    return longest;
  };
}

async function withCanvas(host: HTMLElement, { name, ...size }: Photos): Promise<NextViewResult> {
  const heard = hearWorkers();
  const canvas = mountCanvas(host);
  const show = async (index: number): Promise<{ first: number; whole: number }> => {
    const { wholes } = heard;
    await nextFrame();
    const fromMs = performance.now();
    canvas.setView(viewOf([], name(index), size));
    do await nextFrame();
    while (host.dataset['photo'] !== 'shown');
    await nextFrame();
    const first = performance.now() - fromMs;
    while (heard.wholes === wholes) await nextFrame();
    return { first, whole: performance.now() - fromMs };
  };
  await show(0);
  const stalls = watchStalls();
  const cold: number[] = [];
  const prefetched: number[] = [];
  const whole: number[] = [];
  for (let i = 1; i <= TIMES; i++) {
    const result = await show(i);
    cold.push(result.first);
    whole.push(result.whole);
  }
  for (let i = TIMES + 1; i <= 2 * TIMES; i++) {
    const { previews } = heard;
    canvas.setPrefetch([name(i) as PhotoId]);
    while (heard.previews === previews) await nextFrame();
    for (let frame = 0; frame < 30; frame++) await nextFrame();
    prefetched.push((await show(i)).first);
  }
  return { cold, prefetched, whole, longestStall: stalls() };
}

async function withElement(host: HTMLElement, { name, width, height }: Photos): Promise<NextViewResult> {
  const canvas = document.createElement('canvas');
  canvas.width = host.clientWidth;
  canvas.height = host.clientHeight;
  host.append(canvas);
  const context = canvas.getContext('2d')!;
  const scale = Math.min(canvas.width / width, canvas.height / height);
  const urlOf = (index: number): string => new URL(`media/photo/${name(index)}/full`, document.baseURI).href;
  const paint = async (image: HTMLImageElement): Promise<void> => {
    await nextFrame();
    context.drawImage(image, 0, 0, width * scale, height * scale);
    await nextFrame();
  };
  await paint(await loadImage(urlOf(0)));
  const stalls = watchStalls();
  const cold: number[] = [];
  const prefetched: number[] = [];
  for (let i = 1; i <= TIMES; i++) {
    const fromMs = performance.now();
    await paint(await loadImage(urlOf(i)));
    cold.push(performance.now() - fromMs);
  }
  for (let i = TIMES + 1; i <= 2 * TIMES; i++) {
    const image = await loadImage(urlOf(i));
    for (let frame = 0; frame < 30; frame++) await nextFrame();
    const fromMs = performance.now();
    await paint(image);
    prefetched.push(performance.now() - fromMs);
  }
  return { cold, prefetched, whole: cold, longestStall: stalls() };
}

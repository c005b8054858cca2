// Runs inside the browser: one candidate, one scene, the same script for all.
import { centred, fitCamera, lookingAt, nextFrame, type Candidate } from './candidate';
import { hoverPoints, makeScene, polygonsAt, STATUSES, type Scene } from './scene';
import type { PageResult, Phase } from './result';

declare const gc: undefined | (() => void);

const CANDIDATES: Readonly<Record<string, (host: HTMLElement) => Promise<Candidate>>> = {
  'img-floor': async (host) => (await import('./candidates/img-floor')).imgFloor(host),
  macule: async (host) => (await import('./candidates/macule')).macule(host),
  konva: async (host) => (await import('./candidates/konva-naive')).konvaNaive(host),
  openlayers: async (host) => (await import('./candidates/openlayers')).openLayers(host),
  leaflet: async (host) => (await import('./candidates/leaflet')).leaflet(host),
  annotorious: async (host) => (await import('./candidates/annotorious')).annotorious(host),
};
const MOST_FRAMES = 80;
const LEAST_FRAMES = 20;
const PHASE_MS = Number(new URLSearchParams(location.search).get('phaseMs') ?? 700);

const host = document.getElementById('host')!;
const ticker = document.getElementById('ticker')!;
let ticks = 0;
let isTicking = true;
/** Without damage a browser rests at 60 Hz, whatever the page does: while frames are timed one pixel changes in each. */
(function tick(): void {
  if (isTicking) ticker.style.background = ticks++ % 2 === 0 ? '#000' : '#fff';
  requestAnimationFrame(tick);
})();
/** Takes a profile of what lies between its two calls; only in a profiled run. */
const { benchProfile } = window as { benchProfile?: (phase: string, at: 'start' | 'end') => Promise<void> };

/** One operation per frame; the answer is the time from frame to frame in ms, each with its operation's raster. */
async function measure(phase: Phase, operate: (step: number) => void): Promise<number[]> {
  await benchProfile?.(phase, 'start');
  await nextFrame();
  const times: number[] = [];
  const startMs = performance.now();
  await nextFrame();
  let last = performance.now();
  for (let step = 0; step < MOST_FRAMES; step++) {
    if (step >= LEAST_FRAMES && performance.now() - startMs > PHASE_MS) break;
    operate(step);
    await nextFrame();
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  await benchProfile?.(phase, 'end');
  return times;
}

/** Meanwhile nothing else changes the page: no canvas has to share the machine with frames that show the same. */
async function settled(candidate: Candidate): Promise<number> {
  isTicking = false;
  const fromMs = performance.now();
  await candidate.settle();
  await nextFrame();
  isTicking = true;
  return performance.now() - fromMs;
}

const middle = { x: host.clientWidth / 2, y: host.clientHeight / 2 };

async function run(name: string, scene: Scene): Promise<PageResult> {
  const startMs = performance.now();
  const candidate = await CANDIDATES[name]!(host);
  const loadedMs = performance.now();
  await candidate.open(scene, 'media/photo/scene/full');
  await nextFrame();
  const firstPaint = performance.now() - loadedMs;
  await candidate.whole();
  for (let frame = 0; frame < 30; frame++) await nextFrame();
  const phases: Partial<Record<Phase, number[]>> = {};
  const crisp: number[] = [];
  const fit = fitCamera(scene, host);
  // Whole px, as from a mouse.
  const circle = (step: number): [number, number] => [
    Math.round(6 * Math.cos(step / 6)),
    Math.round(6 * Math.sin(step / 6)),
  ];

  phases.pan = await measure('pan', (step) => candidate.pan(...circle(step)));
  crisp.push(await settled(candidate));
  candidate.jump(fit);
  await settled(candidate);
  phases.zoom = await measure('zoom', (step) => candidate.zoom(middle, step % 40 < 20 ? 1.06 : 1 / 1.06));
  crisp.push(await settled(candidate));
  candidate.jump(centred(scene, host, 1));
  await settled(candidate);
  phases.pan1 = await measure('pan1', (step) => candidate.pan(...circle(step)));
  crisp.push(await settled(candidate));
  for (let i = 0; i < 4; i++) {
    candidate.jump(fit);
    await settled(candidate);
    for (let step = 0; step < 6; step++) {
      candidate.zoom({ x: middle.x + 100 * i, y: middle.y }, 1.1);
      await nextFrame();
    }
    crisp.push(await settled(candidate));
  }

  candidate.jump(fit);
  await settled(candidate);
  const points = hoverPoints(scene, { count: 40, clearPx: 6 / fit.scale });
  const onScreen = points.map(({ x, y }) => ({ x: x * fit.scale + fit.offsetX, y: y * fit.scale + fit.offsetY }));
  phases.hover = await measure('hover', (step) => candidate.hover(onScreen[step % onScreen.length]!));
  let hits = 0;
  for (const [i, at] of onScreen.entries()) {
    candidate.hover({ x: 1, y: 1 });
    await nextFrame();
    candidate.hover(at);
    // Some look things up only every 32 ms.
    for (const untilMs = performance.now() + 50; performance.now() < untilMs;) await nextFrame();
    candidate.hover({ x: at.x + 0.25, y: at.y });
    await nextFrame();
    await nextFrame();
    const found = candidate.hovered();
    const right = polygonsAt(scene, points[i]!);
    if (found !== undefined && (found === null ? right.length === 0 : right.includes(found))) hits++;
  }
  const isLookedUp = candidate.hovered() !== undefined;
  candidate.hover({ x: 1, y: 1 });
  await settled(candidate);

  phases.status = await measure('status', (step) =>
    candidate.setStatus((step * 7) % scene.polygons.length, STATUSES[(step + 1) % STATUSES.length]!),
  );
  await settled(candidate);

  const { ring } = scene.polygons[scene.draggedIndex]!;
  const [start] = ring;
  for (const [phase, camera] of [
    ['drag', lookingAt(start!, host, 4)],
    ['dragFit', fit],
  ] as const) {
    candidate.jump(camera);
    await settled(candidate);
    candidate.beginDrag(scene.draggedIndex, 0);
    await settled(candidate);
    const by = 12 / camera.scale;
    phases[phase] = await measure(phase, (step) =>
      candidate.dragTo({ x: start!.x + by * Math.sin(step / 5), y: start!.y + by * Math.cos(step / 7) }),
    );
    candidate.endDrag();
    await settled(candidate);
  }
  if (typeof gc === 'function') gc();
  await nextFrame();
  const { usedJSHeapSize } = (performance as Performance & { memory?: { usedJSHeapSize: number } }).memory ?? {
    usedJSHeapSize: 0,
  };
  return {
    phases: phases as Record<Phase, number[]>,
    crisp,
    firstPaint,
    heapMb: usedJSHeapSize / 1e6,
    hits: isLookedUp ? hits : null,
    hoverPoints: points.length,
    totalMs: performance.now() - startMs,
  };
}

const query = new URLSearchParams(location.search);
const candidate = query.get('candidate')!;
const task =
  candidate === 'next-view'
    ? import('./next-view').then(({ nextView }) => nextView(host, query))
    : run(candidate, makeScene(Number(query.get('n')), Number(query.get('large') ?? 0)));
task.then(
  (result) => Object.assign(window, { benchResult: { ok: true, result } }),
  (error: unknown) => Object.assign(window, { benchResult: { ok: false, message: String(error) } }),
);

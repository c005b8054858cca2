import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CanvasEdit } from './canvas-edit';
import { CanvasController } from './canvas-controller';
import type { CanvasEvents } from './canvas-events';
import { square, testLesion, testView } from './test-support/lesions';

let later: Promise<CanvasEdit | null>[] = [];
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
  later = [];
});
afterEach(() => vi.unstubAllGlobals());

it('leaves no draft and no unheard error where making the outline fails; the shell hears of it', async () => {
  const root = document.createElement('div');
  const stageHost = document.createElement('div');
  document.body.append(root);
  root.append(stageHost);
  const events = new Proxy({} as CanvasEvents, {
    get: (_, name) => (given: Promise<CanvasEdit | null>) => {
      if (name === 'commitLater') later.push(given);
      if (name === 'refuse') throw new Error('no words'); // there is no photo: while the region is sought
    },
  });
  const canvas = new CanvasController({ root, stageHost, events, photoUrl: () => '' });
  canvas.setSize({ width: 1032, height: 832 });
  canvas.setView(testView('view', [testLesion('a', square(100, 100, 50))]));
  canvas.setTool('wand');
  for (const type of ['pointerdown', 'pointerup'])
    root.dispatchEvent(
      new PointerEvent(type, { bubbles: true, pointerId: 1, pointerType: 'mouse', clientX: 300, clientY: 300 }),
    );
  expect(later).toHaveLength(1);
  await expect(later[0]).rejects.toThrow('no words');
  await new Promise((done) => setTimeout(done)); // an error that nobody heard fails the run of tests by now
  await vi.waitFor(() => expect(root.dataset['overlay']).not.toBe('stale'));
  canvas.dispose();
});

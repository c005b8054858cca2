import { beforeEach, describe, expect, it } from 'vitest';
import { Camera } from './camera';
import { centreOf, frameToScreen } from './viewport';
import { ANIMATION_MS } from './viewport-animation';

const LESION = { minX: 700, minY: 1400, maxX: 750, maxY: 1430 };
let camera: Camera;

beforeEach(() => {
  camera = new Camera();
  camera.setScreen({ width: 1200, height: 800 });
  camera.setFrame({ width: 2416, height: 2416 });
});

describe('Camera', () => {
  it('keeps a whole picture whole when the canvas changes its size, else its middle', () => {
    camera.setScreen({ width: 600, height: 900 });
    expect(camera.viewport.scale).toBe(camera.fitScale);
    camera.setScale(2);
    const centre = centreOf(camera.viewport, camera.screen);
    camera.setScreen({ width: 1000, height: 500 });
    expect(camera.viewport.scale).toBe(2);
    expect(centreOf(camera.viewport, camera.screen)).toEqual(centre);
  });

  it('puts a lesion in the middle at 15 to 20 % of the width', () => {
    camera.moveTo(LESION, null);
    const left = frameToScreen(camera.viewport, { x: LESION.minX, y: LESION.minY });
    const right = frameToScreen(camera.viewport, { x: LESION.maxX, y: LESION.maxY });
    expect((right.x - left.x) / 1200).toBeGreaterThanOrEqual(0.15);
    expect((right.x - left.x) / 1200).toBeLessThanOrEqual(0.2);
    expect((left.x + right.x) / 2).toBeCloseTo(600, 6);
    expect((left.y + right.y) / 2).toBeCloseTo(400, 6);
  });

  it('keeps skin around a very small lesion: 500 %, no nearer', () => {
    camera.moveTo({ minX: 700, minY: 1400, maxX: 706, maxY: 1405 }, null);
    expect(camera.viewport.scale).toBe(5);
  });

  it('looks at a point without another scale', () => {
    camera.setScale(2);
    camera.lookAt({ x: 1000, y: 900 });
    expect(camera.viewport.scale).toBe(2);
    expect(centreOf(camera.viewport, camera.screen)).toEqual({ x: 1000, y: 900 });
  });

  it('never goes wider out for a lesion than the whole picture', () => {
    camera.moveTo({ minX: 0, minY: 0, maxX: 2416, maxY: 2416 }, null);
    expect(camera.viewport.scale).toBe(camera.fitScale);
  });

  it('moves in steps that grow evenly, and arrives exactly', () => {
    camera.moveTo(LESION, 1000);
    const { target } = camera;
    const scales: number[] = [];
    for (let ms = 1000; ms < 1000 + ANIMATION_MS; ms += 20) {
      camera.advance(ms);
      scales.push(camera.viewport.scale);
    }
    expect(scales).toEqual([...scales].sort((a, b) => a - b));
    expect(camera.isMoving).toBe(true);
    camera.advance(1000 + ANIMATION_MS);
    expect(camera.viewport).toBe(target);
    expect(camera.isMoving).toBe(false);
  });

  it('can be skipped, and taken over by hand', () => {
    camera.moveTo(LESION, 1000);
    const { target } = camera;
    camera.advance(1040);
    camera.skip();
    expect(camera.viewport).toBe(target);
    camera.moveTo('fit', 2000);
    camera.panBy(10, 0);
    expect(camera.isMoving).toBe(false);
  });

  it('does not move when it is there already', () => {
    camera.moveTo('fit', 1000);
    expect(camera.isMoving).toBe(false);
  });
});

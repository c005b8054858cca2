import { describe, expect, it } from 'vitest';
import {
  centreOf,
  clampScale,
  fitViewport,
  frameToScreen,
  isSameViewport,
  keepOnScreen,
  MAX_SCALE,
  MIN_SCALE,
  panBy,
  scaleAt,
  screenToFrame,
  visibleBounds,
  zoomAt,
  type Viewport,
} from './viewport';

const FRAME = { width: 2416, height: 2416 };
const SCREEN = { width: 1200, height: 800 };
const viewport: Viewport = { scale: 0.5, offsetX: 30, offsetY: -40 };

describe('viewport', () => {
  it('shows the whole frame at fit, centred, with a margin', () => {
    const fit = fitViewport(FRAME, SCREEN);
    expect(fit.scale).toBeCloseTo(768 / 2416, 12);
    expect(frameToScreen(fit, { x: 0, y: 0 }).y).toBeCloseTo(16, 9);
    expect(centreOf(fit, SCREEN)).toEqual({ x: 1208, y: 1208 });
  });

  it('goes from screen to frame and back', () => {
    const point = { x: 123.25, y: 45.5 };
    expect(frameToScreen(viewport, screenToFrame(viewport, point))).toEqual(point);
  });

  it('keeps the point under the cursor when zooming', () => {
    const cursor = { x: 400, y: 300 };
    const fixed = screenToFrame(viewport, cursor);
    const zoomed = zoomAt(viewport, cursor, 2.5);
    expect(zoomed.scale).toBe(1.25);
    expect(screenToFrame(zoomed, cursor).x).toBeCloseTo(fixed.x, 9);
    expect(screenToFrame(zoomed, cursor).y).toBeCloseTo(fixed.y, 9);
  });

  it('stays between 2 % and 6400 %, whatever is asked', () => {
    expect([clampScale(1e9), clampScale(0), clampScale(Number.NaN)]).toEqual([MAX_SCALE, MIN_SCALE, 1]);
    const atLimit = zoomAt(scaleAt(viewport, { x: 0, y: 0 }, MAX_SCALE), { x: 5, y: 5 }, 3);
    expect(atLimit.scale).toBe(MAX_SCALE);
  });

  it('pans, but never loses the picture', () => {
    expect(panBy(viewport, 5, -5)).toEqual({ scale: 0.5, offsetX: 35, offsetY: -45 });
    const lost = keepOnScreen(panBy(viewport, 1e6, -1e6), FRAME, SCREEN);
    expect(lost).toEqual({ scale: 0.5, offsetX: 1152, offsetY: 48 - 1208 });
    expect(keepOnScreen(viewport, FRAME, SCREEN)).toBe(viewport);
  });

  it('knows what is on screen, in frame px', () => {
    expect(visibleBounds(viewport, SCREEN)).toEqual({ minX: -60, minY: 80, maxX: 2340, maxY: 1680 });
    expect(isSameViewport(viewport, { ...viewport })).toBe(true);
  });
});

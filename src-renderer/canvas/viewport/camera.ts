import type { Bounds, Point } from '#shared/geometry/types';
import { lesionViewport } from './lesion-view';
import {
  centreOf,
  centreOn,
  fitScale,
  fitViewport,
  isSameViewport,
  keepOnScreen,
  panBy,
  scaleAt,
  zoomAt,
  type Size,
  type Viewport,
} from './viewport';
import { viewportAt, type ViewportAnimation } from './viewport-animation';

/** The frame of a view without one: only so that sums have a divisor. */
const NO_FRAME: Size = { width: 1, height: 1 };

/** Where the reviewer looks: the viewport, the sizes it depends on and a movement that may be under way. */
export type Camera = {
  readonly viewport: Viewport;
  /** Where a movement ends; the viewport when none is under way. */
  readonly target: Viewport;
  readonly screen: Size;
  readonly fitScale: number;
  readonly isMoving: boolean;
  /** Another picture: shown whole. */
  setFrame(frame: Size | null): void;
  /** Another canvas size: a picture shown whole stays whole, else the middle stays the middle. */
  setScreen(screen: Size): void;
  panBy(dx: number, dy: number): void;
  zoomAt(screenPoint: Point, factor: number): void;
  /** About the middle of the canvas. */
  setScale(scale: number): void;
  /** To the whole frame, or to a lesion's bounds in frame px; at once when `startMs` is null. */
  moveTo(place: 'fit' | Bounds, startMs: number | null): void;
  /** Ends a movement at its target. */
  skip(): void;
  /** Puts the viewport where the movement is at a time. */
  advance(nowMs: number): void;
};

export function createCamera(): Camera {
  let frame = NO_FRAME;
  let screen: Size = { width: 1, height: 1 };
  let viewport: Viewport = { scale: 1, offsetX: 0, offsetY: 0 };
  let animation: ViewportAnimation | null = null;
  let showsWhole = true;

  function look(next: Viewport): void {
    animation = null;
    showsWhole = false;
    viewport = keepOnScreen(next, frame, screen);
  }
  function showWhole(): void {
    look(fitViewport(frame, screen));
    showsWhole = true;
  }
  return {
    get viewport() {
      return viewport;
    },
    get target() {
      return animation?.to ?? viewport;
    },
    get screen() {
      return screen;
    },
    get fitScale() {
      return fitScale(frame, screen);
    },
    get isMoving() {
      return animation !== null;
    },
    setFrame(next) {
      frame = next && next.width > 0 && next.height > 0 ? next : NO_FRAME;
      showWhole();
    },
    setScreen(next) {
      const centre = centreOf(animation?.to ?? viewport, screen);
      const { scale } = animation?.to ?? viewport;
      screen = next;
      if (showsWhole) showWhole();
      else look(centreOn(centre, scale, next));
    },
    panBy: (dx, dy) => look(panBy(animation?.to ?? viewport, dx, dy)),
    zoomAt: (screenPoint, factor) => look(zoomAt(animation?.to ?? viewport, screenPoint, factor)),
    setScale: (scale) => look(scaleAt(animation?.to ?? viewport, { x: screen.width / 2, y: screen.height / 2 }, scale)),
    moveTo(place, startMs) {
      const from = viewport;
      if (place === 'fit') showWhole();
      else look(lesionViewport(place, frame, screen));
      if (startMs === null || isSameViewport(from, viewport)) return;
      animation = { from, to: viewport, startMs };
      viewport = from;
    },
    skip() {
      if (animation) viewport = animation.to;
      animation = null;
    },
    advance(nowMs) {
      if (!animation) return;
      viewport = viewportAt(animation, nowMs, screen);
      if (viewport === animation.to) animation = null;
    },
  };
}

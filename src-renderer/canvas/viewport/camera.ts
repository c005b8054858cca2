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
const NO_FRAME: Size = { width: 1000, height: 1000 };

/** Where the reviewer looks: the viewport, the sizes it depends on and a movement that may be under way. */
export class Camera {
  private frame = NO_FRAME;
  private current: Viewport = { scale: 1, offsetX: 0, offsetY: 0 };
  private animation: ViewportAnimation | null = null;
  private showsWhole = true;
  private screenSize: Size = { width: 1, height: 1 };

  get viewport(): Viewport {
    return this.current;
  }

  /** Where a movement ends; the viewport when none is under way. */
  get target(): Viewport {
    return this.animation?.to ?? this.current;
  }

  /** CSS px. */
  get screen(): Size {
    return this.screenSize;
  }

  get fitScale(): number {
    return fitScale(this.frame, this.screenSize);
  }

  get isMoving(): boolean {
    return this.animation !== null;
  }

  /** Another picture: shown whole. */
  setFrame(frame: Size | null): void {
    this.frame = frame && frame.width > 0 && frame.height > 0 ? frame : NO_FRAME;
    this.showWhole();
  }

  /** Another canvas size: a picture shown whole stays whole, else the middle stays the middle. */
  setScreen(screen: Size): void {
    const { scale } = this.target;
    const centre = centreOf(this.target, this.screenSize);
    this.screenSize = screen;
    if (this.showsWhole) this.showWhole();
    else this.look(centreOn(centre, scale, screen));
  }

  panBy(dx: number, dy: number): void {
    this.look(panBy(this.target, dx, dy));
  }

  /** The frame point in the middle, at the scale that is. */
  lookAt(framePoint: Point): void {
    this.look(centreOn(framePoint, this.target.scale, this.screenSize));
  }

  zoomAt(screenPoint: Point, factor: number): void {
    this.look(zoomAt(this.target, screenPoint, factor));
  }

  /** About the middle of the canvas. */
  setScale(scale: number): void {
    this.look(scaleAt(this.target, this.middle(), scale));
  }

  zoomBy(factor: number): void {
    this.look(zoomAt(this.target, this.middle(), factor));
  }

  /** To the whole frame, or to a lesion's bounds in frame px; at once when `startMs` is null. */
  moveTo(place: 'fit' | Bounds, startMs: number | null): void {
    const from = this.current;
    if (place === 'fit') this.showWhole();
    else this.look(lesionViewport(place, this.frame, this.screenSize));
    const to = this.current;
    if (startMs === null || isSameViewport(from, to)) return;
    this.animation = { from, to, startMs };
    this.current = from;
  }

  /** Ends a movement at its target. */
  skip(): void {
    this.current = this.target;
    this.animation = null;
  }

  /** Puts the viewport where the movement is at a time. */
  advance(nowMs: number): void {
    if (!this.animation) return;
    this.current = viewportAt(this.animation, nowMs, this.screenSize);
    if (this.current === this.animation.to) this.animation = null;
  }

  private look(next: Viewport): void {
    this.animation = null;
    this.showsWhole = false;
    this.current = keepOnScreen(next, this.frame, this.screenSize);
  }

  private showWhole(): void {
    this.look(fitViewport(this.frame, this.screenSize));
    this.showsWhole = true;
  }

  private middle(): Point {
    return { x: this.screenSize.width / 2, y: this.screenSize.height / 2 };
  }
}

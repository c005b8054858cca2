import type { DrawingContext } from './outline-painter';

/** Part of the screen in whole px of a sheet's own detail. */
export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** No sheet has more px than this, 4 bytes each: what needs a larger one is painted in less detail. */
export const MOST_SHEET_PX = 2 ** 21;
/** Areas begin and end at multiples of this: a stroke that grows asks for a larger sheet now and then, not at each move. */
const STEP_PX = 128;
const NOWHERE: Area = { x: 0, y: 0, width: 0, height: 0 };

/** A canvas that is never shown and lies over part of the screen; outside it, it counts as clear. */
export class Sheet {
  readonly context: CanvasRenderingContext2D;
  private readonly canvas = document.createElement('canvas');
  private place = NOWHERE;

  constructor() {
    this.canvas.width = this.canvas.height = 0;
    const context = this.canvas.getContext('2d');
    if (!context) throw new Error('the browser gives no canvas to draw on');
    this.context = context;
  }

  /** What its first px lies on, and how much of it is in use. */
  get area(): Area {
    return this.place;
  }

  /** A clean sheet over an area, on the canvas that is there if it is large enough. */
  begin(area: Area): void {
    const { canvas } = this;
    this.place = area;
    this.map(1, { x: area.x, y: area.y });
    if (canvas.width >= area.width && canvas.height >= area.height) {
      this.context.clearRect(area.x, area.y, area.width, area.height);
      return;
    }
    const [width, height] = [Math.max(canvas.width, area.width), Math.max(canvas.height, area.height)];
    const isSmall = width * height <= MOST_SHEET_PX;
    canvas.width = isSmall ? width : area.width;
    canvas.height = isSmall ? height : area.height;
    this.map(1, { x: area.x, y: area.y });
  }

  /** Room for an area beside what it has; what is on it stays. */
  growTo(area: Area): void {
    const wanted = unionOf(this.place, area);
    if (isSameArea(wanted, this.place)) return;
    if (this.canvas.width === 0) return this.begin(area);
    const kept = new Sheet();
    kept.begin(this.place);
    kept.lay(this, 'copy');
    this.release();
    this.begin(wanted);
    this.lay(kept);
    kept.release();
  }

  /** Maps px of the screen at a scale: `origin` of them is the sheet's first px, in the sheet's px. */
  map(scale: number, origin: { readonly x: number; readonly y: number } = this.place): void {
    this.context.setTransform(scale, 0, 0, scale, -origin.x, -origin.y);
  }

  /** Lays another sheet on this one, each px on its like. */
  lay(from: Sheet, how: GlobalCompositeOperation = 'source-over', alpha = 1): void {
    this.within((context) => {
      context.globalCompositeOperation = how;
      context.globalAlpha = alpha;
      const { x, y, width, height } = from.area;
      if (width > 0 && height > 0) context.drawImage(from.canvas, 0, 0, width, height, x, y, width, height);
      else if (how === 'copy' || how === 'destination-in')
        context.clearRect(this.place.x, this.place.y, this.place.width, this.place.height);
    });
  }

  /** One colour for whatever is on it. */
  dye(colour: string): void {
    this.within((context) => {
      context.globalCompositeOperation = 'source-in';
      context.fillStyle = colour;
      context.fillRect(this.place.x, this.place.y, this.place.width, this.place.height);
    });
  }

  /** Onto the screen, whose context maps device px; `detail`: the sheet's px per device px. */
  drawOn(context: DrawingContext, detail: number, alpha = 1): void {
    const { x, y, width, height } = this.place;
    if (width <= 0 || height <= 0) return;
    context.globalAlpha = alpha;
    context.drawImage(this.canvas, 0, 0, width, height, x / detail, y / detail, width / detail, height / detail);
    context.globalAlpha = 1;
  }

  /** Gives the memory back. */
  release(): void {
    this.canvas.width = this.canvas.height = 0;
    this.place = NOWHERE;
  }

  private within(paint: (context: CanvasRenderingContext2D) => void): void {
    const { context, place } = this;
    context.save();
    this.map(1);
    // Without a clip, what keeps only the common part would wipe all around the area, too.
    context.beginPath();
    context.rect(place.x, place.y, place.width, place.height);
    context.clip();
    paint(context);
    context.restore();
  }
}

/** The area about given px, cut off at the screen's size and begun and ended at whole steps; null when none is on it. */
export function areaOnScreen(
  { minX, minY, maxX, maxY }: { minX: number; minY: number; maxX: number; maxY: number },
  screen: { readonly width: number; readonly height: number },
): Area | null {
  const down = (value: number): number => Math.max(0, STEP_PX * Math.floor(value / STEP_PX));
  const up = (value: number, most: number): number => Math.min(most, STEP_PX * Math.ceil(value / STEP_PX));
  const [x, y, right, bottom] = [down(minX), down(minY), up(maxX, screen.width), up(maxY, screen.height)];
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

export function unionOf(a: Area, b: Area): Area {
  if (a.width <= 0 || a.height <= 0) return b;
  if (b.width <= 0 || b.height <= 0) return a;
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const [right, bottom] = [Math.max(a.x + a.width, b.x + b.width), Math.max(a.y + a.height, b.y + b.height)];
  return { x, y, width: right - x, height: bottom - y };
}

const isSameArea = (a: Area, b: Area): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

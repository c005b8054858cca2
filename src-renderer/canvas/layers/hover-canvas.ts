import type { DrawingContext } from './outline-painter';

/** A rectangle in CSS px relative to the canvas; all four whole device px. */
export type ScreenRect = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** The canvas' sides are multiples of this, in device px: from lesion to lesion it is moved, seldom sized. */
const STEP_PX = 128;

/**
 * A canvas hardly larger than what is drawn on it. A pointer that goes over outlines changes what is under it and nothing
 * else: a canvas as large as the screen would be composed anew at every step. It is moved by its transform alone, which
 * needs no layout and leaves the other canvases be.
 */
export class HoverCanvas {
  private readonly element = document.createElement('canvas');
  private isBlank = true;

  /** Lies below `above`, in the same element. */
  constructor(above: HTMLElement) {
    const { element } = this;
    element.width = element.height = 1;
    element.dataset['layer'] = 'hover';
    Object.assign(element.style, { position: 'absolute', left: '0', top: '0', willChange: 'transform' });
    above.before(element);
  }

  hide(): void {
    if (this.isBlank) return;
    const { width, height } = this.element;
    const context = this.element.getContext('2d');
    context?.setTransform(1, 0, 0, 1, 0, 0);
    context?.clearRect(0, 0, width, height);
    this.isBlank = true;
  }

  /** Paints anew; the context maps CSS px relative to the canvas, `pixelRatio` is device px per CSS px. */
  show({ left, top, width, height }: ScreenRect, pixelRatio: number, paint: (context: DrawingContext) => void): void {
    const { element } = this;
    this.hide();
    this.fit(Math.round(width * pixelRatio), Math.round(height * pixelRatio), pixelRatio);
    const context = element.getContext('2d');
    if (!context) return;
    element.style.transform = `translate(${left}px, ${top}px)`;
    context.setTransform(pixelRatio, 0, 0, pixelRatio, -left * pixelRatio, -top * pixelRatio);
    paint(context);
    this.isBlank = false;
  }

  /** Gives its memory back. */
  destroy(): void {
    this.element.width = 0;
    this.element.height = 0;
    this.element.remove();
  }

  /** Device px. Kept while it is large enough and not much too large. */
  private fit(width: number, height: number, pixelRatio: number): void {
    const { element } = this;
    const [across, down] = [STEP_PX * Math.ceil(width / STEP_PX), STEP_PX * Math.ceil(height / STEP_PX)];
    const isTooSmall = element.width < across || element.height < down;
    const isTooLarge = element.width * element.height > 4 * Math.max(across * down, (4 * STEP_PX) ** 2);
    if (isTooSmall || isTooLarge) {
      element.width = isTooLarge ? across : Math.max(across, element.width);
      element.height = isTooLarge ? down : Math.max(down, element.height);
    }
    element.style.width = `${element.width / pixelRatio}px`;
    element.style.height = `${element.height / pixelRatio}px`;
  }
}

import type { Affine } from '#shared/geometry/affine';
import type { Size } from '../viewport/viewport';
import type { DrawingContext } from './outline-painter';

/** How much of the screen beyond each side a stamp holds: so far it can be moved before it is drawn anew. */
const MARGIN = 0.25;
/** Two sets of outlines can be on their way at once: those that are being stored, and those under the hand. */
const MOST_KEPT = 2;

type Stamp = {
  readonly key: WeakRef<object>;
  readonly matrix: Affine;
  readonly screen: Size;
  readonly pixelRatio: number;
  /** Null: it was drawn without one. */
  readonly bitmap: OffscreenCanvas | null;
};
let kept: readonly Stamp[] = [];

/**
 * Draws what is costly (thousands of outlines) once and lays it down again in every frame in which only its place on
 * screen is another. `matrix` maps its coordinates to CSS px; the context maps CSS px, and `draw` gets one that maps its
 * coordinates. The same `key` stands for the same drawing.
 */
export function drawStamped(
  context: DrawingContext,
  { key, matrix, screen }: { readonly key: object; readonly matrix: Affine; readonly screen: Size },
  draw: (context: DrawingContext) => void,
): void {
  const { a, b, c, d, e, f } = matrix;
  const pixelRatio = context.getTransform().a;
  const place = { matrix, screen, pixelRatio };
  const known = kept.find((one) => one.key.deref() === key);
  const isKept = known !== undefined && known.bitmap !== null && isReusable(known, place);
  // While it is scaled or turned every frame is another drawing: a stamp of each would only cost more.
  const isBeingScaled = known !== undefined && !isAlike(known.matrix, matrix);
  const transformed = (onto: DrawingContext): void => {
    onto.save();
    onto.transform(a, b, c, d, e, f);
    draw(onto);
    onto.restore();
  };
  const bitmap = isKept ? known.bitmap : isBeingScaled ? null : makeBitmap(place, transformed);
  const stamp = isKept ? known : { key: new WeakRef(key), ...place, bitmap };
  kept = [stamp, ...kept.filter((one) => one !== known)].slice(0, MOST_KEPT);
  if (!bitmap) return transformed(context);
  const [left, top] = [e - stamp.matrix.e - marginOf(screen.width), f - stamp.matrix.f - marginOf(screen.height)];
  context.drawImage(bitmap, left, top, bitmap.width / pixelRatio, bitmap.height / pixelRatio);
}

type Place = Pick<Stamp, 'matrix' | 'screen' | 'pixelRatio'>;

const isAlike = (a: Affine, b: Affine): boolean => (['a', 'b', 'c', 'd'] as const).every((key) => a[key] === b[key]);

/** Whether a stamp holds all that is on screen when it is only moved. */
function isReusable(stamp: Place, { matrix, screen, pixelRatio }: Place): boolean {
  return (
    isAlike(stamp.matrix, matrix) &&
    stamp.pixelRatio === pixelRatio &&
    stamp.screen.width === screen.width &&
    stamp.screen.height === screen.height &&
    Math.abs(matrix.e - stamp.matrix.e) <= marginOf(screen.width) &&
    Math.abs(matrix.f - stamp.matrix.f) <= marginOf(screen.height)
  );
}

const marginOf = (length: number): number => Math.ceil(MARGIN * length);

/** Null where there is no canvas of such a size. */
function makeBitmap({ screen, pixelRatio }: Place, draw: (context: DrawingContext) => void): OffscreenCanvas | null {
  const [across, down] = [marginOf(screen.width), marginOf(screen.height)];
  const bitmap = new OffscreenCanvas(
    Math.ceil((screen.width + 2 * across) * pixelRatio),
    Math.ceil((screen.height + 2 * down) * pixelRatio),
  );
  const context = bitmap.getContext('2d');
  if (!context) return null;
  context.scale(pixelRatio, pixelRatio);
  context.translate(across, down);
  draw(context);
  return bitmap;
}

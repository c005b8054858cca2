import { compose, type Affine } from '#shared/geometry/affine';
import { polygonRings } from '#shared/geometry/polygon';
import type { Polygon } from '#shared/geometry/types';
import { HALO_COLOUR } from '../verdict-style';
import type { Size, Viewport } from '../viewport/viewport';
import type { DrawingContext } from './outline-painter';
import { drawStamped } from './outline-stamp';

/** From so many vertices on a stroke of all outlines would be felt in every frame of a drag. */
const STAMPED_FROM = 2000;

type Outlines = { readonly path: Path2D; readonly vertices: number };
/** Made once per drag. */
const outlines = new WeakMap<readonly Polygon[], Outlines>();

/** Draws polygons where `affine` takes them; the context maps CSS px and is left so. */
export function drawMovedOutlines(
  context: DrawingContext,
  { polygons, affine, colour }: { polygons: readonly Polygon[]; affine: Affine; colour: string },
  { viewport: { scale, offsetX, offsetY }, screen }: { viewport: Viewport; screen: Size },
): void {
  const { path, vertices } = outlines.get(polygons) ?? outlinesOf(polygons);
  const matrix = compose({ a: scale, b: 0, c: 0, d: scale, e: offsetX, f: offsetY }, affine);
  const { a, b, c, d, e, f } = matrix;
  const size = Math.sqrt(Math.abs(a * d - b * c));
  const draw = (onto: DrawingContext): void => {
    onto.lineJoin = onto.lineCap = 'round';
    onto.lineWidth = 4 / size;
    onto.strokeStyle = HALO_COLOUR;
    onto.stroke(path);
    onto.lineWidth = 2 / size;
    onto.strokeStyle = colour;
    onto.stroke(path);
  };
  if (vertices >= STAMPED_FROM) return drawStamped(context, { key: polygons, matrix, screen }, draw);
  context.save();
  context.transform(a, b, c, d, e, f);
  draw(context);
  context.restore();
}

function outlinesOf(polygons: readonly Polygon[]): Outlines {
  const path = new Path2D();
  let vertices = 0;
  for (const ring of polygons.flatMap(polygonRings)) {
    ring.forEach(({ x, y }, index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
    path.closePath();
    vertices += ring.length;
  }
  const made = { path, vertices };
  outlines.set(polygons, made);
  return made;
}

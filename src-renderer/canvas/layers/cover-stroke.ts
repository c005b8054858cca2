import type { StrokeSample } from '#shared/geometry/stroke';
import type { DrawingContext } from './outline-painter';

/**
 * Covers a stretch of a stroke in the context's fill and stroke colour; all coordinates in the context's units. `grow`
 * makes the brush larger, below 0 smaller: what is left of no size is not drawn.
 */
export function coverStretch(context: DrawingContext, samples: readonly StrokeSample[], grow: number): void {
  const [first, ...others] = samples;
  if (!first) return;
  if (others.every(({ radius }) => radius === first.radius)) {
    if (first.radius + grow <= 0) return;
    context.beginPath();
    context.lineWidth = 2 * (first.radius + grow);
    context.moveTo(first.x, first.y);
    for (const { x, y } of others) context.lineTo(x, y);
    if (others.length === 0) context.lineTo(first.x + 1e-3, first.y);
    context.stroke();
    return;
  }
  // Hulls of two discs where the size changes, all in one go.
  context.beginPath();
  let a = first;
  for (const b of others) {
    if (Math.min(a.radius, b.radius) + grow > 0)
      addCapsule(context, { ...a, radius: a.radius + grow }, { ...b, radius: b.radius + grow });
    a = b;
  }
  context.fill('nonzero');
}

function addCapsule(context: DrawingContext, a: StrokeSample, b: StrokeSample): void {
  const distance = Math.hypot(b.x - a.x, b.y - a.y);
  const larger = a.radius > b.radius ? a : b;
  if (distance <= Math.abs(a.radius - b.radius)) {
    context.moveTo(larger.x + larger.radius, larger.y);
    context.arc(larger.x, larger.y, larger.radius, 0, 2 * Math.PI);
    return;
  }
  const along = Math.atan2(b.y - a.y, b.x - a.x);
  const tangent = Math.acos((a.radius - b.radius) / distance);
  context.moveTo(b.x + b.radius * Math.cos(along - tangent), b.y + b.radius * Math.sin(along - tangent));
  context.arc(b.x, b.y, b.radius, along - tangent, along + tangent);
  context.arc(a.x, a.y, a.radius, along + tangent, along + 2 * Math.PI - tangent);
  context.closePath();
}

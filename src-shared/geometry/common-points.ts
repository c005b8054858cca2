import { orientation } from './orientation';
import { segmentContact } from './segment-contact';
import { snapPoint } from './snap';
import type { Point } from './types';

/**
 * Where two segments on the grid must have a vertex so that they share whole edges or ends only: none, the one place
 * where they cross (rounded to the grid) or touch, or both ends of the stretch that they share.
 */
export function commonPoints(a: Point, b: Point, c: Point, d: Point): readonly Point[] {
  const contact = segmentContact(a, b, c, d);
  if (!contact) return [];
  if (contact.kind === 'crossing') return [snapPoint(contact.at)];
  if (contact.kind === 'touch') return [contact.at];
  return [...[c, d].filter((point) => isOnSegment(a, b, point)), ...[a, b].filter((point) => isOnSegment(c, d, point))];
}

export const isOnSegment = (a: Point, b: Point, { x, y }: Point): boolean =>
  orientation(a, b, { x, y }) === 0 &&
  Math.min(a.x, b.x) <= x &&
  x <= Math.max(a.x, b.x) &&
  Math.min(a.y, b.y) <= y &&
  y <= Math.max(a.y, b.y);

/** How far along a–b a point on it lies, 0 to 1; exactly 0 and 1 at the ends. */
export function shareAlong(a: Point, b: Point, { x, y }: Point): number {
  if (x === a.x && y === a.y) return 0;
  if (x === b.x && y === b.y) return 1;
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  return Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy)));
}

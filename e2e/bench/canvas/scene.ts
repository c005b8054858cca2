import { random } from '../../support/random.ts';
// The scene that every candidate shows: made from a seed, the same in every browser.
export type ScenePoint = { readonly x: number; readonly y: number };
export type SceneStatus = 'pending' | 'accepted' | 'rejected' | 'unsure' | 'redrawn' | 'disputed';
/** Frame px. */
export type ScenePolygon = { readonly id: string; readonly status: SceneStatus; readonly ring: readonly ScenePoint[] };
export type Scene = {
  readonly width: number;
  readonly height: number;
  readonly polygons: readonly ScenePolygon[];
  /** The polygon whose vertex is dragged. */
  readonly draggedIndex: number;
};

export const STATUSES: readonly SceneStatus[] = ['pending', 'accepted', 'rejected', 'unsure', 'redrawn', 'disputed'];
export const COLOURS: Readonly<Record<SceneStatus, string>> = {
  pending: '#ffffff',
  accepted: '#56b4e9',
  rejected: '#d55e00',
  unsure: '#f0e442',
  redrawn: '#cc79a7',
  disputed: '#e69f00',
};
export const SIDE_PX = 2416;

function blob(
  next: () => number,
  { centre, radius, vertices }: { centre: ScenePoint; radius: number; vertices: number },
) {
  const wobble = [2, 3, 5].map((waves) => ({ waves, by: 0.12 * next(), from: 2 * Math.PI * next() }));
  return Array.from({ length: vertices }, (_, i): ScenePoint => {
    const angle = (2 * Math.PI * i) / vertices;
    const r = radius * (1 + wobble.reduce((sum, { waves, by, from }) => sum + by * Math.sin(waves * angle + from), 0));
    return { x: centre.x + r * Math.cos(angle), y: centre.y + r * Math.sin(angle) };
  });
}

/** `count` soft-edged lesions of 8 to 60 vertices: 6 to 45 px in radius, from 5,000 on 3 to 14 px. */
export function makeScene(count: number, largeVertices = 0): Scene {
  const next = random(20261129 + count);
  const [least, most] = count >= 5000 ? [3, 14] : [6, 45];
  const polygons = Array.from({ length: count }, (_, i): ScenePolygon => {
    const radius = least + (most - least) * next() ** 2;
    const centre = { x: 60 + (SIDE_PX - 120) * next(), y: 60 + (SIDE_PX - 120) * next() };
    const vertices = Math.round(8 + Math.min(52, radius * 1.2 * (0.5 + next())));
    return {
      id: `lesion-${i}`,
      status: STATUSES[i % STATUSES.length]!,
      ring: blob(next, { centre, radius, vertices }),
    };
  });
  const middle = { x: SIDE_PX / 2, y: SIDE_PX / 2 };
  const large: ScenePolygon[] =
    largeVertices > 0
      ? [{ id: 'large', status: 'pending', ring: blob(next, { centre: middle, radius: 900, vertices: largeVertices }) }]
      : [];
  const all = [...polygons, ...large];
  return {
    width: SIDE_PX,
    height: SIDE_PX,
    polygons: all,
    draggedIndex: large.length > 0 ? count : nearest(all, middle),
  };
}

const centreOf = (ring: readonly ScenePoint[]): ScenePoint => ({
  x: ring.reduce((sum, { x }) => sum + x, 0) / ring.length,
  y: ring.reduce((sum, { y }) => sum + y, 0) / ring.length,
});

function nearest(polygons: readonly ScenePolygon[], to: ScenePoint): number {
  const far = polygons.map(({ ring }) => Math.hypot(centreOf(ring).x - to.x, centreOf(ring).y - to.y));
  return far.indexOf(Math.min(...far));
}

function isInside({ x, y }: ScenePoint, ring: readonly ScenePoint[]): boolean {
  let inside = false;
  let a = ring.at(-1)!;
  for (const b of ring) {
    if (b.y > y !== a.y > y && x < ((a.x - b.x) * (y - b.y)) / (a.y - b.y) + b.x) inside = !inside;
    a = b;
  }
  return inside;
}

const areaOf = (ring: readonly ScenePoint[]): number =>
  Math.abs(ring.reduce((sum, b, i) => sum + (ring.at(i - 1)!.x * b.y - b.x * ring.at(i - 1)!.y), 0)) / 2;

/** Every polygon at a point by brute force, smallest first. */
export function polygonsAt(scene: Scene, point: ScenePoint): string[] {
  return scene.polygons
    .filter(({ ring }) => isInside(point, ring))
    .sort((a, b) => areaOf(a.ring) - areaOf(b.ring))
    .map(({ id }) => id);
}

/** Points to hover: middles of lesions, and every fourth a place at least `clearPx` (frame px) from all of them. */
export function hoverPoints(scene: Scene, { count, clearPx }: { count: number; clearPx: number }): ScenePoint[] {
  const next = random(7);
  const points: ScenePoint[] = [];
  for (let tries = 0; points.length < count && tries < 4000; tries++) {
    const middle = centreOf(scene.polygons[Math.floor(next() * scene.polygons.length)]!.ring);
    if (points.length % 4 !== 0) {
      if (polygonsAt(scene, middle).length > 0) points.push(middle);
      continue;
    }
    const point = { x: scene.width * next(), y: scene.height * next() };
    const isClear = scene.polygons.every(({ ring }) => !isInside(point, ring) && distanceTo(ring, point) > clearPx);
    // Among 20,000 lesions hardly a place is clear.
    if (isClear || tries > 2000) points.push(isClear ? point : middle);
  }
  return points;
}

function distanceTo(ring: readonly ScenePoint[], { x, y }: ScenePoint): number {
  let least = Infinity;
  let a = ring.at(-1)!;
  for (const b of ring) {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(x - a.x - along * dx, y - a.y - along * dy));
    a = b;
  }
  return least;
}

import Flatbush from 'flatbush';
import { commonPoints } from './common-points';
import { turnSign } from './orientation';
import { polygonRings } from './polygon';
import type { Point, Polygon, Ring } from './types';

export type EdgeTouch = { readonly edges: readonly [number, number]; readonly at: Point };
type Numbered = { readonly a: Point; readonly b: Point; readonly ring: number };

/** Edges by place: those of a polygon ring after ring, or the segments of a line. Edge i runs from `start(i)` to `end(i)`. */
export class EdgeIndex {
  private readonly tree: Flatbush | null;
  private found: readonly EdgeTouch[] | null = null;

  private constructor(
    private readonly edges: readonly Numbered[],
    readonly ringCount: number,
  ) {
    this.tree = edges.length > 0 ? new Flatbush(edges.length) : null;
    for (const { a, b } of edges)
      this.tree?.add(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y));
    this.tree?.finish();
  }

  static ofEdges(edges: readonly { readonly a: Point; readonly b: Point }[]): EdgeIndex {
    return new EdgeIndex(
      edges.map(({ a, b }) => ({ a, b, ring: 0 })),
      0,
    );
  }

  static ofRings(rings: readonly Ring[]): EdgeIndex {
    const edges = rings.flatMap((vertices, ring) =>
      vertices.map((a, index): Numbered => ({ a, b: vertices[(index + 1) % vertices.length] ?? a, ring })),
    );
    return new EdgeIndex(edges, rings.length);
  }

  start(edge: number): Point {
    return (this.edges[edge] as Numbered).a;
  }

  end(edge: number): Point {
    return (this.edges[edge] as Numbered).b;
  }

  ringOf(edge: number): number {
    return (this.edges[edge] as Numbered).ring;
  }

  /** Every edge whose bounds meet those of a–b. */
  visitNear(a: Point, b: Point, visit: (edge: number) => void): void {
    this.tree?.search(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y), (edge) => {
      visit(edge);
      return false;
    });
  }

  /** `pointInPolygon` without a look at every edge. */
  holds({ x, y }: Point): boolean {
    let isInside = false;
    this.tree?.search(x, y, Infinity, y, (edge) => {
      const [a, b] = [this.start(edge), this.end(edge)];
      if (a.y > y === b.y > y) return false;
      const side = a.y < b.y ? turnSign(a.x, a.y, b.x, b.y, x, y) : turnSign(b.x, b.y, a.x, a.y, x, y);
      if (side > 0) isInside = !isInside;
      return false;
    });
    return isInside;
  }

  /** Where two rings touch each other, with the edges that do; asked for once. */
  touches(): readonly EdgeTouch[] {
    if (this.found) return this.found;
    const found: EdgeTouch[] = [];
    const firstOfHoles = this.edges.findIndex(({ ring }) => ring > 0);
    for (let edge = firstOfHoles; edge >= 0 && edge < this.edges.length; edge++) {
      const [a, b] = [this.start(edge), this.end(edge)];
      this.visitNear(a, b, (other) => {
        if (this.ringOf(other) >= this.ringOf(edge)) return;
        for (const at of commonPoints(a, b, this.start(other), this.end(other)))
          found.push({ edges: [edge, other], at });
      });
    }
    this.found = found;
    return found;
  }
}

/** Polygons are never changed, so one index serves as long as there is one. */
const indexes = new WeakMap<Polygon, EdgeIndex>();

export function edgeIndexOf(polygon: Polygon): EdgeIndex {
  const known = indexes.get(polygon);
  if (known) return known;
  const index = EdgeIndex.ofRings(polygonRings(polygon));
  indexes.set(polygon, index);
  return index;
}

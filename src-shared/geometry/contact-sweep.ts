import { turnSign } from './orientation';
import { pointOrder } from './point-order';
import type { Point, Ring } from './types';

/**
 * Whether the rings' edges share nothing but the vertex between neighbours. Exact, and O(n log n) comparisons
 * whatever the shape. Rings: at least 3 vertices, no consecutive duplicates.
 * Method: Shamos and Hoey, Geometric Intersection Problems (1976). The edges that meet the sweep line lie in a sorted
 * array; moving its tail costs less than a balanced tree up to far more edges than a lesion has.
 */
export function isContactFree(rings: readonly Ring[]): boolean {
  return new ContactSweep(rings).run();
}

class ContactSweep {
  private readonly xs: Float64Array;
  private readonly ys: Float64Array;
  /** Edge e runs from vertex e to vertex next[e]; edge previous[v] ends at vertex v. */
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  /** The order in which the sweep line meets vertices, by x, then y, and each vertex's place in it. */
  private readonly order: Uint32Array;
  private readonly rank: Int32Array;
  /** Edges that meet the sweep line, by y. */
  private readonly active: Int32Array;
  private activeCount = 0;

  constructor(rings: readonly Ring[]) {
    const count = rings.reduce((sum, { length }) => sum + length, 0);
    this.xs = new Float64Array(count);
    this.ys = new Float64Array(count);
    this.next = new Int32Array(count);
    this.previous = new Int32Array(count);
    this.active = new Int32Array(count);
    this.rank = new Int32Array(count);
    let start = 0;
    for (const ring of rings) {
      for (let index = 0; index < ring.length; index++) {
        const { x, y } = ring[index] as Point;
        this.xs[start + index] = x;
        this.ys[start + index] = y;
        const following = index + 1 === ring.length ? 0 : index + 1;
        this.next[start + index] = start + following;
        this.previous[start + following] = start + index;
      }
      start += ring.length;
    }
    this.order = pointOrder(this.xs, this.ys);
    for (let place = 0; place < count; place++) this.rank[this.order[place] as number] = place;
  }

  run(): boolean {
    const { order, xs, ys } = this;
    for (let i = 0; i < order.length; i++) {
      const vertex = order[i] as number;
      const following = order[i + 1];
      if (following !== undefined && xs[vertex] === xs[following] && ys[vertex] === ys[following]) return false;
      if (!this.pass(vertex)) return false;
    }
    return true;
  }

  /** Moves the sweep line over a vertex; false when a contact shows. */
  private pass(vertex: number): boolean {
    const before = this.previous[vertex] as number;
    const after = vertex; // the edge that starts here carries the vertex's number
    const beforeEnds = this.isBefore(before, vertex);
    const afterEnds = this.isBefore(this.endOf(vertex), vertex);
    const at = this.firstNotAbove(vertex);
    if (!beforeEnds && !afterEnds) return this.start(vertex, at, before, after);
    if (beforeEnds && afterEnds) return this.end(at, before, after);
    const ending = beforeEnds ? before : after;
    if (at >= this.activeCount || this.active[at] !== ending) return false;
    this.active[at] = beforeEnds ? after : before;
    return this.areNeighboursApart(at) && this.areNeighboursApart(at + 1);
  }

  private start(vertex: number, at: number, before: number, after: number): boolean {
    if (at < this.activeCount && this.side(this.activeAt(at), vertex) === 0) return false;
    const turn = this.turn(vertex, this.endOf(vertex), before);
    if (turn === 0) return false;
    this.active.copyWithin(at + 2, at, this.activeCount);
    this.active[at] = turn > 0 ? after : before;
    this.active[at + 1] = turn > 0 ? before : after;
    this.activeCount += 2;
    return this.areNeighboursApart(at) && this.areNeighboursApart(at + 2);
  }

  private end(at: number, before: number, after: number): boolean {
    const upper = this.active[at];
    const lower = this.active[at + 1];
    const isPair = (upper === before && lower === after) || (upper === after && lower === before);
    if (at + 1 >= this.activeCount || !isPair) return false;
    this.active.copyWithin(at, at + 2, this.activeCount);
    this.activeCount -= 2;
    return this.areNeighboursApart(at);
  }

  /** The place of the first active edge that does not pass above the vertex on screen. */
  private firstNotAbove(vertex: number): number {
    let low = 0;
    let high = this.activeCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.side(this.activeAt(middle), vertex) > 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Positive when the edge passes above the vertex on screen, 0 when the vertex is on its line. */
  private side(edge: number, vertex: number): number {
    const end = this.endOf(edge);
    return this.isBefore(edge, end) ? this.turn(edge, end, vertex) : this.turn(end, edge, vertex);
  }

  /** Whether the active edges at `place` - 1 and `place` share no point but a common vertex. */
  private areNeighboursApart(place: number): boolean {
    if (place <= 0 || place >= this.activeCount) return true;
    const a = this.activeAt(place - 1);
    const c = this.activeAt(place);
    const b = this.endOf(a);
    const d = this.endOf(c);
    if (b === c || d === a) return true;
    if (this.turn(a, b, c) * this.turn(a, b, d) > 0) return true;
    if (this.turn(c, d, a) * this.turn(c, d, b) > 0) return true;
    // Both meet one sweep line, so collinear ones are in contact or about to be: the exact search will tell.
    return false;
  }

  private isBefore(a: number, b: number): boolean {
    return (this.rank[a] as number) < (this.rank[b] as number);
  }

  private turn(a: number, b: number, c: number): number {
    const { xs, ys } = this;
    return turnSign(
      xs[a] as number,
      ys[a] as number,
      xs[b] as number,
      ys[b] as number,
      xs[c] as number,
      ys[c] as number,
    );
  }

  private endOf(edge: number): number {
    return this.next[edge] as number;
  }

  private activeAt(place: number): number {
    return this.active[place] as number;
  }
}

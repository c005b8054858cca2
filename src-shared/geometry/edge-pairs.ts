import Flatbush from 'flatbush';
import type { Point, Ring } from './types';

/** Edge `index` of ring `ring`, from a to b. */
export type Edge = { readonly ring: number; readonly index: number; readonly a: Point; readonly b: Point };

/** Below this many edges the double loop beats building an index (measured). */
const INDEXED_FROM = 64;

/** All edges of the rings, in order. */
export function ringEdges(rings: readonly Ring[]): Edge[] {
  const edges: Edge[] = [];
  for (const [ring, vertices] of rings.entries()) {
    for (const [index, a] of vertices.entries()) {
      edges.push({ ring, index, a, b: vertices[(index + 1) % vertices.length] ?? a });
    }
  }
  return edges;
}

/** Visits every pair of edges whose bounds meet, the earlier edge first; stops when the visitor returns true. */
export function visitEdgePairs(edges: readonly Edge[], visit: (first: Edge, second: Edge) => boolean): void {
  if (edges.length < INDEXED_FROM) visitByLoop(edges, visit);
  else visitByIndex(edges, visit);
}

function visitByLoop(edges: readonly Edge[], visit: (first: Edge, second: Edge) => boolean): void {
  for (let i = 0; i < edges.length; i++) {
    const first = edges[i] as Edge;
    const minX = Math.min(first.a.x, first.b.x);
    const maxX = Math.max(first.a.x, first.b.x);
    const minY = Math.min(first.a.y, first.b.y);
    const maxY = Math.max(first.a.y, first.b.y);
    for (let j = i + 1; j < edges.length; j++) {
      const second = edges[j] as Edge;
      const { a, b } = second;
      if ((a.x < minX && b.x < minX) || (a.x > maxX && b.x > maxX)) continue;
      if ((a.y < minY && b.y < minY) || (a.y > maxY && b.y > maxY)) continue;
      if (visit(first, second)) return;
    }
  }
}

function visitByIndex(edges: readonly Edge[], visit: (first: Edge, second: Edge) => boolean): void {
  const tree = new Flatbush(edges.length);
  for (const { a, b } of edges) {
    tree.add(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y));
  }
  tree.finish();
  const state = { isStopped: false };
  for (let i = 0; i < edges.length && !state.isStopped; i++) {
    const first = edges[i] as Edge;
    const { a, b } = first;
    // The visit happens in the filter, so a pile-up of edges never becomes a list of pairs.
    tree.search(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y), (j) => {
      if (j > i && !state.isStopped) state.isStopped = visit(first, edges[j] as Edge);
      return false;
    });
  }
}

/**
 * The cheapest closed path through a cyclic table of costs, one state per column, neighbouring columns at most one
 * state apart; each step to another state costs `bend`. Dynamic programming, twice: the second run is held to the state
 * that the first one, left open, takes in the middle. `costs` is column by column.
 */
export function cheapestClosedPath(costs: Float64Array, columns: number, states: number, bend: number): Int32Array {
  const middle = columns >> 1;
  const open = walk({ costs, columns, states, bend, first: 0 }, null);
  const held = open[middle] as number;
  const closed = walk({ costs, columns, states, bend, first: middle }, held);
  const path = new Int32Array(columns);
  for (let k = 0; k < columns; k++) path[(middle + k) % columns] = closed[k] as number;
  return path;
}

type Table = {
  readonly costs: Float64Array;
  readonly columns: number;
  readonly states: number;
  readonly bend: number;
  /** The column that the walk begins at. */
  readonly first: number;
};

/** With a `held` state the path begins in it and ends at most one state from it. */
function walk({ costs, columns, states, bend, first }: Table, held: number | null): Int32Array {
  const from = new Int8Array(columns * states);
  let best = new Float64Array(states);
  let next = new Float64Array(states);
  for (let state = 0; state < states; state++) {
    best[state] = held === null || state === held ? (costs[first * states + state] as number) : Infinity;
  }
  for (let k = 1; k < columns; k++) {
    const column = ((first + k) % columns) * states;
    for (let state = 0; state < states; state++) {
      let least = best[state] as number;
      let step = 0;
      const before = state > 0 ? (best[state - 1] as number) + bend : Infinity;
      const after = state < states - 1 ? (best[state + 1] as number) + bend : Infinity;
      if (before < least) {
        least = before;
        step = -1;
      }
      if (after < least) {
        least = after;
        step = 1;
      }
      next[state] = least + (costs[column + state] as number);
      from[k * states + state] = step;
    }
    [best, next] = [next, best];
  }
  let state = 0;
  let least = Infinity;
  for (let end = 0; end < states; end++) {
    const isNear = held === null || Math.abs(end - held) <= 1;
    if (isNear && (best[end] as number) < least) [least, state] = [best[end] as number, end];
  }
  const path = new Int32Array(columns);
  for (let k = columns - 1; k >= 0; k--) {
    path[k] = state;
    state += from[k * states + state] as number;
  }
  return path;
}

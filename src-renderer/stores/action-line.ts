/** User actions one after another. */
export type ActionLine = {
  /** Runs an action after those before it; answers null when it was dropped. */
  run<Value>(action: () => Promise<Value>): Promise<Value | null>;
  /** Whether an action runs or waits: what the screen shows is then not what the next one will find. */
  isBusy(): boolean;
  /** Drops the actions that wait now; answers how many there were. The one that runs is not touched. */
  drop(): number;
};

/**
 * The second of two quick keys must see what the first one did, so actions wait for those before them. When one fails,
 * `drop` takes out those that were already waiting: they were meant for another screen.
 */
export function createActionLine(): ActionLine {
  let last: Promise<unknown> = Promise.resolve();
  let generation = 0;
  let waiting = 0;
  let unfinished = 0;
  return {
    run: (action) => {
      const mine = generation;
      waiting += 1;
      unfinished += 1;
      const next = last.then(() => {
        if (mine !== generation) return null;
        waiting -= 1;
        return action();
      });
      last = next.then(
        () => void unfinished--,
        () => void unfinished--,
      );
      return next;
    },
    isBusy: () => unfinished > 0,
    drop: () => {
      const dropped = waiting;
      generation += 1;
      waiting = 0;
      return dropped;
    },
  };
}

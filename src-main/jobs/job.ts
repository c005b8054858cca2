/** What a long work gets from whoever started it: a signal to stop, and a place to say how far it is. */
export type JobContext = {
  readonly signal: AbortSignal;
  /** `done` of `total` in the work's own units; total null while it is being counted. */
  progress(update: { phase: string; done: number; total: number | null }): void;
};

import type { SpawnOptions } from 'node:child_process';

export type Ended = {
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  readonly stopped: NodeJS.Signals | null;
};
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number;
export function run(file: string, args: readonly string[], options?: SpawnOptions): Promise<Ended>;

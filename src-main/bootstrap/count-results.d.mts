export type Skip = { readonly name: string; readonly reason: string };
export type Count = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly skips: readonly Skip[];
  readonly problems: readonly string[];
};
export function countStep(name: string, code: number): Count;
export function countVitest(results: unknown, code: number): Count;
export function countPlaywright(results: unknown, code: number): Count;
export function sum(counts: readonly Count[]): Count;
export function lastLine(count: Pick<Count, 'passed' | 'failed' | 'skipped'>): string;

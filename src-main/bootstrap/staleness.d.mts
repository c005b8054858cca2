export type Fingerprint = { readonly count: number; readonly newestMs: number; readonly hash: string };
export function isBuildSource(path: string): boolean;
export function fingerprint(root: string, sources: readonly string[]): Fingerprint;
export function staleReason(stamp: Fingerprint | null, now: Fingerprint, hasOutput: boolean): string | null;
export function readJson(path: string): unknown;
export function hasAll(root: string, paths: readonly string[]): boolean;

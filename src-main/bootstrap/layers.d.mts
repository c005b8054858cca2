export type Import = { readonly specifier: string; readonly isType: boolean };
export const LAYERS: readonly (readonly string[])[];
export const GUARDED_PACKAGES: readonly { readonly packages: readonly string[]; readonly folders: readonly string[] }[];
export const PLAIN_CONTRACT: readonly string[];
export function isTestPath(path: string): boolean;
export function forbiddenFolders(folder: string): string[];
export function forbiddenPackages(folder: string): string[];
export function importProblem(one: Import & { readonly from: string }): string | null;
export function importsOf(text: string): Import[];

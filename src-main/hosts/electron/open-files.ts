import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';

const MAX_PATH_LENGTH = 4096;

/**
 * The project that an argument names, as an absolute path; null for anything else. Arguments are hostile input: options,
 * addresses, folders, links and Windows network or device paths (asking for one would send the user's credentials) are refused.
 */
export function projectPathOf(argument: unknown, workingFolder: string): string | null {
  if (typeof argument !== 'string' || argument.length > MAX_PATH_LENGTH) return null;
  const isPlain = !/^-|^[\\/]{2}|^[a-z][a-z0-9+.-]+:/i.test(argument) && !/\p{Cc}/u.test(argument);
  if (!isPlain || !argument.toLowerCase().endsWith('.macule')) return null;
  const path = resolve(workingFolder, argument);
  try {
    return lstatSync(path).isFile() ? path : null;
  } catch {
    return null;
  }
}

/** The last project among command-line arguments; Chromium puts its own in between, in any order. */
export function projectInArguments(argv: readonly unknown[], workingFolder: string): string | null {
  return argv.reduce<string | null>((found, argument) => projectPathOf(argument, workingFolder) ?? found, null);
}

/** What a second start hands to the first one. */
export type SecondStart = { readonly project: string | null };

/** Projects to open that may be named before the app can open one: the last of them wins. */
export type OpenQueue = {
  add(project: string | null): void;
  /** Opens what waits, and from now on everything at once. */
  start(open: (project: string) => void): void;
};

export function createOpenQueue(): OpenQueue {
  let waiting: string | null = null;
  let open: ((project: string) => void) | null = null;
  return {
    add: (project) => {
      if (project === null) return;
      if (open) open(project);
      else waiting = project;
    },
    start: (opener) => {
      open = opener;
      if (waiting !== null) opener(waiting);
      waiting = null;
    },
  };
}

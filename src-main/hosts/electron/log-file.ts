import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MAX_LOG_BYTES = 1024 * 1024;

/** Adds one line to the log. */
export type Log = (text: string) => void;

/** A log in the user's own folder that is sent nowhere; of two files the older is dropped when the newer is full. */
export function createLog(folder: string, now: () => Date = () => new Date()): Log {
  const path = join(folder, 'macule.log');
  return (text) => {
    try {
      mkdirSync(folder, { recursive: true });
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES)
        renameSync(path, join(folder, 'macule.old.log'));
      appendFileSync(path, `${now().toISOString()} ${text.replaceAll(/\r?\n/g, ' | ')}\n`);
    } catch {
      // a log that cannot be written must not end the app
    }
  };
}

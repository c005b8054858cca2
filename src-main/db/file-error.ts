import { MaculeError } from '#shared/domain/error';

/** Whether the file system refused to write for want of space, or of the user's share of it. */
export const isDiskFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException | null)?.code));

/** What the file system said of a file that could not be written, in words. */
export function writeError(error: unknown, path: string): MaculeError {
  if (error instanceof MaculeError) return error;
  const isFull = isDiskFull(error);
  const why = isFull ? 'the disk is full. Free some space and try again' : (error as Error).message;
  return new MaculeError(
    isFull ? 'disk_full' : 'write_failed',
    `${path} could not be written: ${why}.`,
    { path },
    { cause: error },
  );
}

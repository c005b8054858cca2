import type { HandlerInput, Output } from '#shared/contract/contract';
import type { ReadableDb } from '#main/db/handle';
import { closeReadable, connectReadable } from '#main/db/open';
import { explainSqliteError } from '#main/db/sqlite-error';
import { createReads, type ReadName } from './answer-read';

/** A read-only handle on the project that was asked about last. */
export type ReadingHandle = {
  read<Name extends ReadName>(path: string, name: Name, input: HandlerInput<Name>): Output<Name>;
  close(): void;
};

export function createReadingHandle(): ReadingHandle {
  type Open = { readonly path: string; readonly db: ReadableDb; readonly read: ReturnType<typeof createReads> };
  let open: Open | null = null;
  const close = (): void => {
    if (open) closeReadable(open.db);
    open = null;
  };
  const readerOf = (path: string): Open => {
    if (open?.path === path) return open;
    close();
    const db = connectReadable(path);
    return (open = { path, db, read: createReads(db) });
  };
  return {
    read: (path, name, input) => {
      try {
        return readerOf(path).read(name, input);
      } catch (error) {
        throw explainSqliteError(error, path);
      }
    },
    close,
  };
}

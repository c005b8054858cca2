import type { ViewId } from '#shared/domain/ids';
import type { ReadableDb } from '#main/db/handle';
import { queueList, type QueueList, type QueueOptions } from '#main/repositories/queue';
import { viewRowId, viewsByIds, viewUid, type StoredView } from '#main/repositories/views';

/** The queue of one reading handle: a list is made once per query and state of the file, then pages are cut from it. */
export type QueueReader = {
  page(options: QueueOptions, page: { offset: number; limit: number }): { total: number; rows: StoredView[] };
  /** Place of a view in the list, counted from 0; null when the query leaves it out. */
  position(options: QueueOptions, view: ViewId): number | null;
  /** The next unfinished view after `after` in the queue's order, wrapping round once. */
  nextOpen(options: QueueOptions, after: ViewId | null): ViewId | null;
};

const KEPT_LISTS = 3;

/** `version` tells states of the file apart; by default SQLite's own count of other connections' commits. */
export function createQueueReader(db: ReadableDb, version: () => unknown = () => dataVersion(db)): QueueReader {
  let lists = new Map<string, QueueList>();
  let seen = version();

  const listOf = ({ filter, sort, search, values }: QueueOptions): QueueList => {
    const now = version();
    if (now !== seen) lists = new Map();
    seen = now;
    const key = JSON.stringify([filter, sort, search, values]);
    const list = lists.get(key) ?? queueList(db, { filter, sort, search, values });
    lists.delete(key);
    lists.set(key, list);
    for (const old of [...lists.keys()].slice(0, -KEPT_LISTS)) lists.delete(old);
    return list;
  };
  const placeOf = ({ ids }: QueueList, view: ViewId): number => {
    const id = viewRowId(db, view);
    return id === null ? -1 : ids.indexOf(id);
  };

  return {
    page: (options, { offset, limit }) => {
      const { ids } = listOf(options);
      return { total: ids.length, rows: viewsByIds(db, [...ids.subarray(offset, offset + limit)]) };
    },
    position: (options, view) => {
      const place = placeOf(listOf(options), view);
      return place < 0 ? null : place;
    },
    nextOpen: (options, after) => {
      const list = listOf(options);
      const { length } = list.ids;
      const start = after === null ? -1 : placeOf(list, after);
      for (let step = 1; step <= length; step++) {
        const place = (start + step) % length;
        if (place !== start && list.finished[place] === 0) return viewUid(db, list.ids[place]!);
      }
      return null;
    },
  };
}

const dataVersion = (db: ReadableDb): unknown => db.pragma('data_version', { simple: true });

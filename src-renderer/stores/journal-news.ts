import type { EventId, ViewId } from '#shared/domain/ids';

/** Tells the events of other windows from those of this one, whose answers say more than the news. */
export type JournalNews = {
  /** An event was appended, here or elsewhere. */
  heard(eventId: EventId, viewIds: readonly ViewId[]): void;
  /** Runs a call of this window; until it has ended, news may be about its own event and waits. */
  own<Value extends { readonly eventId: EventId } | null>(call: () => Promise<Value>): Promise<Value>;
};

/** `onForeign` gets the views that others decided on; it is not called again before it has ended. */
export function createJournalNews(onForeign: (viewIds: ReadonlySet<ViewId>) => Promise<void>): JournalNews {
  const pending = new Map<EventId, readonly ViewId[]>();
  /** Answered before the news of them came. */
  const answered = new Set<EventId>();
  let underWay = 0;
  let isTelling = false;

  function tell(): void {
    if (underWay > 0 || isTelling || pending.size === 0) return;
    const viewIds = new Set([...pending.values()].flat());
    pending.clear();
    isTelling = true;
    void onForeign(viewIds).finally(() => {
      isTelling = false;
      tell();
    });
  }
  return {
    heard: (eventId, viewIds) => {
      if (answered.delete(eventId)) return;
      pending.set(eventId, viewIds);
      tell();
    },
    own: async (call) => {
      underWay += 1;
      try {
        const applied = await call();
        if (applied && !pending.delete(applied.eventId)) answered.add(applied.eventId);
        return applied;
      } finally {
        underWay -= 1;
        tell();
      }
    },
  };
}

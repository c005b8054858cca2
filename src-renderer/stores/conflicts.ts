import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Conflict } from '#shared/contract/ingest';
import type { ViewDetail } from '#shared/contract/review';
import type { ResultKey, ViewId } from '#shared/domain/ids';
import { useClient } from '../api/client';
import { useReviewStore } from './review';
import { useToastsStore } from './toasts';

const PAGE = 50;

/** Element ids that came with different contents: how many, and the ones that are looked at. */
export const useConflictsStore = defineStore('conflicts', () => {
  const client = useClient();
  const toasts = useToastsStore();
  const total = ref(0);
  const unsettled = ref(0);
  const rows = shallowRef<readonly Conflict[]>([]);
  const index = ref(0);
  const details = shallowRef<ReadonlyMap<ViewId, ViewDetail>>(new Map());
  const isBusy = ref(false);
  /** The element id that the dialog is opened at; null: the first. */
  const wanted = ref<string | null>(null);
  const current = computed<Conflict | null>(() => rows.value[index.value] ?? null);

  async function ask(query: {
    elementId?: string;
    offset?: number;
    limit: number;
  }): Promise<readonly Conflict[] | null> {
    const answer = await client.call('ingest.conflicts', query);
    if (!answer.ok) {
      toasts.showError(answer.error);
      return null;
    }
    ({ total: total.value, unsettled: unsettled.value } = answer.value);
    return answer.value.rows;
  }
  async function count(): Promise<void> {
    await ask({ limit: 0 });
  }
  async function open(): Promise<void> {
    details.value = new Map();
    index.value = 0;
    const first = await ask({ limit: PAGE });
    if (!first) return;
    const at = first.findIndex(({ elementId }) => elementId === wanted.value);
    const missing = wanted.value !== null && at < 0 ? await ask({ elementId: wanted.value, limit: 1 }) : [];
    rows.value = [...(missing ?? []), ...first];
    await go(Math.max(0, at));
  }
  /** Shows another conflict, fetching the next page at the end of the list. */
  async function go(to: number): Promise<void> {
    if (to >= rows.value.length && rows.value.length < total.value) {
      const more = (await ask({ offset: rows.value.length, limit: PAGE })) ?? [];
      const known = new Set(rows.value.map(({ elementId }) => elementId));
      rows.value = [...rows.value, ...more.filter(({ elementId }) => !known.has(elementId))];
    }
    index.value = Math.min(Math.max(0, to), Math.max(0, rows.value.length - 1));
    const shown = (current.value?.contents ?? []).flatMap(({ views: [first] }) => (first ? [first.viewId] : []));
    await Promise.all(shown.map(fetchDetail));
  }
  async function fetchDetail(viewId: ViewId): Promise<void> {
    if (details.value.has(viewId)) return;
    const answer = await client.call('review.view', { viewId });
    if (answer.ok) details.value = new Map(details.value).set(viewId, answer.value);
  }
  async function settle(resultKey: ResultKey): Promise<void> {
    const conflict = current.value;
    if (!conflict || isBusy.value) return;
    isBusy.value = true;
    const applied = await useReviewStore().settleConflict(conflict.elementId, resultKey);
    const fresh = applied && (await ask({ elementId: conflict.elementId, limit: 1 }));
    if (fresh) rows.value = rows.value.map((one) => fresh.find(({ elementId }) => elementId === one.elementId) ?? one);
    isBusy.value = false;
  }
  return { total, unsettled, rows, index, details, isBusy, wanted, current, count, open, go, fetchDetail, settle };
});

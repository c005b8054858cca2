import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { QueueQuery, QueueRow, ViewProgress } from '#shared/contract/review';
import type { Output } from '#shared/contract/contract';
import type { Answer } from '#shared/domain/error';
import type { ViewId } from '#shared/domain/ids';
import { useClient } from '../api/client';
import { useToastsStore } from './toasts';

const PAGE = 200;
/** As many as can be in sight at once. */
const REFRESHED_PAGES = 2;
const KEPT_PAGES = 40;
const LOADED_AT_ONCE = 2;
/** Of a fast scroll only the last stops are worth loading. */
const WAITING_PAGES = 3;

/** The list of views under the current filter, fetched page by page as it is scrolled. */
export const useQueueStore = defineStore('queue', () => {
  const client = useClient();
  const toasts = useToastsStore();
  const query = ref<QueueQuery>({ filter: 'all', sort: 'imported', search: '', values: [] });
  const total = ref<number | null>(null);
  const pages = shallowRef(new Map<number, readonly QueueRow[]>());
  const loading = new Set<number>();
  let waiting: number[] = [];
  let lastAsked: number[] = [];
  let generation = 0;
  const isLoaded = computed(() => total.value !== null);

  const callPage = (page: number): Promise<Answer<Output<'review.queue'>>> =>
    client.call('review.queue', { ...query.value, offset: page * PAGE, limit: PAGE });
  async function fetchPage(page: number): Promise<void> {
    const mine = generation;
    loading.add(page);
    const answer = await callPage(page);
    if (mine !== generation) return;
    loading.delete(page);
    const next = waiting.pop();
    if (next !== undefined) void fetchPage(next);
    if (!answer.ok) return toasts.showError(answer.error);
    total.value = answer.value.total;
    pages.value = new Map([...pages.value].slice(1 - KEPT_PAGES)).set(page, answer.value.rows);
  }
  /** Loads a page when it is its turn: the one that was asked for last comes first. */
  function want(page: number): void {
    if (loading.has(page)) return;
    if (loading.size < LOADED_AT_ONCE) return void fetchPage(page);
    waiting = [...waiting.filter((one) => one !== page), page].slice(-WAITING_PAGES);
  }
  function forgetLoading(): void {
    generation += 1;
    loading.clear();
    waiting = [];
  }
  async function reload(): Promise<void> {
    forgetLoading();
    lastAsked = [];
    pages.value = new Map();
    await fetchPage(0);
  }
  /** Reads the pages last shown anew, without emptying the list meanwhile; other pages are fetched when scrolled to. */
  async function refresh(): Promise<void> {
    forgetLoading();
    const mine = generation;
    const shown = lastAsked.length > 0 ? lastAsked : [0];
    const answers = await Promise.all(shown.map(callPage));
    if (mine !== generation) return;
    const next = new Map<number, readonly QueueRow[]>();
    for (const [index, answer] of answers.entries()) {
      if (!answer.ok) return toasts.showError(answer.error);
      next.set(shown[index]!, answer.value.rows);
      total.value = answer.value.total;
    }
    pages.value = next;
  }
  async function change(next: Partial<QueueQuery>): Promise<void> {
    query.value = { ...query.value, ...next };
    await reload();
  }
  /** A row of the list; asks for its page when that is not there yet. */
  function row(index: number): QueueRow | null {
    const page = Math.trunc(index / PAGE);
    if (lastAsked.at(-1) !== page)
      lastAsked = [...lastAsked.filter((one) => one !== page), page].slice(-REFRESHED_PAGES);
    const rows = pages.value.get(page);
    if (rows) return rows[index % PAGE] ?? null;
    want(page);
    return null;
  }
  function updateProgress(viewId: ViewId, progress: ViewProgress): void {
    for (const [page, rows] of pages.value) {
      if (!rows.some((one) => one.viewId === viewId)) continue;
      const next = rows.map((one) => (one.viewId === viewId ? { ...one, progress } : one));
      pages.value = new Map(pages.value).set(page, next);
    }
  }
  async function position(viewId: ViewId): Promise<number | null> {
    const answer = await client.call('review.queuePosition', { ...query.value, viewId });
    return answer.ok ? answer.value.position : null;
  }
  async function nextOpen(after: ViewId | null): Promise<ViewId | null> {
    const answer = await client.call('review.nextOpenView', { ...query.value, after });
    return answer.ok ? answer.value.viewId : null;
  }
  /** The view before or after one in the list; null at its ends. */
  async function neighbour(viewId: ViewId, step: 1 | -1): Promise<ViewId | null> {
    const at = await position(viewId);
    const index = (at ?? -1) + step;
    if (index < 0 || (total.value !== null && index >= total.value)) return null;
    const known = row(index);
    if (known) return known.viewId;
    const answer = await client.call('review.queue', { ...query.value, offset: index, limit: 1 });
    return answer.ok ? (answer.value.rows[0]?.viewId ?? null) : null;
  }
  return { query, total, isLoaded, reload, refresh, change, row, updateProgress, position, nextOpen, neighbour };
});

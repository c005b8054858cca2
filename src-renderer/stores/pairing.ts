import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type {
  Alike,
  PairingCounts,
  PairingDetail,
  PairingFilter,
  PairingRow,
  PhotoChoice,
} from '#shared/contract/pairing';
import type { PhotoDoubt } from '#shared/domain/photo-doubts';
import type { PhotoId, ViewId } from '#shared/domain/ids';
import { useClient } from '../api/client';
import { useAppStore } from './app';
import { useReviewStore } from './review';
import { useToastsStore } from './toasts';

const PAGE = 100;

/** Views and their photos: the list, the view that is looked at, the photo that is looked at for it. */
export const usePairingStore = defineStore('pairing', () => {
  const client = useClient();
  const app = useAppStore();
  const toasts = useToastsStore();
  const filter = ref<PairingFilter>('waiting');
  const search = ref('');
  const total = ref<number | null>(null);
  const counts = shallowRef<PairingCounts | null>(null);
  const pages = shallowRef(new Map<number, readonly PairingRow[]>());
  const index = ref(0);
  const detail = shallowRef<PairingDetail | null>(null);
  const photoSearch = ref('');
  const picked = ref<PhotoId | null>(null);
  const confirmed = ref<PhotoDoubt[]>([]);
  const alike = shallowRef<Alike | null>(null);
  const isSaving = ref(false);
  const loading = new Set<number>();
  let generation = 0;
  let detailGeneration = 0;

  const candidate = computed(() => detail.value?.candidates.find(({ photoId }) => photoId === picked.value) ?? null);
  /** Why the photo that is looked at cannot be chosen now; null when it can. */
  const problem = computed(() => {
    if (!candidate.value) return 'Pick a photo first.';
    if (candidate.value.refusal !== null) return candidate.value.refusal;
    if (candidate.value.isCurrent && detail.value?.state === 'chosen') return 'This photo is the one in use.';
    const open = candidate.value.doubts.filter(({ code }) => !confirmed.value.includes(code));
    return open.length === 0 ? null : 'Confirm what speaks against this photo first.';
  });

  async function fetchPage(page: number): Promise<void> {
    const mine = generation;
    loading.add(page);
    const query = { filter: filter.value, search: search.value, offset: page * PAGE, limit: PAGE };
    const answer = await client.call('pairing.list', query);
    if (mine !== generation) return;
    loading.delete(page);
    if (!answer.ok) return toasts.showError(answer.error);
    ({ total: total.value, counts: counts.value } = answer.value);
    pages.value = new Map(pages.value).set(page, answer.value.rows);
  }
  /** Reads how many views are in which state. */
  async function count(): Promise<void> {
    const answer = await client.call('pairing.list', { filter: 'waiting', search: '', offset: 0, limit: 1 });
    if (answer.ok) counts.value = answer.value.counts;
  }
  /** A row of the list; asks for its page when that is not there yet. */
  function row(at: number): PairingRow | null {
    const page = Math.trunc(at / PAGE);
    const rows = pages.value.get(page);
    if (!rows && !loading.has(page)) void fetchPage(page);
    return rows?.[at % PAGE] ?? null;
  }
  async function reload(): Promise<void> {
    generation += 1;
    loading.clear();
    const page = Math.trunc(index.value / PAGE);
    await fetchPage(page);
    pages.value = new Map([...pages.value].filter(([one]) => one === page));
  }
  async function showView(viewId: ViewId | null): Promise<void> {
    const mine = ++detailGeneration;
    const isOther = viewId !== detail.value?.viewId;
    if (viewId === null) detail.value = null;
    else {
      const answer = await client.call('pairing.candidates', { viewId, search: isOther ? '' : photoSearch.value });
      if (mine !== detailGeneration) return;
      if (!answer.ok) return toasts.showError(answer.error);
      detail.value = answer.value;
    }
    if (isOther) photoSearch.value = '';
    const has = detail.value?.candidates.some(({ photoId }) => photoId === picked.value) ?? false;
    if (isOther || !has) pick(detail.value?.candidates[0]?.photoId ?? null);
  }
  function pick(photoId: PhotoId | null): void {
    picked.value = photoId;
    confirmed.value = [];
    alike.value = null;
  }
  /** Opens the row at a place of the list; the nearest one when there are fewer. */
  async function openAt(at: number): Promise<void> {
    index.value = Math.max(0, Math.min(at, (total.value ?? 1) - 1));
    if (!pages.value.has(Math.trunc(index.value / PAGE))) await fetchPage(Math.trunc(index.value / PAGE));
    await showView(row(index.value)?.viewId ?? null);
  }
  async function change(next: { filter?: PairingFilter; search?: string }): Promise<void> {
    filter.value = next.filter ?? filter.value;
    search.value = next.search ?? search.value;
    index.value = 0;
    pages.value = new Map();
    await reload();
    await openAt(0);
  }
  async function searchPhotos(text: string): Promise<void> {
    photoSearch.value = text;
    if (detail.value) await showView(detail.value.viewId);
  }
  /** Shows the screen, at a view where one is given, else at the first that waits. */
  async function open(viewId: ViewId | null = null): Promise<void> {
    app.screen = 'pairing';
    detail.value = null;
    if (viewId === null) {
      await change({ filter: 'waiting', search: '' });
      if (total.value === 0 && (counts.value?.all ?? 0) > 0) await change({ filter: 'all' });
      return;
    }
    await change({ filter: filter.value, search: '' });
    await showPlace(viewId);
  }
  /** Brings a view on the screen; in the list too when its pages that are there hold it. */
  async function showPlace(viewId: ViewId): Promise<void> {
    for (const [page, rows] of pages.value) {
      const at = rows.findIndex((one) => one.viewId === viewId);
      if (at >= 0) index.value = page * PAGE + at;
    }
    await showView(viewId);
  }
  /** Something was decided, here or elsewhere. */
  async function refresh(): Promise<void> {
    await reload();
    if (detail.value) await showView(detail.value.viewId);
  }
  async function choose(choices: readonly PhotoChoice[]): Promise<boolean> {
    const reviewer = await app.reviewerName();
    if (reviewer === null) return false;
    isSaving.value = true;
    const context = { imageView: null, overlayShown: null, activeMs: null };
    const answer = await client.call('pairing.choose', {
      choices: [...choices],
      confirmed: confirmed.value,
      reviewer,
      context,
    });
    isSaving.value = false;
    if (!answer.ok) {
      toasts.showError(answer.error);
      return false;
    }
    for (const { message } of answer.value.findings) toasts.show('warning', answer.value.label, message);
    if (answer.value.findings.length === 0) toasts.show('success', answer.value.label, 'Undo takes it back.');
    return true;
  }
  /** Lays the photo that is looked at, or none, under the view (and under others), and goes on to the next view of the list. */
  async function settle(photoId: PhotoId | null, others: readonly PhotoChoice[] = []): Promise<void> {
    const view = detail.value;
    if (!view || isSaving.value) return;
    if (photoId === null) confirmed.value = [];
    const at = index.value;
    const wasListed = row(at)?.viewId === view.viewId;
    if (!(await choose([{ viewId: view.viewId, photoId }, ...others]))) return;
    alike.value = null;
    await reload();
    const isGone = row(at)?.viewId !== view.viewId;
    if (wasListed && isGone && (total.value ?? 0) > 0) await openAt(at);
    else await showView(view.viewId);
  }
  async function findAlike(photoId: PhotoId | null): Promise<void> {
    if (!detail.value) return;
    const answer = await client.call('pairing.alike', { viewId: detail.value.viewId, photoId });
    if (answer.ok) alike.value = answer.value;
    else toasts.showError(answer.error);
  }
  /** Goes to the view whose photo changed, when the review store has been there. */
  async function takeBack(kind: 'undo' | 'redo'): Promise<void> {
    const review = useReviewStore();
    await review.takeBack(kind);
    if (app.screen !== 'pairing') return;
    await reload();
    if (review.view) await showPlace(review.view.viewId);
  }
  client.on('journal', ({ viewIds }) => {
    if (app.screen === 'pairing' && !isSaving.value && viewIds.length > 0) void refresh();
  });

  return {
    filter,
    search,
    total,
    counts,
    index,
    detail,
    photoSearch,
    picked,
    candidate,
    confirmed,
    problem,
    alike,
    isSaving,
    row,
    count,
    open,
    openAt,
    showPlace,
    change,
    searchPhotos,
    pick,
    settle,
    findAlike,
    takeBack,
  };
});

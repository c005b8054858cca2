import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { MovedSearch, RelinkSummary, Root, RootCheck } from '#shared/contract/roots';
import type { Answer } from '#shared/domain/error';
import { useClient } from '../api/client';
import { useJobsStore } from './jobs';
import { useQueueStore } from './queue';
import { useReviewStore } from './review';

/** Moved files: which of the imported folders are where they were, where the others lie now, and taking that over. */
export const useRootsStore = defineStore('roots', () => {
  const client = useClient();
  const jobs = useJobsStore();
  const roots = shallowRef<readonly (Root | RootCheck)[]>([]);
  const search = shallowRef<MovedSearch | null>(null);
  const done = shallowRef<RelinkSummary | null>(null);
  const problem = ref<string | null>(null);
  /** How often files were relinked: pictures that could not be had are asked for again. */
  const relinks = ref(0);
  const job = computed(() => jobs.running.find(({ kind }) => kind === 'roots') ?? null);

  /** Waits for a job; null with words in `problem` when it did not get to its end. */
  async function resultOf(started: Answer<{ jobId: string }>, cancelled: string): Promise<unknown> {
    if (!started.ok) {
      problem.value = started.error.message;
      return null;
    }
    const ended = await jobs.ended(started.value.jobId);
    if (ended.state === 'done') return ended.result;
    problem.value = ended.error?.message ?? cancelled;
    return null;
  }
  async function check(): Promise<void> {
    const checks = await resultOf(
      await client.call('roots.check', {}),
      'Looking at the places was cancelled: what is missing is not known.',
    );
    if (checks) roots.value = checks as RootCheck[];
  }
  /** What the dialog opens with. */
  async function begin(): Promise<void> {
    search.value = done.value = problem.value = null;
    const answer = await client.call('roots.list', {});
    if (!answer.ok) {
      problem.value = answer.error.message;
      return;
    }
    roots.value = answer.value;
    await check();
  }
  async function searchIn(rootId: number | null, folder: string): Promise<void> {
    search.value = done.value = problem.value = null;
    const started = await client.call('roots.searchIn', { rootId, folder });
    search.value = (await resultOf(started, 'The search was cancelled; nothing was changed.')) as MovedSearch | null;
  }
  async function relink(): Promise<void> {
    if (!search.value) return;
    const started = await client.call('roots.relink', { planId: search.value.planId });
    const words = 'Relinking was cancelled: what was done stays. Search again for the rest.';
    done.value = (await resultOf(started, words)) as RelinkSummary | null;
    search.value = null;
    relinks.value += 1;
    await check();
    await Promise.all([useQueueStore().refresh(), useReviewStore().refresh()]);
  }
  return { roots, search, done, problem, relinks, job, begin, searchIn, relink };
});

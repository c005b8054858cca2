import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Job } from '#shared/contract/jobs';
import { useClient } from '../api/client';
import { useToastsStore } from './toasts';

/** Long works of the core, as its notices tell of them. */
export const useJobsStore = defineStore('jobs', () => {
  const client = useClient();
  const toasts = useToastsStore();
  const jobs = shallowRef<readonly Job[]>([]);
  const enders = new Map<string, (job: Job) => void>();
  const running = computed(() => jobs.value.filter(({ state }) => state === 'running'));

  function take(job: Job): void {
    jobs.value = [job, ...jobs.value.filter(({ id }) => id !== job.id)].slice(0, 20);
    if (job.state === 'running') return;
    enders.get(job.id)?.(job);
    enders.delete(job.id);
  }
  client.on('job', take);

  /** Learns of works that were started before this page was loaded, and of those that ended with the host. */
  async function load(): Promise<void> {
    const answer = await client.call('jobs.list', {});
    if (!answer.ok) return;
    const known = new Set(answer.value.map(({ id }) => id));
    const error = { code: 'cancelled', message: 'Macule was restarted while this ran. Start it again.' };
    for (const job of running.value.filter(({ id }) => !known.has(id))) take({ ...job, state: 'failed', error });
    for (const job of [...answer.value].reverse()) take(job);
  }
  /** Resolves when the job has ended, also when it ended before anyone asked. */
  async function ended(id: string): Promise<Job> {
    const end = new Promise<Job>((resolve) => enders.set(id, resolve));
    const now = await client.call('jobs.get', { jobId: id });
    const known = now.ok ? now.value : jobs.value.find((job) => job.id === id);
    if (known) take(known);
    return end;
  }
  async function cancel(id: string): Promise<void> {
    const answer = await client.call('jobs.cancel', { jobId: id });
    if (!answer.ok) toasts.showError(answer.error);
  }
  return { jobs, running, load, ended, cancel };
});

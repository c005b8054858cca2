import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { ExportOptions, ExportPreview, ExportSummary } from '#shared/contract/export';
import { useClient } from '../api/client';
import { useJobsStore } from './jobs';
import { useToastsStore } from './toasts';

/** Truth out: what would be written, and the writing. */
export const useExportStore = defineStore('exporting', () => {
  const client = useClient();
  const jobs = useJobsStore();
  const toasts = useToastsStore();
  const options = ref<ExportOptions>({
    format: 'geojson',
    state: 'complete',
    include: [],
    reviewer: null,
    superseded: false,
  });
  const dir = ref<string | null>(null);
  const preview = shallowRef<ExportPreview | null>(null);
  const summary = shallowRef<ExportSummary | null>(null);
  const problem = ref<{ code: string; message: string } | null>(null);
  const reviewers = shallowRef<readonly string[]>([]);

  async function refresh(): Promise<void> {
    const answer = await client.call('export.preview', { ...options.value });
    if (answer.ok) preview.value = answer.value;
    else toasts.showError(answer.error);
  }
  async function begin(): Promise<void> {
    summary.value = null;
    problem.value = null;
    const names = await client.call('review.reviewers', {});
    if (names.ok) reviewers.value = names.value.map(({ name }) => name);
    await refresh();
  }
  async function run(force: boolean): Promise<void> {
    if (dir.value === null) return;
    summary.value = null;
    problem.value = null;
    const answer = await client.call('export.start', { ...options.value, dir: dir.value, force });
    if (!answer.ok) {
      problem.value = answer.error;
      return;
    }
    const job = await jobs.ended(answer.value.jobId);
    if (job.state === 'done') summary.value = job.result as ExportSummary;
    else
      problem.value = job.error ?? {
        code: 'cancelled',
        message: 'The export was cancelled. Files that were written stay; export again to complete them.',
      };
  }
  async function reveal(): Promise<void> {
    if (dir.value !== null) await client.call('dialogs.reveal', { path: dir.value });
  }
  return { options, dir, preview, summary, problem, reviewers, begin, refresh, run, reveal };
});

import { defineStore } from 'pinia';
import type { ImportSummary } from '#shared/contract/ingest';
import type { Job } from '#shared/contract/jobs';
import { useClient } from '../api/client';
import { counted } from '../components/format';
import { useAppStore } from './app';
import { useJobsStore } from './jobs';
import { useProjectStore } from './project';
import { useQueueStore } from './queue';
import { useReportStore } from './report';
import { useReviewStore } from './review';
import { useSubjectsStore } from './subjects';
import { useToastsStore } from './toasts';

const REFRESH_MS = 2000;

/** "12 results, 240 lesions and 3 photos were added; 1 error, 2 warnings." */
export function importWords({ counts, findingCounts }: ImportSummary): string {
  const added =
    counts.results + counts.photos === 0
      ? 'Nothing new was added'
      : `${counted(counts.results, 'result')}, ${counted(counts.lesions, 'lesion')} and ${counted(counts.photos, 'photo')} were added`;
  return `${added}; ${counted(findingCounts.error, 'error')}, ${counted(findingCounts.warning, 'warning')}.`;
}

/** An import under way: the reviewer goes on working, and sees finished files as they come. */
export const useImportingStore = defineStore('importing', () => {
  const client = useClient();
  const app = useAppStore();
  const jobs = useJobsStore();
  const toasts = useToastsStore();
  const followed = new Set<string>();
  /** Changes with whatever the reviewer does; the report must not come between. */
  const place = (): string => {
    const { view, savedAt, selectedIds, tool } = useReviewStore();
    return [app.screen, app.dialog, view?.viewId, savedAt, selectedIds[0], tool].join(' ');
  };

  async function start(paths: string[]): Promise<void> {
    const answer = await client.call('ingest.start', { paths });
    if (answer.ok) await follow(answer.value.jobId);
    else toasts.showError(answer.error);
  }
  /** Follows an import to its end, wherever it was started. */
  async function follow(jobId: string): Promise<void> {
    if (followed.has(jobId)) return;
    followed.add(jobId);
    const project = useProjectStore();
    const review = useReviewStore();
    let seen = place();
    const showNew = async (): Promise<void> => {
      if (!project.info || app.connection !== 'connected') return;
      await Promise.all([project.refreshStatus(), useQueueStore().refresh()]);
      if (review.view || project.isEmpty || app.screen !== 'review') return;
      await review.openFirst();
      seen = place();
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** One look at a time: on a slow machine they come further apart instead of piling up. */
    const lookAgain = (): void => {
      timer = setTimeout(() => {
        const look = document.hidden ? Promise.resolve() : showNew();
        void look.finally(() => timer !== undefined && lookAgain());
      }, REFRESH_MS);
    };
    lookAgain();
    const job = await jobs.ended(jobId);
    clearTimeout(timer);
    timer = undefined;
    await showNew();
    if (project.info) await review.seeImported();
    void useSubjectsStore().loadAttributes();
    if (project.info) await conclude(job, seen === place());
  }
  async function conclude(job: Job, isUntouched: boolean): Promise<void> {
    if (job.error) return toasts.show('error', 'The import stopped', job.error.message);
    const summary = job.result as ImportSummary | null;
    const showReport = async (): Promise<void> => {
      await useReportStore().open(summary?.runId ?? null);
      app.screen = 'report';
    };
    if (isUntouched || !summary) return showReport();
    toasts.offer({
      tone: summary.findingCounts.error > 0 ? 'warning' : 'success',
      title: job.state === 'cancelled' ? 'The import was cancelled' : 'The import is done',
      text: importWords(summary),
      action: { label: 'Show the report', run: showReport },
    });
  }
  return { start, follow };
});

import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { ProjectInfo, ProjectStatus, RecentProject, VerifyReport } from '#shared/contract/projects';
import type { ViewProgress } from '#shared/contract/review';
import type { Answer, ErrorAnswer } from '#shared/domain/error';
import { useClient } from '../api/client';
import { useAppStore } from './app';
import { useImportingStore } from './importing';
import { useJobsStore } from './jobs';
import { useQueueStore } from './queue';
import { useReviewStore } from './review';
import { useSubjectsStore } from './subjects';
import { useToastsStore } from './toasts';

/** The open project: opening, creating, importing, verifying, copying. */
export const useProjectStore = defineStore('project', () => {
  const client = useClient();
  const app = useAppStore();
  const jobs = useJobsStore();
  const toasts = useToastsStore();
  const info = ref<ProjectInfo | null>(null);
  const status = ref<ProjectStatus | null>(null);
  const recent = ref<RecentProject[]>([]);
  const openError = ref<ErrorAnswer | null>(null);
  const isOpening = ref(false);
  const verifyReport = shallowRef<VerifyReport | null>(null);
  const isEmpty = computed(() => status.value !== null && status.value.views === 0);

  async function refreshStatus(): Promise<void> {
    const answer = await client.call('projects.status', {});
    if (answer.ok) status.value = answer.value;
  }
  async function refreshRecent(): Promise<void> {
    const answer = await client.call('projects.recent', {});
    if (answer.ok) recent.value = answer.value;
  }
  async function enter(next: ProjectInfo): Promise<void> {
    info.value = next;
    openError.value = null;
    void useSubjectsStore().loadAttributes();
    await Promise.all([refreshStatus(), useQueueStore().reload()]);
    app.screen = 'review';
    await useReviewStore().openFirst();
    if (!app.settings.reviewer && app.dialog === null) app.dialog = 'reviewer';
    const running = jobs.running.find(({ kind }) => kind === 'import');
    if (running) void useImportingStore().follow(running.id); // started in another window, or before this page was loaded anew
  }
  /** Enters a project unless the screen already shows it. */
  async function entered(next: ProjectInfo): Promise<void> {
    if (info.value?.path !== next.path) await enter(next);
  }
  /** Answers whether it opened. Over an open project the start screen, which would say why not, is not shown. */
  async function opened(answer: Answer<ProjectInfo>): Promise<boolean> {
    isOpening.value = false;
    if (answer.ok) await enter(answer.value);
    else if (info.value) toasts.showError(answer.error);
    else openError.value = answer.error;
    return answer.ok;
  }
  /** Shows the project that the core has open, or follows the sample that is being made; the start screen otherwise. */
  async function load(): Promise<void> {
    await Promise.all([refreshRecent(), jobs.load()]);
    const answer = await client.call('projects.current', {});
    if (answer.ok && answer.value) return enter(answer.value);
    if (info.value) leave();
    const sample = jobs.running.find(({ kind }) => kind === 'sample');
    if (sample) await followSample(sample.id);
  }
  /** After the connection came back: what is shown is read anew, for decisions may have been made or lost meanwhile. */
  async function reconnected(): Promise<void> {
    const answer = await client.call('projects.current', {});
    if (!answer.ok || answer.value?.projectId !== info.value?.projectId) return load();
    if (!answer.value) return;
    await Promise.all([jobs.load(), refreshStatus(), useQueueStore().reload(), useReviewStore().refresh()]);
  }
  async function open(path: string): Promise<void> {
    isOpening.value = true;
    await opened(await client.call('projects.open', { path }));
  }
  async function create(path: string): Promise<void> {
    isOpening.value = true;
    if (await opened(await client.call('projects.create', { path }))) app.dialog = 'import';
  }
  /** The core says by a `project` notice that the sample is open; this only tells when it could not be. */
  async function followSample(id: string): Promise<void> {
    const job = await jobs.ended(id);
    if (job.state === 'done') await entered(job.result as ProjectInfo);
    else if (job.error) toasts.show('error', 'The sample could not be opened', job.error.message);
  }
  async function openSample(): Promise<void> {
    const answer = await client.call('projects.openSample', {});
    if (answer.ok) await followSample(answer.value.jobId);
    else openError.value = answer.error;
  }
  async function close(): Promise<void> {
    const answer = await client.call('projects.close', {});
    if (!answer.ok) return toasts.showError(answer.error);
    leave();
    await refreshRecent();
  }
  function leave(): void {
    info.value = null;
    status.value = null;
    useReviewStore().clear();
    app.screen = 'start';
  }
  /** Counts one view's change instead of the whole project: a decision must not wait for a sum over every view. */
  function countChange(before: ViewProgress, after: ViewProgress): void {
    const now = status.value;
    if (!now) return;
    const verdicts = { ...now.verdicts };
    for (const name of Object.keys(verdicts) as (keyof typeof verdicts)[])
      verdicts[name] += after.verdicts[name] - before.verdicts[name];
    const viewsDone = now.viewsDone + Number(after.state === 'done') - Number(before.state === 'done');
    status.value = { ...now, verdicts, viewsDone };
  }
  async function forget(path: string): Promise<void> {
    await client.call('projects.forgetRecent', { path });
    await refreshRecent();
  }
  async function verify(): Promise<void> {
    verifyReport.value = null;
    app.dialog = 'verify';
    const answer = await client.call('projects.verify', {});
    if (!answer.ok) return toasts.showError(answer.error);
    const job = await jobs.ended(answer.value.jobId);
    if (job.state === 'done') verifyReport.value = job.result as VerifyReport;
    else if (job.error) toasts.show('error', 'The check stopped', job.error.message);
  }
  async function saveCopy(path: string): Promise<void> {
    const answer = await client.call('projects.saveCopy', { path });
    if (answer.ok) toasts.show('success', 'Copy saved', answer.value.path);
    else toasts.showError(answer.error);
  }
  return {
    info,
    status,
    recent,
    openError,
    isOpening,
    isEmpty,
    verifyReport,
    load,
    open,
    create,
    openSample,
    close,
    forget,
    verify,
    saveCopy,
    refreshStatus,
    entered,
    leave,
    reconnected,
    countChange,
  };
});

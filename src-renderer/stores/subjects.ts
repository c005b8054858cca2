import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type {
  Attribute,
  JoinedTable,
  JoinSummary,
  SubjectCounts,
  TableGuess,
  TableMapping,
  TablePreview,
  ValueFilter,
} from '#shared/contract/subjects';
import type { SubjectRule } from '#shared/domain/subject-rule';
import { useClient } from '../api/client';
import { useJobsStore } from './jobs';
import { useQueueStore } from './queue';
import { useReviewStore } from './review';
import { useToastsStore } from './toasts';

/** Subjects and columns: joined tables, the folder rule, and the columns that the queue can be filtered by. */
export const useSubjectsStore = defineStore('subjects', () => {
  const client = useClient();
  const jobs = useJobsStore();
  const toasts = useToastsStore();
  const attributes = shallowRef<readonly Attribute[]>([]);
  const tables = shallowRef<readonly JoinedTable[]>([]);
  const rule = ref<SubjectRule>({ kind: 'none' });
  const path = ref<string | null>(null);
  const preview = shallowRef<TablePreview | null>(null);
  const mapping = ref<TableMapping | null>(null);
  const summary = shallowRef<JoinSummary | null>(null);
  const counts = shallowRef<SubjectCounts | null>(null);
  const problem = ref<string | null>(null);
  const isBusy = ref(false);
  const joinJob = computed(() => jobs.running.find(({ kind }) => kind === 'join') ?? null);

  async function loadAttributes(): Promise<void> {
    const answer = await client.call('subjects.attributes', {});
    if (!answer.ok) return;
    attributes.value = answer.value;
    const queue = useQueueStore();
    const isThere = ({ name }: ValueFilter): boolean => answer.value.some((one) => one.name === name);
    if (!queue.query.values.every(isThere)) await queue.change({ values: queue.query.values.filter(isThere) });
  }
  async function loadState(): Promise<void> {
    const answer = await client.call('subjects.state', {});
    if (!answer.ok) return toasts.showError(answer.error);
    ({ rule: rule.value, tables: tables.value } = answer.value);
  }
  /** What the dialog opens with. */
  async function begin(): Promise<void> {
    path.value = preview.value = mapping.value = summary.value = counts.value = problem.value = null;
    await loadState();
  }
  const keptColumns = (columns: readonly string[], { keyColumn, subjectColumn }: TableGuess): string[] =>
    columns.filter((name) => name !== keyColumn && name !== subjectColumn);

  async function read(as: Pick<TableGuess, 'key' | 'keyColumn'> | null): Promise<boolean> {
    if (path.value === null) return false;
    isBusy.value = true;
    const answer = await client.call('subjects.previewTable', { path: path.value, as });
    isBusy.value = false;
    problem.value = answer.ok ? null : answer.error.message;
    preview.value = answer.ok ? answer.value : null;
    return answer.ok;
  }
  async function choose(chosen: string): Promise<void> {
    path.value = chosen;
    mapping.value = summary.value = null;
    if (!(await read(null)) || !preview.value) return;
    const { guess, columns } = preview.value;
    mapping.value = { ...guess, columns: keptColumns(columns, guess) };
  }
  /** Another way of reading the table: what it would match is looked up anew. */
  async function change(next: Partial<TableGuess>): Promise<void> {
    if (!mapping.value || !preview.value) return;
    const changed = { ...mapping.value, ...next };
    if (changed.key === 'subject' || changed.subjectColumn === changed.keyColumn) changed.subjectColumn = null;
    mapping.value = { ...changed, columns: keptColumns(preview.value.columns, changed) };
    if ('key' in next || 'keyColumn' in next) await read({ key: changed.key, keyColumn: changed.keyColumn });
  }
  function toggleColumn(name: string): void {
    if (!mapping.value) return;
    const { columns } = mapping.value;
    const next = columns.includes(name) ? columns.filter((one) => one !== name) : [...columns, name];
    mapping.value = { ...mapping.value, columns: next };
  }
  /** Everything on the screen that shows subjects or columns. */
  async function showChange(): Promise<void> {
    await Promise.all([loadState(), loadAttributes(), useQueueStore().refresh(), useReviewStore().refresh()]);
  }
  async function join(): Promise<void> {
    if (path.value === null || !mapping.value) return;
    problem.value = null;
    const answer = await client.call('subjects.join', { path: path.value, ...mapping.value });
    if (!answer.ok) {
      problem.value = answer.error.message;
      return;
    }
    const job = await jobs.ended(answer.value.jobId);
    if (job.state === 'done') {
      summary.value = job.result as JoinSummary;
      await showChange();
    } else problem.value = job.error?.message ?? 'Joining was cancelled. Nothing of the table was kept.';
  }
  async function setRule(next: SubjectRule): Promise<void> {
    counts.value = problem.value = null;
    isBusy.value = true;
    const answer = await client.call('subjects.setRule', next);
    isBusy.value = false;
    if (!answer.ok) problem.value = answer.error.message;
    else counts.value = answer.value;
    await showChange();
  }
  async function removeTable(id: number): Promise<void> {
    summary.value = problem.value = null;
    isBusy.value = true;
    const answer = await client.call('subjects.removeTable', { id });
    isBusy.value = false;
    if (!answer.ok) problem.value = answer.error.message;
    await showChange();
  }
  return {
    attributes,
    tables,
    rule,
    path,
    preview,
    mapping,
    summary,
    counts,
    problem,
    isBusy,
    joinJob,
    loadAttributes,
    begin,
    choose,
    change,
    toggleColumn,
    join,
    setRule,
    removeTable,
  };
});

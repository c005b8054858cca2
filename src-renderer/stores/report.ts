import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { ImportRun } from '#shared/contract/ingest';
import type { Finding, Severity } from '#shared/domain/finding';
import { SEVERITIES } from '#shared/domain/finding';
import { useClient } from '../api/client';
import { useToastsStore } from './toasts';

const PAGE = 500;

/** The findings of an import run, or of all of them. */
export const useReportStore = defineStore('report', () => {
  const client = useClient();
  const toasts = useToastsStore();
  const runs = shallowRef<readonly ImportRun[]>([]);
  const runId = ref<number | null>(null);
  const severities = ref<Severity[]>([...SEVERITIES]);
  const search = ref('');
  const rows = shallowRef<readonly (Finding & { id: number })[]>([]);
  const total = ref(0);
  const isLoading = ref(false);

  async function fetchRows(offset: number): Promise<void> {
    isLoading.value = true;
    const answer = await client.call('ingest.findings', {
      runId: runId.value,
      severities: severities.value,
      search: search.value,
      offset,
      limit: PAGE,
    });
    isLoading.value = false;
    if (!answer.ok) return toasts.showError(answer.error);
    total.value = answer.value.total;
    rows.value = offset === 0 ? answer.value.rows : [...rows.value, ...answer.value.rows];
  }
  async function open(run: number | null = null): Promise<void> {
    const answer = await client.call('ingest.runs', {});
    if (answer.ok) runs.value = answer.value;
    runId.value = run ?? runs.value[0]?.id ?? null;
    await fetchRows(0);
  }
  const refresh = (): Promise<void> => fetchRows(0);
  const more = (): Promise<void> => fetchRows(rows.value.length);
  return { runs, runId, severities, search, rows, total, isLoading, open, refresh, more };
});

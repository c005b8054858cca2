import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { FindingFilter, FindingGroup, FindingRow, ImportRun, TallyRow } from '#shared/contract/ingest';
import type { Severity } from '#shared/domain/finding';
import { SEVERITIES } from '#shared/domain/finding';
import { useClient } from '../api/client';
import { useToastsStore } from './toasts';

const PAGE = 200;
/** As many findings as a clipboard may be asked to hold. */
const COPY_LIMIT = 20_000;
const keyOf = ({ severity, code }: FindingGroup): string => `${severity} ${code}`;

/** The findings of an import run, or of all of them, by code; the rows of a code are fetched as they are scrolled to. */
export const useReportStore = defineStore('report', () => {
  const client = useClient();
  const toasts = useToastsStore();
  const runs = shallowRef<readonly ImportRun[]>([]);
  const runId = ref<number | null>(null);
  const severities = ref<Severity[]>([...SEVERITIES]);
  const search = ref('');
  /** Only findings of this code; null: of every code. */
  const code = ref<string | null>(null);
  const groups = shallowRef<readonly FindingGroup[]>([]);
  const tally = shallowRef<readonly TallyRow[]>([]);
  const opened = shallowRef<ReadonlySet<string>>(new Set());
  const pages = shallowRef(new Map<string, readonly FindingRow[]>());
  const isLoading = ref(false);
  const loading = new Set<string>();
  let generation = 0;
  const total = computed(() => groups.value.reduce((sum, { findings }) => sum + findings, 0));
  const filter = (): FindingFilter => ({
    runId: runId.value,
    severities: severities.value,
    codes: code.value === null ? [] : [code.value],
    search: search.value,
  });

  async function refresh(): Promise<void> {
    const mine = ++generation;
    isLoading.value = true;
    const answer = await client.call('ingest.findingGroups', filter());
    if (mine !== generation) return;
    isLoading.value = false;
    if (!answer.ok) return toasts.showError(answer.error);
    loading.clear();
    pages.value = new Map();
    groups.value = answer.value;
  }
  async function open(run: number | null = null): Promise<void> {
    const answer = await client.call('ingest.runs', {});
    if (answer.ok) runs.value = answer.value;
    await chooseRun(run ?? runs.value[0]?.id ?? null);
    // What needs a look is open at once; information is folded.
    opened.value = new Set(groups.value.filter(({ severity }) => severity !== 'info').map(keyOf));
  }
  async function chooseRun(run: number | null): Promise<void> {
    runId.value = run;
    code.value = null;
    tally.value = [];
    await refresh();
    if (run === null) return;
    const answer = await client.call('ingest.tally', { runId: run });
    if (answer.ok && runId.value === run) tally.value = answer.value;
  }
  /** Shows the findings of one code only, unfolded; the same code again, or null, shows all. */
  async function chooseCode(wanted: string | null): Promise<void> {
    code.value = wanted === code.value ? null : wanted;
    if (code.value !== null) severities.value = [...SEVERITIES];
    await refresh();
    if (code.value !== null) opened.value = new Set([...opened.value, ...groups.value.map(keyOf)]);
  }
  function toggle(group: FindingGroup): void {
    const next = new Set(opened.value);
    if (!next.delete(keyOf(group))) next.add(keyOf(group));
    opened.value = next;
  }
  const isOpen = (group: FindingGroup): boolean => opened.value.has(keyOf(group));
  async function fetchPage(group: FindingGroup, page: number): Promise<void> {
    const mine = generation;
    const key = `${keyOf(group)} ${page}`;
    if (loading.has(key)) return;
    loading.add(key);
    const wanted = { ...filter(), severities: [group.severity], codes: [group.code] };
    const answer = await client.call('ingest.findings', { ...wanted, offset: page * PAGE, limit: PAGE });
    if (mine !== generation) return;
    loading.delete(key);
    if (answer.ok) pages.value = new Map(pages.value).set(key, answer.value.rows);
    else toasts.showError(answer.error);
  }
  /** A row of a code; asks for its page when that is not there yet. */
  function row(group: FindingGroup, index: number): FindingRow | null {
    const page = Math.trunc(index / PAGE);
    const rows = pages.value.get(`${keyOf(group)} ${page}`);
    if (rows) return rows[index % PAGE] ?? null;
    void fetchPage(group, page);
    return null;
  }
  /** All findings of the filter as tab-separated text, as far as a clipboard goes. */
  async function text(): Promise<{ text: string; findings: number } | null> {
    const lines: string[] = [];
    while (lines.length < Math.min(total.value, COPY_LIMIT)) {
      const answer = await client.call('ingest.findings', { ...filter(), offset: lines.length, limit: 1000 });
      if (!answer.ok) {
        toasts.showError(answer.error);
        return null;
      }
      if (answer.value.rows.length === 0) break;
      for (const { severity, code, file, place, message } of answer.value.rows)
        lines.push([severity, code, file, place, message].join('\t'));
    }
    return { text: lines.join('\n'), findings: lines.length };
  }
  async function save(dir: string, format: 'csv' | 'json'): Promise<void> {
    const answer = await client.call('ingest.saveFindings', { ...filter(), dir, format });
    if (answer.ok) toasts.show('success', `${answer.value.findings} findings saved`, answer.value.path);
    else toasts.showError(answer.error);
  }
  return {
    runs,
    runId,
    severities,
    search,
    code,
    groups,
    tally,
    total,
    isLoading,
    open,
    chooseRun,
    chooseCode,
    refresh,
    toggle,
    isOpen,
    row,
    text,
    save,
  };
});

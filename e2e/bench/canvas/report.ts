import { median, PHASES, quantile, type NextViewResult, type PageResult, type Phase } from './result.ts';

export type Run = {
  readonly candidate: string;
  readonly round: number;
  readonly result: PageResult | null;
  /** Why there is no result. */
  readonly why: string;
  readonly pssMb: number;
};

const ms = (value: number): string => (Number.isNaN(value) ? '–' : value < 10 ? value.toFixed(1) : value.toFixed(0));
const ratio = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(2));
const resultsOf = (runs: readonly Run[], candidate: string): PageResult[] =>
  runs.flatMap((run) => (run.candidate === candidate && run.result ? [run.result] : []));

/** Median over rounds of a run's own quantile. */
const overRounds = (runs: readonly Run[], candidate: string, of: (result: PageResult) => number): number =>
  median(resultsOf(runs, candidate).map(of));

/** The median, over the rounds in which both finished, of the ratio within the round. */
function ratioOf(runs: readonly Run[], to: string, of: (result: PageResult) => number): number {
  const rounds = [...new Set(runs.map(({ round }) => round))];
  const ratios = rounds.flatMap((round) => {
    const find = (name: string): PageResult | null =>
      runs.find((run) => run.round === round && run.candidate === name)?.result ?? null;
    const [own, other] = [find('macule'), find(to)];
    return own && other ? [of(own) / of(other)] : [];
  });
  return median(ratios);
}

const p50 =
  (phase: Phase) =>
  (result: PageResult): number =>
    median(result.phases[phase]);
const p25 =
  (phase: Phase) =>
  (result: PageResult): number =>
    quantile(result.phases[phase], 0.25);
const p95 =
  (phase: Phase) =>
  (result: PageResult): number =>
    quantile(result.phases[phase], 0.95);

/** A table of every candidate: median/p95 in ms, the app's ratio to it within the round, and what else was measured. */
export function printPhases(title: string, runs: readonly Run[], candidates: readonly string[]): void {
  console.log(`\n${title}: frame time, median/p95 in ms; in brackets ours divided by it in the same round`);
  console.log(
    `  ${['', ...PHASES, 'first', 'heap MB', 'PSS MB', 'hits'].map((word, i) => word.padEnd(i === 0 ? 12 : 17)).join('')}`,
  );
  for (const candidate of candidates) {
    const finished = resultsOf(runs, candidate);
    const failed = runs.find((run) => run.candidate === candidate && !run.result);
    if (finished.length === 0) {
      console.log(`  ${candidate.padEnd(12)}${failed?.why ?? 'not run'}`);
      continue;
    }
    const cells = PHASES.map((phase) => {
      const own = `${ms(overRounds(runs, candidate, p50(phase)))}/${ms(overRounds(runs, candidate, p95(phase)))}`;
      return candidate === 'macule' ? own : `${own} (${ratio(ratioOf(runs, candidate, p50(phase)))})`;
    });
    const hits = finished.map((result) => result.hits);
    const pss = median(runs.filter((run) => run.candidate === candidate).map(({ pssMb }) => pssMb));
    cells.push(ms(overRounds(runs, candidate, ({ firstPaint }) => firstPaint)));
    cells.push(overRounds(runs, candidate, ({ heapMb }) => heapMb).toFixed(1), ms(pss));
    cells.push(hits[0] === null ? '–' : `${Math.min(...hits.map((each) => each ?? 0))}/${finished[0]!.hoverPoints}`);
    console.log(
      `  ${candidate.padEnd(12)}${cells.map((cell) => cell.padEnd(17)).join('')}${failed ? ` (a round: ${failed.why})` : ''}`,
    );
  }
  const crisp = resultsOf(runs, 'macule').flatMap((result) => result.crisp);
  if (crisp.length > 0)
    console.log(`  overlay crisp after a gesture: median ${ms(median(crisp))}, p95 ${ms(quantile(crisp, 0.95))} ms`);
}

/** `quiet`: the same of the lower quartiles, which other work on the machine disturbs least. */
type Target = { readonly name: string; readonly most: number; readonly found: number; readonly quiet?: number };

/** The goals of research: of the app to the photo alone and to its peers, by number of lesions. */
function targetsOf(n: number, runs: readonly Run[]): Target[] {
  const at = n <= 500 ? 0 : n <= 5000 ? 1 : 2;
  const pick = (...of: readonly [number, number, number]): number => of[at]!;
  const by = (other: string, phase: Phase) => ({
    found: ratioOf(runs, other, p50(phase)),
    quiet: ratioOf(runs, other, p25(phase)),
  });
  const floor = (phase: Phase) => by('img-floor', phase);
  const floor95 = (phase: Phase): number => ratioOf(runs, 'img-floor', p95(phase));
  const crisp = median(resultsOf(runs, 'macule').map((result) => quantile(result.crisp, 0.95)));
  const hits = resultsOf(runs, 'macule').map((result) => 1 - (result.hits ?? 0) / result.hoverPoints);
  const targets: Target[] = [
    { name: 'pan / floor', most: pick(1.75, 2, 2.5), ...floor('pan') },
    { name: 'pan p95 / floor p95', most: pick(2.5, 2.5, 4), found: floor95('pan') },
    { name: 'zoom / floor', most: pick(2.25, 2.25, 2.5), ...floor('zoom') },
    { name: 'zoom p95 / floor p95', most: pick(4, 4, 6), found: floor95('zoom') },
    { name: 'hover / floor', most: pick(1.75, 1.75, 2), ...floor('hover') },
    { name: 'status / floor', most: pick(1.25, 1.5, 2), ...floor('status') },
    { name: 'drag / floor', most: pick(1.75, 1.75, 2.5), ...floor('drag') },
    { name: 'crisp after gesture, p95 ms', most: pick(100, 300, 1000), found: crisp },
    { name: 'share of wrong hover hits', most: 0, found: hits.length > 0 ? Math.max(...hits) : NaN },
    { name: 'zoom / Leaflet', most: pick(0.6, 0.2, 0.1), ...by('leaflet', 'zoom') },
  ];
  if (at === 1)
    targets.push({ name: 'heap / floor', most: 2, found: ratioOf(runs, 'img-floor', ({ heapMb }) => heapMb) });
  if (at < 2) {
    targets.push(
      { name: 'pan / OpenLayers', most: pick(0.6, 0.2, NaN), ...by('openlayers', 'pan') },
      { name: 'zoom / OpenLayers', most: pick(0.6, 0.2, NaN), ...by('openlayers', 'zoom') },
      { name: 'hover / OpenLayers', most: pick(0.6, 0.05, NaN), ...by('openlayers', 'hover') },
      { name: 'drag / OpenLayers', most: pick(0.6, 0.4, NaN), ...by('openlayers', 'drag') },
      { name: 'status / Annotorious', most: pick(0.25, 0.05, NaN), ...by('annotorious', 'status') },
      { name: 'drag / Annotorious', most: pick(0.25, 0.05, NaN), ...by('annotorious', 'drag') },
    );
  }
  return targets;
}

/** Prints each goal as met or MISSED; answers with the missed ones. */
export function printTargets(n: number, runs: readonly Run[]): string[] {
  return printAll(`${n} lesions`, targetsOf(n, runs));
}

function printAll(title: string, targets: readonly Target[]): string[] {
  const measured = targets.filter(({ found }) => !Number.isNaN(found));
  for (const { name, most, found, quiet } of measured) {
    const value = name.endsWith('ms') ? ms(found) : ratio(found);
    const aside = quiet === undefined ? '' : ` (of the lower quartiles ${ratio(quiet)})`;
    console.log(`  ${found <= most ? 'met   ' : 'MISSED'} ${name}: ${value}, at most ${most}${aside}`);
  }
  for (const { name } of targets.filter(({ found }) => Number.isNaN(found)))
    console.log(`  –      ${name}: not measured`);
  return measured
    .filter(({ found, most }) => found > most)
    .map(({ name, found }) => `${title}, ${name} ${ratio(found)}`);
}

export function printNext(photo: string, own: readonly NextViewResult[], element: readonly NextViewResult[]): string[] {
  const of = (results: readonly NextViewResult[], key: 'cold' | 'prefetched' | 'whole'): number =>
    median(results.map((result) => median(result[key])));
  console.log(`\nNext photo of ${photo} megapixels, from the wish to the frame that shows it; median in ms`);
  console.log('                     cold    prefetched  every level  longest stall');
  for (const [name, results] of [
    ['macule', own],
    ['HTMLImageElement', element],
  ] as const) {
    const stall = median(results.map(({ longestStall }) => longestStall));
    const cells = [of(results, 'cold'), of(results, 'prefetched'), of(results, 'whole'), stall].map((each) =>
      ms(each).padEnd(10),
    );
    console.log(`  ${name.padEnd(18)} ${cells.join('  ')}`);
  }
  const ratios = own.flatMap((result, i) =>
    element[i] ? [median(result.prefetched) / median(element[i].prefetched)] : [],
  );
  const most = Number(photo) > 10 ? 0.15 : 0.35;
  return printAll(`${photo} MP`, [{ name: 'prefetched / HTMLImageElement prefetched', most, found: median(ratios) }]);
}

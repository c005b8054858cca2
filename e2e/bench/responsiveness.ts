// While 2,000 results are imported, how long does a decision take to be acknowledged? Run by: npm run bench -- responsiveness
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { createWorkplace, maculeJson, maculeRows, serveProject } from '../support/macule.ts';
import { connect } from '../support/rpc-client.ts';
import { resultWithLesions } from '../support/scheme-files.ts';

const RESULTS = 2000;
const LESIONS = 20;
const share = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? NaN;

const workplace = createWorkplace('responsiveness');
try {
  const project = workplace.path('a.macule');
  writeFileSync(workplace.path('first.json'), JSON.stringify(resultWithLesions(0, 200)));
  await maculeJson(workplace, 'import', workplace.path('first.json'), '--project', project);
  const lesions = (await maculeRows<{ id: string }>(workplace, 'lesions', project)).map(({ id }) => id);
  writeFileSync(
    workplace.path('many.json'),
    JSON.stringify(Array.from({ length: RESULTS }, (_, i) => resultWithLesions(i + 1, LESIONS))),
  );
  const served = await serveProject(workplace, project);
  const client = await connect(served.url);
  const context = { imageView: 'plain', overlayShown: true, activeMs: 1 };
  const decide = async (i: number): Promise<number> => {
    const action = {
      type: 'decide' as const,
      lesions: [lesions[i % lesions.length] as never],
      verdict: i % 2 ? ('accepted' as const) : ('unsure' as const),
    };
    const from = performance.now();
    await client.value('review.decide', { action, reviewer: 'Ana', context });
    return performance.now() - from;
  };
  const quiet: number[] = [];
  for (let i = 0; i < 200; i++) quiet.push(await decide(i));
  const { jobId } = await client.value('ingest.start', { paths: [workplace.path('many.json')] });
  const startedAt = performance.now();
  const busy: number[] = [];
  for (let i = 0; ; i++) {
    busy.push(await decide(i));
    if (i % 20 === 0 && (await client.value('jobs.get', { jobId })).state !== 'running') break;
  }
  const job = await client.value('jobs.get', { jobId });
  const seconds = (performance.now() - startedAt) / 1000;
  const line = (name: string, values: number[]): string => {
    const sorted = [...values].sort((a, b) => a - b);
    return `${name}: n ${values.length}, median ${share(sorted, 0.5).toFixed(1)} ms, p95 ${share(sorted, 0.95).toFixed(1)} ms, worst ${sorted.at(-1)!.toFixed(1)} ms`;
  };
  console.log(
    `load ${loadavg()[0]!.toFixed(1)}; import of ${RESULTS} results of ${LESIONS} lesions: ${job.state} in ${seconds.toFixed(1)} s`,
  );
  console.log(line('decision acknowledged, nothing else running', quiet));
  console.log(line('decision acknowledged while importing', busy));
  const p95 = share(
    [...busy].sort((a, b) => a - b),
    0.95,
  );
  console.log(`p95 while importing ${p95 <= 100 ? 'meets' : 'MISSES'} the target of 100 ms`);
  client.close();
  await served.stop();
} finally {
  workplace.remove();
}

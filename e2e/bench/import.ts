// Captures of 20 lesions in mixed wrappers: how long does their import take against the least that any importer must
// do, does its memory stay flat, do decisions wait, and is it whole after a cancel? Run by: npm run bench -- import
// [--captures 10000] [--large 100000] [--lesions 20]; --large 0 leaves the large folder out.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import BetterSqlite3 from 'better-sqlite3';
import { CLI, createWorkplace, maculeJson, node24, serveProject, type Workplace } from '../support/macule.ts';
import { writeMixedCaptures } from '../support/mixed-captures.ts';
import { connect } from '../support/rpc-client.ts';
import { resultWithLesions } from '../support/scheme-files.ts';

const RATIO_TARGET = 2;
const DECISION_BUDGET_MS = 50;
/** What peak memory may grow by per added capture, which is about 5 KB of file. Small folders show heaps warming up. */
const FLAT_BYTES_PER_CAPTURE = 900;

const { values: flags } = parseArgs({
  options: {
    captures: { type: 'string', default: '10000' },
    large: { type: 'string', default: '100000' },
    lesions: { type: 'string', default: '20' },
  },
});
const [captures, large, lesions] = [flags.captures, flags.large, flags.lesions].map(Number) as [number, number, number];

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
const share = (values: readonly number[], p: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(p * values.length))] ?? NaN;
const verdict = (isMet: boolean): string => (isMet ? 'met' : 'MISSED');

type Element = { id: string; result: { masks_restored: { features: { geometry: { coordinates: unknown[][] } }[] }[] } };

/** The results of a file of ours, found with what we know of how it was written. */
function elementsOf(text: string, name: string): Element[] {
  const isLines = /\.(ndjson|txt)$/.test(name);
  const roots = isLines ? text.split('\n').filter((line) => line.trim() !== '') : [text];
  const found: Element[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      if ('algorithm_family_tech_name' in value) found.push(value as unknown as Element);
      else Object.values(value).forEach(visit);
    }
  };
  for (const root of roots) visit(JSON.parse(root));
  return found;
}

/** Read, SHA-256, compress, JSON.parse and raw insert: the least that has to be done with the same files. */
function measureFloor(folder: string, path: string): { ms: number; cpuMs: number; lesions: number } {
  const db = new BetterSqlite3(path);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE source (sha256 TEXT, gzip BLOB); CREATE TABLE result (id TEXT); CREATE TABLE lesion (result INTEGER, rings BLOB);`);
  const source = db.prepare('INSERT INTO source VALUES (?, ?)');
  const result = db.prepare('INSERT INTO result VALUES (?)');
  const lesion = db.prepare('INSERT INTO lesion VALUES (?, ?)');
  let count = 0;
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  for (const name of readdirSync(folder).sort()) {
    const bytes = readFileSync(join(folder, name));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const packed = gzipSync(bytes);
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    const elements = elementsOf(text, name);
    db.transaction(() => {
      source.run(sha256, packed);
      for (const element of elements) {
        const { lastInsertRowid } = result.run(element.id);
        for (const mask of element.result.masks_restored)
          for (const feature of mask.features)
            for (const polygon of feature.geometry.coordinates) {
              lesion.run(lastInsertRowid, Buffer.from(Float64Array.from((polygon as number[][][]).flat(2)).buffer));
              count += 1;
            }
      }
    })();
  }
  const ms = performance.now() - from;
  const { user, system } = process.cpuUsage(cpuFrom);
  db.close();
  return { ms, cpuMs: (user + system) / 1000, lesions: count };
}

type Imported = {
  code: number | null;
  ms: number;
  cpuMs: number;
  /** Of it, what the thread used that writes; the rest is decoding, compressing and collecting garbage. */
  writerCpuMs: number;
  peakBytes: number;
  totals: { results: number; lesions: number };
};

/** Processor time of a running process, or of a thread of it, in milliseconds; NaN where the system does not tell. */
function cpuOf(pid: number | undefined, thread = ''): number {
  try {
    const fields = readFileSync(`/proc/${pid}${thread}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return 10 * (Number(fields[11]) + Number(fields[12])); // ticks of 1/100 s
  } catch {
    return NaN;
  }
}

/** Peak resident memory of a running process; NaN where the system does not tell. */
function peakOf(pid: number | undefined): number {
  try {
    const found = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) * 1024 : NaN;
  } catch {
    return NaN;
  }
}

/** Runs an import as a user would; `interruptAfterMs` stops it on the way as Ctrl+C does. */
async function importFolder(workplace: Workplace, folder: string, project: string, interruptAfterMs?: number): Promise<Imported> {
  const from = performance.now();
  const args = [CLI, 'import', folder, '--project', project, '--json'];
  const child = spawn(node24(), args, { env: workplace.env, stdio: ['ignore', 'pipe', 'ignore'] });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => void pieces.push(piece));
  let peakBytes = NaN;
  let cpuMs = NaN;
  let writerCpuMs = NaN;
  let isInterrupted = false;
  const watch = setInterval(() => {
    const peak = peakOf(child.pid);
    if (!Number.isNaN(peak)) peakBytes = peak;
    const cpu = cpuOf(child.pid);
    if (!Number.isNaN(cpu)) cpuMs = cpu;
    const writer = cpuOf(child.pid, `/task/${child.pid}`);
    if (!Number.isNaN(writer)) writerCpuMs = writer;
    if (isInterrupted || interruptAfterMs === undefined || performance.now() - from < interruptAfterMs) return;
    isInterrupted = child.kill('SIGINT');
  }, 50);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(watch);
  const ms = performance.now() - from;
  const { totals } = JSON.parse(Buffer.concat(pieces).toString('utf8')) as Pick<Imported, 'totals'>;
  return { code, ms, cpuMs, writerCpuMs, peakBytes, totals };
} // prettier-ignore

/** Decides without a pause while the same folder is imported by the same host. */
async function measureDecisions(workplace: Workplace, folder: string): Promise<number[]> {
  const project = workplace.path('Busy.macule');
  writeFileSync(workplace.path('first.json'), JSON.stringify(resultWithLesions(0, 500)));
  await maculeJson(workplace, 'import', workplace.path('first.json'), '--project', project);
  const served = await serveProject(workplace, project);
  const client = await connect(served.url);
  try {
    const { rows } = await client.value('review.queue', { filter: 'open', offset: 0, limit: 1 });
    const { lesions: all } = await client.value('review.view', { viewId: rows[0]!.viewId });
    const before = (await client.value('ingest.runs', {})).length;
    await client.value('ingest.start', { paths: [folder] });
    const times: number[] = [];
    const context = { imageView: 'plain', overlayShown: true, activeMs: 1 };
    for (let isOver = false; !isOver;) {
      const lesion = all[times.length % all.length]!.id;
      const verdictOf = times.length % 2 ? ('accepted' as const) : ('unsure' as const);
      const from = performance.now();
      await client.value('review.decide', {
        action: { type: 'decide', lesions: [lesion], verdict: verdictOf },
        reviewer: 'Ana',
        context,
      });
      times.push(performance.now() - from);
      if (times.length % 20 !== 0) continue;
      const runs = await client.value('ingest.runs', {});
      isOver = runs.length > before && runs[0]!.finishedAt !== null;
    }
    return times;
  } finally {
    client.close();
    await served.stop();
  }
}

const workplace = createWorkplace('import');
let isMet = true;
const judge = (what: string, met: boolean): void => {
  isMet &&= met;
  console.log(`  ${what}: ${verdict(met)}`);
};
try {
  const folder = workplace.path('small');
  const { files, bytes } = writeMixedCaptures(folder, { captures, lesions });
  console.log(`${captures} captures of ${lesions} lesions, ${files} files in mixed wrappers, ${megabytes(bytes)}; load ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores`); // prettier-ignore
  const floor = measureFloor(folder, workplace.path('floor.db'));
  console.log(
    `read + SHA-256 + compress + JSON.parse + raw insert: ${seconds(floor.ms)}, processor ${seconds(floor.cpuMs)}`,
  );
  const project = workplace.path('Small.macule');
  const whole = await importFolder(workplace, folder, project);
  const projectBytes = statSync(project).size;
  console.log(
    `import: ${seconds(whole.ms)}, processor ${seconds(whole.cpuMs)} (writing thread ${seconds(whole.writerCpuMs)}), peak memory ${megabytes(whole.peakBytes)}, project ${megabytes(projectBytes)}`,
  );
  judge(
    `all ${floor.lesions} lesions are in`,
    whole.totals.results === captures && whole.totals.lesions === floor.lesions,
  );
  const ratio = whole.ms / floor.ms;
  judge(`ratio ${ratio.toFixed(2)}, target ${RATIO_TARGET}`, ratio <= RATIO_TARGET);
  // Not judged: it leaves the disk and the load of the machine out, and counts both threads of the import.
  console.log(`  ratio of processor time: ${(whole.cpuMs / floor.cpuMs).toFixed(2)}`);

  const halved = workplace.path('Halved.macule');
  const half = await importFolder(workplace, folder, halved, whole.ms / 2);
  const rest = await importFolder(workplace, folder, halved);
  console.log(`cancelled at ${seconds(half.ms)} with ${half.totals.results} results in; the second run took ${seconds(rest.ms)}`); // prettier-ignore
  judge('cancelled on the way', half.code === 2 && half.totals.results < captures);
  judge('the second run completed it', rest.totals.results === captures && rest.totals.lesions === floor.lesions);
  const { ok } = await maculeJson<{ ok: boolean }>(workplace, 'verify', '--project', halved);
  judge('the project is whole', ok);

  const times = await measureDecisions(workplace, folder);
  const p95 = share(times, 0.95);
  console.log(`${times.length} decisions during an import: p50 ${share(times, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms`); // prettier-ignore
  judge(`p95 within ${DECISION_BUDGET_MS} ms`, p95 <= DECISION_BUDGET_MS);

  if (large > 0) {
    const largeFolder = workplace.path('large');
    mkdirSync(largeFolder);
    const written = writeMixedCaptures(largeFolder, { captures: large, lesions });
    const imported = await importFolder(workplace, largeFolder, workplace.path('Large.macule'));
    console.log(`${large} captures, ${written.files} files, ${megabytes(written.bytes)}: ${seconds(imported.ms)}, peak memory ${megabytes(imported.peakBytes)}`); // prettier-ignore
    judge('all results are in', imported.totals.results === large);
    const growth = (imported.peakBytes - whole.peakBytes) / (large - captures);
    judge(`memory is flat: ${growth.toFixed(0)} bytes more per added capture of ${(written.bytes / large).toFixed(0)} bytes`, !(growth > FLAT_BYTES_PER_CAPTURE)); // prettier-ignore
  }
} finally {
  workplace.remove();
}
if (!isMet) process.exitCode = 1;

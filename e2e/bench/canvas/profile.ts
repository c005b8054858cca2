import type { CDPSession, Page } from '@playwright/test';

type ProfileNode = {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
};
type CpuProfile = {
  readonly nodes: readonly ProfileNode[];
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
};
/** Where the time of one phase went on the page's main thread: ms by function, itself only, the largest first. */
export type PhaseProfile = {
  readonly phase: string;
  readonly wallMs: number;
  readonly selfMs: readonly (readonly [name: string, ms: number])[];
};

const EVERY_US = 200;
/** Samples that are no function of the page. `(program)`: the browser's own code, raster and waiting for it among it. */
const NAMES: Readonly<Record<string, string>> = {
  '(program)': 'browser',
  '(idle)': 'idle',
  '(garbage collector)': 'gc',
};

/** Lets a page take a CPU profile of each phase; they are in the list when it has ended. */
export async function profilePhases(page: Page): Promise<readonly PhaseProfile[]> {
  const session = await page.context().newCDPSession(page);
  const found: PhaseProfile[] = [];
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: EVERY_US });
  await page.exposeFunction('benchProfile', async (phase: string, at: 'start' | 'end') => {
    if (at === 'start') await session.send('Profiler.start');
    else found.push(await endPhase(session, phase));
  });
  return found;
}

async function endPhase(session: CDPSession, phase: string): Promise<PhaseProfile> {
  const { profile } = await session.send('Profiler.stop');
  return { phase, ...selfTimes(profile) };
}

function selfTimes({ nodes, samples = [], timeDeltas = [] }: CpuProfile): Omit<PhaseProfile, 'phase'> {
  const nameOf = new Map(nodes.map(({ id, callFrame }) => [id, nameOfFrame(callFrame)]));
  const byName = new Map<string, number>();
  samples.forEach((id, i) => {
    const name = nameOf.get(id) ?? '?';
    byName.set(name, (byName.get(name) ?? 0) + (timeDeltas[i] ?? 0) / 1000);
  });
  const wallMs = timeDeltas.reduce((sum, each) => sum + each, 0) / 1000;
  return { wallMs, selfMs: [...byName].sort(([, a], [, b]) => b - a) };
}

const nameOfFrame = ({ functionName, url }: ProfileNode['callFrame']): string =>
  NAMES[functionName] ?? (functionName || `a function of ${url.split('/').at(-1) ?? 'the page'}`);

/** Prints the functions with at least one part in a hundred of a phase, and what a frame of it took. */
export function printProfile(
  title: string,
  profiles: readonly PhaseProfile[],
  framesOf: (phase: string) => number,
): void {
  console.log(`\nProfile of the main thread, ${title}: ms per frame by function, itself only`);
  for (const { phase, wallMs, selfMs } of profiles) {
    const frames = Math.max(1, framesOf(phase));
    const listed = selfMs.filter(([, ms]) => ms >= wallMs / 100).slice(0, 12);
    const words = listed.map(([name, ms]) => `${name} ${(ms / frames).toFixed(2)}`).join(', ');
    console.log(`  ${phase.padEnd(8)} ${(wallMs / frames).toFixed(1)}: ${words}`);
  }
}

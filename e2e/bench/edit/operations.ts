import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { BareEngine } from './bare-engine.ts';
import { timesOf, type Operation, type Times, type Way } from './figures.ts';
import { PATIENCE_MS, type Hand } from './hand.ts';
import { takeLog } from './probe.ts';
import type { Place } from './scene.ts';

/** A lesion of the view: its place in the list, its outline as it stands. */
export type Subject = {
  readonly id: string;
  readonly place: number;
  readonly ring: readonly Place[];
  readonly centre: Place;
  readonly radius: number;
};
export type World = {
  readonly page: Page;
  readonly hand: Hand;
  readonly bare: BareEngine;
  readonly subjects: readonly Subject[];
  readonly hostPid: number;
};
/** `draw`: up to where the draft stands; `commit`: lets it be stored. */
export type Plan = {
  readonly name: string;
  readonly way: Way;
  readonly budget: Operation['budget'];
  prepare(world: World, subject: Subject): Promise<void>;
  draw(world: World, subject: Subject): Promise<void>;
  commit(world: World): Promise<void>;
  bareMs?(world: World, subject: Subject): number;
  /** The verdict by which the result is known; the undo takes it back. */
  readonly verdict?: string;
};

const UNDO = 'Control+z';

/** Goes there and back along the outline, and in and out across it. */
export function strokeAlong({ centre, radius }: Subject, points: number, from = 0, turns = 0.5): Place[] {
  return Array.from({ length: points }, (_, i) => {
    const angle = from + (2 * Math.PI * turns * i) / points;
    const r = radius * (1 + 0.25 * Math.sin((2 * Math.PI * 6 * i) / points));
    return { x: centre.x + r * Math.cos(angle), y: centre.y + r * Math.sin(angle) };
  });
}

/** The engine's own answer may take a second proposal to come; the log then holds it. */
async function waitShown(page: Page, answersBefore: number): Promise<void> {
  await page.waitForFunction(
    (before) => {
      const { answers, isShown } = window.editProbe.peek();
      return answers > before && isShown;
    },
    answersBefore,
    { timeout: PATIENCE_MS },
  );
}
export const waitProposal = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => window.editProbe.peek().hasProposal, null, { timeout: PATIENCE_MS });

/** Processor time of the host's threads in ms, in steps of 10; NaN where the system does not tell. */
function processorMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return NaN;
  }
}

/** Runs one operation `rounds` times, each on another lesion; the first one more is not counted, but looked at. */
export async function runPlan(world: World, plan: Plan, rounds: number): Promise<Operation> {
  const { page, hand } = world;
  const times: Times[] = [];
  let bareMs: number | null = null;
  for (let round = 0; round <= rounds; round++) {
    const subject = world.subjects[round % world.subjects.length]!;
    await hand.key('q');
    await hand.select(subject.id, subject.place);
    await plan.prepare(world, subject);
    await hand.sight();
    const before = round === 0 && plan.way.hasDraft !== false ? await hand.picture() : null;
    await takeLog(page);
    const processorBefore = processorMs(world.hostPid);
    await plan.draw(world, subject);
    await hand.frames(3);
    if (before?.equals(await hand.picture())) throw new Error(`${plan.name}: no draft is to be seen`);
    await plan.commit(world);
    await waitShown(page, 0);
    const log = await takeLog(page);
    const hostCpu = processorMs(world.hostPid) - processorBefore;
    await hand.hasVerdict(subject.id, subject.place, plan.verdict ?? 'redrawn');
    if (round > 0) times.push({ ...timesOf(log, plan.way), hostCpu });
    else bareMs = plan.bareMs?.(world, subject) ?? null;
    await hand.key(UNDO);
    await hand.hasVerdict(subject.id, subject.place, 'pending');
    await sleep(100); // the list of undo steps and the queue are read anew
  }
  process.stderr.write(`  ${plan.name}: ${times.map(({ shown }) => shown.toFixed(0)).join(' ')}\n`);
  return { name: plan.name, times, bareMs, budget: plan.budget };
}

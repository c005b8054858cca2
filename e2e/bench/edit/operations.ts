import { readFileSync } from 'node:fs';
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
  /** Where the pointer is when the draft stands: there already when the picture without it is taken. */
  end?(world: World, subject: Subject): Promise<Place>;
  /** Places that the page must have got. */
  readonly points?: number;
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

/** One repetition; the first one is looked at: its draft must change the picture, the pointer being where it was. */
async function runOnce(world: World, plan: Plan, round: number): Promise<Times> {
  const { page, hand } = world;
  const subject = world.subjects[round % world.subjects.length]!;
  await hand.key('q');
  await hand.select(subject.id, subject.place);
  await plan.prepare(world, subject);
  await hand.sight();
  let before: Buffer | null = null;
  if (round === 0 && plan.way.hasDraft !== false) {
    if (plan.end) await hand.hover(await plan.end(world, subject));
    await hand.frames(3);
    before = await hand.picture();
  }
  await takeLog(page);
  const processorBefore = processorMs(world.hostPid);
  await plan.draw(world, subject);
  await hand.frames(3);
  if (before?.equals(await hand.picture())) throw new Error(`${plan.name}: no draft is to be seen`);
  await plan.commit(world);
  await waitShown(page, 0);
  const log = await takeLog(page);
  const hostCpu = processorMs(world.hostPid) - processorBefore;
  if (log.moves < (plan.points ?? 0))
    throw new Error(`${plan.name}: the page got ${log.moves} of ${plan.points} places`);
  await hand.hasVerdict(subject.id, subject.place, plan.verdict ?? 'redrawn');
  await hand.key(UNDO);
  await hand.hasVerdict(subject.id, subject.place, 'pending');
  await page.waitForFunction(() => window.editProbe.peek().waiting === 0); // undo steps and the queue are read anew
  return { ...timesOf(log, plan.way), hostCpu };
}

/**
 * Runs all operations `rounds` times, one after another in each round, each round on another lesion and in the other
 * order, so that what else the machine does meets all of them alike; one round more, the first, is not counted.
 */
export async function runPlans(world: World, plans: readonly Plan[], rounds: number): Promise<Operation[]> {
  const times = new Map<Plan, Times[]>(plans.map((plan) => [plan, []]));
  for (let round = 0; round <= rounds; round++)
    for (const plan of round % 2 === 0 ? plans : plans.toReversed()) {
      const one = await runOnce(world, plan, round);
      if (round > 0) times.get(plan)!.push(one);
      process.stderr.write(`  ${round} ${plan.name}: ${one.shown.toFixed(0)} ms\n`);
    }
  const [subject] = world.subjects;
  return plans.map((plan) => ({
    name: plan.name,
    times: times.get(plan)!,
    bareMs: plan.bareMs?.(world, subject!) ?? null,
    budget: plan.budget,
  }));
}

import type { EditFrame, EditLog } from './probe.ts';

/** One repetition, in ms; NaN where the operation has no such step. */
export type Times = {
  /** From the last move of the hand, or the key, to the first frame that was drawn after it. */
  readonly draft: number;
  /** From the key, or from letting go, to the frame in which the proposal stands. */
  readonly asked: number;
  /** From letting go, or from Enter, to the answer that it is stored. */
  readonly stored: number;
  /** From there to the first frame that was drawn after that answer. */
  readonly shown: number;
  /** Of those, what the page waited for the geometry engine. */
  readonly engine: number;
  /** Places that the pointer moved through while it was drawing. */
  readonly points: number;
  /** Processor time of the host (core and geometry engine), from the first move to the shown result: other work does not lengthen it. */
  readonly hostCpu: number;
};
export type Operation = {
  readonly name: string;
  readonly times: readonly Times[];
  /** Milliseconds of the same boolean by the engine's library alone; null where there is none. */
  readonly bareMs: number | null;
  readonly budget: { readonly draft: number; readonly shown: number };
};

/** How an operation is committed, and whether something is proposed first. */
export type Way = {
  readonly commit: 'pointerup' | 'keydown';
  readonly proposedBy: 'pointerup' | 'keydown' | null;
  /** False: nothing is shown before it is stored. */
  readonly hasDraft?: boolean;
};

const lastOf = (log: EditLog, type: string, before = Infinity) =>
  log.inputs.findLast((input) => input.type === type && input.at < before);
const frameAfter = (log: EditLog, toldAt: number): EditFrame | undefined =>
  log.frames.find(({ at, drawnAt }) => at >= toldAt && drawnAt >= toldAt);
/** The first frame that was drawn while the proposal stood. */
const proposalFrame = (log: EditLog, from: number): EditFrame | undefined =>
  log.frames.find(
    ({ at, drawnAt, hasProposal }, index) => at >= from && hasProposal && drawnAt > (log.frames[index - 1]?.at ?? from),
  );

/** @throws Error where a step is missing: then nothing was measured. */
export function timesOf(log: EditLog, { commit, proposedBy, hasDraft = true }: Way): Omit<Times, 'hostCpu'> {
  const answer = log.answers.at(-1);
  const committed = lastOf(log, commit, answer?.at);
  if (!answer?.ok || !committed) throw new Error(`nothing was stored (${JSON.stringify(log.answers)})`);
  const shown = frameAfter(log, answer.at);
  if (!shown) throw new Error('no frame was drawn after the answer');
  const proposer = proposedBy && lastOf(log, proposedBy, committed.at);
  const asked = proposer ? proposalFrame(log, proposer.at) : undefined;
  if (proposedBy && !asked) throw new Error('no proposal was drawn');
  const drawing = lastOf(log, 'pointermove', (proposer ?? committed).at);
  const isByKey = proposedBy === 'keydown' || (commit === 'keydown' && !proposedBy);
  const nudge = commit === 'keydown' ? log.inputs.findLast(({ type, at }) => type === 'keydown' && at < committed.at) : undefined; // prettier-ignore
  const hint = isByKey ? nudge : drawing;
  const draft = proposedBy === 'keydown' ? asked : hint && frameAfter(log, hint.toldAt);
  return {
    draft: hasDraft && hint && draft ? draft.at - hint.at : NaN,
    asked: proposer && asked ? asked.at - proposer.at : NaN,
    stored: answer.at - committed.at,
    shown: shown.at - committed.at,
    engine: log.worked.reduce((sum, { ms }) => sum + ms, 0),
    points: log.moves,
  };
}

export const share = (values: readonly number[], p: number): number => {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? NaN; // nearest rank
};
const whole = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(0));
const pair = (times: readonly Times[], what: keyof Times): string =>
  `${whole(share(times.map((one) => one[what]), 0.5))} /${whole(share(times.map((one) => one[what]), 0.95)).padStart(5)}`; // prettier-ignore

/** The table, and which budgets were missed. */
export function printOperations(title: string, operations: readonly Operation[], floor: readonly Times[]): string[] {
  const floorMs = share(floor.map(({ shown }) => shown), 0.5); // prettier-ignore
  console.log(`\n${title}; ms, p50 / p95`);
  const columns = [
    'n',
    'points',
    'draft',
    'proposed',
    'engine',
    'stored',
    'shown',
    '/ verdict',
    'host CPU',
    'bare engine',
  ];
  console.log(`${''.padEnd(34)}${columns.map((name) => name.padStart(13)).join('')}`);
  const missed: string[] = [];
  for (const { name, times, bareMs, budget } of operations) {
    const shown = share(times.map((one) => one.shown), 0.5); // prettier-ignore
    const cells = [
      String(times.length),
      whole(share(times.map(({ points }) => points), 0.5)), // prettier-ignore
      pair(times, 'draft'),
      pair(times, 'asked'),
      pair(times, 'engine'),
      pair(times, 'stored'),
      pair(times, 'shown'),
      (shown / floorMs).toFixed(1),
      pair(times, 'hostCpu'),
      bareMs === null ? '–' : bareMs.toFixed(1),
    ];
    console.log(`${name.padEnd(34)}${cells.map((cell) => cell.padStart(13)).join('')}`);
    // A proposal is an answer of the engine too: it is held to what a stored result is.
    const limits = { draft: budget.draft, asked: budget.shown, shown: budget.shown };
    for (const [what, limit] of Object.entries(limits) as [keyof typeof limits, number][]) {
      const p95 = share(times.map((one) => one[what]), 0.95); // prettier-ignore
      if (p95 > limit) missed.push(`${name}: ${what === 'asked' ? 'proposed' : what} p95 ${whole(p95)} of ${limit} ms`);
    }
  }
  return missed;
}

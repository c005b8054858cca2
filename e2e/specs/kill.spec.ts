import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { createWorkplace, macule, maculeJson, maculeRows, serveProject } from '../support/macule';
import { random } from '../support/random';
import { connect } from '../support/rpc-client';
import { resultWithLesions } from '../support/scheme-files';

const KILLS = 50;
const REVIEWER = 'Ana';
type Row = { id: string; verdict: string };
type Verified = { ok: boolean; events: number; findings: { severity: string; message: string }[] };

test(`no acknowledged decision is lost in ${KILLS} kills of the host`, async () => {
  test.setTimeout(600_000);
  const workplace = createWorkplace('kill');
  const project = workplace.path('kill.macule');
  writeFileSync(workplace.path('r.json'), JSON.stringify(resultWithLesions(1, 400)));
  await maculeJson(workplace, 'import', workplace.path('r.json'), '--project', project);
  const lesions = (await maculeRows<Row>(workplace, 'lesions', project)).map(({ id }) => id);
  const next = random(20261123);
  const acknowledged = new Map<string, string>();
  let events = 0;
  let inFlight = 0;

  for (let kill = 0; kill < KILLS; kill++) {
    const served = await serveProject(workplace, project);
    const client = await connect(served.url);
    const exit = once(served.process, 'exit');
    let isAlive = true;
    const killAfter = 3 + Math.trunc(next() * 120);
    const timer = setTimeout(() => served.process.kill('SIGKILL'), killAfter); // the random moment itself, not a wait for a state
    while (isAlive) {
      const lesion = lesions[Math.trunc(next() * lesions.length)]!;
      const verdict = next() < 0.5 ? ('accepted' as const) : ('unsure' as const);
      const action = { type: 'decide' as const, lesions: [lesion as never], verdict };
      const context = { imageView: 'plain', overlayShown: true, activeMs: 1 };
      try {
        const answer = await client.call('review.decide', { action, reviewer: REVIEWER, context });
        expect(answer.ok).toBe(true);
        acknowledged.set(lesion, verdict);
        events += 1;
      } catch {
        isAlive = false;
        acknowledged.delete(lesion); // unanswered: may or may not have been committed
        inFlight += 1;
      }
    }
    clearTimeout(timer);
    await exit;
    const verified = await maculeJson<Verified>(workplace, 'verify', '--project', project);
    expect(verified.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(verified.events).toBeGreaterThanOrEqual(events);
    expect(verified.events).toBeLessThanOrEqual(events + inFlight);
    events = verified.events;
    inFlight = 0;
    const stored = new Map(
      (await maculeRows<Row>(workplace, 'lesions', project)).map(({ id, verdict }) => [id, verdict]),
    );
    for (const [lesion, verdict] of acknowledged) expect([lesion, stored.get(lesion)]).toEqual([lesion, verdict]);
  }
  console.log(
    `kill -9: ${KILLS} kills, ${events} events, ${acknowledged.size} acknowledged verdicts checked, verify clean after each`,
  );
  expect(events).toBeGreaterThan(KILLS);
  expect((await macule(workplace, 'status', '--project', project)).code).toBe(0);
  workplace.remove();
});

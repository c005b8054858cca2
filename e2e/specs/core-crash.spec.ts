import { rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { createWorkplace, macule, maculeJson, maculeRows, serveProject, type Workplace } from '../support/macule';
import { connect } from '../support/rpc-client';
import { resultWithLesions, writeResults } from '../support/scheme-files';

const HOOK = pathToFileURL(resolve(import.meta.dirname, '..', 'support', 'crash-hook.mjs')).href;
const CONTEXT = { imageView: 'plain', overlayShown: true, activeMs: 1 };
type Verified = { ok: boolean; events: number };

let workplace: Workplace;
let project: string;
test.beforeEach(async () => {
  workplace = createWorkplace('core-crash');
  project = workplace.path('p.macule');
  writeFileSync(workplace.path('r.json'), JSON.stringify(resultWithLesions(1, 40)));
  await maculeJson(workplace, 'import', workplace.path('r.json'), '--project', project);
});
test.afterEach(() => workplace.remove());

const crashing = (more: Record<string, string>): Workplace => ({
  ...workplace,
  env: { ...workplace.env, NODE_OPTIONS: `--import ${HOOK}`, CRASH_WORKER: 'core-worker.js', ...more },
});

for (const how of ['throw', 'exit'])
  for (const when of ['before', 'after'])
    test(`a core that crashes by ${how}, ${when} a decision was stored, answers it and every later one in words; nothing shown as saved is lost`, async () => {
      const trigger = workplace.path('crash-now');
      const served = await serveProject(crashing({ CRASH_HOW: how, CRASH_WHEN: when, CRASH_FILE: trigger }), project);
      const host = await connect(served.url);
      const lesions = (await maculeRows<{ id: string }>(workplace, 'lesions', project)).map(({ id }) => id);
      const acknowledged = new Map<string, string>();
      const decide = async (index: number): Promise<string> => {
        const lesion = lesions[index]!;
        const action = { type: 'decide' as const, lesions: [lesion as never], verdict: 'unsure' as const };
        const answer = await host.call('review.decide', { action, reviewer: 'Ana', context: CONTEXT });
        if (answer.ok) acknowledged.set(lesion, 'unsure');
        return answer.ok ? 'ok' : `${answer.error.code}: ${answer.error.message}`;
      };
      for (let index = 0; index < 5; index++) expect(await decide(index)).toBe('ok');
      writeFileSync(trigger, '');
      const all = await Promise.all([5, 6, 7, 8].map(decide)); // some of them were on their way
      rmSync(trigger);
      for (const answer of [...all, await decide(9)]) {
        expect(answer).toMatch(/^internal: .*nothing can be saved now.*Start Macule again/);
        expect(answer).not.toMatch(/core-worker|\bat \//);
      }
      expect(await host.call('review.stack', { reviewer: 'Ana' })).toMatchObject({ ok: false });
      const page = await fetch(served.url);
      expect(page.status).not.toBe(500);
      expect(served.stderr()).toContain('the part that keeps decisions has stopped');
      host.close();
      expect(await served.stop()).toBe(0);
      const verified = await maculeJson<Verified>(workplace, 'verify', '--project', project);
      expect(verified).toMatchObject({ ok: true, events: when === 'before' ? 5 : 6 });
      const stored = await maculeRows<{ id: string; verdict: string }>(workplace, 'lesions', project);
      for (const [lesion, verdict] of acknowledged)
        expect(stored.find(({ id }) => id === lesion)).toMatchObject({ verdict });
      const again = await serveProject(workplace, project); // the lock of the dead core is taken over
      expect(await again.stop()).toBe(0);
    });

for (const how of ['throw', 'exit'])
  test(`a core that crashes by ${how} before it is ready ends the host in words`, async () => {
    const result = await macule(
      crashing({ CRASH_HOW: how, CRASH_AT: '0' }),
      'serve',
      '--no-open',
      '--project',
      project,
    );
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/macule: \S/);
    expect(await maculeJson<Verified>(workplace, 'verify', '--project', project)).toMatchObject({ ok: true });
  });

test('a background thread that crashes fails its job in words, and the reviewer goes on', async () => {
  const served = await serveProject(crashing({ CRASH_AT: '0', CRASH_WORKER: 'background-worker.js' }), project);
  const host = await connect(served.url);
  const { jobId } = await host.value('projects.verify', {});
  await expect.poll(async () => (await host.value('jobs.get', { jobId })).state, { timeout: 20_000 }).toBe('failed');
  const { error } = await host.value('jobs.get', { jobId });
  expect(error?.message).toMatch(/\S.{20,}/);
  expect(error?.message).not.toMatch(/a crash made by the test|\bat \//);
  const [lesion] = await maculeRows<{ id: string }>(workplace, 'lesions', project);
  const action = { type: 'decide' as const, lesions: [lesion!.id as never], verdict: 'accepted' as const };
  expect((await host.call('review.decide', { action, reviewer: 'Ana', context: CONTEXT })).ok).toBe(true);
  host.close();
  expect(await served.stop()).toBe(0);
  expect(await maculeJson<Verified>(workplace, 'verify', '--project', project)).toMatchObject({ ok: true, events: 1 });
});

test('an import whose core crashes is shown as ended, in words', async ({ page }) => {
  const trigger = workplace.path('crash-now');
  writeResults(workplace.path('big'), { results: 4000, perFile: 50, lesions: 40 });
  const served = await serveProject(crashing({ CRASH_FILE: trigger }), project);
  await page.goto(served.url);
  await expect(page.getByTestId('queue-row')).toHaveCount(1);
  const host = await connect(served.url);
  await host.value('ingest.start', { paths: [workplace.path('big')] });
  await page.reload(); // the page learns of works that were started elsewhere when it is loaded
  await expect(page.getByTestId('import-progress')).toContainText('Reading');
  await expect(page.getByRole('dialog', { name: 'Who is reviewing?' })).toBeVisible(); // the last step of loading
  writeFileSync(trigger, '');
  await expect(page.getByTestId('import-progress')).toHaveCount(0);
  const words = page.getByTestId('toast').filter({ hasText: 'The import stopped' });
  await expect(words).toContainText('has stopped, and this work with it. What it had finished is kept.');
  host.close();
  await page.context().close();
  await served.stop();
});

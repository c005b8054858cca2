import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Job } from '#shared/contract/jobs';
import { startCore } from './core-client';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-core-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true); // the crash's own words
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** A core that tells of a job, and on its first call says much, answers, and crashes at once. */
const CORE = (end: string): string => `
  const { parentPort } = require('node:worker_threads');
  const tell = (state) => parentPort.postMessage({ type: 'notice', name: 'job', payload: { id: 'one', kind: 'import', state } });
  parentPort.on('message', ({ id }) => {
    for (let i = 0; i < 5000; i++) tell('running');
    parentPort.postMessage({ type: 'answer', id, value: { ok: true, value: 'stored' } });
    ${end}
  });
  parentPort.postMessage({ type: 'ready' });
`;

it.each([
  ['throws', "throw new Error('a crash');"],
  ['ends', 'process.exit(7);'],
])('hears all that a core said before it %s, and ends its works after that', async (how, end) => {
  const file = join(folder, `core-${how}.cjs`);
  writeFileSync(file, CORE(end));
  for (let round = 0; round < 6; round++) {
    const core = await startCore({ host: 'cli' }, file);
    const heard: Job['state'][] = [];
    core.onNotice((name, payload) => void (name === 'job' && heard.push((payload as Job).state)));
    const lost = new Promise<void>((done) => core.onLost(done));
    const answer = await core.call('jobs.list', {});
    await lost;
    if (how === 'throws') expect(answer).toEqual({ ok: true, value: 'stored' }); // process.exit drops what was not yet sent
    await expect(core.call('jobs.list', {})).resolves.toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(heard.at(-1)).toBe('failed');
    expect(heard.filter((state) => state === 'failed')).toHaveLength(1);
  }
});

// npm test: sets up what is missing, runs every check, and ends with one line of counts.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countPlaywright, countStep, countVitest, lastLine, sum } from './count-results.mjs';
import { ensureBuild, ensureChromium, ensureDependencies, ROOT, runMain, runNode, say } from './setup.mjs';
import { readJson } from './staleness.mjs';

const UNIT_RESULTS = 'out/unit-results.json';
const E2E_RESULTS = 'out/e2e-results.json';
const counts = [];
let isStopped = false;

/** Runs one step; a fault inside is that step's failure, so the next steps still run. */
async function step(name, work) {
  if (isStopped) return;
  const from = Date.now();
  process.stdout.write(`\n== ${name}\n`);
  try {
    counts.push(await work());
  } catch (error) {
    say(`Macule: ${error.message}`);
    counts.push(countStep(name, 1));
  }
  process.stdout.write(`== ${name}: ${((Date.now() - from) / 1000).toFixed(1)} s\n`);
}

async function tool(script, args, env = process.env) {
  const { code, stopped } = await runNode(script, args, { env });
  isStopped ||= stopped !== null;
  return code;
}

function fresh(results) {
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  rmSync(join(ROOT, results), { force: true });
}

const check = (name, script, ...args) => step(name, async () => countStep(name, await tool(script, args)));

async function unit() {
  fresh(UNIT_RESULTS);
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_RESULTS}`];
  const code = await tool('node_modules/vitest/vitest.mjs', args);
  return countVitest(readJson(join(ROOT, UNIT_RESULTS)), code);
}

async function e2e() {
  fresh(E2E_RESULTS);
  const env = { ...process.env, MACULE_CHROMIUM: await ensureChromium() };
  const code = await tool('node_modules/@playwright/test/cli.js', ['test', '-c', 'e2e/playwright.config.ts'], env);
  return countPlaywright(readJson(join(ROOT, E2E_RESULTS)), code);
}

await runMain(async () => {
  await ensureDependencies();
  await check('lint', 'node_modules/eslint/bin/eslint.js', '.');
  await check('format', 'node_modules/prettier/bin/prettier.cjs', '--check', '.');
  await check('typecheck', 'node_modules/vue-tsc/bin/vue-tsc.js', '-b');
  await step('build', async () => {
    await ensureBuild();
    return countStep('build', 0);
  });
  await step('unit', unit);
  await step('e2e', e2e);

  const total = sum(counts);
  process.stdout.write('\n');
  for (const { name, reason } of total.skips) process.stdout.write(`skipped: ${name}: ${reason}\n`);
  for (const problem of total.problems) process.stdout.write(`failed: ${problem}\n`);
  if (isStopped) process.stdout.write('stopped before the end\n');
  process.stdout.write(`${lastLine(total)}\n`);
  return total.failed > 0 || isStopped ? 1 : 0;
});

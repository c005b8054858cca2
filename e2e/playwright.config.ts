import { join, resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { electronBinary } from '../src-main/bootstrap/electron-binary.mjs';
import { launchOptions } from './browser';

const ROOT = resolve(import.meta.dirname, '..');

// The desktop specs skip themselves in words where Electron cannot run; this makes its absence an error instead.
if (process.env['MACULE_REQUIRE_DESKTOP'] === '1' && electronBinary() === null) {
  throw new Error('The Electron binary is missing; to get it: npx install-electron --no');
}

export default defineConfig({
  // A limit for what hangs, not a budget: machines that run other work, too, take several times as long.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  workers: 1,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  outputDir: join(ROOT, 'out', 'e2e'),
  reporter: [['list'], ['json', { outputFile: join(ROOT, 'out', 'e2e-results.json') }]],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure', launchOptions: launchOptions() },
  projects: [
    { name: 'browser', testDir: 'specs' },
    { name: 'desktop', testDir: 'desktop' },
  ],
});

import { join, resolve } from 'node:path';
import { defineConfig, type Project } from '@playwright/test';
import { electronBinary } from '../src-main/bootstrap/electron-binary.mjs';
import { launchOptions } from './browser';

const ROOT = resolve(import.meta.dirname, '..');

/** The desktop project, where the Electron binary exists. MACULE_REQUIRE_DESKTOP=1 makes its absence an error. */
function desktopProjects(): Project[] {
  if (electronBinary() !== null) return [{ name: 'desktop', testDir: 'desktop' }];
  const lack = 'DESKTOP NOT TESTED: the Electron binary is missing; to get it: npx install-electron --no';
  if (process.env['MACULE_REQUIRE_DESKTOP'] === '1') throw new Error(lack);
  if (process.env['TEST_WORKER_INDEX'] === undefined) console.warn(lack);
  return [];
}

export default defineConfig({
  workers: 1,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  outputDir: join(ROOT, 'out', 'e2e'),
  reporter: [['list'], ['json', { outputFile: join(ROOT, 'out', 'e2e-results.json') }]],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure', launchOptions: launchOptions() },
  projects: [{ name: 'browser', testDir: 'specs' }, ...desktopProjects()],
});

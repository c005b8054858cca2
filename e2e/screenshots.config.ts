import { join, resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './browser';

export default defineConfig({
  testDir: 'screenshots',
  workers: 1,
  retries: 0,
  outputDir: join(resolve(import.meta.dirname, '..'), 'out', 'screenshots-run'),
  reporter: [['list']],
  use: { trace: 'retain-on-failure', launchOptions: launchOptions() },
});

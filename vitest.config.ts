import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

// A stray import of electron in a test would reach for the network, so it meets a stub that throws.
const electron = fileURLToPath(new URL('src-main/hosts/electron/electron-stub.ts', import.meta.url));
const resolve = { alias: { electron } };

export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: 'shared', environment: 'node', include: ['src-shared/**/*.test.ts'] } },
      {
        resolve,
        test: {
          name: 'main',
          environment: 'node',
          include: ['src-main/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        plugins: [vue()],
        test: {
          name: 'renderer',
          environment: 'jsdom',
          include: ['src-renderer/**/*.test.ts'],
          setupFiles: ['vitest-canvas-mock'],
          css: { include: [/tokens\.css/] }, // its contrasts are computed
        },
      },
    ],
  },
});

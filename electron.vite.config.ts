import { readFileSync } from 'node:fs';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/** What only the loopback host and the command line need lies apart, so that the packaged app can leave it out. */
const LOOPBACK = /[\\/]hosts[\\/](cli[\\/]|web[\\/](serve|server|app-window)\.ts)/;
const chunkFileName = ({ moduleIds }: { moduleIds: readonly string[] }): string =>
  `${moduleIds.some((id) => LOOPBACK.test(id)) ? 'loopback' : 'chunks'}/[name]-[hash].js`;

/** The geometry engine's WebAssembly, as a file beside the code: it is read from the disk, never fetched. */
const geometryWasm: Plugin = {
  name: 'geometry-wasm',
  generateBundle() {
    const source = readFileSync('node_modules/clipper2-wasm/dist/es/clipper2z.wasm');
    this.emitFile({ type: 'asset', fileName: 'clipper2z.wasm', source });
  },
};

export default defineConfig({
  main: {
    plugins: [geometryWasm],
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          index: 'src-main/hosts/electron/index.ts',
          serve: 'src-main/hosts/web/serve.ts',
          cli: 'src-main/hosts/cli/cli.ts',
          'core-worker': 'src-main/services/core/core-worker.ts',
          'import-worker': 'src-main/jobs/import-worker.ts',
          'reading-worker': 'src-main/services/reading/reading-worker.ts',
          'geometry-worker': 'src-main/services/geometry/geometry-worker.ts',
          'background-worker': 'src-main/services/background/background-worker.ts',
        },
        output: { entryFileNames: '[name].js', chunkFileNames: chunkFileName },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: 'src-main/preload/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [vue()],
    server: { fs: { allow: ['..'] } }, // the icon lies in resources
    build: { outDir: 'out/renderer', rolldownOptions: { input: 'src-renderer/index.html' } },
  },
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const SECRET = 'this lies outside the renderer';

/** A small built renderer in a temporary folder, with a secret beside it and a link that leads to the secret. */
export function createRendererFixture(): { rendererDir: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'macule-renderer-'));
  const rendererDir = join(folder, 'renderer');
  mkdirSync(join(rendererDir, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  writeFileSync(
    join(rendererDir, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><title>App</title><script type="module" src="assets/app-1a2b.js"></script>',
  );
  writeFileSync(join(rendererDir, 'assets', 'app-1a2b.js'), 'document.body.dataset.started = "yes";');
  writeFileSync(join(rendererDir, 'licences.txt'), 'MIT');
  writeFileSync(join(rendererDir, 'binary.exe'), 'not served');
  symlinkSync(join(folder, 'secret.txt'), join(rendererDir, 'link.txt'));
  symlinkSync(folder, join(rendererDir, 'up'));
  return { rendererDir, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

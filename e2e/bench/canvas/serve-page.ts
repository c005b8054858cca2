import { createServer } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import sharp from 'sharp';
import { build } from 'vite';

export type BenchPhotos = Readonly<Record<string, { readonly width: number; readonly height: number }>>;
/** The longest side of the previews that the app's host makes, in px. */
const PREVIEW_LONGEST_PX = 1600;
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Bundles the page with the app's own canvas; the answer is the folder. */
export async function buildPage(root: string): Promise<string> {
  const outDir = join(root, 'out', 'bench-canvas');
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(root, 'e2e', 'bench', 'canvas'),
    base: './',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'esnext', chunkSizeWarningLimit: 5000 },
  });
  return outDir;
}

/** Skin-like noise, so that a JPEG of it is as large and as slow to decode as a photo. */
async function makePhoto({
  width,
  height,
}: {
  width: number;
  height: number;
}): Promise<{ full: Buffer; preview: Buffer }> {
  const noise = { type: 'gaussian', mean: 150, sigma: 18 } as const;
  const raw = await sharp({ create: { width, height, channels: 3, background: '#c8967a', noise } })
    .blur(1.2)
    .png()
    .toBuffer();
  const full = await sharp(raw).jpeg({ quality: 88 }).toBuffer();
  const preview = await sharp(full)
    .resize(PREVIEW_LONGEST_PX, PREVIEW_LONGEST_PX, { fit: 'inside' })
    .jpeg({ quality: 85 })
    .toBuffer();
  return { full, preview };
}

/** Serves the page and its photos on the loopback: `scene`, and as many of each size as are asked for. */
export async function servePage(
  folder: string,
  sizes: BenchPhotos,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const photos = new Map([['scene', await makePhoto({ width: 2416, height: 2416 })]]);
  for (const [name, size] of Object.entries(sizes)) photos.set(name, await makePhoto(size));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    const photo = /^\/media\/photo\/(.+?)(?:-\d+)?\/(full|preview)$/.exec(path);
    const found = photo && photos.get(photo[1]!);
    if (found) {
      response.writeHead(200, { 'content-type': 'image/jpeg', 'cache-control': 'max-age=3600' });
      response.end(found[photo[2] as 'full' | 'preview']);
      return;
    }
    try {
      const file = normalize(path === '/' ? '/index.html' : path);
      const body = readFileSync(join(folder, file));
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeEach, expect } from 'vitest';
import type { Finding } from '#shared/domain/finding';
import { firstRow, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { createDerivativeCache, type DerivativeCache } from '#main/imaging/derivative-cache';
import { inProcessDecoder } from '#main/jobs/decoder';
import type { MediaAnswer } from '#main/services/core-client';
import { importPaths } from '#main/services/ingest/import-paths';
import { photoBytes } from '#main/services/media';
import { CORNERS, type Colour } from './corner-pictures';

export type PhotoRow = {
  id: number;
  state: string;
  problem: string | null;
  role: string;
  media_type: string;
  raw_width: number;
  raw_height: number;
  orientation: number;
  width: number;
  height: number;
  colour: string | null;
  depth: number | null;
  has_alpha: number;
};
export type Pixels = { width: number; height: number; at(x: number, y: number): Colour };

/** A folder, a project and a cache of a test's own, before each of its tests empty. */
export type PhotoBench = {
  readonly folder: string;
  readonly root: string;
  readonly cache: DerivativeCache;
  db: WritableDb;
  /** Writes a file, imports the folder, answers the file's row and findings. */
  importFile(name: string, bytes: Uint8Array): Promise<{ row: PhotoRow | undefined; findings: Finding[] }>;
  /** The answer at a photo's address. */
  served(id: number, variant?: 'thumb' | 'preview' | 'full'): Promise<MediaAnswer>;
  /** What a browser is given: 8-bit sRGB pixels that need nothing done to them. */
  shown(id: number, variant?: 'thumb' | 'preview' | 'full'): Promise<Pixels>;
};

export function photoBench(): PhotoBench {
  const folder = mkdtempSync(join(tmpdir(), 'macule-photos-'));
  const root = join(folder, 'photos');
  const cache = createDerivativeCache(join(folder, 'cache'), () => 1024 ** 3);
  const bench: PhotoBench = {
    folder,
    root,
    cache,
    db: openInMemory(),
    importFile: async (name, bytes) => {
      writeFileSync(join(root, name), bytes);
      const context = { signal: new AbortController().signal, progress: () => undefined };
      const asked = { db: bench.db, decoder: inProcessDecoder(), paths: [root], now: 1, context };
      const { findings } = await importPaths(asked);
      const row = firstRow<PhotoRow>(bench.db, 'SELECT * FROM photo WHERE path = ?', [name]);
      return { row, findings: findings.filter(({ file }) => file === name) };
    },
    served: (id, variant = 'full') => photoBytes(bench, String(id), variant),
    shown: async (id, variant = 'full') => {
      const { status, bytes } = await bench.served(id, variant);
      expect(status).toBe(200);
      const { orientation = 1, icc, depth, hasAlpha } = await sharp(bytes).metadata();
      expect({ orientation, icc, depth, hasAlpha }).toEqual({
        orientation: 1,
        icc: undefined,
        depth: 'uchar',
        hasAlpha: false,
      });
      const { data, info } = await sharp(bytes).toColorspace('srgb').raw().toBuffer({ resolveWithObject: true });
      const { width, height } = info;
      return {
        width,
        height,
        at: (x, y) => [...data.subarray((y * width + x) * 3).subarray(0, 3)] as unknown as Colour,
      };
    },
  };
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(root, { recursive: true });
    bench.db = openInMemory();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return bench;
}

/** Largest difference of a channel that lossy coding makes in a flat area. */
export const LOSSY = 6;
export function expectColour(seen: Colour, wanted: Colour, tolerance: number, what = ''): void {
  const off = Math.max(...wanted.map((value, channel) => Math.abs(value - seen[channel]!)));
  expect(off, `${what} ${seen.join(',')} for ${wanted.join(',')}`).toBeLessThanOrEqual(tolerance);
}

export function expectUpright(pixels: Pixels, tolerance: number): void {
  const { width, height, at } = pixels;
  const [left, right] = [Math.round(width / 8), Math.round((7 * width) / 8)];
  const [top, bottom] = [Math.round(height / 8), Math.round((7 * height) / 8)];
  expectColour(at(left, top), CORNERS.topLeft, tolerance, 'top left');
  expectColour(at(right, top), CORNERS.topRight, tolerance, 'top right');
  expectColour(at(left, bottom), CORNERS.bottomLeft, tolerance, 'bottom left');
  expectColour(at(right, bottom), CORNERS.bottomRight, tolerance, 'bottom right');
}

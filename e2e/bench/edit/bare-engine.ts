import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MainModule, Path64, Paths64 } from 'clipper2-wasm/dist/clipper2z';
import { thinStroke } from '../../../src-shared/geometry/stroke.ts';
import type { Place } from './scene.ts';

const WASM = join(resolve(import.meta.dirname, '..', '..', '..'), 'node_modules/clipper2-wasm/dist/es/clipper2z.wasm');
const GRID = 1024;
const REPEATS = 9;

/** The library that the app's engine is built on, without assembly, proof or area check: the least that a boolean takes. */
export type BareEngine = {
  /** Median ms of the outline of a stroke, thinned as the app does, united with a ring. */
  brush(ring: readonly Place[], stroke: readonly Place[], radiusPx: number): number;
  /** Median ms of a ring grown or shrunk. */
  offset(ring: readonly Place[], distancePx: number): number;
};

export async function bareEngine(): Promise<BareEngine> {
  // By name: the package's own types know no default export.
  const library = (await import(pathToFileURL(WASM.replace(/wasm$/, 'js')).href)) as {
    default: (options: object) => Promise<MainModule>;
  };
  const wasm = await library.default({ wasmBinary: readFileSync(WASM) });
  const median = (work: () => void): number => {
    const times = Array.from({ length: REPEATS }, () => {
      const from = performance.now();
      work();
      return performance.now() - from;
    });
    return times.sort((a, b) => a - b)[REPEATS >> 1]!;
  };
  const pathsOf = (ring: readonly Place[]): { paths: Paths64; path: Path64 } => {
    const path = new wasm.Path64();
    path.assign(BigInt64Array.from(ring.flatMap(({ x, y }) => [BigInt(Math.round(x * GRID)), BigInt(Math.round(y * GRID)), 0n]))); // prettier-ignore
    const paths = new wasm.Paths64();
    paths.push_back(path);
    return { paths, path };
  };
  const inflate = (paths: Paths64, distancePx: number, isLine: boolean): Paths64 =>
    wasm.InflatePaths64(
      ...([paths, distancePx * GRID, wasm.JoinType.Round] as const),
      ...([isLine ? wasm.EndType.Round : wasm.EndType.Polygon, 2, 0.02 * GRID] as const),
    );
  const timed = (rings: readonly (readonly Place[])[], work: (paths: Paths64[]) => Paths64[]): number => {
    const given = rings.map(pathsOf);
    const ms = median(() => work(given.map(({ paths }) => paths)).forEach((made) => made.delete()));
    for (const { paths, path } of given) for (const owned of [paths, path]) owned.delete();
    return ms;
  };
  return {
    brush: (ring, stroke, radiusPx) =>
      timed([ring, thinStroke(stroke.map(({ x, y }) => ({ x, y, radius: radiusPx })))], ([outline, line]) => {
        const drawn = inflate(line!, radiusPx, true);
        return [drawn, wasm.BooleanOp64(wasm.ClipType.Union, wasm.FillRule.NonZero, outline!, drawn)];
      }),
    offset: (ring, distancePx) => timed([ring], ([outline]) => [inflate(outline!, distancePx, false)]),
  };
}

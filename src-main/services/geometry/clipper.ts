import { readFileSync } from 'node:fs';
import type { MainModule, Path64, Paths64 } from 'clipper2-wasm/dist/clipper2z';
import load from 'clipper2-wasm/dist/es/clipper2z.js';
import { MaculeError } from '#shared/domain/error';
import { dropRepeatedPoints } from '#shared/geometry/ring';
import { GRID_PER_PX } from '#shared/geometry/snap';
import type { Point, Ring } from '#shared/geometry/types';

export type BooleanName = 'union' | 'intersect' | 'subtract' | 'xor';

/** The engine as it comes: flat rings in, flat rings out, in frame px on the grid of 1/1024 px. Nothing in it is checked. */
export type Clipper = {
  /** The even-odd region of all rings, as shells and holes. */
  evenOdd(rings: readonly Ring[]): Ring[];
  /** Both sides: shells positive, holes negative. */
  combine(name: BooleanName, subject: readonly Ring[], clip: readonly Ring[]): Ring[];
  /** Round corners; `distancePx` below 0 shrinks. */
  offset(rings: readonly Ring[], distancePx: number): Ring[];
  /** What a disc of that radius covers along an open line. */
  stroke(line: Ring, radiusPx: number): Ring[];
};

/** How far a round corner's chords stay from the circle, in px. */
export const ARC_TOLERANCE_PX = 0.02;

const CLIP_TYPES = { union: 'Union', intersect: 'Intersection', subtract: 'Difference', xor: 'Xor' } as const;

/** Loads the WebAssembly module. @throws MaculeError geometry_unavailable. */
export async function loadClipper(wasmFile: string): Promise<Clipper> {
  try {
    return clipperOf(await load({ wasmBinary: readFileSync(wasmFile) }));
  } catch (cause) {
    throw new MaculeError(
      'geometry_unavailable',
      `The geometry engine could not be loaded (${cause instanceof Error ? cause.message : String(cause)}). Outlines can be drawn and decided on as before; what merges, cuts, repairs, grows or shrinks them cannot be done. Install Macule again.`,
      { file: wasmFile },
      { cause },
    );
  }
}

function clipperOf(wasm: MainModule): Clipper {
  return {
    evenOdd: (rings) =>
      withPaths(wasm, [rings], ([paths]) => wasm.UnionSelf64(paths as Paths64, wasm.FillRule.EvenOdd)),
    combine: (name, subject, clip) =>
      withPaths(wasm, [subject, clip], ([one, other]) =>
        wasm.BooleanOp64(wasm.ClipType[CLIP_TYPES[name]], wasm.FillRule.NonZero, one as Paths64, other as Paths64),
      ),
    offset: (rings, distancePx) =>
      withPaths(wasm, [rings], ([paths]) =>
        wasm.InflatePaths64(
          paths as Paths64,
          distancePx * GRID_PER_PX,
          wasm.JoinType.Round,
          wasm.EndType.Polygon,
          2,
          ARC_TOLERANCE_PX * GRID_PER_PX,
        ),
      ),
    stroke: (line, radiusPx) =>
      withPaths(wasm, [[line]], ([paths]) =>
        wasm.InflatePaths64(
          paths as Paths64,
          radiusPx * GRID_PER_PX,
          wasm.JoinType.Round,
          wasm.EndType.Round,
          2,
          ARC_TOLERANCE_PX * GRID_PER_PX,
        ),
      ),
  };
}

/** Owns every object of the other side's heap: all are deleted, whatever happens. */
function withPaths(
  wasm: MainModule,
  operands: readonly (readonly Ring[])[],
  run: (paths: Paths64[]) => Paths64,
): Ring[] {
  const owned: { delete(): void }[] = [];
  const own = <Thing extends { delete(): void }>(thing: Thing): Thing => {
    owned.push(thing);
    return thing;
  };
  try {
    const paths = operands.map((rings) => {
      const made = own(new wasm.Paths64());
      for (const ring of rings) made.push_back(fillPath(own(new wasm.Path64()), ring));
      return made;
    });
    const solution = own(run(paths));
    return Array.from({ length: solution.size() }, (_, index) => readPath(own(solution.get(index))));
  } catch (cause) {
    // C++ exceptions arrive as numbers.
    throw new MaculeError(
      'geometry_failed',
      'The geometry engine gave up on these outlines. Nothing was changed.',
      {},
      { cause },
    );
  } finally {
    for (const thing of owned) thing.delete();
  }
}

/** The engine's points have a third number, which we leave at 0. */
const NUMBERS_PER_POINT = 3;

/** A 64-bit number as two of 32, the low one first, as WebAssembly and all our machines have it: no BigInt per coordinate. */
const WORDS = 2;
const HIGH_WORD = 2 ** 32;

function fillPath(path: Path64, ring: Ring): Path64 {
  const words = new Int32Array(ring.length * NUMBERS_PER_POINT * WORDS);
  for (let index = 0; index < ring.length; index++) {
    const { x, y } = ring[index] as Point;
    writeNumber(words, index * NUMBERS_PER_POINT * WORDS, Math.round(x * GRID_PER_PX));
    writeNumber(words, (index * NUMBERS_PER_POINT + 1) * WORDS, Math.round(y * GRID_PER_PX));
  }
  path.assign(new BigInt64Array(words.buffer));
  return path;
}

function writeNumber(words: Int32Array, at: number, value: number): void {
  const low = value | 0;
  words[at] = low === value ? low : (value % HIGH_WORD) | 0;
  words[at + 1] = low === value ? low >> 31 : Math.floor(value / HIGH_WORD);
}

function readPath(path: Path64): Ring {
  const numbers = path.view();
  const words = new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length * WORDS);
  const ring: Point[] = [];
  for (let at = 0; at < words.length; at += NUMBERS_PER_POINT * WORDS)
    ring.push({ x: readNumber(words, at) / GRID_PER_PX, y: readNumber(words, at + WORDS) / GRID_PER_PX });
  return dropRepeatedPoints(ring);
}

const readNumber = (words: Int32Array, at: number): number =>
  (words[at + 1] as number) * HIGH_WORD + ((words[at] as number) >>> 0);

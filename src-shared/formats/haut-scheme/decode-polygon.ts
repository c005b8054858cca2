import { orientPolygon } from '#shared/geometry/polygon';
import type { Polygon, Ring } from '#shared/geometry/types';
import { isDegenerate, polygonProblem } from '#shared/geometry/validity';
import type { DeliveredPolygon, MaskContext } from './decode-feature';
import { kindOf, numberOf } from './fields';
import { ASK_AGAIN } from './report';
import type { DecodedLesion } from './types';

/** Beyond 2^53 neighbouring doubles are more than one pixel apart. */
const COORDINATE_LIMIT = 2 ** 53;

type Shape = Pick<DecodedLesion, 'deliveredRings' | 'polygon' | 'degenerate' | 'shapeProblem' | 'outsideFrame'>;
type Notes = { textPositions: number };

/** Reads one polygon and judges its shape; null, with a finding, when it cannot be read. */
export function decodePolygon({ rings, path }: DeliveredPolygon, mask: MaskContext): Shape | null {
  const notes: Notes = { textPositions: 0 };
  const deliveredRings = readRings(rings, path, { ...mask, notes });
  if (!deliveredRings) return null;
  if ((deliveredRings[0]?.length ?? 0) === 0) {
    mask.report('polygon_empty', path, 'The polygon has no vertices: it was left out.');
    return null;
  }
  if (notes.textPositions > 0) {
    mask.report('position_as_text', path, `${notes.textPositions} positions are written as text: read as numbers.`);
  }
  const polygon = placeInFrame(deliveredRings, mask.viewBox);
  const problem = polygonProblem(polygon);
  const degenerate = problem !== null && isDegenerate(polygon);
  const outsideFrame = mask.viewBox !== null && leavesFrame(polygon, mask.viewBox);
  if (degenerate) {
    mask.report('polygon_degenerate', path, `${problem.message} It covers nothing: listed, needs no verdict.`);
  } else if (problem) {
    mask.report('polygon_not_simple', path, `${problem.message} Shown as it is: redraw it to make it truth.`);
  }
  if (outsideFrame) {
    mask.report('polygon_outside_frame', path, 'The polygon leaves the view box: shown unclipped, check the photo.');
  }
  return { deliveredRings, polygon, degenerate, shapeProblem: problem?.message ?? null, outsideFrame };
}

type ReadContext = MaskContext & { readonly notes: Notes };

function readRings(rings: unknown, path: string, context: ReadContext): number[][][] | null {
  if (!Array.isArray(rings)) {
    context.report(
      'polygon_unreadable',
      path,
      `The polygon is ${kindOf(rings)} instead of a list of rings: it was refused. ${ASK_AGAIN}`,
    );
    return null;
  }
  const read: number[][][] = [];
  for (let index = 0; index < rings.length; index++) {
    const ring = readRing(rings[index], `${path}[${index}]`, context);
    if (!ring) return null;
    read.push(ring);
  }
  return read;
}

function readRing(positions: unknown, path: string, { report, notes }: ReadContext): number[][] | null {
  if (!Array.isArray(positions)) {
    report(
      'polygon_unreadable',
      path,
      `The ring is ${kindOf(positions)} instead of a list: its polygon was refused. ${ASK_AGAIN}`,
    );
    return null;
  }
  if (isPlain(positions)) return opened(positions);
  const ring: number[][] = [];
  for (let index = 0; index < positions.length; index++) {
    const position: unknown = positions[index];
    // Indexed, not destructured: this loop runs once per vertex of the file.
    const x: unknown = Array.isArray(position) ? position[0] : null;
    const y: unknown = Array.isArray(position) ? position[1] : null;
    const xNumber = coordinate(x);
    const yNumber = coordinate(y);
    if (xNumber === null || yNumber === null) {
      const message = `The position is not two finite numbers: its polygon was refused, the others were read. ${ASK_AGAIN}`;
      report('position_unreadable', `${path}[${index}]`, message);
      return null;
    }
    if (typeof x === 'string' || typeof y === 'string') notes.textPositions += 1;
    ring.push([xNumber, yNumber]);
  }
  return opened(ring);
}

/** Whether positions are read as they are: two numbers each. They are not copied then. */
function isPlain(positions: readonly unknown[]): positions is number[][] {
  for (let index = 0; index < positions.length; index++) {
    const position: unknown = positions[index];
    if (!Array.isArray(position) || position.length !== 2) return false;
    const x: unknown = position[0];
    const y: unknown = position[1];
    if (typeof x !== 'number' || !(Math.abs(x) <= COORDINATE_LIMIT)) return false;
    if (typeof y !== 'number' || !(Math.abs(y) <= COORDINATE_LIMIT)) return false;
  }
  return true;
}

/** Without one closing vertex. */
function opened(ring: number[][]): number[][] {
  const first = ring[0];
  const last = ring.at(-1);
  const isClosed = first && last && ring.length > 1 && first[0] === last[0] && first[1] === last[1];
  return isClosed ? ring.slice(0, -1) : ring;
}

function coordinate(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && Math.abs(number) <= COORDINATE_LIMIT ? number : null;
}

/** Frame pixels: the view box's corner becomes 0,0. A hole without vertices is no hole. */
function placeInFrame(rings: readonly number[][][], viewBox: MaskContext['viewBox']): Polygon {
  const [minX, minY] = viewBox ?? [0, 0];
  // + 0 turns -0 into 0.
  const place = (ring: number[][]): Ring =>
    ring.map((at) => ({ x: (at[0] as number) - minX + 0, y: (at[1] as number) - minY + 0 }));
  const [exterior = [], ...holes] = rings;
  return orientPolygon({ exterior: place(exterior), holes: holes.filter(({ length }) => length > 0).map(place) });
}

function leavesFrame({ exterior, holes }: Polygon, [, , width, height]: readonly number[]): boolean {
  const isOutside = ({ x, y }: { x: number; y: number }): boolean =>
    x < 0 || y < 0 || x > (width ?? 0) || y > (height ?? 0);
  return [exterior, ...holes].some((ring) => ring.some(isOutside));
}

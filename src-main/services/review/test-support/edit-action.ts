import type { GeometryTask } from '#shared/contract/geometry';
import type { Action, Lesion } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import { compose, movePolygon, rotation, scaling, translation, type Affine } from '#shared/geometry/affine';
import { polygonBounds } from '#shared/geometry/bounds';
import { polygonToCoordinates } from '#shared/geometry/coordinates';
import { snapPolygon } from '#shared/geometry/snap';
import type { Point, Polygon } from '#shared/geometry/types';
import { VIEW } from '#main/test-support/small-project';
import type { GeometryEngine } from '../../geometry/engine';
import { FRAME, type Act } from './edits';
import { insideFrame, toPolygon, toRings, workedOut } from './worked-out';

type Of<Kind extends Act['kind']> = Extract<Act, { kind: Kind }>;
type World = { readonly engine: GeometryEngine; readonly lesions: readonly Lesion[] };
type OnLesions = Exclude<Act, { kind: 'draw' | 'dab' | 'paste' | 'shift' | 'decide' | 'restate' }>;

/** What stands for a lesion, as rings: its shapes, or what the model delivered. */
const standing = ({ state, rings }: Lesion): number[][][] =>
  state.shapes.length > 0 ? state.shapes.map((shape) => shape.rings) : [rings];
const groupOf = ({ id, state }: Lesion): LesionId[] => (state.group.length > 0 ? state.group : [id]);
const flat = (line: readonly Point[]): number[] => line.flatMap(({ x, y }) => [x, y]);
const mirrored = ({ line, isFar }: Of<'draw' | 'dab'>): readonly Point[] =>
  isFar ? line.map(({ x, y }) => ({ x: FRAME - x, y: FRAME - y })) : line;

/** One edit as the screen would store it; null when there is nothing to store. */
export function actionOf(world: World, edit: Act): Action | null {
  const { engine, lesions } = world;
  if (edit.kind === 'draw')
    return addition(workedOut(engine, { operation: 'union', subject: [[flat(mirrored(edit))]], clip: [] }));
  if (edit.kind === 'dab') {
    const stroke = mirrored(edit).flatMap(({ x, y }) => [x, y, edit.radius]);
    return addition(workedOut(engine, { operation: 'brush', mode: 'add', subject: [], stroke, tolerancePx: 0.5 }));
  }
  if (edit.kind === 'shift') return shifted(world, edit);
  if (lesions.length === 0) return null;
  const lesion = lesions[edit.target % lesions.length]!;
  switch (edit.kind) {
    case 'paste':
      return pasted(world, lesion, edit);
    case 'decide':
      return decision(world, lesion, edit);
    case 'restate':
      return {
        ...redraw(world, groupOf(lesion)),
        ...(lesion.origin === 'model' ? { reason: edit.reason } : {}),
        ...(edit.comment === undefined ? {} : { comment: edit.comment }),
      };
    default:
      return redrawn(world, lesion, edit);
  }
}

function addition(polygons: readonly Polygon[]): Action | null {
  const [only, ...others] = polygons.map(polygonToCoordinates);
  if (!only) return null;
  return others.length === 0
    ? { type: 'add', view: VIEW, geometry: only }
    : { type: 'addAll', view: VIEW, geometries: [only, ...others] };
}

function pasted({ engine }: World, lesion: Lesion, { dx, dy, scale }: Of<'paste'>): Action | null {
  const affine = compose(translation(dx, dy), scaling(scale, scale, { x: 0, y: 0 }));
  const polygons = standing(lesion).flatMap((rings) => moved(engine, rings, affine));
  return polygons.length > 0 ? { type: 'addAll', view: VIEW, geometries: polygons.map(polygonToCoordinates) } : null;
}

/** Snapped, and put right by the engine where rounding made something else of it, as the tools do before they store. */
function moved(engine: GeometryEngine, rings: readonly (readonly number[])[], affine: Affine): Polygon[] {
  const polygon = snapPolygon(movePolygon(affine, toPolygon(rings)));
  return workedOut(engine, { operation: 'union', subject: [toRings(polygon)], clip: [] }).flatMap((one) =>
    insideFrame(engine, one),
  );
}

type Redraw = Extract<Action, { type: 'decide' }>;
const expected = ({ lesions }: World, ids: readonly LesionId[]) =>
  ids.map((id) => lesions.find((lesion) => lesion.id === id)?.state.eventId ?? null);
const redraw = (world: World, ids: LesionId[]): Redraw => ({
  type: 'decide',
  lesions: ids,
  verdict: 'redrawn',
  keepComments: true,
  expects: expected(world, ids),
});

function decision(world: World, lesion: Lesion, { verdict, keepComments, comment }: Of<'decide'>): Action {
  const lesions = groupOf(lesion);
  return {
    type: 'decide',
    lesions,
    verdict,
    expects: expected(world, lesions),
    keepComments,
    ...(verdict === 'rejected' ? { reason: 'R1' } : {}),
    ...(comment === undefined ? {} : { comment }),
  };
}

function redrawn(world: World, lesion: Lesion, edit: OnLesions): Action | null {
  const { engine, lesions } = world;
  const other = 'other' in edit ? lesions[edit.other % lesions.length]! : lesion;
  const isMerge = edit.kind === 'merge';
  const ids = [...new Set([...groupOf(lesion), ...(isMerge ? groupOf(other) : [])])];
  if (edit.kind === 'takeAway' && ids.includes(other.id)) return null;
  const made =
    edit.kind === 'transform'
      ? transformed(engine, standing(lesion), edit)
      : workedOut(engine, taskOf(edit, standing(lesion), standing(other)));
  if (made.length === 0) return null;
  return { ...redraw(world, ids), geometries: made.map(polygonToCoordinates) };
}

function transformed(engine: GeometryEngine, outlines: number[][][], edit: Of<'transform'>): Polygon[] {
  const { minX, minY, maxX, maxY } = polygonBounds(toPolygon(outlines[0]!));
  const pivot = { x: (minX + maxX) / 2, y: (minY + maxY) / 2 };
  const turned = compose(rotation(edit.angle, pivot), scaling(edit.scale, edit.scale, pivot));
  return outlines.flatMap((rings) => moved(engine, rings, compose(translation(edit.dx, edit.dy), turned)));
}

function taskOf(
  edit: Exclude<OnLesions, { kind: 'transform' }>,
  subject: number[][][],
  other: number[][][],
): GeometryTask {
  // prettier-ignore
  switch (edit.kind) {
    case 'brush': {
      const stroke = edit.line.flatMap(({ x, y }) => [x, y, edit.radius]);
      return { operation: 'brush', mode: edit.mode, subject, stroke, tolerancePx: 0.5 };
    }
    case 'split':
      return { operation: 'split', subject, line: flat(edit.line) };
    case 'unite':
    case 'subtract':
      return { operation: edit.kind, subject, clip: [[flat(edit.line)]] };
    case 'merge':
      return { operation: 'union', subject: [...subject, ...other], clip: [] };
    case 'takeAway':
      return { operation: 'subtract', subject, clip: other };
    case 'resize':
      return { operation: 'offset', subject, distancePx: edit.distancePx };
    case 'fillHoles':
      return { operation: 'fillHoles', subject };
    case 'simplify':
      return { operation: 'simplify', subject, tolerancePx: 1 };
    case 'smooth':
      return { operation: 'smooth', subject, rounds: 2 };
    case 'fix':
      return { operation: 'union', subject, clip: [] };
  }
}

/** Each lesion, or group, by itself in one step; a lesion that would leave the frame stops all of it. */
function shifted(world: World, { dx, dy, only }: Of<'shift'>): Action | null {
  const { engine, lesions } = world;
  const chosen = only
    ? only.map((index) => lesions[index % lesions.length]!).filter(Boolean)
    : lesions.filter(({ origin, state }) => origin === 'model' && state.verdict !== 'rejected');
  const groups = new Map(chosen.map((lesion) => [groupOf(lesion).toSorted().join(), lesion]));
  const redrawn = [...groups.values()].map((lesion) => ({
    lesions: groupOf(lesion),
    geometries: standing(lesion)
      .flatMap((rings) => moved(engine, rings, translation(dx, dy)))
      .map(polygonToCoordinates),
    expects: expected(world, groupOf(lesion)),
  }));
  if (redrawn.length === 0 || redrawn.some(({ geometries }) => geometries.length === 0)) return null;
  return { type: 'redrawEach', redrawn, keepComments: true, reason: only ? null : 'G3' };
}

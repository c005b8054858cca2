import type { Lesion } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import type { Bounds, Point, Polygon, Ring } from '#shared/geometry/types';
import { boundsUnion } from '#shared/geometry/bounds';
import { polygonProblem } from '#shared/geometry/validity';
import { outlineProblem } from '../outline-problem';
import { lesionStyleKey, type LesionStyleKey } from '../verdict-style';

/** Rings as flat x, y lists in frame px, open, exterior first: as they come over the contract. */
export type FlatRings = readonly (readonly number[])[];

/** What stands for a lesion on the canvas. All coordinates in frame px. */
export type LesionPicture = {
  readonly id: LesionId;
  readonly style: LesionStyleKey;
  /** One entry per polygon: a split lesion has several. */
  readonly parts: readonly FlatRings[];
  readonly bounds: Bounds;
  /** Area of each part, in px². */
  readonly partAreasPx2: readonly number[];
  readonly partBounds: readonly Bounds[];
  /** The model's own rings where a drawn shape stands in their place; else null. */
  readonly original: FlatRings | null;
  /** Where the outline crosses or touches itself; null when it is a simple polygon. */
  readonly problemAt: Point | null;
  /** This lesion and those redrawn together with it: decisions on one need all of them. */
  readonly group: readonly LesionId[];
};

const pictures = new WeakMap<Lesion, LesionPicture>();

/** The picture of a lesion; the same object for the same lesion object, so that changes show by identity. */
export function lesionPicture(lesion: Lesion): LesionPicture {
  const known = pictures.get(lesion);
  if (known) return known;
  const made = makePicture(lesion);
  pictures.set(lesion, made);
  return made;
}

/** The drawn shapes stand when the lesion is redrawn or added and has some; else its own rings. */
function makePicture(lesion: Lesion): LesionPicture {
  const { state } = lesion;
  const isDrawn = (state.verdict === 'redrawn' || state.verdict === 'added') && state.shapes.length > 0;
  const parts = isDrawn ? state.shapes : [{ rings: lesion.rings, bounds: lesion.bounds, areaPx2: lesion.areaPx2 }];
  const partBounds = parts.map(({ bounds }) => bounds);
  return {
    id: lesion.id,
    style: lesionStyleKey(lesion),
    parts: parts.map(({ rings }) => rings),
    partBounds,
    partAreasPx2: parts.map(({ areaPx2 }) => areaPx2),
    bounds: partBounds.reduce(boundsUnion),
    original: isDrawn && lesion.origin === 'model' ? lesion.rings : null,
    problemAt: outlineProblem(lesion) === null ? null : (polygonProblem(toPolygon(lesion.rings))?.at ?? null),
    group: [...new Set([lesion.id, ...state.group])],
  };
}

export function toPolygon(rings: FlatRings): Polygon {
  const [exterior = [], ...holes] = rings.map(toRing);
  return { exterior, holes };
}

function toRing(flat: readonly number[]): Ring {
  const ring: Point[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) ring.push({ x: flat[i] as number, y: flat[i + 1] as number });
  return ring;
}

export function toFlatRings(polygon: Polygon): FlatRings {
  return [polygon.exterior, ...polygon.holes].map((ring) => ring.flatMap(({ x, y }) => [x, y]));
}

import type { GeometryTask } from '#shared/contract/geometry';
import type { Lesion, ViewDetail } from '#shared/contract/review';
import type { ImageView } from '#shared/domain/image-view';
import type { Polygon } from '#shared/geometry/types';
import type { StorableEdit } from '../canvas/canvas-edit';
import { toFlatRings } from '../canvas/layers/lesion-shapes';
import { areaOfValid, outlinesOf, polygonsOf, verticesOf } from './standing-outlines';

/** The image view whose edge is followed, and the outlines that were found there. */
type Edge = { readonly view: ImageView; readonly polygons: readonly Polygon[] };

/** By a key or button on the selection. */
export type ProposalKind = 'fix' | 'merge' | 'resize' | 'subtract' | 'fill' | 'simplify' | 'smooth' | 'refit';
/** Outlines that were worked out and not yet taken: shown on the canvas, stored by Enter, dropped by Esc. */
export type Proposal = {
  /** `edit`: what a tool drew and that needs a yes; `paste`: copied outlines. */
  readonly kind: ProposalKind | 'edit' | 'paste';
  /** The lesions whose outlines it replaces, as they were when it was made. */
  readonly of: readonly Lesion[];
  readonly polygons: readonly Polygon[];
  readonly areaBeforePx2: number;
  readonly areaAfterPx2: number;
  readonly verticesBefore: number;
  readonly verticesAfter: number;
  /** Resized by so many px (shrunk below 0), simplified by so many px, smoothed so many rounds. */
  readonly amount: number;
  /** It reached over the frame and was cut off there. */
  readonly isClipped: boolean;
  /** What is to be known before a yes, in words. */
  readonly notes: readonly string[];
  readonly title: string | null;
  /** Of a refit. */
  readonly edge?: Edge;
  readonly edit: StorableEdit;
};
/** What the engine is asked for. */
export type Wanted = {
  readonly kind: ProposalKind;
  readonly of: readonly Lesion[];
  /** Those of them that get the outline; the others are taken away from it. */
  readonly replaced: readonly Lesion[];
  readonly amount: number;
  /** Of the view that they are on. */
  readonly frame: ViewDetail['frame'];
  readonly edge?: Edge;
};

export const NOTHING_LEFT: Readonly<Record<ProposalKind, string>> = {
  fix: 'What this outline encloses is smaller than the grid of 1/1024 px, so nothing would be left of it. Redraw the lesion or reject it.',
  merge: 'These outlines enclose nothing together.',
  resize: 'Nothing would be left of the lesion. Reject it if it is none.',
  subtract: 'The other lesions cover all of the first one: nothing would be left of it. Reject it if it is none.',
  fill: 'This outline encloses nothing.',
  simplify: 'Nothing would be left of the lesion.',
  smooth: 'Nothing would be left of the lesion.',
  refit: 'The image view shows no area here that could be the lesion.',
};
/** What one more press does, and how far it goes. */
export const STEPS: Readonly<Partial<Record<Proposal['kind'], { readonly by: number; readonly most: number }>>> = {
  resize: { by: 1, most: 1000 },
  simplify: { by: 0.5, most: 50 },
  smooth: { by: 1, most: 4 },
};

export const flatRings = (polygon: Polygon): number[][] => toFlatRings(polygon).map((ring) => [...ring]);

/** The engine's work on the outlines that stand. */
export function taskOf(wanted: Wanted): GeometryTask {
  const { kind, amount, edge } = wanted;
  // The union with nothing: on the grid, and simple, whatever the edge did.
  if (edge) return { operation: 'union', subject: edge.polygons.map(flatRings), clip: [] };
  const subject = outlinesOf(wanted.replaced).map(({ rings }) => rings);
  switch (kind) {
    case 'resize':
      return { operation: 'offset', subject, distancePx: amount };
    case 'simplify':
      return { operation: 'simplify', subject, tolerancePx: amount };
    case 'smooth':
      return { operation: 'smooth', subject, rounds: amount };
    case 'fill':
      return { operation: 'fillHoles', subject };
    case 'subtract':
      return {
        operation: 'subtract',
        subject,
        clip: outlinesOf(wanted.of.filter((lesion) => !wanted.replaced.includes(lesion))).map(({ rings }) => rings),
      };
    default:
      return { operation: 'union', subject, clip: [] };
  }
}

/** Areas are summed over valid polygons: what the engine made. */
export function measured(
  before: readonly number[][][],
  after: readonly Polygon[],
): Pick<Proposal, 'areaAfterPx2' | 'verticesBefore' | 'verticesAfter'> {
  return {
    areaAfterPx2: areaOfValid(after),
    verticesBefore: verticesOf(polygonsOf(before.map((rings) => ({ rings })))),
    verticesAfter: verticesOf(after),
  };
}

import type { GeometryTask } from '#shared/contract/geometry';
import type { Lesion } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import type { StorableEdit, WorkEdit } from '../canvas/canvas-edit';
import { toFlatRings } from '../canvas/layers/lesion-shapes';
import { areaOfValid, outlinesOf } from './standing-outlines';

/** A stroke's own edge is simplified by this at most, in frame px. */
const STROKE_TOLERANCE_PX = 0.5;
/** Less than this is no change, in px². */
const SAME_AREA_PX2 = 1e-6;

/** What is to be known before a yes: that one becomes several, or that lesions which were no truth become truth. */
export function notesOn(edit: StorableEdit, of: readonly Lesion[]): string[] {
  if (edit.kind === 'addAll') return [`These are ${edit.polygons.length} new lesions.`];
  if (edit.kind === 'redraw') {
    const parts = edit.polygons.length;
    return parts > outlinesOf(of).length
      ? [`The lesion becomes ${parts} shapes; they replace it together, as one redraw.`]
      : [];
  }
  const doubted = of.filter(({ state }) => state.verdict === 'rejected' || state.verdict === 'unsure').length;
  return edit.kind === 'redrawEach' && doubted > 0
    ? [
        `${doubted} of the ${of.length} lesions ${doubted === 1 ? 'is' : 'are'} rejected or unsure now. Redrawn, all of them count as truth.`,
      ]
    : [];
}

/** Why an edit is no event, in words. */
export const UNCHANGED: Readonly<Record<WorkEdit['work']['operation'], string>> = {
  brush: 'The stroke changes nothing of the lesion.',
  unite: 'The region adds nothing to the lesion.',
  split: 'The line parts nothing: begin and end it outside the lesion.',
  subtract: 'The region takes nothing away from the lesion.',
};

type Change = {
  readonly before: readonly Polygon[];
  readonly areaBeforePx2: number;
  readonly after: readonly Polygon[];
};

/** Whether nothing came of it: a split that parts nothing, any other work that leaves the area as it was. */
export function isUnchanged(work: WorkEdit['work'], { before, areaBeforePx2, after }: Change): boolean {
  if (work.operation === 'split') return after.length <= before.length;
  return after.length === before.length && Math.abs(areaOfValid(after) - areaBeforePx2) < SAME_AREA_PX2;
}

/** The engine's work for what was drawn. */
export function taskOf(work: WorkEdit['work'], subject: number[][][]): GeometryTask {
  switch (work.operation) {
    case 'brush':
      return {
        operation: 'brush',
        mode: work.mode,
        subject,
        stroke: work.stroke.flatMap(({ x, y, radius }) => [x, y, radius]),
        tolerancePx: STROKE_TOLERANCE_PX,
      };
    case 'split':
      return { operation: 'split', subject, line: work.line.flatMap(({ x, y }) => [x, y]) };
    case 'unite':
    case 'subtract':
      return { operation: work.operation, subject, clip: [toFlatRings(work.region).map((ring) => [...ring])] };
  }
}

/** The lesions whose outlines an edit replaces. */
export function idsOf(edit: StorableEdit): readonly LesionId[] {
  if (edit.kind === 'redraw') return edit.lesionIds;
  return edit.kind === 'redrawEach' ? edit.redrawn.flatMap(({ lesionIds }) => lesionIds) : [];
}

export function polygonsIn(edit: StorableEdit): readonly Polygon[] {
  switch (edit.kind) {
    case 'add':
      return [edit.polygon];
    case 'addAll':
    case 'redraw':
      return edit.polygons;
    case 'redrawEach':
      return edit.redrawn.flatMap(({ polygons }) => polygons);
  }
}

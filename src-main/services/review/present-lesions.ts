import type { FlatRings } from '#shared/contract/common';
import type { Lesion, LesionState, ReviewerDecision } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import type { Polygon, Ring } from '#shared/geometry/types';
import type { ReadableDb } from '#main/db/handle';
import { redrawGroups, shapesOfDecisions, type OfLesion, type StoredShape } from '#main/repositories/drawn-shapes';
import { isOnOtherPhoto, type LesionStateRow, type StoredLesion } from '#main/repositories/lesions';
import { standingDecisionsOf, type StandingOfLesion } from '#main/repositories/standing-decisions';

const UNDECIDED: LesionState = {
  verdict: 'pending',
  disputed: false,
  reason: null,
  comment: null,
  decidedBy: null,
  decidedAt: null,
  eventId: null,
  shapes: [],
  group: [],
  decisions: [],
  onOtherPhoto: false,
};

/** What holds for lesions, and the photo that lies under their view now. */
export type StatesNow = {
  readonly states: ReadonlyMap<LesionId, LesionStateRow>;
  readonly photoSha256: string | null;
};
type Drawn = {
  readonly shapes: readonly StoredShape[];
  readonly group: LesionId[];
  readonly standing: readonly StandingOfLesion[];
};

/** Lesions as the review screen shows them; what was decided on all of them is read together. */
export function presentLesions(
  db: ReadableDb,
  lesions: readonly StoredLesion[],
  { states, photoSha256 }: StatesNow,
): Lesion[] {
  const decided = lesions.flatMap(({ id: lesion }): (OfLesion & Pick<LesionStateRow, 'verdict'>)[] => {
    const row = states.get(lesion);
    return row?.event_id ? [{ lesion, event: row.event_id, verdict: row.verdict }] : [];
  });
  const redrawn = decided.filter(({ verdict }) => verdict === 'redrawn');
  const added = decided.filter(({ verdict }) => verdict === 'added');
  const standing = standingDecisionsOf(
    db,
    decided.map(({ lesion }) => lesion),
  );
  const shapes = shapesOfDecisions(db, [...redrawn, ...added]);
  const groups = redrawGroups(db, redrawn);
  return lesions.map((lesion) => {
    const { id } = lesion;
    const drawn = { shapes: shapes.get(id) ?? [], group: groups.get(id) ?? [], standing: standing.get(id) ?? [] };
    return presentLesion(lesion, presentState(states.get(id), drawn, photoSha256));
  });
}

function presentState(
  row: LesionStateRow | undefined,
  { shapes, group, standing }: Drawn,
  photoSha256: string | null,
): LesionState {
  if (!row || row.event_id === null) return UNDECIDED;
  return {
    verdict: row.verdict,
    disputed: row.disputed === 1,
    reason: row.reason,
    comment: row.comment,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    eventId: row.event_id,
    shapes: shapes.map(({ id, polygon, areaPx2, bounds }) => ({ id, rings: flatRings(polygon), areaPx2, bounds })),
    group,
    decisions: standing.map(({ eventId, reviewer, verdict, reason, comment, at }): ReviewerDecision => ({
      eventId,
      reviewer,
      verdict,
      reason,
      comment,
      at,
    })),
    onOtherPhoto: isOnOtherPhoto(row, photoSha256),
  };
}

function presentLesion(lesion: StoredLesion, state: LesionState): Lesion {
  const { id, origin, maskIndex, featureIndex, polygonIndex, intensity, degenerate, shapeProblem, areaPx2, bounds } =
    lesion;
  return {
    id,
    origin,
    maskIndex,
    featureIndex,
    polygonIndex,
    intensity,
    degenerate,
    shapeProblem,
    areaPx2,
    bounds,
    rings: flatRings(lesion.polygon),
    state,
  };
}

const flatRings = ({ exterior, holes }: Polygon): FlatRings => [exterior, ...holes].map(flatRing);

/** A loop: a list per vertex, as flatMap makes, would be felt on large outlines. */
function flatRing(ring: Ring): number[] {
  const flat = new Array<number>(2 * ring.length);
  let at = 0;
  for (const { x, y } of ring) {
    flat[at++] = x;
    flat[at++] = y;
  }
  return flat;
}

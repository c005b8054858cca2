import type { Lesion, LesionState, ReviewerDecision } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import { decodeRings } from '#shared/geometry/codec';
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

/** What holds for lesions, and the photo that lies under their view now; `standing` where it is known already. */
export type StatesNow = {
  readonly states: ReadonlyMap<LesionId, LesionStateRow>;
  readonly photoSha256: string | null;
  readonly standing?: ReadonlyMap<LesionId, readonly StandingOfLesion[]>;
};
type Drawn = {
  readonly shapes: readonly StoredShape[];
  readonly group: LesionId[];
  readonly standing: readonly StandingOfLesion[];
};

/** Lesions as the review screen shows them; what was decided on all of them is read together. */
export function presentLesions(db: ReadableDb, lesions: readonly StoredLesion[], now: StatesNow): Lesion[] {
  const ids = lesions.map(({ id }) => id);
  const states = presentStates(db, ids, now);
  return lesions.map((lesion, index) => presentLesion(lesion, states[index]!));
}

/** What stands for lesions, in the order in which they are asked for. */
export function presentStates(
  db: ReadableDb,
  lesions: readonly LesionId[],
  { states, photoSha256, standing: known }: StatesNow,
): LesionState[] {
  const decided = lesions.flatMap((lesion): (OfLesion & Pick<LesionStateRow, 'verdict'>)[] => {
    const row = states.get(lesion);
    return row?.event_id ? [{ lesion, event: row.event_id, verdict: row.verdict }] : [];
  });
  const redrawn = decided.filter(({ verdict }) => verdict === 'redrawn');
  const added = decided.filter(({ verdict }) => verdict === 'added');
  const standing =
    known ??
    standingDecisionsOf(
      db,
      decided.map(({ lesion }) => lesion),
    );
  const shapes = shapesOfDecisions(db, [...redrawn, ...added]);
  const groups = redrawGroups(db, redrawn);
  return lesions.map((id) => {
    const drawn = { shapes: shapes.get(id) ?? [], group: groups.get(id) ?? [], standing: standing.get(id) ?? [] };
    return presentState(states.get(id), drawn, photoSha256);
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
    shapes: shapes.map(({ id, packed, areaPx2, bounds }) => ({ id, rings: decodeRings(packed), areaPx2, bounds })),
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
    rings: decodeRings(lesion.packed),
    state,
  };
}

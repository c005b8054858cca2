// What must hold before a decision is planned; each check throws with words for the reviewer.
import type { Action } from '#shared/contract/review';
import { MaculeError } from '#shared/domain/error';
import type { LesionId, ShapeId, ViewId } from '#shared/domain/ids';
import { REASON_IDS } from '#shared/domain/reasons';
import type { ReadableDb } from '#main/db/handle';
import type { StoredLesion } from '#main/repositories/lesions';
import { viewById, type StoredView } from '#main/repositories/views';
import type { PlanReads } from './plan-reads';
import { refusal } from './refusal';

export type PlanContext = {
  readonly db: ReadableDb;
  readonly reads: PlanReads;
  readonly reviewer: string;
  newShapeId(): ShapeId;
};
export type DecideAction = Extract<Action, { type: 'decide' }>;

export const noFrame = (view: StoredView, what: string): MaculeError =>
  refusal(
    'no_frame',
    `${what}: view ${view.uid} has no frame, because its result has no mask and no photo is paired with it. Import its photo first.`,
    { view: view.uid },
  );

export const knownView = (db: ReadableDb, id: ViewId): StoredView => known(viewById(db, id), id);

function known(view: StoredView | undefined, id: ViewId): StoredView {
  if (!view) throw refusal('unknown_view', `There is no view ${id} in this project.`, { view: id });
  return view;
}

export function knownLesion({ reads }: PlanContext, id: LesionId): StoredLesion {
  const lesion = reads.lesion(id);
  if (!lesion) throw refusal('unknown_lesion', `There is no lesion ${id} in this project.`, { lesion: id });
  return lesion;
}

export function viewOfAll({ reads }: PlanContext, lesions: readonly StoredLesion[]): StoredView {
  const views = new Set(lesions.map((lesion) => lesion.view));
  if (views.size > 1)
    throw refusal('several_views', 'One decision is about lesions of one view; these belong to several.');
  const [only] = views;
  return known(reads.view(only!), only!);
}

export function assertKnownReason(reason: string | null): void {
  if (reason === null || REASON_IDS.has(reason)) return;
  throw refusal('unknown_reason', `"${reason}" is no reason of the coded list (R1 to R13, G1 to G5, M1, U1, U2).`, {
    reason,
  });
}

export function assertReason({ verdict, reason }: DecideAction): void {
  assertKnownReason(reason ?? null);
  if (verdict === 'rejected' && !reason)
    throw refusal('reason_required', 'A rejected lesion needs a reason of the coded list (R1 to R13).');
}

export function assertDecidable(lesions: readonly StoredLesion[]): void {
  const degenerate = lesions.find((lesion) => lesion.degenerate);
  if (!degenerate) return;
  throw refusal(
    'degenerate',
    `Lesion ${degenerate.id} has no area (a degenerate polygon): it needs no verdict and is never truth.`,
    {
      lesion: degenerate.id,
    },
  );
}

/** The reviewer must have seen what holds now; otherwise the newer decision would be replaced unseen. */
export function assertExpected({ reads }: PlanContext, { lesions, expects }: DecideAction): void {
  if (!expects) return;
  lesions.forEach((id, index) => {
    const now = reads.heldBy(id);
    if (index >= expects.length || expects[index] === now) return;
    throw new MaculeError(
      'edit_conflict',
      `Lesion ${id} was decided elsewhere in the meantime. Look at it again and decide.`,
      {
        lesion: id,
      },
    );
  });
}

export const ownStanding = ({ reads, reviewer }: PlanContext, lesion: LesionId): ReturnType<PlanReads['standing']> =>
  reads.standing(lesion).filter((decision) => decision.reviewer === reviewer);

export function assertWholeGroups(context: PlanContext, lesions: readonly StoredLesion[]): void {
  const given = new Set(lesions.map(({ id }) => id));
  for (const { id } of lesions) {
    for (const { eventId, verdict } of ownStanding(context, id)) {
      if (verdict !== 'redrawn') continue;
      const missing = context.reads.group(eventId, id).filter((other) => !given.has(other));
      if (missing.length === 0) continue;
      throw refusal(
        'group_incomplete',
        `Lesion ${id} was redrawn together with ${missing.join(', ')}: decide them together, or undo the redraw.`,
        { lesion: id },
      );
    }
  }
}

import type { Action } from '#shared/contract/review';
import { EVENT_SCHEMA_VERSION, type DecisionContext, type EventPayload } from '#shared/domain/event';
import type { Finding } from '#shared/domain/finding';
import type { EventId, LesionId, ShapeId, ViewId } from '#shared/domain/ids';
import type { WritableDb } from '#main/db/handle';
import type { Projected } from '#main/repositories/projection';
import type { StoredView } from '#main/repositories/views';
import { appendEvent, type Author } from '../journal';
import { uuid7 } from '../uuid7';
import type { PlanContext } from './decision-checks';
import { planAdd, planAddAll, planDecide, planRedrawEach, type Plan } from './plan-decision';
import { planDone, planSweep, withReopening } from './plan-mark';
import { readsOfPlan } from './plan-reads';

/** What came of one appended event. */
export type Appended = {
  readonly eventId: EventId;
  readonly label: string;
  readonly viewId: ViewId;
  readonly touched: Projected;
  readonly findings: Finding[];
};
export type Reviewing = {
  readonly db: WritableDb;
  readonly author: Author;
  readonly reviewer: string;
  readonly context: DecisionContext;
};

function planOf(context: PlanContext, action: Action): Plan {
  switch (action.type) {
    case 'decide':
      return withReopening(context, planDecide(context, action));
    case 'add':
      return planAdd(context, action);
    case 'addAll':
      return planAddAll(context, action);
    case 'redrawEach':
      return withReopening(context, planRedrawEach(context, action));
    case 'sweep':
      return planSweep(context, action);
    case 'done':
      return planDone(context, action);
  }
}

const lesionsIn = (action: Action): LesionId[] => {
  if (action.type === 'decide') return action.lesions;
  return action.type === 'redrawEach' ? action.redrawn.flatMap(({ lesions }) => lesions) : [];
};

/** The envelope that every event carries (DESIGN §5, Journal). */
export function envelope(
  { author, context }: Reviewing,
  view: Pick<StoredView, 'uid' | 'photo_sha256'>,
  body: Pick<EventPayload, 'label' | 'changes' | 'undoes'>,
): EventPayload {
  return {
    schema: EVENT_SCHEMA_VERSION,
    appVersion: author.appVersion,
    view: view.uid,
    photoSha256: view.photo_sha256,
    utcOffsetMinutes: author.utcOffsetMinutes(),
    ...context,
    ...body,
  };
}

/**
 * One user action becomes one event, in one IMMEDIATE transaction. Returns after COMMIT.
 * @throws MaculeError decision_refused, edit_conflict; SQLite errors as they are.
 */
export function appendAction(reviewing: Reviewing, action: Action): Appended {
  const { db, author, reviewer } = reviewing;
  return db
    .transaction((): Appended => {
      const newShapeId = (): ShapeId => uuid7(author.now()) as ShapeId;
      const plan = planOf({ db, reads: readsOfPlan(db, lesionsIn(action)), reviewer, newShapeId }, action);
      const payload = envelope(reviewing, plan.view, { label: plan.label, changes: plan.changes, undoes: null });
      const { id, touched } = appendEvent(db, author, { kind: plan.kind, reviewer, payload });
      return { eventId: id, label: plan.label, viewId: plan.view.uid, touched, findings: plan.findings };
    })
    .immediate();
}

import type { Action } from '#shared/contract/review';
import type { Change, DecideChange, MarkChange } from '#shared/domain/event';
import type { StoredView } from '#main/repositories/views';
import { knownView, noFrame, type PlanContext } from './decision-checks';
import { ownMarks, type Plan } from './plan-decision';
import { refusal } from './refusal';

const isDone = (view: StoredView): boolean => view.done === 1 && view.swept === 1 && view.pending === 0;

const markChange = (context: PlanContext, view: StoredView, type: MarkChange['type'], value: boolean): MarkChange => ({
  type,
  view: view.uid,
  value,
  replaces: ownMarks(context, view.uid, type),
});

/** @throws MaculeError decision_refused: unknown_view, no_frame, nothing_changed. */
export function planSweep(context: PlanContext, action: Extract<Action, { type: 'sweep' }>): Plan {
  const view = knownView(context.db, action.view);
  if (!view.frame) throw noFrame(view, 'The sweep cannot be confirmed');
  if (!action.value && view.swept === 0) throw refusal('nothing_changed', 'The sweep of this view was not confirmed.');
  const changes: Change[] = [markChange(context, view, 'sweep', action.value)];
  if (!action.value && view.done === 1) changes.push(markChange(context, view, 'done', false));
  const label = action.value ? 'Confirm sweep' : 'Take back sweep';
  return { kind: 'sweep', label, view, changes, findings: [] };
}

/** @throws MaculeError decision_refused: unknown_view, no_frame, undecided_lesions, not_swept, nothing_changed. */
export function planDone(context: PlanContext, action: Extract<Action, { type: 'done' }>): Plan {
  const view = knownView(context.db, action.view);
  if (!action.value) {
    if (view.done === 0) throw refusal('nothing_changed', 'This view is not done, so there is nothing to reopen.');
    return {
      kind: 'reopen',
      label: 'Reopen view',
      view,
      changes: [markChange(context, view, 'done', false)],
      findings: [],
    };
  }
  if (!view.frame) throw noFrame(view, 'The view cannot be done');
  if (view.pending > 0)
    throw refusal(
      'undecided_lesions',
      `${view.pending} of ${view.lesions} lesions of this view still need a verdict.`,
      {
        pending: view.pending,
      },
    );
  if (view.swept === 0)
    throw refusal(
      'not_swept',
      'The sweep of this view is not confirmed: search the whole view for missed lesions and say so first.',
    );
  return { kind: 'done', label: 'View done', view, changes: [markChange(context, view, 'done', true)], findings: [] };
}

/** Whether a change leaves a lesion that needs a verdict without anyone's. */
function undecides({ reads }: PlanContext, { verdict, lesions, replaces }: DecideChange): boolean {
  if (verdict !== 'pending') return false;
  return lesions.some((id, index) => {
    if (reads.lesion(id)?.origin !== 'model') return false; // a drawn lesion that nobody holds is gone
    const left = reads.standing(id).filter(({ eventId }) => !replaces[index]?.includes(eventId));
    return left.every((one) => one.verdict === 'pending');
  });
}

/** A verdict that is taken back on a done view makes it incomplete: the same event reopens it, in plain sight. */
export function withReopening(context: PlanContext, plan: Plan): Plan {
  if (!isDone(plan.view)) return plan;
  if (!plan.changes.some((change) => change.type === 'decide' && undecides(context, change))) return plan;
  const message = 'The view was done and is open again, because a lesion on it has no verdict any more.';
  return {
    ...plan,
    changes: [...plan.changes, markChange(context, plan.view, 'done', false)],
    findings: [
      ...plan.findings,
      { severity: 'warning', code: 'view_reopened', file: '', place: plan.view.uid, message },
    ],
  };
}

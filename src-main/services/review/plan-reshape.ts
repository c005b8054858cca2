import type { Action, ReshapeWay } from '#shared/contract/review';
import type { AddChange, Change } from '#shared/domain/event';
import type { LesionId } from '#shared/domain/ids';
import { DEFAULT_ADD_REASON } from '#shared/domain/reasons';
import type { StoredLesion } from '#main/repositories/lesions';
import { drawnShape, outsideFrameFinding, readOutline } from './drawn-shape';
import {
  assertDecidable,
  assertExpected,
  assertKnownReason,
  assertWholeGroups,
  knownLesion,
  knownView,
  noFrame,
  ownStanding,
  redrawChanges,
  viewOfAll,
  type Plan,
  type PlanContext,
} from './plan-decision';
import { refusal } from './refusal';

type ReshapeAction = Extract<Action, { type: 'reshape' }>;
type PasteAction = Extract<Action, { type: 'paste' }>;

const WAYS: Readonly<Record<ReshapeWay, string>> = {
  move: 'Move',
  scale: 'Scale',
  rotate: 'Rotate',
  transform: 'Transform',
  shift: 'Shift',
};

/**
 * Several lesions of one view, each redrawn by outlines of its own, as one event. A drawn lesion keeps its reason, and a
 * redrawn one too unless another is given: only the outline changes.
 * @throws MaculeError decision_refused with a refusal code, edit_conflict.
 */
export function planReshape(context: PlanContext, action: ReshapeAction): Plan {
  assertKnownReason(action.reason ?? null);
  const ids = action.items.flatMap(({ lesions }) => lesions);
  assertEachOnce(ids);
  const all = ids.map((id) => knownLesion(context.db, id));
  const view = viewOfAll(context.db, all);
  assertDecidable(all);
  assertExpected(context.db, { lesions: ids, ...(action.expects ? { expects: action.expects } : {}) });
  const byId = new Map(all.map((lesion) => [lesion.id, lesion]));
  const items = action.items.map(({ lesions, geometries }) => ({
    lesions: lesions.map((id) => byId.get(id)!),
    outlines: geometries.map(readOutline),
  }));
  for (const { lesions } of items) assertWholeGroups(context, lesions);
  return {
    kind: 'decide',
    label: labelOf(action, ids.length),
    view,
    changes: items.flatMap((item) => changesOf(context, action, item)),
    findings: items.flatMap(({ lesions, outlines }) =>
      outlines.flatMap((outline) => outsideFrameFinding(outline, view.frame, lesions[0]!.id)),
    ),
  };
}

function assertEachOnce(ids: readonly LesionId[]): void {
  const seen = new Set<LesionId>();
  for (const id of ids) {
    if (seen.has(id)) throw refusal('lesion_twice', `Lesion ${id} is named twice: it cannot get two outlines at once.`);
    seen.add(id);
  }
}

function labelOf({ how, reason }: ReshapeAction, lesions: number): string {
  return `${WAYS[how]} ${lesions === 1 ? 'lesion' : `${lesions} lesions`}${reason ? ` (${reason})` : ''}`;
}

type Item = { readonly lesions: readonly StoredLesion[]; readonly outlines: ReturnType<typeof readOutline>[] };

function changesOf(context: PlanContext, action: ReshapeAction, { lesions, outlines }: Item): Change[] {
  const model = lesions.filter(({ origin }) => origin === 'model').map(({ id }) => id);
  const drawn = lesions.filter(({ origin }) => origin === 'reviewer');
  const kept = lesions.flatMap(({ id }) => ownStanding(context, id)).find(isDrawnVerdict)?.reason ?? null;
  const reason = model.length > 0 ? (action.reason ?? kept) : kept;
  const { comment, keepComments } = action;
  return redrawChanges(context, {
    action: {
      type: 'decide',
      verdict: 'redrawn',
      lesions: lesions.map(({ id }) => id),
      reason,
      ...(comment === undefined ? {} : { comment }),
      ...(keepComments === undefined ? {} : { keepComments }),
    },
    ...{ lesions, outlines, model, drawn },
  });
}

const isDrawnVerdict = ({ verdict }: { verdict: string }): boolean => verdict === 'redrawn' || verdict === 'added';

/**
 * Copies of outlines become lesions of this reviewer, as one event, however many they are.
 * @throws MaculeError decision_refused: unknown_view, no_frame, unknown_reason, geometry_invalid.
 */
export function planPaste(context: PlanContext, action: PasteAction): Plan {
  const view = knownView(context.db, action.view);
  if (!view.frame) throw noFrame(view, 'A lesion cannot be pasted');
  assertKnownReason(action.reason ?? null);
  const outlines = action.lesions.map(({ geometry }) => readOutline(geometry));
  const changes = outlines.map((outline, index): AddChange => {
    const copiedFrom = action.lesions[index]?.copiedFrom ?? null;
    return {
      type: 'add',
      view: view.uid,
      reason: action.reason ?? DEFAULT_ADD_REASON,
      comment: action.comment ?? null,
      shape: drawnShape(outline, context.newShapeId()),
      ...(copiedFrom === null ? {} : { copiedFrom }),
    };
  });
  return {
    kind: 'add',
    label: `Paste ${changes.length === 1 ? 'lesion' : `${changes.length} lesions`}`,
    view,
    changes,
    findings: outlines.flatMap((outline) => outsideFrameFinding(outline, view.frame, view.uid)),
  };
}

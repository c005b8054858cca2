import type { Action } from '#shared/contract/review';
import { decisionLabel, type DecisionWords } from '#shared/domain/decision-label';
import type { AddChange, Change, DecideChange, DrawnShape, EventKind } from '#shared/domain/event';
import type { Finding } from '#shared/domain/finding';
import type { EventId, LesionId, ViewId } from '#shared/domain/ids';
import { DEFAULT_ADD_REASON } from '#shared/domain/reasons';
import type { Polygon } from '#shared/geometry/types';
import { shapesOfDecision } from '#main/repositories/drawn-shapes';
import type { StoredLesion } from '#main/repositories/lesions';
import { standingMarks } from '#main/repositories/projection-state';
import type { StoredView } from '#main/repositories/views';
import {
  assertDecidable,
  assertExpected,
  assertKnownReason,
  assertReason,
  assertWholeGroups,
  knownLesion,
  knownView,
  noFrame,
  ownStanding,
  viewOfAll,
  type DecideAction,
  type PlanContext,
} from './decision-checks';
import { drawnShape, outsideFrameFinding, readOutline } from './drawn-shape';
import { refusal } from './refusal';

/** What an action will append: one event's kind, words and changes. */
export type Plan = {
  readonly kind: EventKind;
  readonly label: string;
  readonly view: StoredView;
  readonly changes: Change[];
  readonly findings: Finding[];
};

/**
 * Checks an action against the rules of DESIGN §2, §5 and §12 and says what it will append.
 * Reads only; the caller runs it inside the transaction that appends.
 * @throws MaculeError decision_refused with a refusal code, edit_conflict.
 */
export function planDecide(context: PlanContext, action: DecideAction): Plan {
  const ids = [...new Set(action.lesions)];
  const lesions = ids.map((id) => knownLesion(context, id));
  const view = viewOfAll(context, lesions);
  assertReason(action);
  assertDecidable(lesions);
  assertExpected(context, action);
  assertWholeGroups(context, lesions);
  const outlines = (action.geometries ?? []).map(readOutline);
  if (outlines.length > 0 && action.verdict !== 'redrawn')
    throw refusal('geometry_unexpected', `A geometry belongs to "redrawn", not to "${action.verdict}".`);
  const changes = decideChanges(context, { action, lesions, outlines });
  return {
    kind: 'decide',
    label: decisionLabel({
      ...action,
      lesions: lesions.length,
      allDrawn: lesions.every(({ origin }) => origin === 'reviewer'),
      saysOnly: saysOnly(context, action, lesions),
    }),
    view,
    changes,
    findings: outlines.flatMap((outline) => outsideFrameFinding(outline, view.frame, ids[0] ?? '')),
  };
}

/** @throws MaculeError decision_refused: unknown_view, no_frame, unknown_reason, geometry_invalid. */
export function planAdd(context: PlanContext, action: Extract<Action, { type: 'add' }>): Plan {
  const view = knownView(context.db, action.view);
  if (!view.frame) throw noFrame(view, 'A lesion cannot be added');
  assertKnownReason(action.reason ?? null);
  const outline = readOutline(action.geometry);
  const change: AddChange = {
    type: 'add',
    view: view.uid,
    reason: action.reason ?? DEFAULT_ADD_REASON,
    comment: action.comment ?? null,
    shape: drawnShape(outline, context.newShapeId()),
  };
  return {
    kind: 'add',
    label: 'Add lesion',
    view,
    changes: [change],
    findings: outsideFrameFinding(outline, view.frame, view.uid),
  };
}

/** @throws MaculeError as `planAdd`. */
export function planAddAll(context: PlanContext, action: Extract<Action, { type: 'addAll' }>): Plan {
  const { view, geometries, reason, comment } = action;
  const plans = geometries.map((geometry) => planAdd(context, { type: 'add', view, geometry, reason, comment }));
  const [first] = plans;
  if (!first) throw refusal('geometry_required', 'There is no outline to add.');
  return {
    ...first,
    label: plans.length === 1 ? first.label : `Add ${plans.length} lesions`,
    changes: plans.flatMap(({ changes }) => changes),
    findings: plans.flatMap(({ findings }) => findings),
  };
}

/** @throws MaculeError as `planDecide`, several_views, and lesion_twice when a lesion is in two of the redraws. */
export function planRedrawEach(context: PlanContext, action: Extract<Action, { type: 'redrawEach' }>): Plan {
  const { redrawn, keepComments, reason, comment } = action;
  const ids = redrawn.flatMap(({ lesions }) => [...new Set(lesions)]);
  const given = new Set<LesionId>();
  const twice = ids.find((id) => given.size === given.add(id).size);
  if (twice) throw refusal('lesion_twice', `Lesion ${twice} is redrawn twice in one step.`, { lesion: twice });
  const note = { ...(keepComments ? { keepComments } : {}), comment };
  const plans = redrawn.map((one) =>
    planDecide(context, {
      type: 'decide',
      verdict: 'redrawn',
      ...one,
      ...note,
      ...reasonFor(context, one.lesions, reason),
    }),
  );
  const [first] = plans;
  if (!first || plans.some(({ view }) => view.uid !== first.view.uid))
    throw refusal('several_views', 'One decision is about lesions of one view; these belong to several.');
  const words = { verdict: 'redrawn', reason: reason ?? null, allDrawn: false, saysOnly: null } as const;
  return {
    ...first,
    label: decisionLabel({ ...words, lesions: ids.length }),
    changes: plans.flatMap(({ changes }) => changes),
    findings: plans.flatMap(({ findings }) => findings),
  };
}

/** A reason is about what the model delivered; without one, and on drawn lesions, what was said before stands. */
function reasonFor(context: PlanContext, lesions: readonly LesionId[], reason: string | null | undefined): Reason {
  const isModel = lesions.some((id) => context.reads.lesion(id)?.origin === 'model');
  return reason && isModel ? { reason } : {};
}
type Reason = { readonly reason?: string };

type DecideParts = { action: DecideAction; lesions: readonly StoredLesion[]; outlines: readonly Polygon[] };

function decideChanges(context: PlanContext, parts: DecideParts): Change[] {
  const model = parts.lesions.filter(({ origin }) => origin === 'model').map(({ id }) => id);
  const drawn = parts.lesions.filter(({ origin }) => origin === 'reviewer');
  const { action } = parts;
  if (action.verdict === 'redrawn') return redrawChanges(context, { ...parts, model, drawn });
  const changes: Change[] = [];
  for (const lesions of byComment(context, action, model))
    changes.push(decideChange(context, action, { lesions, verdict: action.verdict, shapes: [] }));
  for (const lesion of drawn) {
    const keeps = action.verdict === 'accepted';
    const shapes = keeps ? [drawnShape(lesion.polygon, context.newShapeId())] : [];
    const verdict = keeps ? 'added' : action.verdict;
    changes.push(decideChange(context, action, { lesions: [lesion.id], verdict, shapes }));
  }
  return changes;
}

/**
 * A redraw of model lesions links all of them to all new shapes; drawn lesions among them are taken back, since the new
 * outline stands for them too. Of drawn lesions alone, the first takes the first outline and the rest are added anew.
 */
function redrawChanges(
  context: PlanContext,
  { action, outlines, model, drawn }: DecideParts & { model: LesionId[]; drawn: StoredLesion[] },
): Change[] {
  const shapes =
    outlines.length > 0
      ? outlines.map((one) => drawnShape(one, context.newShapeId()))
      : sameShapes(context, model, drawn);
  const change = (lesions: LesionId[], verdict: DecideChange['verdict'], own: DrawnShape[]): DecideChange =>
    decideChange(context, action, { lesions, verdict, shapes: own });
  // What was said on lesions that go up in another one is said on that one.
  const comment = commentOf(context, action, [...model, ...drawn.map(({ id }) => id)]);
  if (model.length > 0)
    return [{ ...change(model, 'redrawn', shapes), comment }, ...drawn.map(({ id }) => change([id], 'pending', []))];
  const [first, ...others] = drawn;
  const [outline, ...more] = shapes;
  if (!first || !outline) throw refusal('geometry_required', 'A redraw needs at least one outline.');
  const kept = change([first.id], 'added', [outline]);
  return [
    { ...kept, comment },
    ...others.map(({ id }) => change([id], 'pending', [])),
    ...more.map((shape): AddChange => ({
      type: 'add',
      view: first.view,
      reason: kept.reason ?? DEFAULT_ADD_REASON,
      comment,
      shape,
    })),
  ];
}

/** Without a geometry, a redraw keeps the outlines that stand (a new comment or reason on the same redraw). */
function sameShapes(context: PlanContext, model: readonly LesionId[], drawn: readonly StoredLesion[]): DrawnShape[] {
  const first = model[0];
  if (first === undefined) return drawn.slice(0, 1).map(({ polygon }) => drawnShape(polygon, context.newShapeId()));
  const standing = ownStanding(context, first).find(({ verdict }) => verdict === 'redrawn');
  const shapes = standing ? shapesOfDecision(context.db, standing.eventId, first) : [];
  if (shapes.length === 0)
    throw refusal('geometry_required', 'A redraw needs at least one outline ("geometry" or "geometries").');
  return shapes.map(({ polygon }) => drawnShape(polygon, context.newShapeId()));
}

type DecideTarget = { lesions: LesionId[]; verdict: DecideChange['verdict']; shapes: DrawnShape[] };

/** What will be said on lesions that are decided on together: the action's comment, else theirs where it keeps them. */
function commentOf(context: PlanContext, action: DecideAction, lesions: readonly LesionId[]): string | null {
  if (!action.keepComments || action.comment !== undefined) return action.comment ?? null;
  const said = lesions.flatMap((id) => ownStanding(context, id).flatMap(({ comment }) => comment ?? []));
  return said.length > 0 ? [...new Set(said)].join('\n') : null;
}

/** One change holds one comment, so lesions with different ones become several changes of the same event. */
function byComment(context: PlanContext, action: DecideAction, lesions: readonly LesionId[]): LesionId[][] {
  const groups = new Map<string | null, LesionId[]>();
  for (const id of lesions) {
    const comment = commentOf(context, action, [id]);
    const group = groups.get(comment);
    if (group) group.push(id);
    else groups.set(comment, [id]);
  }
  return [...groups.values()];
}

function decideChange(
  context: PlanContext,
  action: DecideAction,
  { lesions, verdict, shapes }: DecideTarget,
): DecideChange {
  return {
    type: 'decide',
    lesions,
    replaces: lesions.map((id) => ownStanding(context, id).map(({ eventId }): EventId => eventId)),
    verdict,
    reason: verdict === 'pending' ? null : (action.reason ?? keptReason(context, action, { lesions, verdict })),
    comment: commentOf(context, action, lesions),
    shapes,
  };
}

/** Only the outline changes when one is redrawn again: why it was drawn stands, unless a reason, or none, is said. */
function keptReason(
  context: PlanContext,
  { reason, keepComments }: DecideAction,
  { lesions, verdict }: Pick<DecideTarget, 'lesions' | 'verdict'>,
): string | null {
  const otherwise = verdict === 'added' ? DEFAULT_ADD_REASON : null;
  if (reason !== undefined || !keepComments || (verdict !== 'redrawn' && verdict !== 'added')) return otherwise;
  const said = lesions.flatMap((id) => ownStanding(context, id).filter((one) => one.verdict === verdict));
  return said.find((one) => one.reason !== null)?.reason ?? otherwise;
}

/** Whether only the comment differs from what each lesion's own standing decision says already. */
function saysOnly(
  context: PlanContext,
  { verdict, reason, comment, geometries }: DecideAction,
  lesions: readonly StoredLesion[],
): DecisionWords['saysOnly'] {
  if (comment === undefined || (geometries?.length ?? 0) > 0) return null;
  const isSame = lesions.every(({ id, origin }) => {
    const isAdded = origin === 'reviewer' && (verdict === 'accepted' || verdict === 'redrawn');
    const same = isAdded ? 'added' : verdict;
    const own = ownStanding(context, id);
    if (own.length === 0) return same === 'pending';
    return own.every((one) => one.verdict === same && one.reason === (reason ?? (isAdded ? DEFAULT_ADD_REASON : null)));
  });
  if (!isSame) return null;
  return comment === null ? 'no comment' : 'comment';
}

/** The reviewer's own standing marks, which a new mark replaces. */
export const ownMarks = ({ db, reviewer }: PlanContext, view: ViewId, mark: 'sweep' | 'done'): EventId[] =>
  standingMarks(db, view, mark)
    .filter((standing) => standing.reviewer === reviewer)
    .map(({ eventId }) => eventId);

import type { ExportOptions } from '#shared/contract/export';
import type { Finding } from '#shared/domain/finding';
import type { EventId, LesionId } from '#shared/domain/ids';
import type { ResolvedState } from '#shared/domain/resolve';
import { TRUTH_VERDICTS, type Verdict } from '#shared/domain/verdict';
import type { TruthCounts, TruthFeature, TruthView } from '#shared/formats/geojson/types';
import type { Polygon } from '#shared/geometry/types';
import { polygonProblem } from '#shared/geometry/validity';
import { allRows, type ReadableDb } from '#main/db/handle';
import { journalHeads } from '#main/repositories/events';
import { redrawGroup, shapesOfDecision } from '#main/repositories/drawn-shapes';
import { lesionStatesOfView, lesionsOfView, type LesionStateRow, type StoredLesion } from '#main/repositories/lesions';
import { isMarked, resolveLesion, standingMarks } from '#main/repositories/projection-state';
import { standingDecisions } from '#main/repositories/standing-decisions';
import type { StoredView } from '#main/repositories/views';
import { projectId } from '#main/repositories/meta';
import { APP_VERSION } from '../core/app-version';
import { isUnsettled } from '../review/conflicts';

type Judged = { readonly lesion: StoredLesion; readonly state: ResolvedState };
/** A view's truth, or why there is none to write. */
export type TruthOfView = { readonly truth: TruthView | null; readonly findings: Finding[] };

const UNDECIDED: ResolvedState = {
  verdict: 'pending',
  disputed: false,
  reason: null,
  comment: null,
  decidedBy: null,
  decidedAt: null,
  eventId: null,
};

const fromRow = (row: LesionStateRow | undefined): ResolvedState =>
  row
    ? {
        verdict: row.verdict,
        disputed: row.disputed === 1,
        reason: row.reason,
        comment: row.comment,
        decidedBy: row.decided_by,
        decidedAt: row.decided_at,
        eventId: row.event_id,
      }
    : UNDECIDED;

/** Every lesion that can have a verdict, with what holds for it: everyone's decisions, or one reviewer's only. */
function judged(db: ReadableDb, view: StoredView, reviewer: string | null): Judged[] {
  const states = lesionStatesOfView(db, view.uid);
  return lesionsOfView(db, view.uid)
    .filter(({ degenerate }) => !degenerate)
    .map((lesion) => ({
      lesion,
      state: reviewer === null ? fromRow(states.get(lesion.id)) : resolveLesion(db, lesion.id, reviewer),
    }))
    .filter(({ lesion, state }) => lesion.origin === 'model' || state.verdict !== 'pending');
}

function isComplete(db: ReadableDb, view: StoredView, all: readonly Judged[], reviewer: string | null): boolean {
  if (reviewer === null) return view.done === 1 && view.swept === 1 && view.pending === 0;
  const own = (mark: 'sweep' | 'done'): boolean =>
    isMarked(standingMarks(db, view.uid, mark).filter((standing) => standing.reviewer === reviewer));
  return own('done') && own('sweep') && all.every(({ state }) => state.verdict !== 'pending');
}

const isoTime = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

type FeatureParts = { id: string; polygon: Polygon; areaPx2: number; replaced: TruthFeature['replaced'] };

function featureOf({ lesion, state }: Judged, view: StoredView, parts: FeatureParts): TruthFeature {
  return {
    ...parts,
    origin: lesion.origin,
    verdict: state.verdict,
    reason: state.reason,
    comment: state.comment,
    decidedBy: state.decidedBy,
    decidedAt: isoTime(state.decidedAt),
    intensity: lesion.intensity,
    techName: view.algorithm_tech_name,
  };
}

/** A redraw gives one feature per shape, however many model lesions it replaces. */
function redrawnFeatures(db: ReadableDb, view: StoredView, event: EventId, members: readonly Judged[]): TruthFeature[] {
  const first = members[0]!;
  const replaced = {
    modelLesionIds: members.map(({ lesion }) => lesion.id),
    modelAreaPx2: members.reduce((sum, { lesion }) => sum + lesion.areaPx2, 0),
  };
  return shapesOfDecision(db, event, first.lesion.id).map(({ id, polygon, areaPx2 }) =>
    featureOf(first, view, { id, polygon, areaPx2, replaced }),
  );
}

function addedFeature(db: ReadableDb, view: StoredView, one: Judged): TruthFeature {
  const shape = one.state.eventId === null ? undefined : shapesOfDecision(db, one.state.eventId, one.lesion.id)[0];
  const { polygon, areaPx2 } = shape ?? one.lesion;
  return featureOf(one, view, { id: one.lesion.id, polygon, areaPx2, replaced: null });
}

const asDelivered = (one: Judged, view: StoredView): TruthFeature =>
  featureOf(one, view, { id: one.lesion.id, polygon: one.lesion.polygon, areaPx2: one.lesion.areaPx2, replaced: null });

/** Features in the order of the lesions: truth first by where its first lesion stands, then what `include` asks for. */
function featuresOf(
  db: ReadableDb,
  view: StoredView,
  all: readonly Judged[],
  include: readonly string[],
): TruthFeature[] {
  // One event may redraw many lesions, each by itself: only those that share an outline are one.
  const groups = new Map<string, Judged[]>();
  const keyOf = (event: EventId, lesion: LesionId): string => `${event} ${redrawGroup(db, event, lesion)[0] ?? lesion}`;
  for (const one of all) {
    const { verdict, eventId } = one.state;
    if (verdict !== 'redrawn' || eventId === null) continue;
    const key = keyOf(eventId, one.lesion.id);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return all.flatMap((one): TruthFeature[] => {
    const { verdict, eventId } = one.state;
    if (verdict === 'accepted') return [asDelivered(one, view)];
    if (verdict === 'added') return [addedFeature(db, view, one)];
    if (verdict !== 'redrawn' || eventId === null) return include.includes(verdict) ? [asDelivered(one, view)] : [];
    const group = groups.get(keyOf(eventId, one.lesion.id))!;
    return group[0] === one ? redrawnFeatures(db, view, eventId, group) : [];
  });
}

function countsOf(all: readonly Judged[], features: number): TruthCounts {
  const model = (verdict: Verdict): number =>
    all.filter(({ lesion, state }) => lesion.origin === 'model' && state.verdict === verdict).length;
  const any = (verdict: Verdict): number => all.filter(({ state }) => state.verdict === verdict).length;
  return {
    accepted: model('accepted'),
    rejected: model('rejected'),
    redrawn: model('redrawn'),
    added: any('added'),
    unsure: any('unsure'),
    pending: any('pending'),
    features,
  };
}

function reviewersOf(db: ReadableDb, view: StoredView, all: readonly Judged[], reviewer: string | null): string[] {
  const names = new Set<string>();
  for (const { lesion } of all)
    for (const { reviewer: name, verdict } of standingDecisions(db, lesion.id))
      if (verdict !== 'pending') names.add(name);
  for (const mark of ['sweep', 'done'] as const)
    for (const { reviewer: name } of standingMarks(db, view.uid, mark)) names.add(name);
  return [...names].filter((name) => reviewer === null || name === reviewer).sort();
}

type TechNames = { readonly ofLesion: ReadonlyMap<LesionId, string | null>; readonly ofView: string | null };

/** The names of the masks that lesions lie in; the view's own where all of its masks agree. */
function techNames(db: ReadableDb, view: StoredView): TechNames {
  const rows = allRows<{ uid: LesionId; tech_name: string | null }>(
    db,
    'SELECT l.uid, m.tech_name FROM lesion AS l JOIN mask AS m ON m.id = l.mask_id JOIN view AS v ON v.id = l.view_id WHERE v.uid = ?',
    [view.uid],
  );
  const masks = allRows<{ tech_name: string | null }>(
    db,
    'SELECT DISTINCT m.tech_name FROM mask AS m JOIN view AS v ON v.id = m.view_id WHERE v.uid = ?',
    [view.uid],
  );
  return {
    ofLesion: new Map(rows.map(({ uid, tech_name }) => [uid, tech_name])),
    ofView: masks.length === 1 ? (masks[0]?.tech_name ?? null) : null,
  };
}

/** A drawn shape has the name of the lesion that it replaces; an added one lies in no mask and takes the view's. */
function namedFeature(feature: TruthFeature, { ofLesion, ofView }: TechNames): TruthFeature {
  const lesion = (feature.replaced?.modelLesionIds[0] ?? feature.id) as LesionId;
  const own = ofLesion.has(lesion) ? (ofLesion.get(lesion) ?? null) : ofView;
  return { ...feature, techName: own ?? feature.techName };
}

const leftOut = (view: StoredView, severity: Finding['severity'], code: string, message: string): TruthOfView => ({
  truth: null,
  findings: [
    {
      severity,
      code,
      file: '',
      place: view.uid,
      message: `${view.capture_name}, ${view.name}, ${view.revisionLabel}: ${message}`,
    },
  ],
});

/** Every truth lesion that is not a simple polygon, as an error finding with the fix. */
function shapeFindings(features: readonly TruthFeature[]): Finding[] {
  return features.flatMap((feature): Finding[] => {
    if (!TRUTH_VERDICTS.has(feature.verdict)) return [];
    const problem = polygonProblem(feature.polygon);
    if (!problem) return [];
    const message = `The outline of truth lesion ${feature.id} is not a simple polygon, so its view was not written. ${problem.message} Redraw the lesion, or reject it.`;
    return [{ severity: 'error', code: 'not_simple', file: '', place: feature.id, message }];
  });
}

/** Truth of several contents of one result id cannot all hold; both are written as long as nobody has settled it. */
function conflictFindings(db: ReadableDb, view: StoredView): Finding[] {
  if (view.element_id === null || view.contents < 2 || !isUnsettled(db, view.element_id)) return [];
  const message = `Result id ${view.element_id} came with ${view.contents} different contents, and more than one is live; this view is of ${view.result_key}. Settle which one holds in the report, or with "settle".`;
  return [{ severity: 'warning', code: 'conflict_unsettled', file: '', place: view.uid, message }];
}

/**
 * What an export of one view holds (DESIGN §11). A view that is left out gives a finding: superseded (info), open,
 * disputed (warnings), a truth lesion that is not simple (error).
 */
export function truthOfView(
  db: ReadableDb,
  view: StoredView,
  options: Pick<ExportOptions, 'state' | 'include' | 'reviewer' | 'superseded'>,
): TruthOfView {
  const { reviewer, include } = options;
  if (view.state === 'superseded' && !options.superseded)
    return leftOut(
      view,
      'info',
      'view_superseded',
      view.set_aside === 1
        ? 'set aside: another content of the same result id was chosen to hold; not exported.'
        : 'superseded by a newer run of the same revision; not exported.',
    );
  const all = judged(db, view, reviewer);
  const disputed = all.filter(({ state }) => state.disputed);
  if (disputed.length > 0)
    return leftOut(
      view,
      'warning',
      'view_disputed',
      `${disputed.length} lesions are disputed (first: ${disputed[0]!.lesion.id}); settle them, or export one reviewer's decisions (--reviewer NAME).`,
    );
  const complete = isComplete(db, view, all, reviewer);
  if (!complete && options.state === 'complete')
    return leftOut(
      view,
      'warning',
      'view_not_done',
      `not done${reviewer === null ? '' : ` by ${reviewer}`} yet, so it is not exported. Finish it, or export partial views too.`,
    );
  const names = techNames(db, view);
  const features = featuresOf(db, view, all, include).map((feature) => namedFeature(feature, names));
  const problems = shapeFindings(features);
  if (problems.length > 0) return { truth: null, findings: problems };
  const truth = { ...headerOf(db, view), state: complete ? ('complete' as const) : ('partial' as const) };
  return {
    truth: {
      ...truth,
      reviewers: reviewersOf(db, view, all, reviewer),
      counts: countsOf(all, features.length),
      ignore: complete
        ? all
            .filter(({ state }) => state.verdict === 'unsure')
            .map(({ lesion }) => ({ id: lesion.id, polygon: lesion.polygon }))
        : [],
      features,
    },
    findings: conflictFindings(db, view),
  };
}

function headerOf(
  db: ReadableDb,
  view: StoredView,
): Omit<TruthView, 'state' | 'reviewers' | 'counts' | 'ignore' | 'features'> {
  const hasPhoto =
    view.photoName !== null && view.photo_sha256 !== null && view.photo_width !== null && view.photo_height !== null;
  return {
    appVersion: APP_VERSION,
    projectId: projectId(db),
    subject: view.subject,
    capture: view.capture_name,
    side: view.name,
    image: hasPhoto
      ? { fileName: view.photoName!, sha256: view.photo_sha256!, width: view.photo_width!, height: view.photo_height! }
      : null,
    result: { id: view.element_id, imageId: view.image_id, creationTime: view.creation_time, isOk: view.is_ok === 1 },
    revision: {
      family: view.family,
      algorithmTechName: view.algorithm_tech_name,
      revision: view.revision,
      algorithmVersionId: view.algorithmVersionId,
    },
    frame: view.frame && { ...view.frame, vertices: view.vertices as 'unstated' | 'corners' | 'centres' },
    journalHead: journalHeads(db).map(({ deviceId, seq, hash }) => ({ device: deviceId, seq, hash })),
  };
}

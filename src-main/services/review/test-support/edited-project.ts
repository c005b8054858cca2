import { expect } from 'vitest';
import type { Action, Lesion } from '#shared/contract/review';
import type { EventId, LesionId } from '#shared/domain/ids';
import { MaculeError } from '#shared/domain/error';
import { polygonBounds } from '#shared/geometry/bounds';
import { smallProject, VIEW } from '#main/test-support/small-project';
import type { GeometryEngine } from '../../geometry/engine';
import { invalidity } from '../../geometry/fixtures/reference-validity';
import { appendAction, type Appended, type Reviewing } from '../append-action';
import { viewDetail } from '../present';
import { redo, redoEntry, undo, undoEntry } from '../undo';
import { actionOf } from './edit-action';
import { FRAME, type Act, type Edit } from './edits';
import { areaOf, toPolygon } from './worked-out';

type Name = Edit['by'];
/** Per lesion, all that is seen of it. */
type Picture = Readonly<Record<string, string>>;
/** What came of an edit: applied, nothing to do, or the code of the refusal. */
export type Outcome = 'applied' | 'nothing' | string;

/** Refused in words is an answer, too; anything else is not. Of these, `geometry_failed` is counted. */
const REFUSED = new Set(['nothing_to_undo', 'nothing_to_redo', 'undo_refused', 'geometry_failed']);
/** Decide for a group as another reviewer sees it; a reason for an outline that this reviewer never drew. */
const REFUSED_DECISIONS = new Set(['group_incomplete', 'geometry_required']);

const codeOf = (error: unknown): string | null => {
  if (!(error instanceof MaculeError)) return null;
  const { refusal } = error.details;
  if (REFUSED.has(error.code)) return error.code;
  return typeof refusal === 'string' && REFUSED_DECISIONS.has(refusal) ? refusal : null;
};

/**
 * A project that two reviewers edit on one device. What is seen depends on nothing but the actions in force: whenever the
 * same ones are, by whatever undos and redos, every lesion, word and vertex must be the same.
 */
export class EditedProject {
  readonly engine: GeometryEngine;
  readonly #reviewers: Readonly<Record<Name, Reviewing>>;
  #inForce = new Set<EventId>();
  #seen = new Map<string, Picture>();
  #shapes = new Map<string, string>();
  #lesions: readonly Lesion[] = [];

  constructor(engine: GeometryEngine) {
    this.engine = engine;
    const Ana = smallProject();
    this.#reviewers = { Ana, Ben: { ...Ana, reviewer: 'Ben' } };
  }

  get db(): Reviewing['db'] {
    return this.#reviewers.Ana.db;
  }

  /** Everything that happens in it is taken back: each sequence starts from the same project, whatever ran before. */
  sequence(run: () => void): void {
    this.db.exec('BEGIN IMMEDIATE');
    this.#inForce = new Set();
    this.#seen = new Map();
    this.#shapes = new Map();
    try {
      this.look();
      run();
    } finally {
      this.db.exec('ROLLBACK');
    }
  }

  apply(edit: Edit): Outcome {
    try {
      return edit.kind === 'history' ? this.#travel(edit) : this.#act(edit);
    } catch (error) {
      const code = codeOf(error);
      if (code === null) throw error;
      this.look(); // a refusal changes nothing
      return code;
    }
  }

  #act(edit: Act): Outcome {
    const before = this.#lesions;
    const action = actionOf({ engine: this.engine, lesions: before }, edit);
    if (!action) return 'nothing';
    const appended = appendAction(this.#reviewers[edit.by], action);
    this.#inForce.add(appended.eventId);
    const after = this.look();
    assertOthersStand(before, after, appended);
    assertWordsKept(before, after, action, edit.by);
    return 'applied';
  }

  #travel({ by, undos, redoBy, redos }: Extract<Edit, { kind: 'history' }>): Outcome {
    const back = Array.from({ length: undos }, () => ['undo', by] as const);
    const forth = Array.from({ length: redos }, () => ['redo', redoBy] as const);
    const done = [...back, ...forth].filter(([kind, name]) => this.#hasStep(kind, name) && this.#step(kind, name));
    return done.length > 0 ? 'applied' : 'nothing';
  }

  #hasStep(kind: 'undo' | 'redo', name: Name): boolean {
    return this.#entries(kind === 'undo' ? undoEntry : redoEntry).some((entry) => entry.name === name);
  }

  #step(kind: 'undo' | 'redo', name: Name): Outcome {
    const reviewing = this.#reviewers[name];
    const entryOf = kind === 'undo' ? undoEntry : redoEntry;
    const entry = entryOf(this.db, reviewing.author.deviceId, name);
    (kind === 'undo' ? undo : redo)(reviewing);
    if (kind === 'undo') this.#inForce.delete(entry!.eventId);
    else this.#inForce.add(entry!.eventId);
    this.look();
    return 'applied';
  }

  /** Takes back all actions of both, newest first. Answers who made them, in the order in which they were taken back. */
  undoAll(): Name[] {
    const undone: Name[] = [];
    for (;;) {
      const [newest] = this.#entries(undoEntry).sort((a, b) => (a.eventId < b.eventId ? 1 : -1));
      if (!newest) return undone;
      this.#step('undo', newest.name);
      undone.push(newest.name);
    }
  }

  redoAll(undone: readonly Name[]): void {
    for (const name of undone.toReversed()) this.#step('redo', name);
  }

  #entries(of: typeof undoEntry): { name: Name; eventId: EventId }[] {
    return (['Ana', 'Ben'] as const).flatMap((name) => {
      const entry = of(this.db, this.#reviewers[name].author.deviceId, name);
      return entry ? [{ name, eventId: entry.eventId }] : [];
    });
  }

  /** The lesions as they are; sound, and as they were when the same actions were in force. */
  look(): readonly Lesion[] {
    const lesions = viewDetail(this.db, VIEW).lesions.filter(({ degenerate }) => !degenerate);
    this.#lesions = lesions;
    for (const { state } of lesions) for (const shape of state.shapes) this.#assertSound(shape);
    const key = [...this.#inForce].sort().join(' ');
    const now = pictureOf(lesions);
    const then = this.#seen.get(key);
    if (then) expect(now).toEqual(then);
    else this.#seen.set(key, now);
    return lesions;
  }

  /** As at the last look. */
  picture(): Picture {
    return pictureOf(this.#lesions);
  }

  /** Every outline that anyone drew is a valid polygon inside the frame, and is never changed afterwards. */
  #assertSound({ id, rings, areaPx2 }: Lesion['state']['shapes'][number]): void {
    const text = JSON.stringify(rings);
    const before = this.#shapes.get(id);
    if (before !== undefined) return expect(text).toBe(before);
    this.#shapes.set(id, text);
    const polygon = toPolygon(rings);
    expect(invalidity([polygon])).toBeNull();
    expect(areaOf(polygon)).toBeGreaterThan(0);
    expect(areaOf(polygon)).toBeCloseTo(areaPx2, 6);
    const { minX, minY, maxX, maxY } = polygonBounds(polygon);
    expect(Math.min(minX, minY)).toBeGreaterThanOrEqual(0);
    expect(Math.max(maxX, maxY)).toBeLessThanOrEqual(FRAME);
  }
}

const pictureOf = (lesions: readonly Lesion[]): Picture =>
  Object.fromEntries(lesions.map(({ id, rings, state }) => [id, JSON.stringify([rings, state])]));

/** An action changes the lesions that it is about, and no other. */
function assertOthersStand(before: readonly Lesion[], after: readonly Lesion[], { touched }: Appended): void {
  const apart = (lesions: readonly Lesion[]): Picture =>
    pictureOf(lesions.filter(({ id }) => !touched.lesions.has(id)));
  expect(apart(after)).toEqual(apart(before));
}

const ownOf = (lesions: readonly Lesion[], id: LesionId, by: Name) =>
  lesions.find((lesion) => lesion.id === id)?.state.decisions.find(({ reviewer }) => reviewer === by);

/** What a reviewer had said on a lesion stands after a redraw that says nothing: the words of all, the reason of one. */
function assertWordsKept(before: readonly Lesion[], after: readonly Lesion[], action: Action, by: Name): void {
  if (action.type !== 'redrawEach' && !(action.type === 'decide' && action.verdict === 'redrawn')) return;
  if (!action.keepComments || action.comment !== undefined) return;
  for (const { lesions } of action.type === 'decide' ? [action] : action.redrawn) {
    // One reason for many is left out where it is null; said of one lesion, null takes the reason back.
    const isSaid = action.type === 'decide' ? action.reason !== undefined : (action.reason ?? null) !== null;
    const now = lesions.flatMap((id) => ownOf(after, id, by) ?? []);
    const said = lesions.flatMap((id) => ownOf(before, id, by)?.comment ?? []);
    for (const comment of said) expect(now.some((one) => one.comment?.includes(comment))).toBe(true);
    const own = lesions.length === 1 ? ownOf(before, lesions[0]!, by) : undefined;
    if (isSaid || !own?.reason || (own.verdict !== 'redrawn' && own.verdict !== 'added')) continue;
    expect(now[0]?.reason).toBe(own.reason);
  }
}

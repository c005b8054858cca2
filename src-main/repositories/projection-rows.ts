import type { EventId, LesionId, ViewId } from '#shared/domain/ids';
import type { ResolvedState } from '#shared/domain/resolve';
import { run, type WritableDb } from '#main/db/handle';

/** Rows that differ in one id only, kept together: they are inserted by one statement, however many they are. */
class Groups<Common, Id> {
  private readonly groups = new Map<string, { readonly common: Common; readonly ids: Id[] }>();

  add(common: Common, id: Id): void {
    const key = JSON.stringify(common);
    const group = this.groups.get(key);
    if (group) group.ids.push(id);
    else this.groups.set(key, { common, ids: [id] });
  }
  [Symbol.iterator](): Iterator<{ readonly common: Common; readonly ids: Id[] }> {
    return this.groups.values();
  }
}

/** What one event decides on several lesions alike. */
export type Decided = {
  readonly view: ViewId;
  readonly verdict: string;
  readonly reason: string | null;
  readonly comment: string | null;
};
/** What the rows of one event have in common. */
type Common = {
  readonly id: EventId;
  readonly reviewer: string;
  readonly at: number;
  readonly photoSha256: string | null;
};

const DECISIONS = `INSERT INTO lesion_decision (event_id, lesion_uid, view_uid, reviewer, verdict, reason, comment, at, active, photo_sha256)
  SELECT :id, value, :view, :reviewer, :verdict, :reason, :comment, :at, 1, :photoSha256 FROM json_each(:lesions)`;
const LINKS = `INSERT INTO shape_link (event_id, shape_id, lesion_uid)
  SELECT :event, value ->> 0, value ->> 1 FROM json_each(:links)`;
const REPLACEMENTS = `INSERT INTO replacement (event_id, target, replaced_event_id)
  SELECT :event, value ->> 0, value ->> 1 FROM json_each(:replaced)`;

/** The rows that one event makes per lesion, gathered while its changes are gone through. Only ids go through JSON. */
export class LesionRows {
  private readonly decisions = new Groups<Decided, LesionId>();
  private readonly links: [shape: string, lesion: LesionId][] = [];
  private readonly replaced: [target: LesionId, event: EventId][] = [];

  decide(lesion: LesionId, decided: Decided): void {
    this.decisions.add(decided, lesion);
  }
  link(shape: string, lesion: LesionId): void {
    this.links.push([shape, lesion]);
  }
  replace(lesion: LesionId, event: EventId): void {
    this.replaced.push([lesion, event]);
  }
  /** Ids in order: neighbours in the tables' trees. The caller owns the transaction. */
  insert(db: WritableDb, { id, reviewer, at, photoSha256 }: Common): void {
    for (const { common, ids } of this.decisions) {
      const { view, verdict, reason, comment } = common;
      const lesions = JSON.stringify(ids.sort());
      run(db, DECISIONS, { id, reviewer, at, photoSha256, view, verdict, reason, comment, lesions });
    }
    if (this.links.length > 0) run(db, LINKS, { event: id, links: JSON.stringify(this.links) });
    if (this.replaced.length > 0) run(db, REPLACEMENTS, { event: id, replaced: JSON.stringify(this.replaced) });
  }
}

/** What holds for several lesions alike. */
export type HeldState = ResolvedState & { readonly view: ViewId };

const STATES = `INSERT INTO lesion_state (lesion_uid, view_uid, verdict, disputed, reason, comment, decided_by, decided_at, event_id)
  SELECT value, :view, :verdict, :disputed, :reason, :comment, :decidedBy, :decidedAt, :eventId FROM json_each(:lesions)`;

/** Inserts lesion_state rows; no lesion may be named twice. The caller owns the transaction. */
export function insertStates(db: WritableDb, states: Iterable<readonly [LesionId, HeldState]>): void {
  const groups = new Groups<HeldState, LesionId>();
  for (const [lesion, state] of states) groups.add(state, lesion);
  for (const { common, ids } of groups) {
    const { view, verdict, disputed, reason, comment, decidedBy, decidedAt, eventId } = common;
    const held = { view, verdict, disputed: disputed ? 1 : 0, reason, comment, decidedBy, decidedAt, eventId };
    run(db, STATES, { ...held, lesions: JSON.stringify(ids.sort()) });
  }
}

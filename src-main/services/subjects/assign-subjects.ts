import type { CaptureKeys } from '#shared/domain/capture-keys';
import type { Finding } from '#shared/domain/finding';
import type { WritableDb } from '#main/db/handle';
import { joinedTables, type StoredTable } from '#main/repositories/joined-tables';
import { metaValue, replaceMetaValue } from '#main/repositories/meta';
import {
  captureSubjects,
  hasSubjects,
  newestResult,
  removeUnusedSubjects,
  setCaptureSubject,
  setCaptureValues,
  subjectRule,
  type CaptureSubject,
} from '#main/repositories/subjects';
import { createClaimFindings, meetingFindings } from './assignment-findings';
import {
  readCaptures,
  readJoinedTable,
  STEP,
  subjectKeys,
  subjectOf,
  type Claim,
  type Claims,
  type TableMeeting,
} from './claims';

export type Assignment = { readonly meetings: readonly TableMeeting[]; readonly findings: readonly Finding[] };
type Options = { readonly isImport: boolean };

/** Up to which result subjects were last assigned; absent or other: an assignment is due, or was cut off. */
const ASSIGNED_UP_TO = 'subjects_assigned_up_to';
const NOTHING: Assignment = { meetings: [], findings: [] };

/** Call in the transaction that changes a table or the rule: an assignment that is cut off is made up for at the next start. */
export const needAssignment = (db: WritableDb): void => replaceMetaValue(db, ASSIGNED_UP_TO, '');
export const isAssignmentDue = (db: WritableDb): boolean =>
  metaValue(db, ASSIGNED_UP_TO) !== null && metaValue(db, ASSIGNED_UP_TO) !== String(newestResult(db));

/**
 * Gives every capture the subject and the values that tables and the folder rule say, and takes away what they no longer
 * say. A table outranks the rule; where two differ, nothing is guessed. Doing it again changes nothing. It stops after
 * short transactions, so that decisions go between them.
 */
export function* assignSubjects(db: WritableDb, options: Options): Generator<void, Assignment> {
  const tables = joinedTables(db);
  const rule = subjectRule(db);
  if (tables.length === 0 && rule.kind === 'none' && !hasSubjects(db)) return NOTHING;
  const upTo = newestResult(db);
  const { claims, keys } = yield* readCaptures(db, rule);
  const meetings = yield* meetTables(db, tables, { claims, keys });
  const { said, unnamed } = yield* writeClaims(db, claims);
  const last = meetings.at(-1);
  db.transaction(() => replaceMetaValue(db, ASSIGNED_UP_TO, String(upTo))).immediate();
  const met = meetings.flatMap((one) => meetingFindings(one, one === last ? unnamed : [], options.isImport));
  return { meetings, findings: [...met, ...said] };
}

/** Tables that name captures by their subject come last: the others tell the subjects. */
function* meetTables(
  db: WritableDb,
  tables: readonly StoredTable[],
  { claims, keys }: { claims: Claims; keys: CaptureKeys },
): Generator<void, TableMeeting[]> {
  const meetings: TableMeeting[] = [];
  const isBySubject = ({ mapping }: StoredTable): boolean => mapping.key === 'subject';
  for (const table of tables.filter((one) => !isBySubject(one)))
    meetings.push(yield* readJoinedTable(db, table, { claims, keys }));
  const bySubject = tables.filter(isBySubject);
  if (bySubject.length === 0) return meetings;
  const known = subjectKeys(claims);
  for (const table of bySubject) meetings.push(yield* readJoinedTable(db, table, { claims, keys: known }));
  return meetings;
}

/** The values that are said in one way only. */
function plainValues({ values }: Claim): Map<string, string> {
  const plain = [...values].filter(([, said]) => said.size === 1);
  return new Map(plain.map(([name, said]) => [name, [...said.keys()][0]!]));
}

const isSame = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([name, value]) => b.get(name) === value);

function writeClaim(db: WritableDb, stored: CaptureSubject, claim: Claim): void {
  const subject = subjectOf(claim);
  if (stored.subject !== (subject?.code ?? null)) setCaptureSubject(db, stored.id, subject);
  const values = plainValues(claim);
  if (!isSame(stored.values, values)) setCaptureValues(db, stored.id, values);
}

/** Captures that are written in one transaction. */
const WRITTEN = 50;

function* writeClaims(db: WritableDb, claims: Claims): Generator<void, { said: Finding[]; unnamed: string[] }> {
  const findings = createClaimFindings();
  for (let page = captureSubjects(db, 0, STEP); page.length > 0; page = captureSubjects(db, page.at(-1)!.id, STEP)) {
    for (let from = 0; from < page.length; from += WRITTEN) {
      db.transaction(() => {
        for (const stored of page.slice(from, from + WRITTEN)) {
          const claim = claims.get(stored.id);
          if (!claim) continue; // came in meanwhile: the import that brings it assigns it
          writeClaim(db, stored, claim);
          findings.look(stored.name, claim);
        }
      }).immediate();
      yield;
    }
  }
  db.transaction(() => removeUnusedSubjects(db)).immediate();
  return { said: findings.all(), unnamed: findings.unnamed };
}

/** Assigns with a turn of the event loop between short steps. */
export async function assignInTurns(
  db: WritableDb,
  turn: () => Promise<unknown>,
  options: Options = { isImport: false },
): Promise<Assignment> {
  const steps = assignSubjects(db, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await turn();
  }
}

/** After an import: captures that came in are joined as the others were. Answers what there is to say about it. */
export async function joinNewCaptures(db: WritableDb, turn: () => Promise<unknown>): Promise<readonly Finding[]> {
  return (await assignInTurns(db, turn, { isImport: true })).findings;
}

/** When a project is opened whose last assignment was cut off by a crash, makes up for it. */
export function finishAssignment(db: WritableDb): void {
  if (!isAssignmentDue(db)) return;
  const steps = assignSubjects(db, { isImport: true });
  while (!steps.next().done);
}

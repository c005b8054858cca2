import type { Finding } from '#shared/domain/finding';
import { deliveredOf, Tally, type Delivered, type TallyCount } from '#shared/domain/tally';
import type { WritableDb } from '#main/db/handle';
import { insertFindings } from '#main/repositories/findings';
import type { SeenOutcome } from '#main/repositories/seen-files';
import { addTally } from '#main/repositories/tally';
import type { FileFate } from './file-fate';
import { remember, type Known } from './seen';
import type { WalkedFile } from './walk';

/** Where a run keeps what became of its files. */
export type Keeping = { readonly db: WritableDb; readonly runId: number };

export type Ended = {
  readonly findings: readonly Finding[];
  readonly fate: FileFate;
  /** Parts that share the file's fate, and parts with a fate of their own. */
  readonly delivered?: Delivered;
  readonly parts?: readonly TallyCount[];
  /** Null: nothing to remember of the file. */
  readonly outcome: SeenOutcome | null;
};

/** Keeps what became of a file that gave no result. The caller owns the transaction, so that no half of it stays. */
export function endFile(run: Keeping, file: WalkedFile, ended: Ended): void {
  const { findings, fate, delivered = {}, parts = [], outcome } = ended;
  const tally = new Tally();
  tally.add('file', fate.fate, fate.reason);
  tally.addDelivered(delivered, fate.fate, fate.reason);
  tally.addAll(parts);
  insertFindings(run.db, { run: run.runId, sourceFile: null }, findings);
  addTally(run.db, run.runId, tally.rows());
  if (outcome) rememberAs(run, file, outcome, { ...delivered, ...deliveredOf(parts) });
}

export const rememberAs = (
  { db, runId }: Keeping,
  file: WalkedFile,
  outcome: SeenOutcome,
  delivered: Delivered,
): void => remember(db, file, { runId, now: Date.now(), outcome, delivered });

export const inOneTransaction = <T>({ db }: Keeping, work: () => T): T => db.transaction(work).immediate();

export const skipKnown = (
  run: Keeping,
  file: WalkedFile,
  { finding, delivered }: Known,
  outcome: SeenOutcome | null,
): void =>
  endFile(run, file, { findings: [finding], fate: { fate: 'skipped', reason: finding.code }, delivered, outcome });

type Found = (severity: Finding['severity'], code: string, message: string) => Finding;
/** Makes findings about a file as a whole. */
export const findingOf =
  ({ relativePath: file }: WalkedFile): Found =>
  (severity, code, message) => ({ severity, code, file, place: '', message });

import type { Finding, Severity } from '#shared/domain/finding';
import type { VerifyReport } from '#shared/contract/projects';
import { MaculeError } from '#shared/domain/error';
import type { ReadableDb } from '#main/db/handle';
import { countEvents } from '#main/repositories/events';
import { checkChain } from './check-chain';
import { checkProjections } from './check-projections';
import { checkQueue } from './check-queue';
import { checkReasons } from './check-reasons';
import { checkSources } from './check-sources';
import { checkStructure, RESTORE } from './check-structure';

/** Told between rows; throws to stop. */
export type VerifyProgress = (phase: string, done: number, total: number | null) => void;
export type Report = (severity: Severity, code: string, place: string, message: string) => void;

/** A damaged page stops one check, not the others, and is a finding. Being cancelled stops all. */
function guarded<Value>(report: Report, part: string, check: () => Value): Value | null {
  try {
    return check();
  } catch (error) {
    if (error instanceof MaculeError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    report('error', 'damaged_file', part, `This part of the file cannot be read: ${why}. ${RESTORE}`);
    return null;
  }
}

/**
 * Checks a project: SQLite's own structure, the journal's triggers and chain, the projections against a rebuild, the
 * stored sources against their hashes and a fresh decoding. Writes nothing to the file.
 */
export function verifyProject(db: ReadableDb, progress: VerifyProgress = () => undefined): VerifyReport {
  const findings: Finding[] = [];
  const report: Report = (severity, code, place, message) =>
    findings.push({ severity, code, file: '', place, message });
  const events = guarded(report, 'journal', () => countEvents(db)) ?? 0;
  guarded(report, 'structure', () => checkStructure(db, report));
  guarded(report, 'reasons', () => checkReasons(db, report));
  const isReadable = guarded(report, 'journal', () =>
    checkChain(db, report, (done) => progress('Checking the journal', done, events)),
  );
  if (isReadable)
    guarded(report, 'projections', () =>
      checkProjections(db, report, (done) => progress('Rebuilding the projections', done, events)),
    );
  guarded(report, 'queue', () => checkQueue(db, report));
  guarded(report, 'sources', () =>
    checkSources(db, report, (done, total) => progress('Checking the sources', done, total)),
  );
  return { ok: !findings.some(({ severity }) => severity === 'error'), events, findings };
}

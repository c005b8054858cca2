import { SCHEME_FINDING_CODES, type SchemeFindingCode } from './finding-codes';
import type { SchemeFinding } from './types';

/** Takes one finding; its severity follows from the code. */
export type Report = (code: SchemeFindingCode, place: string, message: string) => void;

/** What to do about a part that the service, or what saved its answer, left broken. */
export const ASK_AGAIN = 'Ask the service for the result again.';

/** A list of findings and the function that adds to it. */
export function collectFindings(): { findings: SchemeFinding[]; report: Report } {
  const findings: SchemeFinding[] = [];
  const report: Report = (code, place, message) => {
    findings.push({ severity: SCHEME_FINDING_CODES[code].severity, code, place, message });
  };
  return { findings, report };
}

/** The JSON path of a member: `.name`, or `["odd name"]`. Long keys are shortened. */
export function memberPath(path: string, key: string): string {
  if (/^[A-Za-z_$][\w$]{0,79}$/.test(key)) return `${path}.${key}`;
  return `${path}[${JSON.stringify(shorten(key, 80))}]`;
}

/** The text for a message: one line, at most `length` characters. */
export function shorten(text: string, length = 200): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1).replace(/\p{Surrogate}/gu, '')}…` : line;
}

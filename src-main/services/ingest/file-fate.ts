import type { Finding } from '#shared/domain/finding';
import type { Fate, TallyFate } from '#shared/domain/tally';
import { SCHEME_FINDING_FATES } from '#shared/formats/haut-scheme/finding-fates';

/** What import's own codes say became of a file; those of its text are the scheme's. */
export const FILE_FATES = {
  unreadable: 'refused',
  already_imported: 'skipped',
  duplicate_file: 'skipped',
  duplicate_result: 'skipped',
  result_conflict: 'imported',
  not_used: 'skipped',
  photo_added: 'imported',
  photo_known: 'skipped',
  photo_changed: 'repaired',
  photo_too_large: 'refused',
  photo_broken: 'refused',
  photo_format_unknown: 'refused',
  mask_picture: 'skipped',
} as const satisfies Readonly<Record<string, TallyFate>>;

export type FileFate = { readonly fate: TallyFate; readonly reason: string };

function fateOf({ severity, code }: Finding): Fate {
  const scheme: Readonly<Record<string, Fate>> = SCHEME_FINDING_FATES;
  const file: Readonly<Record<string, TallyFate>> = FILE_FATES;
  // A code that is not listed keeps a file out when it is an error, and is a remark when it is not.
  return scheme[code] ?? { unit: 'file', fate: file[code] ?? (severity === 'error' ? 'refused' : 'imported') };
}

/** What became of a file that gave something new: repaired when a finding about the file as a whole says so. */
export function fateOfGiving(findings: readonly Finding[]): FileFate {
  const mended = findings.find((finding) => fateOf(finding).unit === 'file' && fateOf(finding).fate === 'repaired');
  return mended ? { fate: 'repaired', reason: mended.code } : { fate: 'imported', reason: '' };
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

/**
 * What became of a file that gave nothing: the gravest finding that says so, else the gravest. What is a repair in a
 * file that gives something leaves nothing of one that does not.
 */
export function fateOfBarren(findings: readonly Finding[]): FileFate {
  const told = [...findings]
    .sort((a, b) => RANK[a.severity] - RANK[b.severity])
    .map((finding) => ({ fate: fateOf(finding).fate, reason: finding.code }));
  const isOut = ({ fate }: FileFate): boolean => fate === 'refused' || fate === 'skipped';
  const first = told.find(isOut) ?? told[0];
  if (!first) return { fate: 'imported', reason: '' };
  return first.fate === 'repaired' ? { ...first, fate: 'refused' } : first;
}

/** `isTaken`: the registered photo has this file's bytes now. */
export function fateOfPhoto(finding: Finding, isTaken: boolean): FileFate {
  const { fate } = fateOf(finding);
  return { fate: isTaken || fate === 'refused' ? fate : 'skipped', reason: finding.code };
}

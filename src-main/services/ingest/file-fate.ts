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

const RANK = { error: 0, warning: 1, info: 2 } as const;
type Told = FileFate & { readonly rank: number };

/** Follows the findings of a file, as they come, for what they say became of it. */
export class FileFates {
  private mended: string | null = null;
  private gravest: Told | null = null;
  private gravestOut: Told | null = null;

  note(findings: readonly Finding[]): void {
    for (const finding of findings) {
      const { unit, fate } = fateOf(finding);
      if (unit === 'file' && fate === 'repaired') this.mended ??= finding.code;
      const told = { fate, reason: finding.code, rank: RANK[finding.severity] };
      if (!this.gravest || told.rank < this.gravest.rank) this.gravest = told;
      const isOut = fate === 'refused' || fate === 'skipped';
      if (isOut && (!this.gravestOut || told.rank < this.gravestOut.rank)) this.gravestOut = told;
    }
  }

  /** Of a file that gave something new: repaired when a finding about the file as a whole says so. */
  giving(): FileFate {
    return this.mended === null ? { fate: 'imported', reason: '' } : { fate: 'repaired', reason: this.mended };
  }

  /**
   * Of a file that gave nothing: what the gravest finding that says so says, else the gravest. What is a repair in a
   * file that gives something leaves nothing of one that does not.
   */
  barren(): FileFate {
    const told = this.gravestOut ?? this.gravest;
    if (!told) return { fate: 'imported', reason: '' };
    return { fate: told.fate === 'repaired' ? 'refused' : told.fate, reason: told.reason };
  }
}

/** What became of a file that gave nothing, and of which this is all that was found. */
export function fateOfBarren(findings: readonly Finding[]): FileFate {
  const fates = new FileFates();
  fates.note(findings);
  return fates.barren();
}

/** `isTaken`: the registered photo has this file's bytes now. */
export function fateOfPhoto(finding: Finding, isTaken: boolean): FileFate {
  const { fate } = fateOf(finding);
  return { fate: isTaken || fate === 'refused' ? fate : 'skipped', reason: finding.code };
}

import type { ImportRun } from '#shared/contract/ingest';
import { counted } from '../format';

/** How an import run ended, as far as its report must say so. */
export type RunEnd = 'whole' | 'cancelled' | 'broken off' | 'under way';

/** A run without an end is under way while an import runs, and else was broken off: a crash, a kill, no power. */
export function runEnd({ cancelled, finishedAt }: ImportRun, isImporting: boolean): RunEnd {
  if (finishedAt === null) return isImporting ? 'under way' : 'broken off';
  return cancelled ? 'cancelled' : 'whole';
}

/** What an unfinished run left in the project, and what to do about it; null of one that was read to its end. */
export function endWords(run: ImportRun, end: RunEnd): string | null {
  const { results, lesions, photos } = run.counts;
  const isNothing = results + photos === 0;
  switch (end) {
    case 'whole':
      return null;
    case 'under way':
      return 'This import is still running: what it has added is counted when it ends.';
    case 'broken off':
      return 'This run broke off before its end: files that were finished are in, the others are not. Import again to complete it.';
    case 'cancelled':
      return isNothing
        ? 'This run was cancelled before a file was finished: nothing was added. Import again to complete it.'
        : `This run was cancelled. The files that were finished are kept: ${counted(results, 'result')}, ${counted(lesions, 'lesion')} and ${counted(photos, 'photo')}. The others are not in. Import again to complete it.`;
  }
}

/** Instead of findings where there are none: only a run that was read to its end may say that all is well. */
export function noFindingWords(end: RunEnd): string {
  switch (end) {
    case 'whole':
      return 'No findings: everything was read as it stood.';
    case 'under way':
      return 'No findings so far.';
    default:
      return 'No findings in what was read. The rest was not looked at.';
  }
}

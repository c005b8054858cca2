import { resolve } from 'node:path';
import type { Finding } from '#shared/domain/finding';
import { openProjectSession } from '#main/services/projects/session';
import { relink } from '#main/services/roots/relink';
import { searchMoved, type MovePlan } from '#main/services/roots/search-moved';
import { assertNoPositionals, type Command, needed, type Reply } from '../command';
import { showProgress } from '../progress';

function findingsOf({ differing, missing }: MovePlan): Finding[] {
  return [
    ...differing.map(({ path, to }): Finding => ({
      severity: 'warning',
      code: 'moved_differs',
      file: path,
      place: '',
      message: `${to} has the same name and other content; it was not taken. Import the folder to use it as a new file.`,
    })),
    ...missing.map((path): Finding => ({
      severity: 'warning',
      code: 'moved_missing',
      file: path,
      place: '',
      message: 'It is neither at its place nor in the folder. Search in the folder that holds it.',
    })),
  ];
}

const placeTakenFinding = (path: string): Finding => ({
  severity: 'warning',
  code: 'moved_place_taken',
  file: path,
  place: '',
  message:
    'It was found, but the project knows another photo at that place, so it was not taken. Import the folder again, then search once more.',
});

/** `macule relink`: finds files that were moved, and takes their new places over. */
export const relinkCommand: Command = {
  usage: 'relink --project P --to DIR [--dry-run]',
  summary: 'find files that are not at their places below DIR, by path, name and SHA-256',
  options: { project: { type: 'string' }, to: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  async run(args): Promise<Reply> {
    assertNoPositionals(args);
    const folder = resolve(needed(args, 'to'));
    const project = openProjectSession(resolve(needed(args, 'project')));
    const abort = new AbortController();
    const stop = (): void => abort.abort();
    process.once('SIGINT', stop);
    try {
      const progress = showProgress();
      const step = (phase: string, done: number, total: number | null): void => progress({ phase, done, total });
      const plan = await searchMoved(project.db, { rootId: null, folder }, step);
      const isDry = args.values['dry-run'] === true;
      const { relinked, placeTaken } = isDry
        ? { relinked: 0, placeTaken: [] }
        : await relink(project.db, plan, { signal: abort.signal, progress });
      const findings = [...findingsOf(plan), ...placeTaken.map(placeTakenFinding)];
      const counts = { missing: plan.missing.length, differing: plan.differing.length, found: plan.found.length };
      return {
        json: { wanted: plan.wanted, ...counts, relinked, findings },
        text: `${plan.found.length} of ${plan.wanted} missing files found, ${relinked} relinked.`,
        findings,
      };
    } finally {
      process.removeListener('SIGINT', stop);
      project.close();
    }
  },
};

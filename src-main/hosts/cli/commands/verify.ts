import { resolve } from 'node:path';
import { closeReadable, openReadable } from '#main/db/open';
import { explained } from '#main/db/sqlite-error';
import { checkAgainst } from '#main/services/verify/check-against';
import { verifyProject } from '#main/services/verify/verify';
import { assertNoPositionals, type Command, needed, optional, type Reply } from '../command';
import { showProgress } from '../progress';

/** `macule verify`: integrity, projections, chain, sources; --against compares with journal heads kept elsewhere. */
export const verify: Command = {
  usage: 'verify --project P [--against DIR]',
  summary: 'check integrity, journal chain, projections and sources; --against: heads in exported files',
  options: { project: { type: 'string' }, against: { type: 'string' } },
  run(args): Promise<Reply> {
    assertNoPositionals(args);
    const path = resolve(needed(args, 'project'));
    const db = openReadable(path);
    try {
      const progress = showProgress();
      const report = explained(path, () => verifyProject(db, (phase, done, total) => progress({ phase, done, total })));
      const against = optional(args, 'against');
      const findings = [...report.findings, ...(against === null ? [] : checkAgainst(db, resolve(against)))];
      const ok = !findings.some(({ severity }) => severity === 'error');
      const text = ok
        ? `The project is whole: ${report.events} events.`
        : `The project is NOT whole (${report.events} events); see above.`;
      return Promise.resolve({ json: { ok, events: report.events, findings }, text, findings });
    } finally {
      closeReadable(db);
    }
  },
};

import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { reviewerNameSchema } from '#shared/contract/common';
import { MaculeError } from '#shared/domain/error';
import { explainSqliteError } from '#main/db/sqlite-error';
import { authorOf } from '#main/services/core/core';
import { configFolder } from '#main/services/core/user-folders';
import { openProjectSession } from '#main/services/projects/session';
import { decideLines } from '#main/services/review/decide-lines';
import { assertNoPositionals, type Command, needed, type Reply, UsageError } from '../command';

function readLines(path: string): string[] {
  try {
    return readFileSync(path === '-' ? 0 : resolve(path), 'utf8').split(/\r?\n/);
  } catch (error) {
    throw new MaculeError(
      'unreadable',
      `${path} cannot be read: ${(error as Error).message}.`,
      { path },
      { cause: error },
    );
  }
}

/** `macule decide`: scripted decisions, through the same service as the review screen. */
export const decide: Command = {
  usage: 'decide --project P --reviewer NAME --from F.ndjson',
  summary: 'scripted decisions, one event per line ("-" reads standard input)',
  options: { project: { type: 'string' }, reviewer: { type: 'string' }, from: { type: 'string' } },
  run(args): Promise<Reply> {
    assertNoPositionals(args);
    const from = needed(args, 'from');
    const reviewer = reviewerNameSchema.safeParse(needed(args, 'reviewer'));
    if (!reviewer.success) throw new UsageError('--reviewer takes a name of 1 to 80 characters.');
    const lines = readLines(from);
    const project = openProjectSession(resolve(needed(args, 'project')));
    try {
      const json = decideLines(
        {
          db: project.db,
          author: authorOf(configFolder()),
          reviewer: reviewer.data,
          context: { imageView: null, overlayShown: null, activeMs: null },
        },
        lines,
        { file: from === '-' ? '' : basename(from), explain: (error) => explainSqliteError(error, project.path) },
      );
      return Promise.resolve({ json, text: `${json.applied} decisions applied.`, findings: json.findings });
    } finally {
      project.close();
    }
  },
};

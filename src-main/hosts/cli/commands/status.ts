import { resolve } from 'node:path';
import { closeReadable, openReadable } from '#main/db/open';
import { projectStatus } from '#main/services/projects/status';
import { assertNoPositionals, type Command, needed, type Reply } from '../command';

/** `macule status`: where the work stands; works beside a writer. */
export const status: Command = {
  usage: 'status --project P',
  summary: 'where the work stands',
  options: { project: { type: 'string' } },
  run(args): Promise<Reply> {
    assertNoPositionals(args);
    const db = openReadable(resolve(needed(args, 'project')));
    try {
      const json = projectStatus(db);
      const verdicts = Object.entries(json.verdicts).map(([verdict, n]) => `${n} ${verdict}`);
      const text = `${json.viewsDone} of ${json.views} views done, ${json.captures} captures, ${json.lesions} lesions: ${verdicts.join(', ')}.`;
      return Promise.resolve({ json, text });
    } finally {
      closeReadable(db);
    }
  },
};

import { resolve } from 'node:path';
import { closeReadable, openReadable } from '#main/db/open';
import { listRows, LISTS, type ListName } from '#main/services/projects/list-rows';
import { type Command, type ExitCode, needed, UsageError } from '../command';
import { writeOut } from '../write-out';

const isList = (name: string | undefined): name is ListName => LISTS.includes(name as ListName);
const BATCH = 500;

/** `macule list`: rows as NDJSON, with or without --json. */
export const list: Command = {
  usage: `list <${LISTS.join('|')}> --project P`,
  summary: 'rows as NDJSON',
  options: { project: { type: 'string' } },
  async run(args): Promise<ExitCode> {
    const [name, ...more] = args.positionals;
    if (!isList(name) || more.length > 0) throw new UsageError(`list takes one of ${LISTS.join(', ')}.`);
    const db = openReadable(resolve(needed(args, 'project')));
    try {
      let batch: string[] = [];
      for (const row of listRows(db, name)) {
        batch.push(`${JSON.stringify(row)}\n`);
        if (batch.length < BATCH) continue;
        await writeOut(batch.join(''));
        batch = [];
      }
      await writeOut(batch.join(''));
      return 0;
    } finally {
      closeReadable(db);
    }
  },
};

import { resolve } from 'node:path';
import { serve } from '#main/hosts/web/serve';
import { assertNoPositionals, type Command, type ExitCode, optional, UsageError } from '../command';
import { writeOut } from '../write-out';

function portOf(text: string | null): number {
  const port = text === null ? 0 : Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UsageError('--port takes a number from 0 to 65535.');
}

/** `macule serve`: the loopback host, until it is stopped. */
export const serveCommand: Command = {
  usage: 'serve [--project P] [--port N] [--no-open]',
  summary: 'serve the app on loopback; without --project the sample project',
  options: { project: { type: 'string' }, port: { type: 'string' }, 'no-open': { type: 'boolean' } },
  async run(args): Promise<ExitCode> {
    assertNoPositionals(args);
    const project = optional(args, 'project');
    const isJson = args.values['json'] === true;
    return serve({
      project: project === null ? null : resolve(project),
      port: portOf(optional(args, 'port')),
      open: args.values['no-open'] !== true,
      onReady: (url) => void writeOut(isJson ? `${JSON.stringify({ url })}\n` : `Macule is at ${url}\n`),
    });
  },
};

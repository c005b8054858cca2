import { MaculeError } from '#shared/domain/error';
import { isErrorFinding } from '#shared/domain/finding';
import { APP_VERSION } from '#main/services/core/app-version';
import { type Command, type ExitCode, findingsText, parseCommandLine, type Reply, UsageError } from './command';
import { decide } from './commands/decide';
import { exportCommand } from './commands/export';
import { importCommand } from './commands/import';
import { list } from './commands/list';
import { relinkCommand } from './commands/relink';
import { sample } from './commands/sample';
import { serveCommand } from './commands/serve';
import { status } from './commands/status';
import { verify } from './commands/verify';
import { writeOut } from './write-out';

const COMMANDS: Readonly<Record<string, Command>> = {
  import: importCommand,
  status,
  list,
  decide,
  export: exportCommand,
  relink: relinkCommand,
  verify,
  sample,
  serve: serveCommand,
};

function usage(): string {
  const lines = Object.values(COMMANDS).map(({ usage: line, summary }) => `  ${line}\n      ${summary}\n`);
  return `Macule ${APP_VERSION}: offline review of skin-lesion masks\n\nusage: macule <command> [options]\n\n${lines.join('')}
Every command takes --json: one JSON document on standard output, words on standard error.
Exit codes: 0 done, 1 done with error findings or a failed gate, 2 could not be done.\n`;
}

function exitOf({ exit, findings = [] }: Reply): ExitCode {
  return exit ?? (findings.some(isErrorFinding) ? 1 : 0);
}

const writeJson = (value: unknown): Promise<void> => writeOut(`${JSON.stringify(value, null, 2)}\n`);

async function answer(reply: Reply | ExitCode, isJson: boolean): Promise<ExitCode> {
  if (typeof reply === 'number') return reply;
  if (isJson) await writeJson(reply.json);
  else await writeOut(`${findingsText(reply.findings ?? [])}${reply.text}\n`);
  return exitOf(reply);
}

async function refuse(error: unknown, isJson: boolean): Promise<ExitCode> {
  const isExpected = error instanceof MaculeError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`macule: ${message}\n`);
  if (!isExpected && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  if (isJson) await writeJson({ error: { code: isExpected ? error.code : 'internal', message } });
  return 2;
}

/** Runs one command line. Never throws; answers the exit code. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    await writeOut(usage());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    await writeOut(`${APP_VERSION}\n`);
    return 0;
  }
  const isJson = rest.includes('--json');
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    const message = `there is no command "${name}".`;
    process.stderr.write(`macule: ${message}\n\n${usage()}`);
    if (isJson) await writeJson({ error: { code: 'usage', message } });
    return 2;
  }
  try {
    const args = parseCommandLine({ ...command.options, json: { type: 'boolean' } }, rest);
    return await answer(await command.run(args), isJson);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`macule: ${error.message}\nusage: macule ${command.usage}\n`);
      if (isJson) await writeJson({ error: { code: 'usage', message: error.message } });
      return 2;
    }
    return refuse(error, isJson);
  }
}

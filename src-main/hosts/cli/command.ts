import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { Finding } from '#shared/domain/finding';

/** 0 done, 1 done with error findings or a failed gate, 2 could not be done. */
export type ExitCode = 0 | 1 | 2;

/** What a command answers: a JSON document, the same in words, and the findings that decide the exit code. */
export type Reply = {
  readonly json: unknown;
  readonly text: string;
  readonly findings?: readonly Finding[];
  readonly exit?: ExitCode;
};
export type Command = {
  /** The line in the usage text: "import <path>... --project P". */
  readonly usage: string;
  readonly summary: string;
  readonly options: ParseArgsOptionsConfig;
  run(args: Args): Promise<Reply | ExitCode>;
};
export type Args = {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
};

/** A call that cannot be understood: exit 2 with words and the usage line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError for unknown options and missing values. */
export function parseCommandLine(options: ParseArgsOptionsConfig, argv: readonly string[]): Args {
  try {
    const { positionals, values } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    return { positionals, values: values as Args['values'] };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The value of an option that must be there. @throws UsageError. */
export function needed({ values }: Args, name: string): string {
  const value = values[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new UsageError(`--${name} is missing.`);
}

export const optional = ({ values }: Args, name: string): string | null => {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

export function assertNoPositionals({ positionals }: Args): void {
  if (positionals.length > 0) throw new UsageError(`"${positionals.join(' ')}" is not understood here.`);
}

const MARK = { error: 'error  ', warning: 'warning', info: 'info   ' } as const;

/** Findings in words, one line each. */
export function findingsText(findings: readonly Finding[]): string {
  return findings
    .map(
      ({ severity, code, file, place, message }) =>
        `${MARK[severity]} ${code}${file ? ` ${file}` : ''}${place ? ` [${place}]` : ''}: ${message}\n`,
    )
    .join('');
}

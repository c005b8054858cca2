import type { z, ZodError } from 'zod';
import { contract, type HandlerInput, type MethodName, type Output } from '#shared/contract/contract';
import type { Method } from '#shared/contract/method';
import { MaculeError, type Answer } from '#shared/domain/error';

/** Methods that the host answers itself, because only it has dialogs. */
export type HostMethodName = Extract<MethodName, `dialogs.${string}`>;
export type CoreMethodName = Exclude<MethodName, HostMethodName>;
/** One function per contract method of the core. */
export type Handlers = {
  readonly [Name in CoreMethodName]: (input: HandlerInput<Name>) => Output<Name> | Promise<Output<Name>>;
};

const flat = new Map<string, Method<z.ZodType, z.ZodType>>(
  Object.entries(contract).flatMap(([service, methods]) =>
    Object.entries(methods).map(
      ([name, method]) => [`${service}.${name}`, method as Method<z.ZodType, z.ZodType>] as const,
    ),
  ),
);

const problems = (error: ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`)
    .join('; ');

type Refusal = Extract<Answer<never>, { ok: false }>;
const refuse = (error: MaculeError): Refusal => ({
  ok: false,
  error: { code: error.code, message: error.message, details: error.details },
});

/** What a caller is told of a failure: words and details, never a stack. */
export function failure(error: unknown, log: (text: string) => void): Refusal {
  if (error instanceof MaculeError) return refuse(error);
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return refuse(
    new MaculeError(
      'internal',
      'Something went wrong inside Macule; the log has the details. What the screen shows as saved is saved: look whether this step is there, and try it again.',
    ),
  );
}

/** The input of a call, checked against its schema. @throws MaculeError unknown_method, invalid_input. */
export function checkedInput(name: string, input: unknown): unknown {
  const method = flat.get(name);
  if (!method) throw new MaculeError('unknown_method', `There is no method ${String(name).slice(0, 80)}.`);
  const parsed = method.input.safeParse(input);
  if (!parsed.success) throw new MaculeError('invalid_input', `${name}: ${problems(parsed.error)}`);
  return parsed.data;
}

/** Answers calls by name: unknown names and inputs that fail their schema are refused, exceptions become error answers. */
export function createDispatch(
  handlers: Handlers,
  options: { explain: (error: unknown) => unknown; log: (text: string) => void },
): (name: string, input: unknown) => Promise<Answer<unknown>> {
  return async (name, input) => {
    try {
      const checked = checkedInput(name, input);
      if (!Object.hasOwn(handlers, name))
        throw new MaculeError('unknown_method', `${name} is answered by the host, not by the core.`);
      const handler = handlers[name as CoreMethodName] as (checked: unknown) => unknown;
      return { ok: true, value: await handler(checked) };
    } catch (error) {
      return failure(options.explain(error), options.log);
    }
  };
}

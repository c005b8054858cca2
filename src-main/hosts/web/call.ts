import type { HandlerInput, Output } from '#shared/contract/contract';
import { METHOD_NAMES } from '#shared/contract/method-list';
import { type Answer, MaculeError } from '#shared/domain/error';
import type { CoreClient } from '#main/services/core-client';
import { checkedInput, failure } from '#main/services/core/dispatch';

/** The methods that only a host can answer. */
export type HostDialogs = {
  choose(input: HandlerInput<'dialogs.choose'>): Promise<Output<'dialogs.choose'>>;
  /** @throws MaculeError forbidden. */
  reveal(input: HandlerInput<'dialogs.reveal'>): Promise<Output<'dialogs.reveal'>>;
};

/** A contract call as it came from outside: name and input are unchecked. Never rejects. */
export type HostCall = (name: unknown, input: unknown) => Promise<Answer<unknown>>;
export type HostCallParts = {
  readonly core: Pick<CoreClient, 'call'>;
  readonly dialogs: HostDialogs;
  readonly log: (text: string) => void;
};

const KNOWN: ReadonlySet<unknown> = new Set(METHOD_NAMES);

/** Lets only names of the contract through; dialogs are answered here, everything else by the core. */
export function createHostCall({ core, dialogs, log }: HostCallParts): HostCall {
  const route = async (name: string, input: unknown): Promise<Answer<unknown>> => {
    switch (name) {
      case 'dialogs.choose':
        return { ok: true, value: await dialogs.choose(checkedInput(name, input) as HandlerInput<'dialogs.choose'>) };
      case 'dialogs.reveal':
        return { ok: true, value: await dialogs.reveal(checkedInput(name, input) as HandlerInput<'dialogs.reveal'>) };
      default:
        return core.call(name, input);
    }
  };
  return async (name, input) => {
    try {
      if (typeof name !== 'string' || !KNOWN.has(name))
        throw new MaculeError('unknown_method', 'There is no such method.');
      return await route(name, input);
    } catch (error) {
      return failure(error, log);
    }
  };
}

/** A browser has no dialogs that yield a path and no file manager. */
export const NO_DIALOGS: HostDialogs = {
  choose: () => Promise.resolve({ kind: 'unavailable' }),
  reveal: () => Promise.resolve({ done: true }),
};

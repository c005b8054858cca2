import type { z } from 'zod';

/** A contract method: a schema for what goes in and one for what comes out. Its name is its place in the contract. */
export type Method<Input extends z.ZodType, Output extends z.ZodType> = {
  readonly input: Input;
  readonly output: Output;
};

export function method<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): Method<Input, Output> {
  return { input, output };
}

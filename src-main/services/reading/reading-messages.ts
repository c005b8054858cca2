import type { ErrorAnswer } from '#shared/domain/error';
import type { ReadName } from './answer-read';

export type ToReading =
  | {
      readonly type: 'read';
      readonly id: number;
      readonly path: string;
      readonly name: ReadName;
      readonly input: unknown;
    }
  /** Lets go of the project, so that its file is one again once the writer closes. */
  | { readonly type: 'close'; readonly id: number };
export type FromReading =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorAnswer };

import type { Answer } from '#shared/domain/error';

const MAX_ID_LENGTH = 64;

/** A call as it came over the socket: only the id is checked. */
export type Frame = { readonly id: number | string; readonly method: unknown; readonly input: unknown };

const FAILED: Answer<never> = {
  ok: false,
  error: { code: 'internal', message: 'Something went wrong inside Macule. Load the page again.', details: {} },
};

const isId = (id: unknown): id is Frame['id'] =>
  (typeof id === 'number' && Number.isSafeInteger(id)) ||
  (typeof id === 'string' && id.length > 0 && id.length <= MAX_ID_LENGTH);

/** The call in a message; null when it is none that could be answered. */
export function decodeFrame(text: string): Frame | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const { id, method, input } = value as Record<string, unknown>;
    return isId(id) ? { id, method, input } : null;
  } catch {
    return null;
  }
}

/** The answer to a call as text; one that JSON cannot hold becomes a refusal, so that the caller does not wait for ever. */
export function encodeAnswer(id: Frame['id'], answer: Answer<unknown>): string {
  try {
    return JSON.stringify({ id, answer });
  } catch {
    return JSON.stringify({ id, answer: FAILED });
  }
}

/** Calls and never rejects: the core promises that too, but one lost promise would end the host. */
export const settled = (answer: Promise<Answer<unknown>>): Promise<Answer<unknown>> => answer.catch(() => FAILED);

import { REASONS, type Reason, type ReasonGroup } from '#shared/domain/reasons';

/** The keys of a reason while its list is open: 1 to 9, then 0 and a second digit. */
export type ReasonKey = { readonly reason: Reason; readonly keys: string };

/** Reasons of a group with their keys: R1 to R9 are 1 to 9, R10 to R13 are 0 then 1 to 4. */
export function reasonKeys(group: ReasonGroup): ReasonKey[] {
  return REASONS.filter((reason) => reason.group === group).map((reason, index) => ({
    reason,
    keys: index < 9 ? String(index + 1) : `0 ${index - 8}`,
  }));
}

export type DigitStep =
  { readonly kind: 'chosen'; readonly reason: Reason } | { readonly kind: 'more' } | { readonly kind: 'unknown' };

/** Takes digits one by one: `typed` is what came before in this list ('' or '0'). */
export function reasonDigit(group: ReasonGroup, typed: string, digit: string): DigitStep {
  const list = reasonKeys(group);
  if (typed === '' && digit === '0' && list.length > 9) return { kind: 'more' };
  const index = typed === '0' ? 8 + Number(digit) : Number(digit) - 1;
  const found = Number(digit) === 0 || (typed === '' && index > 8) ? undefined : list[index];
  return found ? { kind: 'chosen', reason: found.reason } : { kind: 'unknown' };
}

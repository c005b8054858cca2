import { describe, expect, it } from 'vitest';
import { reasonDigit, reasonKeys } from './reason-digits';

const chosen = (typed: string, digit: string): string => {
  const step = reasonDigit('reject', typed, digit);
  return step.kind === 'chosen' ? step.reason.id : step.kind;
};

describe('reason digits', () => {
  it('give R1 to R9 at once and R10 to R13 after a zero', () => {
    expect([...'123456789'].map((digit) => chosen('', digit))).toEqual([
      'R1',
      'R2',
      'R3',
      'R4',
      'R5',
      'R6',
      'R7',
      'R8',
      'R9',
    ]);
    expect(chosen('', '0')).toBe('more');
    expect([...'1234'].map((digit) => chosen('0', digit))).toEqual(['R10', 'R11', 'R12', 'R13']);
    expect([chosen('0', '5'), chosen('0', '0')]).toEqual(['unknown', 'unknown']);
  });

  it('are shown beside their reasons', () => {
    expect(
      reasonKeys('reject')
        .map(({ keys }) => keys)
        .slice(8),
    ).toEqual(['9', '0 1', '0 2', '0 3', '0 4']);
    expect(reasonKeys('unsure').map(({ reason, keys }) => `${reason.id} ${keys}`)).toEqual(['U1 1', 'U2 2']);
  });
});

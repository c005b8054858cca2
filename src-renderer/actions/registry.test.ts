import { expect, it } from 'vitest';
import { ACTION_IDS, ACTIONS, chordsOf, conflictsOf } from './registry';

it('defines every action once, with default keys that do not clash', () => {
  expect(ACTIONS.map(({ id }) => id).sort()).toEqual([...ACTION_IDS].sort());
  expect(conflictsOf(chordsOf({}))).toEqual(new Map());
});

it('takes the user’s keys over the defaults and finds clashes', () => {
  const chords = chordsOf({ accept: 'KeyJ', unsure: '' });
  expect(chords.get('accept')).toBe('KeyJ');
  expect(chords.has('unsure')).toBe(false);
  expect(conflictsOf(chords).get('KeyJ')).toEqual(['accept', 'reject']);
});

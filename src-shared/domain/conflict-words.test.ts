import { expect, it } from 'vitest';
import { differenceWords, type ContentFacts } from './conflict-words';

const content: ContentFacts = {
  isOk: true,
  failureReason: null,
  revision: 'master-1 (98)',
  creationTime: '2025-02-26 10:50:40',
  imageId: 'i',
  lesions: 6,
  views: ['front 2416 × 2416 px'],
  rows: new Map([['face', '2 per mille'], ['right_cheek', '7 per mille']]), // prettier-ignore
};
const words = (other: Partial<ContentFacts>, equal = 6): string[] =>
  differenceWords(content, { ...content, ...other }, equal);

it('says what differs and how', () => {
  expect(words({ lesions: 7 }, 5)).toEqual(['6 lesions against 7, 5 equal']);
  expect(words({}, 4)).toEqual(['6 lesions against 6, 4 equal']);
  expect(words({ lesions: 0, isOk: false, failureReason: 'No face' }, 0)).toEqual([
    'State ok against failed (No face)',
    '6 lesions against 0, none equal',
  ]);
  expect(words({ rows: new Map([['face', '3 per mille']]) })).toEqual([
    '2 of 2 values differ: face 2 per mille against 3 per mille, right cheek 7 per mille against missing',
  ]);
  expect(words({ creationTime: null, revision: 'master-2 (98)' })).toEqual([
    'Revision master-1 (98) against master-2 (98)',
    'Made 2025-02-26 10:50:40 against not stated',
  ]);
  expect(words({})).toEqual(['Only members that Macule does not show differ']);
});

it('names three values at most', () => {
  const rows = new Map(['a', 'b', 'c', 'd', 'e'].map((area) => [area, '1'] as const));
  expect(words({ rows })).toEqual([
    '7 of 7 values differ: face 2 per mille against missing, right cheek 7 per mille against missing, a missing against 1 and 4 more',
  ]);
});

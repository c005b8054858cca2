import { describe, expect, it } from 'vitest';
import { square, testLesion } from '../../canvas/test-support/lesions';
import { lesionWords, verdictNews } from './lesion-words';

const a = testLesion('a', square(0, 0, 10));
const b = testLesion('b', square(20, 0, 10), { verdict: 'accepted' });

describe('lesionWords', () => {
  it('says what a row shows', () => {
    expect(lesionWords(a, 1)).toBe('Lesion 1, Pending, 100 px²');
    const rejected = testLesion('c', square(0, 0, 20), { verdict: 'rejected', reason: 'R3', comment: 'raised' });
    expect(lesionWords(rejected, 7)).toBe('Lesion 7, Rejected, Nevus, comment: raised, 400 px²');
    const disputed = testLesion('d', square(0, 0, 20), { verdict: 'accepted', disputed: true });
    expect(lesionWords(disputed, 2)).toBe('Lesion 2, Disputed, 400 px²');
  });
});

describe('verdictNews', () => {
  const accepted = testLesion('a', square(0, 0, 10), { verdict: 'accepted' });

  it('says which lesion became what', () => {
    expect(verdictNews([a, b], [accepted, b])).toBe('Lesion 1: Accepted.');
    expect(verdictNews([b], [b, a])).toBe('Lesion 2: Pending.');
  });

  it('counts several, and those that are gone', () => {
    const undone = testLesion('b', square(20, 0, 10));
    expect(verdictNews([a, b], [accepted, undone])).toBe('2 lesions changed.');
    expect(verdictNews([a, b], [a])).toBe('1 removed.');
  });

  it('says nothing of lesions that were only read anew', () => {
    expect(verdictNews([a, b], [testLesion('a', square(0, 0, 10)), b])).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import { importWords } from './importing';

const none = { captures: 0, views: 0, photos: 0, results: 0, failedResults: 0, masks: 0, lesions: 0 };
const summary = { runId: 1, counts: none, totals: none, findingCounts: { error: 0, warning: 0, info: 0 } };

describe('importWords', () => {
  it('says what was added and what was found', () => {
    const counts = { ...none, results: 12, lesions: 2400, photos: 1 };
    const findingCounts = { error: 1, warning: 2, info: 9 };
    expect(importWords({ ...summary, counts, findingCounts, durationMs: 1, cancelled: false })).toBe(
      '12 results, 2,400 lesions and 1 photo were added; 1 error, 2 warnings.',
    );
  });

  it('says so when there was nothing new', () => {
    expect(importWords({ ...summary, durationMs: 1, cancelled: false })).toBe(
      'Nothing new was added; 0 errors, 0 warnings.',
    );
  });
});

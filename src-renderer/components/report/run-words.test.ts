import { expect, it } from 'vitest';
import type { ImportRun } from '#shared/contract/ingest';
import { endWords, noFindingWords, runEnd } from './run-words';

const NOTHING = { captures: 0, results: 0, failedResults: 0, views: 0, photos: 0, masks: 0, lesions: 0 };
const run = (more: Partial<ImportRun>): ImportRun => ({
  id: 1,
  startedAt: 1,
  finishedAt: 2,
  paths: ['/photos'],
  counts: { ...NOTHING, results: 1, lesions: 240, photos: 3 },
  findingCounts: { error: 0, warning: 0, info: 0 },
  cancelled: false,
  ...more,
});

it('tells a cancelled run from one that broke off, one under way and a whole one', () => {
  const unfinished = run({ finishedAt: null, cancelled: true });
  expect([
    runEnd(run({}), true),
    runEnd(run({ cancelled: true }), true),
    runEnd(unfinished, false),
    runEnd(unfinished, true),
  ]).toEqual(['whole', 'cancelled', 'broken off', 'under way']);
});

it('says what a cancelled run left', () => {
  expect(endWords(run({}), 'whole')).toBeNull();
  expect(endWords(run({ cancelled: true }), 'cancelled')).toContain('are kept: 1 result, 240 lesions and 3 photos.');
  expect(endWords(run({ cancelled: true, counts: NOTHING }), 'cancelled')).toContain('nothing was added');
});

it('calls only a whole run one without findings', () => {
  expect(noFindingWords('whole')).toContain('everything was read');
  for (const end of ['cancelled', 'broken off', 'under way'] as const)
    expect(noFindingWords(end)).not.toContain('everything');
});

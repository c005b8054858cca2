import { test as base } from './fixtures';
import type { Sample } from './sample';

const NONE: Sample = { folder: '', project: '', views: [], lesions: [], remove: () => undefined };

/** For tests that make all of their files: nothing is drawn for them. */
export const test = base.extend<object, { sample: Sample }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from the pattern
  sample: [async ({}, use) => use(NONE), { scope: 'worker' }],
});

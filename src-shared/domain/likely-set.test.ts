import { expect, it } from 'vitest';
import { LikelySet } from './likely-set';

it('never misses what was added, and lets few others pass', () => {
  const set = new LikelySet(10_000);
  for (let n = 0; n < 10_000; n++) set.add(`image-${n}`);
  for (let n = 0; n < 10_000; n++) expect(set.has(`image-${n}`)).toBe(true);
  let passed = 0;
  for (let n = 0; n < 10_000; n++) if (set.has(`photo-${n}`)) passed += 1;
  expect(passed).toBeLessThan(100); // 24 are to be expected
  expect(set.has('')).toBe(false);
});

it('holds long texts, and is right when empty', () => {
  const set = new LikelySet(1);
  const [one, other] = ['x'.repeat(300), 'x'.repeat(301)];
  expect(new LikelySet(0).has(one)).toBe(false);
  set.add(one);
  expect([set.has(one), set.has(other)]).toEqual([true, false]);
});

import { expect, it } from 'vitest';
import { uuid7 } from './uuid7';

it('gives ids of version 7 that sort as they were made, no two of them with the same random part', () => {
  const ids = Array.from({ length: 10_000 }, (_, i) => uuid7(1_700_000_000_000 + (i >> 12)));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids.map((id) => id.slice(19))).size).toBe(ids.length);
});

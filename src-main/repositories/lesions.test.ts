import { expect, it } from 'vitest';
import { allRows } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { fillSmallProject, lesionId } from '#main/test-support/small-project';
import { LESION_BY_ASKED, LESION_BY_UID, lesionById, lesionsByIds } from './lesions';

it('finds a lesion among others whose ids start alike, by the index', () => {
  const db = openInMemory();
  fillSmallProject(db, 30); // lesion-1, lesion-10, ... share their first eight characters
  expect(lesionById(db, lesionId(1))).toMatchObject({ id: 'lesion-1', bounds: { minX: 20, maxX: 30 } });
  expect(lesionById(db, lesionId(12))).toMatchObject({ id: 'lesion-12', bounds: { minX: 240, maxX: 250 } });
  const plan = allRows<{ detail: string }>(db, `EXPLAIN QUERY PLAN SELECT 1 FROM lesion AS l WHERE ${LESION_BY_UID}`, { uid: 'lesion-1' }); // prettier-ignore
  expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('lesion_by_uid') as string]);
});

it('finds many lesions at once, each by the index, and leaves out what is unknown', () => {
  const db = openInMemory();
  fillSmallProject(db, 30);
  const ids = [12, 1, 99].map(lesionId);
  const found = lesionsByIds(db, ids);
  expect([...found.keys()].sort()).toEqual(['lesion-1', 'lesion-12']);
  expect(found.get(lesionId(12))).toEqual(lesionById(db, lesionId(12)));
  const sql = `EXPLAIN QUERY PLAN SELECT 1 FROM json_each(:lesions) AS asked CROSS JOIN lesion AS l ON ${LESION_BY_ASKED}`;
  const plan = allRows<{ detail: string }>(db, sql, { lesions: JSON.stringify(ids) });
  expect(plan.at(-1)?.detail).toContain('lesion_by_uid');
});

it('holds no two lesions in one place of a file', () => {
  const db = openInMemory();
  fillSmallProject(db);
  const again = `INSERT INTO lesion (uid, view_id, mask_id, feature_index, polygon_index, degenerate, outside_frame, area_px2,
    min_x, min_y, max_x, max_y, rings) SELECT 'other', view_id, mask_id, feature_index, polygon_index, 0, 0, 1, 0, 0, 1, 1, rings
    FROM lesion LIMIT 1`;
  expect(() => db.exec(again)).toThrow(/UNIQUE/);
});

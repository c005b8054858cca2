import { expect, it } from 'vitest';
import { allRows } from '#main/db/handle';
import { lesionId, smallProject } from '#main/test-support/small-project';
import { appendAction } from './append-action';

it('stores what was said on each lesion as it was said, whatever letters it has', () => {
  const ana = smallProject(5);
  const said = ['plain', 'with "quotes", [1] and \\', 'NUL \u0000 inside', 'ü 😀 \u2028', null];
  for (const [index, comment] of said.entries())
    appendAction(ana, { type: 'decide', lesions: [lesionId(index)], verdict: 'rejected', reason: 'R1', comment });
  appendAction(ana, {
    type: 'decide',
    lesions: [4, 0, 2, 1, 3].map(lesionId),
    verdict: 'unsure',
    keepComments: true,
  });
  const columns = 'lesion_uid AS lesion, verdict, comment';
  const wanted = said.map((comment, index) => ({ lesion: lesionId(index), verdict: 'unsure', comment }));
  const order = 'ORDER BY lesion_uid';
  expect(allRows(ana.db, `SELECT ${columns} FROM lesion_decision WHERE verdict = 'unsure' ${order}`)).toEqual(wanted);
  expect(allRows(ana.db, `SELECT ${columns} FROM lesion_state ${order}`)).toEqual(wanted);
  const replaced = allRows<{ target: string }>(ana.db, 'SELECT target FROM replacement ORDER BY target');
  expect(replaced.map(({ target }) => target)).toEqual(wanted.map(({ lesion }) => lesion));
});

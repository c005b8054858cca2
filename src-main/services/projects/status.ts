import type { ProjectStatus } from '#shared/contract/projects';
import type { ReadableDb } from '#main/db/handle';
import { projectId } from '#main/repositories/meta';
import { liveCaptures, revisionRows, viewSums } from '#main/repositories/sums';

/** Where the work stands. Superseded results count in a revision's `results` and `lesions` only. */
export function projectStatus(db: ReadableDb): ProjectStatus {
  const { views, viewsDone, lesions, ...verdicts } = viewSums(db);
  const captures = liveCaptures(db);
  return { projectId: projectId(db), captures, views, viewsDone, lesions, verdicts, revisions: revisionRows(db) };
}

import type { HandlerInput, Output } from '#shared/contract/contract';
import type { ReadableDb } from '#main/db/handle';
import { listPairings } from '#main/repositories/pairing-list';
import { subjectAttributes } from '#main/repositories/subjects';
import { findAlike } from '../pairing/find-alike';
import { pairingDetail } from '../pairing/list-candidates';
import { projectStatus } from '../projects/status';
import { previewTable } from '../subjects/preview-table';
import { createQueueReader, type QueueReader } from '../queue/queue-reader';
import { listConflicts } from '../review/conflicts';
import { presentQueueRow } from '../review/present';

/** Contract methods that walk the whole project and are asked for often: no decision may wait behind them. */
export type ReadName =
  | 'review.queue'
  | 'review.queuePosition'
  | 'review.nextOpenView'
  | 'projects.status'
  | 'ingest.conflicts'
  | 'pairing.list'
  | 'pairing.candidates'
  | 'pairing.alike'
  | 'subjects.attributes'
  | 'subjects.previewTable';
type Reads = { readonly [Name in ReadName]: (input: HandlerInput<Name>) => Output<Name> };

function readsOf(db: ReadableDb, queue: QueueReader): Reads {
  return {
    'review.queue': ({ offset, limit, ...query }) => {
      const { total, rows } = queue.page(query, { offset, limit });
      return { total, rows: rows.map(presentQueueRow) };
    },
    'review.queuePosition': ({ viewId, ...query }) => ({ position: queue.position(query, viewId) }),
    'review.nextOpenView': ({ after, ...query }) => ({ viewId: queue.nextOpen(query, after) }),
    'projects.status': () => projectStatus(db),
    'ingest.conflicts': (page) => listConflicts(db, page),
    'pairing.list': (query) => listPairings(db, query),
    'pairing.candidates': ({ viewId, search }) => pairingDetail(db, viewId, search),
    'pairing.alike': (choice) => findAlike(db, choice),
    'subjects.attributes': () => subjectAttributes(db),
    'subjects.previewTable': ({ path, as }) => previewTable(db, path, as),
  };
}

/** Answers reads of one handle, each from one moment of the project. */
export function createReads(
  db: ReadableDb,
): <Name extends ReadName>(name: Name, input: HandlerInput<Name>) => Output<Name> {
  const reads = readsOf(db, createQueueReader(db));
  return (name, input) => db.transaction(() => reads[name](input))();
}

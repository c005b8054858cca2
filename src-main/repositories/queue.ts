import { allValues, type ReadableDb } from '#main/db/handle';
import { PHOTO_SQL } from './views';

/** A column of a joined table and the value that captures must have there; null: those that have none. */
export type ValueFilter = { readonly name: string; readonly value: string | null };
export type QueueOptions = {
  readonly filter: string;
  readonly sort: string;
  readonly search: string;
  readonly values: readonly ValueFilter[];
};
/** The views of a queue in its order, as row ids, and whether each is finished. */
export type QueueList = { readonly ids: Int32Array; readonly finished: Uint8Array };

const FILTERS: Readonly<Record<string, string>> = {
  all: 'q.superseded = 0',
  open: 'q.superseded = 0 AND q.finished = 0',
  done: 'q.superseded = 0 AND q.finished = 1',
  failed: 'q.superseded = 0 AND q.failed = 1',
  disputed: 'q.superseded = 0 AND q.disputed > 0',
  superseded: 'q.superseded = 1',
};
/** Rows of a file that is not published are invisible. There are few such files at any time, mostly none. */
export const PUBLISHED_SQL = 'q.source_file_id NOT IN (SELECT id FROM source_file WHERE published = 0)';

const BY_CAPTURE = 'CROSS JOIN queue_entry AS q INDEXED BY queue_entry_by_capture ON q.capture_id = c.id';
const IN_CAPTURE = 'c.name COLLATE NOCASE, c.id, q.side_rank, q.view_id';
type Walk = { readonly from: string; readonly order: string; readonly where?: string };
const FROM_QUEUE = 'queue_entry AS q';

/** How to walk the entries in an order, each along an index; those without subject come after those with one. */
const SORTS: Readonly<Record<string, readonly Walk[]>> = {
  imported: [{ from: FROM_QUEUE, order: 'q.view_id' }],
  pending: [{ from: FROM_QUEUE, order: 'q.pending DESC, q.view_id' }],
  capture: [{ from: `capture AS c ${BY_CAPTURE}`, order: IN_CAPTURE }],
  subject: [
    {
      from: `subject AS b CROSS JOIN capture AS c ON c.subject_id = b.id ${BY_CAPTURE}`,
      order: `b.code COLLATE NOCASE, b.id, ${IN_CAPTURE}`,
    },
    { from: `capture AS c ${BY_CAPTURE}`, order: IN_CAPTURE, where: 'c.subject_id IS NULL' },
  ],
};

/** What searching looks at; the looks at each view come last, for those that no name of a capture or revision gave. */
const SEARCHED = [
  `m.capture_id IN (SELECT id FROM capture WHERE name LIKE ? ESCAPE '\\')`,
  `m.capture_id IN (SELECT c.id FROM subject AS b JOIN capture AS c ON c.subject_id = b.id WHERE b.code LIKE ? ESCAPE '\\')`,
  `m.revision_id IN (SELECT id FROM revision WHERE revision LIKE ? ESCAPE '\\')`,
  `w.side LIKE ? ESCAPE '\\'`,
  `CASE m.photo_chosen WHEN 0 THEN (SELECT path FROM photo WHERE id = w.photo_id)
    ELSE (SELECT h.path FROM view AS v JOIN view_state AS s ON s.view_uid = v.uid JOIN photo AS h ON h.id = ${PHOTO_SQL}
      WHERE v.id = w.id) END LIKE ? ESCAPE '\\'`,
];
type Statement = { readonly sql: string; readonly bindings: readonly string[] };
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** Gives the views that hold every word, in the order in which they lie in the file; null when nothing is searched. */
export function searchStatement(search: string): Statement | null {
  const words = search.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const each = words.map(() => `(${SEARCHED.join(' OR ')})`).join(' AND ');
  return {
    sql: `SELECT m.view_id FROM queue_entry AS m JOIN view AS w ON w.id = m.view_id WHERE ${each}`,
    bindings: words.flatMap((word) => SEARCHED.map(() => `%${escapeLike(word)}%`)),
  };
}

function valueTerm({ name, value }: ValueFilter): Statement {
  const having = 'SELECT capture_id FROM capture_value WHERE name = ?';
  return value === null
    ? { sql: `q.capture_id NOT IN (${having})`, bindings: [name] }
    : { sql: `q.capture_id IN (${having} AND value = ?)`, bindings: [name, value] };
}

/**
 * The statements that give a queue, one after the other, before it is searched, as packed numbers: twice the view's row
 * id, plus 1 when finished.
 */
export function walkStatements(options: Omit<QueueOptions, 'search'>): Statement[] {
  const terms = options.values.map(valueTerm);
  const filter = FILTERS[options.filter] ?? FILTERS['all']!;
  return (SORTS[options.sort] ?? SORTS['imported']!).map(({ from, order, where }) => ({
    sql: `SELECT q.view_id * 2 + q.finished FROM ${from}
      WHERE ${[...(where ? [where] : []), filter, PUBLISHED_SQL, ...terms.map(({ sql }) => sql)].join(' AND ')} ORDER BY ${order}`,
    bindings: terms.flatMap(({ bindings }) => bindings),
  }));
}

export function queueList(db: ReadableDb, options: QueueOptions): QueueList {
  const numbers = ({ sql, bindings }: Statement): number[] => allValues<number>(db, sql, bindings);
  const walked = walkStatements(options).flatMap(numbers);
  const search = searchStatement(options.search);
  const found = search && new Set(numbers(search));
  const packed = found ? walked.filter((one) => found.has(one >> 1)) : walked;
  const ids = new Int32Array(packed.length);
  const finished = new Uint8Array(packed.length);
  for (const [index, one] of packed.entries()) {
    ids[index] = one >> 1;
    finished[index] = one & 1;
  }
  return { ids, finished };
}

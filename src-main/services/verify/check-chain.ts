import type { EventId } from '#shared/domain/ids';
import { eachRow, firstRow, type ReadableDb } from '#main/db/handle';
import { eventHash, NO_PREVIOUS_HASH, payloadHash, type StoredEventWithPayload } from '#main/repositories/events';
import type { Report } from './verify';

type Link = { device: string; seq: number; hash: string };

/**
 * Walks every device's chain in seq order: gapless, each row's hash right, each pointing at the one before, each
 * payload as hashed. A chain finds changed, removed and inserted rows; a file rebuilt from scratch is found only
 * against a head kept elsewhere (docs/journal.md).
 * @returns false when a payload cannot be parsed, so that projections cannot be rebuilt.
 */
export function checkChain(db: ReadableDb, report: Report, progress: (done: number) => void): boolean {
  let last: Link = { device: '', seq: 0, hash: NO_PREVIOUS_HASH };
  let done = 0;
  let isReadable = true;
  const erased = { withTombstone: 0 };
  for (const event of eachRow<StoredEventWithPayload>(
    db,
    `SELECT e.*, p.salt, p.payload FROM event AS e LEFT JOIN event_payload AS p ON p.event_id = e.id ORDER BY e.device_id, e.seq`,
  )) {
    if (event.device_id !== last.device) last = { device: event.device_id, seq: 0, hash: NO_PREVIOUS_HASH };
    checkLink(event, last, report);
    isReadable = checkPayload(db, event, { report, erased }) && isReadable;
    last = { device: event.device_id, seq: event.seq, hash: event.hash };
    if (++done % 500 === 0) progress(done);
  }
  progress(done);
  checkStrayPayloads(db, report);
  if (erased.withTombstone > 0)
    report(
      'info',
      'payload_erased',
      '',
      `${erased.withTombstone} event payloads were erased with a recorded tombstone; their events remain.`,
    );
  return isReadable;
}

function checkLink(event: StoredEventWithPayload, last: Link, report: Report): void {
  const place = `event ${event.id} (device ${event.device_id}, seq ${event.seq})`;
  if (event.seq !== last.seq + 1)
    report(
      'error',
      'event_missing',
      place,
      `The chain jumps from seq ${last.seq} to ${event.seq}: ${event.seq - last.seq - 1} events were removed before it.`,
    );
  if (event.hash !== eventHash(event))
    report('error', 'event_changed', place, 'The row does not fit its own hash: it was changed or inserted.');
  if (event.prev_hash !== last.hash)
    report(
      'error',
      'chain_broken',
      place,
      'The row does not point at the one before it: a row was changed, removed or inserted here.',
    );
}

type PayloadCheck = { report: Report; erased: { withTombstone: number } };

function checkPayload(db: ReadableDb, event: StoredEventWithPayload, { report, erased }: PayloadCheck): boolean {
  const place = `event ${event.id} (device ${event.device_id}, seq ${event.seq})`;
  if (event.payload === null || event.salt === null) {
    if (firstRow(db, 'SELECT 1 AS found FROM event_tombstone WHERE event_id = ?', [event.id]))
      erased.withTombstone += 1;
    else report('error', 'payload_missing', place, 'The payload of this event was removed without a tombstone.');
    return true;
  }
  if (payloadHash(event.salt, event.payload) !== event.payload_hash)
    report('error', 'payload_changed', place, 'The payload does not fit the hash in its event: it was changed.');
  try {
    JSON.parse(event.payload);
    return true;
  } catch {
    report('error', 'payload_unreadable', place, 'The payload is not JSON any more; projections cannot be rebuilt.');
    return false;
  }
}

function checkStrayPayloads(db: ReadableDb, report: Report): void {
  const sql = 'SELECT event_id AS id FROM event_payload WHERE event_id NOT IN (SELECT id FROM event)';
  for (const { id } of eachRow<{ id: EventId }>(db, sql))
    report('error', 'payload_stray', `payload of ${id}`, 'A payload without its event: the event was removed.');
}

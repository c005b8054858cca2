import { createHash } from 'node:crypto';
import type { DeviceId, EventId } from '#shared/domain/ids';
import type { EventKind, EventPayload } from '#shared/domain/event';
import { canonicalJson } from '#shared/domain/canonical-json';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';

/** What `prev_hash` is for the first event of a device. */
export const NO_PREVIOUS_HASH = '0'.repeat(64);

/** A row of table `event`, names as in the file. */
export type StoredEvent = {
  id: EventId;
  device_id: DeviceId;
  seq: number;
  at: number;
  kind: EventKind;
  reviewer: string;
  payload_hash: string;
  prev_hash: string;
  hash: string;
};
export type StoredEventWithPayload = StoredEvent & { salt: string | null; payload: string | null };

export const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** SHA-256 over the salt (hex text), a line feed, and the payload's RFC 8785 text. */
export const payloadHash = (salt: string, payload: string): string => sha256Hex(`${salt}\n${payload}`);

/** SHA-256 over the RFC 8785 JSON of every other column of the row. */
export function eventHash(event: Omit<StoredEvent, 'hash'>): string {
  const { id, device_id, seq, at, kind, reviewer, payload_hash, prev_hash } = event;
  return sha256Hex(canonicalJson({ id, device_id, seq, at, kind, reviewer, payload_hash, prev_hash }));
}

export function headOfDevice(db: ReadableDb, device: DeviceId): { seq: number; hash: string } {
  const sql = 'SELECT seq, hash FROM event WHERE device_id = ? ORDER BY seq DESC LIMIT 1';
  return firstRow<{ seq: number; hash: string }>(db, sql, [device]) ?? { seq: 0, hash: NO_PREVIOUS_HASH };
}

/** The newest event of every device: what exports and reports carry, by device id. */
export function journalHeads(db: ReadableDb): { deviceId: DeviceId; seq: number; hash: string }[] {
  return allRows(
    db,
    `SELECT device_id AS deviceId, seq, hash FROM event AS e
     WHERE seq = (SELECT max(seq) FROM event WHERE device_id = e.device_id) ORDER BY device_id`,
  );
}

/** Inserts one event and its payload. The caller owns the transaction. */
export function insertEvent(db: WritableDb, event: StoredEvent, salt: string, payload: string): void {
  run(
    db,
    `INSERT INTO event (id, device_id, seq, at, kind, reviewer, payload_hash, prev_hash, hash)
     VALUES (:id, :device_id, :seq, :at, :kind, :reviewer, :payload_hash, :prev_hash, :hash)`,
    event,
  );
  run(db, 'INSERT INTO event_payload (event_id, salt, payload) VALUES (?, ?, ?)', [event.id, salt, payload]);
  run(db, 'INSERT OR IGNORE INTO device (id, first_seen_at) VALUES (?, ?)', [event.device_id, event.at]);
  run(db, 'INSERT OR IGNORE INTO reviewer (name, first_seen_at) VALUES (?, ?)', [event.reviewer, event.at]);
}

const WITH_PAYLOAD = `SELECT e.rowid, e.*, p.salt, p.payload FROM event AS e LEFT JOIN event_payload AS p ON p.event_id = e.id`;

/** All events in the order in which they came into this file; in pages, so that the caller may write meanwhile. */
export function* eachEvent(db: ReadableDb, pageSize = 500): Generator<StoredEventWithPayload> {
  let after = 0;
  for (;;) {
    const rows = allRows<StoredEventWithPayload & { rowid: number }>(
      db,
      `${WITH_PAYLOAD} WHERE e.rowid > ? ORDER BY e.rowid LIMIT ?`,
      [after, pageSize],
    );
    for (const { rowid, ...event } of rows) {
      yield event;
      after = rowid;
    }
    if (rows.length < pageSize) return;
  }
}

export function eventById(db: ReadableDb, id: EventId): StoredEventWithPayload | undefined {
  return firstRow(db, `${WITH_PAYLOAD} WHERE e.id = ?`, [id]);
}

export const parsePayload = (text: string): EventPayload => JSON.parse(text) as EventPayload;

export function countEvents(db: ReadableDb): number {
  return firstRow<{ n: number }>(db, 'SELECT count(*) AS n FROM event')?.n ?? 0;
}

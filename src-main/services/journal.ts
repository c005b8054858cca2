import { randomBytes } from 'node:crypto';
import { canonicalJson } from '#shared/domain/canonical-json';
import type { EventKind, EventPayload } from '#shared/domain/event';
import type { DeviceId, EventId } from '#shared/domain/ids';
import type { WritableDb } from '#main/db/handle';
import { eventHash, headOfDevice, insertEvent, payloadHash, type StoredEvent } from '#main/repositories/events';
import { projectEvent, type Projected } from '#main/repositories/projection';
import { uuid7 } from './uuid7';

/** Who appends: this installation and its clock. The device id lies in the user's config folder, not in the project. */
export type Author = {
  readonly deviceId: DeviceId;
  readonly appVersion: string;
  /** Milliseconds UTC. */
  now(): number;
  /** Minutes that local time is ahead of UTC. */
  utcOffsetMinutes(): number;
};

export type NewEvent = { readonly kind: EventKind; readonly reviewer: string; readonly payload: EventPayload };

/**
 * Appends one event to this device's chain and projects it. The caller owns the transaction: nothing is
 * acknowledged before its COMMIT has returned.
 */
export function appendEvent(
  db: WritableDb,
  author: Author,
  { kind, reviewer, payload }: NewEvent,
): { id: EventId; at: number; touched: Projected } {
  const at = author.now();
  const head = headOfDevice(db, author.deviceId);
  const text = canonicalJson(payload);
  const salt = randomBytes(16).toString('hex');
  const unhashed: Omit<StoredEvent, 'hash'> = {
    id: uuid7(at) as EventId,
    device_id: author.deviceId,
    seq: head.seq + 1,
    at,
    kind,
    reviewer,
    payload_hash: payloadHash(salt, text),
    prev_hash: head.hash,
  };
  insertEvent(db, { ...unhashed, hash: eventHash(unhashed) }, salt, text);
  return { id: unhashed.id, at, touched: projectEvent(db, unhashed, payload) };
}

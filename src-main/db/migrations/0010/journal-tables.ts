/** The append-only journal, its triggers, and who and what it names. */
export const JOURNAL_TABLES = `
CREATE TABLE device (id TEXT PRIMARY KEY, first_seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE reviewer (name TEXT PRIMARY KEY, first_seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE reason (
  id TEXT PRIMARY KEY, reason_group TEXT NOT NULL, severity TEXT NOT NULL, label TEXT NOT NULL,
  hint TEXT NOT NULL, version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  id TEXT NOT NULL UNIQUE, device_id TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
  reviewer TEXT NOT NULL, payload_hash TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL,
  UNIQUE (device_id, seq)
) STRICT;
CREATE TABLE event_payload (event_id TEXT PRIMARY KEY REFERENCES event (id), salt TEXT NOT NULL, payload TEXT NOT NULL) STRICT;
CREATE TABLE event_tombstone (event_id TEXT PRIMARY KEY REFERENCES event (id), at INTEGER NOT NULL, note TEXT NOT NULL) STRICT;

CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only: an event is never changed'); END;
CREATE TRIGGER event_refuses_delete BEFORE DELETE ON event
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only: an event is never removed'); END;
CREATE TRIGGER event_refuses_replace BEFORE INSERT ON event
  WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id OR rowid = NEW.rowid
               OR (device_id = NEW.device_id AND seq = NEW.seq))
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only: this event is already there'); END;
CREATE TRIGGER payload_refuses_update BEFORE UPDATE ON event_payload
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only: a payload is never changed'); END;
CREATE TRIGGER payload_refuses_delete BEFORE DELETE ON event_payload
  WHEN NOT EXISTS (SELECT 1 FROM event_tombstone WHERE event_id = OLD.event_id)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only: a payload is erased only after its tombstone'); END;
CREATE TRIGGER payload_refuses_replace BEFORE INSERT ON event_payload
  WHEN EXISTS (SELECT 1 FROM event_payload WHERE event_id = NEW.event_id OR rowid = NEW.rowid)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only: this payload is already there'); END;
CREATE TRIGGER tombstone_refuses_update BEFORE UPDATE ON event_tombstone
  BEGIN SELECT RAISE(ABORT, 'a tombstone is never changed'); END;
CREATE TRIGGER tombstone_refuses_delete BEFORE DELETE ON event_tombstone
  BEGIN SELECT RAISE(ABORT, 'a tombstone is never removed'); END;
`;

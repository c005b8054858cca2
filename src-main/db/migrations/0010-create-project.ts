import { REASONS } from '#shared/domain/reasons';
import type { Migration } from '../migrate';

const IMPORTED = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE root (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE import_run (
  id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL, finished_at INTEGER,
  cancelled INTEGER NOT NULL DEFAULT 0, paths TEXT NOT NULL, counts TEXT
) STRICT;

CREATE TABLE source (
  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, size_bytes INTEGER NOT NULL,
  content_gzip BLOB
) STRICT;

-- Rows that hang on a file are invisible until published = 1; what was never published is removed at the next start.
CREATE TABLE source_file (
  id INTEGER PRIMARY KEY, root_id INTEGER NOT NULL REFERENCES root, path TEXT NOT NULL,
  source_id INTEGER NOT NULL REFERENCES source, run_id INTEGER NOT NULL REFERENCES import_run,
  published INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX source_file_by_source ON source_file (source_id);
CREATE INDEX source_file_unpublished ON source_file (published) WHERE published = 0;

CREATE TABLE photo (
  id INTEGER PRIMARY KEY, root_id INTEGER NOT NULL REFERENCES root, path TEXT NOT NULL,
  sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL, media_type TEXT NOT NULL,
  raw_width INTEGER NOT NULL, raw_height INTEGER NOT NULL, orientation INTEGER NOT NULL,
  width INTEGER NOT NULL, height INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('restored', 'original', 'unknown')),
  run_id INTEGER NOT NULL REFERENCES import_run,
  UNIQUE (root_id, path)
) STRICT;
CREATE INDEX photo_by_sha256 ON photo (sha256);

CREATE TABLE subject (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, attributes TEXT) STRICT;

CREATE TABLE capture (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, subject_id INTEGER REFERENCES subject
) STRICT;

CREATE TABLE revision (
  id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, family TEXT, algorithm_tech_name TEXT,
  revision TEXT, algorithm_version_id TEXT
) STRICT;

CREATE TABLE result (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, element_id TEXT, content_sha256 TEXT NOT NULL,
  capture_id INTEGER NOT NULL REFERENCES capture, revision_id INTEGER NOT NULL REFERENCES revision,
  source_file_id INTEGER NOT NULL REFERENCES source_file, path TEXT NOT NULL,
  is_ok INTEGER NOT NULL, failure_reason TEXT, image_id TEXT, creation_time TEXT, image_type TEXT,
  superseded_by INTEGER REFERENCES result
) STRICT;
CREATE INDEX result_by_capture ON result (capture_id, revision_id);
CREATE INDEX result_by_source_file ON result (source_file_id);
CREATE INDEX result_by_element_id ON result (element_id);
CREATE INDEX result_by_superseded ON result (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX result_by_revision ON result (revision_id);

CREATE TABLE area_row (
  result_id INTEGER NOT NULL REFERENCES result, ordinal INTEGER NOT NULL, area_name TEXT NOT NULL,
  value TEXT, units TEXT, tech_name TEXT, PRIMARY KEY (result_id, ordinal)
) STRICT, WITHOUT ROWID;

-- width, height: the frame in pixels; both NULL when there is neither view box nor photo.
CREATE TABLE view (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, result_id INTEGER NOT NULL REFERENCES result,
  name TEXT NOT NULL, side TEXT NOT NULL, width REAL, height REAL, view_box TEXT,
  photo_id INTEGER REFERENCES photo, paired_by TEXT, pairing_notice TEXT,
  vertices TEXT NOT NULL DEFAULT 'unstated' CHECK (vertices IN ('unstated', 'corners', 'centres')),
  UNIQUE (result_id, name)
) STRICT;
CREATE INDEX view_by_photo ON view (photo_id);

CREATE TABLE mask (
  id INTEGER PRIMARY KEY, result_id INTEGER NOT NULL REFERENCES result, view_id INTEGER REFERENCES view,
  list TEXT NOT NULL, mask_index INTEGER NOT NULL, side TEXT NOT NULL, mask_type TEXT NOT NULL,
  reviewable INTEGER NOT NULL, view_box TEXT, tech_name TEXT, name TEXT, fill TEXT,
  UNIQUE (result_id, list, mask_index)
) STRICT;
CREATE INDEX mask_by_view ON mask (view_id);

-- rings: see docs/journal.md, "Geometry bytes". Areas in px2, bounds in frame px.
CREATE TABLE lesion (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, view_id INTEGER NOT NULL REFERENCES view,
  mask_id INTEGER NOT NULL REFERENCES mask, feature_index INTEGER NOT NULL, polygon_index INTEGER NOT NULL,
  intensity REAL, degenerate INTEGER NOT NULL, shape_problem TEXT, outside_frame INTEGER NOT NULL,
  area_px2 REAL NOT NULL, min_x REAL NOT NULL, min_y REAL NOT NULL, max_x REAL NOT NULL, max_y REAL NOT NULL,
  rings BLOB NOT NULL
) STRICT;
CREATE INDEX lesion_by_view ON lesion (view_id);
CREATE INDEX lesion_by_mask ON lesion (mask_id);

CREATE TABLE finding (
  id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES import_run, source_file_id INTEGER REFERENCES source_file,
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')), code TEXT NOT NULL,
  file TEXT NOT NULL, place TEXT NOT NULL, message TEXT NOT NULL
) STRICT;
CREATE INDEX finding_by_run ON finding (run_id, severity);
CREATE INDEX finding_by_source_file ON finding (source_file_id);
`;

const JOURNAL = `
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

/** Everything below can be rebuilt from the journal and the imported rows; `verify` does so and compares. */
export const PROJECTION_TABLES: Readonly<Record<string, string>> = {
  event_state: `(event_id TEXT PRIMARY KEY, device_id TEXT NOT NULL, seq INTEGER NOT NULL, reviewer TEXT NOT NULL,
    kind TEXT NOT NULL, label TEXT NOT NULL, view_uid TEXT NOT NULL, undoes TEXT, undone INTEGER NOT NULL,
    stack TEXT NOT NULL CHECK (stack IN ('done', 'undone', 'discarded', 'control'))) STRICT, WITHOUT ROWID`,
  lesion_decision: `(event_id TEXT NOT NULL, lesion_uid TEXT NOT NULL, view_uid TEXT NOT NULL, reviewer TEXT NOT NULL,
    verdict TEXT NOT NULL, reason TEXT, comment TEXT, at INTEGER NOT NULL, active INTEGER NOT NULL,
    PRIMARY KEY (lesion_uid, event_id)) STRICT, WITHOUT ROWID`,
  view_mark: `(event_id TEXT NOT NULL, view_uid TEXT NOT NULL, mark TEXT NOT NULL, value INTEGER NOT NULL,
    reviewer TEXT NOT NULL, at INTEGER NOT NULL, active INTEGER NOT NULL,
    PRIMARY KEY (view_uid, mark, event_id)) STRICT, WITHOUT ROWID`,
  replacement: `(event_id TEXT NOT NULL, target TEXT NOT NULL, replaced_event_id TEXT NOT NULL,
    PRIMARY KEY (target, replaced_event_id, event_id)) STRICT, WITHOUT ROWID`,
  drawn_lesion: `(uid TEXT PRIMARY KEY, event_id TEXT NOT NULL, view_uid TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  shape: `(id TEXT PRIMARY KEY, event_id TEXT NOT NULL, view_uid TEXT NOT NULL, ordinal INTEGER NOT NULL,
    area_px2 REAL NOT NULL, min_x REAL NOT NULL, min_y REAL NOT NULL, max_x REAL NOT NULL, max_y REAL NOT NULL,
    rings BLOB NOT NULL) STRICT, WITHOUT ROWID`,
  shape_link: `(event_id TEXT NOT NULL, shape_id TEXT NOT NULL, lesion_uid TEXT NOT NULL,
    PRIMARY KEY (event_id, shape_id, lesion_uid)) STRICT, WITHOUT ROWID`,
  lesion_state: `(lesion_uid TEXT PRIMARY KEY, view_uid TEXT NOT NULL, verdict TEXT NOT NULL, disputed INTEGER NOT NULL,
    reason TEXT, comment TEXT, decided_by TEXT, decided_at INTEGER, event_id TEXT) STRICT, WITHOUT ROWID`,
  view_state: `(view_uid TEXT PRIMARY KEY, swept INTEGER NOT NULL, done INTEGER NOT NULL, lesions INTEGER NOT NULL,
    pending INTEGER NOT NULL, accepted INTEGER NOT NULL, rejected INTEGER NOT NULL, redrawn INTEGER NOT NULL,
    unsure INTEGER NOT NULL, added INTEGER NOT NULL, disputed INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
};

/** Index definitions of the projection tables, as [name, table and columns]. */
export const PROJECTION_INDEXES: readonly (readonly [string, string])[] = [
  ['event_state_by_stack', 'event_state (reviewer, device_id, stack, seq)'],
  ['event_state_by_view', 'event_state (view_uid)'],
  ['event_state_by_undoes', 'event_state (undoes)'],
  ['lesion_decision_by_event', 'lesion_decision (event_id)'],
  ['lesion_decision_by_view', 'lesion_decision (view_uid)'],
  ['view_mark_by_event', 'view_mark (event_id)'],
  ['drawn_lesion_by_view', 'drawn_lesion (view_uid)'],
  ['drawn_lesion_by_event', 'drawn_lesion (event_id)'],
  ['shape_by_view', 'shape (view_uid)'],
  ['shape_by_event', 'shape (event_id)'],
  ['lesion_state_by_view', 'lesion_state (view_uid)'],
  ['view_state_by_done', 'view_state (done, pending)'],
  ['view_state_by_disputed', 'view_state (disputed) WHERE disputed > 0'],
];

const projectionSql = (): string =>
  [
    ...Object.entries(PROJECTION_TABLES).map(([name, body]) => `CREATE TABLE ${name} ${body};`),
    ...PROJECTION_INDEXES.map(([name, on]) => `CREATE INDEX ${name} ON ${on};`),
  ].join('\n');

export const createProject: Migration = {
  version: 10,
  up(db) {
    db.exec(IMPORTED);
    db.exec(JOURNAL);
    db.exec(projectionSql());
    const insert = db.prepare(
      'INSERT INTO reason (id, reason_group, severity, label, hint, version) VALUES (?, ?, ?, ?, ?, 1)',
    );
    for (const { id, group, severity, label, hint } of REASONS) insert.run(id, group, severity, label, hint);
  },
};

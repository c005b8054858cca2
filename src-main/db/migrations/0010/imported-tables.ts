/** What came in: sources, photos, captures, results, views, lesions and what was said about them. */
export const IMPORTED_TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE root (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE import_run (
  id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL, finished_at INTEGER,
  cancelled INTEGER NOT NULL DEFAULT 0, paths TEXT NOT NULL, counts TEXT
) STRICT;

-- What became of what a run delivered. unit: file, element, mask, feature, polygon; fate: imported, repaired,
-- refused, skipped; reason: a finding code, '' for imported.
CREATE TABLE run_tally (
  run_id INTEGER NOT NULL REFERENCES import_run, unit TEXT NOT NULL, fate TEXT NOT NULL, reason TEXT NOT NULL,
  n INTEGER NOT NULL, PRIMARY KEY (run_id, unit, fate, reason)
) STRICT, WITHOUT ROWID;

-- Every file that an import met, read or not: what is unchanged by size and time is not read again. delivered: JSON,
-- how many elements, masks, features and polygons it held.
CREATE TABLE seen_file (
  id INTEGER PRIMARY KEY, root_id INTEGER NOT NULL REFERENCES root, path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL, mtime_ms INTEGER NOT NULL, sha256 TEXT, outcome TEXT NOT NULL, delivered TEXT,
  run_id INTEGER NOT NULL REFERENCES import_run, missing INTEGER NOT NULL DEFAULT 0, UNIQUE (root_id, path)
) STRICT;
CREATE INDEX seen_file_by_sha256 ON seen_file (sha256);

-- sha256, size_bytes: of the bytes as delivered, which lie in source_chunk, in pieces of raw_bytes each; a source
-- without chunks was left out or erased. encoding: utf-8, utf-16le, utf-16be; unpacked_bytes: as UTF-8, gzip unpacked.
CREATE TABLE source (
  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, size_bytes INTEGER NOT NULL,
  encoding TEXT, unpacked_bytes INTEGER,
  delivered TEXT -- JSON: how many elements, masks, features and polygons it holds
) STRICT;
CREATE TABLE source_chunk (
  source_id INTEGER NOT NULL REFERENCES source, ordinal INTEGER NOT NULL, gzip BLOB NOT NULL,
  raw_bytes INTEGER NOT NULL, PRIMARY KEY (source_id, ordinal)
) STRICT;

-- Rows that hang on a file are invisible until published = 1; what was never published is removed at the next start.
CREATE TABLE source_file (
  id INTEGER PRIMARY KEY, root_id INTEGER NOT NULL REFERENCES root, path TEXT NOT NULL,
  source_id INTEGER NOT NULL REFERENCES source, run_id INTEGER NOT NULL REFERENCES import_run,
  published INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX source_file_by_source ON source_file (source_id);
CREATE INDEX source_file_by_place ON source_file (root_id, path);
CREATE INDEX source_file_by_run ON source_file (run_id);
CREATE INDEX source_file_unpublished ON source_file (published) WHERE published = 0;

-- colour: "sRGB", "sRGB assumed", "Display P3", "CMYK"; depth in bits per channel; mtime_ms with size_bytes tells a
-- replaced file; a mask picture is one that a rasteriser wrote, and is never laid under lesions.
CREATE TABLE photo (
  id INTEGER PRIMARY KEY, root_id INTEGER NOT NULL REFERENCES root, path TEXT NOT NULL, name TEXT NOT NULL,
  mtime_ms INTEGER, colour TEXT, depth INTEGER, has_alpha INTEGER,
  state TEXT NOT NULL DEFAULT 'ok' CHECK (state IN ('ok', 'broken', 'refused', 'missing', 'changed')), problem TEXT,
  role TEXT NOT NULL DEFAULT 'photo' CHECK (role IN ('photo', 'mask_picture')),
  sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL, media_type TEXT NOT NULL,
  raw_width INTEGER NOT NULL, raw_height INTEGER NOT NULL, orientation INTEGER NOT NULL,
  width INTEGER NOT NULL, height INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('restored', 'original', 'unknown')),
  run_id INTEGER NOT NULL REFERENCES import_run,
  UNIQUE (root_id, path)
) STRICT;
CREATE INDEX photo_by_sha256 ON photo (sha256);
CREATE INDEX photo_by_run ON photo (run_id);
CREATE INDEX photo_by_name ON photo (name);

-- An entry of a service's image list; it tells whose picture a file is, for files in and under the list's folder.
CREATE TABLE image_list_entry (
  id INTEGER PRIMARY KEY, root_id INTEGER NOT NULL REFERENCES root, path TEXT NOT NULL,
  image_id TEXT NOT NULL, name TEXT NOT NULL, side TEXT, UNIQUE (root_id, path, image_id)
) STRICT;

-- origin: where the subject was first learned from: table, folder.
CREATE TABLE subject (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, origin TEXT NOT NULL DEFAULT 'table') STRICT;
CREATE INDEX subject_by_code ON subject (code COLLATE NOCASE);
-- A table that was joined to captures, kept with its rows so that captures that come later are joined too, and the rule
-- that gives a subject by folder. Rows count only when complete = 1. mapping: JSON.
CREATE TABLE table_join (
  id INTEGER PRIMARY KEY, run_id INTEGER REFERENCES import_run, file TEXT NOT NULL, sha256 TEXT NOT NULL,
  joined_at INTEGER NOT NULL, mapping TEXT NOT NULL, complete INTEGER NOT NULL DEFAULT 0
) STRICT;
-- line: 1-based, in the file; cells: JSON, one text per column of the mapping.
CREATE TABLE table_row (
  table_id INTEGER NOT NULL REFERENCES table_join, ordinal INTEGER NOT NULL, line INTEGER NOT NULL,
  key TEXT NOT NULL, subject TEXT NOT NULL, cells TEXT NOT NULL, PRIMARY KEY (table_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE subject_rule (id INTEGER PRIMARY KEY CHECK (id = 1), rule TEXT NOT NULL) STRICT;

CREATE TABLE capture (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, subject_id INTEGER REFERENCES subject
) STRICT;
CREATE INDEX capture_by_subject ON capture (subject_id, name COLLATE NOCASE);
CREATE INDEX capture_by_name ON capture (name COLLATE NOCASE);
CREATE TABLE capture_value (
  capture_id INTEGER NOT NULL REFERENCES capture, name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (capture_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX capture_value_by_name ON capture_value (name, value);

CREATE TABLE revision (
  id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, family TEXT, algorithm_tech_name TEXT,
  revision TEXT, algorithm_version_id TEXT
) STRICT;

CREATE TABLE result (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, element_id TEXT, content_sha256 TEXT NOT NULL,
  capture_id INTEGER NOT NULL REFERENCES capture, revision_id INTEGER NOT NULL REFERENCES revision,
  source_file_id INTEGER NOT NULL REFERENCES source_file, path TEXT NOT NULL,
  is_ok INTEGER NOT NULL, failure_reason TEXT, image_id TEXT, creation_time TEXT, image_type TEXT,
  superseded_by INTEGER REFERENCES result,
  byte_start INTEGER, byte_end INTEGER -- of the element in its source as UTF-8, unpacked
) STRICT;
CREATE INDEX result_by_capture ON result (capture_id, revision_id);
CREATE INDEX result_by_source_file ON result (source_file_id);
CREATE INDEX result_by_element_id ON result (element_id);
CREATE INDEX result_in_conflict ON result (element_id) WHERE key <> element_id;
CREATE INDEX result_by_superseded ON result (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX result_by_revision ON result (revision_id, source_file_id);

CREATE TABLE area_row (
  result_id INTEGER NOT NULL REFERENCES result, ordinal INTEGER NOT NULL, area_name TEXT NOT NULL,
  value TEXT, units TEXT, tech_name TEXT,
  spelling TEXT, widget_type TEXT, sub_metrics TEXT, -- as delivered: the value's token, and JSON
  PRIMARY KEY (result_id, ordinal)
) STRICT, WITHOUT ROWID;

-- width, height: the frame in pixels; both NULL when there is neither view box nor photo. photo_id: what the pairing
-- rules say; a reviewer's choice lies in the journal and outranks it (view_state). A frame that is the photo's is not
-- stored. needs_pairing: 0, or without photo 1: several fit, 2: one is named and needs a yes. pairing_notice of a view
-- without photo is NULL until its photo was looked for.
CREATE TABLE view (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, result_id INTEGER NOT NULL REFERENCES result,
  name TEXT NOT NULL, side TEXT NOT NULL, width REAL, height REAL, view_box TEXT,
  photo_id INTEGER REFERENCES photo, paired_by TEXT, pairing_notice TEXT, needs_pairing INTEGER NOT NULL DEFAULT 0,
  vertices TEXT NOT NULL DEFAULT 'unstated' CHECK (vertices IN ('unstated', 'corners', 'centres')),
  UNIQUE (result_id, name)
) STRICT;
CREATE INDEX view_by_photo ON view (photo_id);
CREATE INDEX view_unpaired ON view (id) WHERE photo_id IS NULL;
CREATE INDEX view_needs_pairing ON view (needs_pairing, id) WHERE needs_pairing > 0;
CREATE TABLE pairing_candidate (
  view_id INTEGER NOT NULL REFERENCES view, photo_id INTEGER NOT NULL REFERENCES photo, rank INTEGER NOT NULL,
  rule TEXT, PRIMARY KEY (view_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pairing_candidate_by_photo ON pairing_candidate (photo_id);

CREATE TABLE mask (
  id INTEGER PRIMARY KEY, result_id INTEGER NOT NULL REFERENCES result, view_id INTEGER REFERENCES view,
  list TEXT NOT NULL, mask_index INTEGER NOT NULL, side TEXT NOT NULL, mask_type TEXT NOT NULL,
  reviewable INTEGER NOT NULL, view_box TEXT, tech_name TEXT, name TEXT, fill TEXT,
  UNIQUE (result_id, list, mask_index)
) STRICT;
CREATE INDEX mask_by_view ON mask (view_id);

-- rings: see docs/journal.md, "Geometry bytes". Areas in px2, bounds in frame px. A uid is a hash of its result's key,
-- its place and its vertices: unique, as those are. Only its head is indexed: whole ids, which come in no order, would be
-- the larger part of an import's work. See LESION_BY_UID in repositories/lesions.ts.
CREATE TABLE lesion (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL, view_id INTEGER NOT NULL REFERENCES view,
  mask_id INTEGER NOT NULL REFERENCES mask, feature_index INTEGER NOT NULL, polygon_index INTEGER NOT NULL,
  intensity REAL, degenerate INTEGER NOT NULL, shape_problem TEXT, outside_frame INTEGER NOT NULL,
  area_px2 REAL NOT NULL, min_x REAL NOT NULL, min_y REAL NOT NULL, max_x REAL NOT NULL, max_y REAL NOT NULL,
  rings BLOB NOT NULL
) STRICT;
CREATE INDEX lesion_by_view ON lesion (view_id);
CREATE UNIQUE INDEX lesion_by_place ON lesion (mask_id, feature_index, polygon_index);
CREATE INDEX lesion_by_uid ON lesion (substr(uid, 1, 8));

CREATE TABLE finding (
  id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES import_run, source_file_id INTEGER REFERENCES source_file,
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')), code TEXT NOT NULL,
  file TEXT NOT NULL, place TEXT NOT NULL, message TEXT NOT NULL,
  view_uid TEXT, line INTEGER, col INTEGER -- of the place in the text, 1-based
) STRICT;
CREATE INDEX finding_by_run ON finding (run_id, severity);
CREATE INDEX finding_by_code ON finding (run_id, code, id);
CREATE INDEX finding_by_view ON finding (view_uid) WHERE view_uid IS NOT NULL;
CREATE INDEX finding_by_source_file ON finding (source_file_id);
`;

/** What a queue entry copies of a view's state. */
const COUNTS = ['lesions', 'pending', 'accepted', 'rejected', 'redrawn', 'unsure', 'added', 'disputed'] as const;

const NUMBERS = [...COUNTS, 'photo_chosen'].join(', ');
const COLUMNS = `view_id, capture_id, result_id, revision_id, source_file_id, side_rank, failed, superseded, finished, ${NUMBERS}`;

/** Every queue entry as the tables behind it give it; `state` names where the view's state is read. */
const entryOf = (state: string): string => `SELECT v.id, r.capture_id, r.id, r.revision_id, r.source_file_id,
    CASE v.side WHEN 'left' THEN 0 WHEN 'front' THEN 1 WHEN 'right' THEN 2 ELSE 3 END,
    r.is_ok = 0, r.superseded_by IS NOT NULL OR ${state}.set_aside = 1, ${state}.done = 1 AND ${state}.swept = 1 AND ${state}.pending = 0,
    ${[...COUNTS, 'photo_chosen'].map((name) => `${state}.${name}`).join(', ')}
  FROM view AS v JOIN result AS r ON r.id = v.result_id`;

/** For `verify`: what `queue_entry` must hold. */
export const QUEUE_ENTRY_COLUMNS = COLUMNS;
export const QUEUE_ENTRIES = `${entryOf('s')} JOIN view_state AS s ON s.view_uid = v.uid`;

const takeState = `INSERT INTO queue_entry (${COLUMNS}) ${entryOf('NEW')} WHERE v.uid = NEW.view_uid
    ON CONFLICT (view_id) DO UPDATE SET finished = excluded.finished, superseded = excluded.superseded,
      ${[...COUNTS, 'photo_chosen'].map((name) => `${name} = excluded.${name}`).join(', ')};`;

/**
 * What the queue and the sums need of a view, in one narrow row: walking 100,000 of them takes milliseconds, walking the
 * tables behind them a fifth of a second. Nobody writes it but these triggers; unpublished files' entries are in it too.
 */
export const QUEUE_TABLES = `
CREATE TABLE queue_entry (
  view_id INTEGER PRIMARY KEY, capture_id INTEGER NOT NULL, result_id INTEGER NOT NULL, revision_id INTEGER NOT NULL,
  source_file_id INTEGER NOT NULL, side_rank INTEGER NOT NULL, failed INTEGER NOT NULL, superseded INTEGER NOT NULL,
  finished INTEGER NOT NULL, ${[...COUNTS, 'photo_chosen'].map((name) => `${name} INTEGER NOT NULL`).join(', ')}
) STRICT;
CREATE INDEX queue_entry_by_capture ON queue_entry
  (capture_id, side_rank, view_id, superseded, source_file_id, failed, finished, disputed);
CREATE INDEX queue_entry_by_revision ON queue_entry (revision_id, source_file_id, lesions);

CREATE TRIGGER queue_entry_takes_new_state AFTER INSERT ON view_state BEGIN ${takeState} END;
CREATE TRIGGER queue_entry_takes_changed_state AFTER UPDATE ON view_state BEGIN ${takeState} END;
CREATE TRIGGER queue_entry_goes_with_view AFTER DELETE ON view BEGIN
  DELETE FROM queue_entry WHERE view_id = OLD.id;
END;
CREATE TRIGGER queue_entry_takes_result AFTER UPDATE OF superseded_by, is_ok, capture_id, revision_id, source_file_id ON result BEGIN
  UPDATE queue_entry SET superseded = NEW.superseded_by IS NOT NULL OR EXISTS (
      SELECT 1 FROM view AS w JOIN view_state AS s ON s.view_uid = w.uid WHERE w.id = queue_entry.view_id AND s.set_aside = 1),
    failed = NEW.is_ok = 0, capture_id = NEW.capture_id,
    revision_id = NEW.revision_id, source_file_id = NEW.source_file_id
  WHERE view_id IN (SELECT id FROM view WHERE result_id = NEW.id);
END;
`;

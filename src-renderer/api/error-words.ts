import type { ErrorAnswer, ErrorCode } from '#shared/domain/error';

const TITLES: Readonly<Record<ErrorCode, string>> = {
  invalid_input: 'That cannot be used',
  not_found: 'Not found',
  no_project: 'No project is open',
  project_locked: 'The project is in use',
  project_newer: 'The project is newer than this Macule',
  project_read_only: 'The project cannot be written to',
  project_exists: 'There is already a project',
  not_a_project: 'Not a Macule project',
  network_volume: 'The project is on a network volume',
  disk_full: 'The disk is full',
  unreadable: 'Cannot be read',
  write_failed: 'Cannot be written',
  file_exists: 'There is already a file',
  edit_conflict: 'Decided elsewhere in the meantime',
  decision_refused: 'Not saved',
  nothing_to_undo: 'Nothing to undo',
  nothing_to_redo: 'Nothing to redo',
  undo_refused: 'Cannot be undone',
  geometry_failed: 'The outline could not be worked out',
  geometry_unavailable: 'The geometry engine is missing',
  job_running: 'Still running',
  cancelled: 'Cancelled',
  forbidden: 'Not allowed',
  unknown_method: 'Not known here',
  internal: 'Something went wrong',
};

/** A title for an error; its message already says what happened and what to do. */
export const errorTitle = ({ code }: Pick<ErrorAnswer, 'code'>): string => TITLES[code];

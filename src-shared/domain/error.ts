/** Every way in which a request can fail. One union, so that the renderer can hold words for each. */
export type ErrorCode =
  | 'invalid_input'
  | 'not_found'
  | 'no_project'
  | 'project_locked'
  | 'project_newer'
  | 'project_read_only'
  | 'project_exists'
  | 'not_a_project'
  | 'network_volume'
  | 'disk_full'
  | 'unreadable'
  | 'write_failed'
  | 'file_exists'
  | 'edit_conflict'
  | 'decision_refused'
  | 'nothing_to_undo'
  | 'nothing_to_redo'
  | 'undo_refused'
  | 'geometry_failed'
  | 'geometry_unavailable'
  | 'job_running'
  | 'cancelled'
  | 'forbidden'
  | 'unknown_method'
  | 'internal';

export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** An expected failure: `message` says in words what happened, to which file, and what to do next. */
export class MaculeError extends Error {
  override readonly name = 'MaculeError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

export type ErrorAnswer = { readonly code: ErrorCode; readonly message: string; readonly details: ErrorDetails };
/** The answer to every contract call. */
export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ErrorAnswer };

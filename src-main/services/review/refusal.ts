import { MaculeError, type ErrorDetails } from '#shared/domain/error';

/** Why a decision was not taken, as a stable code beside the words; becomes an error finding on the command line. */
export type RefusalCode =
  | 'unknown_lesion'
  | 'unknown_view'
  | 'unknown_reason'
  | 'reason_required'
  | 'degenerate'
  | 'several_views'
  | 'lesion_twice'
  | 'geometry_required'
  | 'geometry_unexpected'
  | 'geometry_invalid'
  | 'group_incomplete'
  | 'no_frame'
  | 'unknown_photo'
  | 'photo_refused'
  | 'photo_doubted'
  | 'not_swept'
  | 'undecided_lesions'
  | 'unknown_conflict'
  | 'nothing_changed';

/** A decision that the rules refuse: nothing was written. */
export function refusal(code: RefusalCode, message: string, details: ErrorDetails = {}): MaculeError {
  return new MaculeError('decision_refused', message, { ...details, refusal: code });
}

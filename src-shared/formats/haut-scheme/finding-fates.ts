import type { Fate } from '#shared/domain/tally';
import type { SchemeFindingCode } from './finding-codes';

/**
 * What each code says became of the thing that it is about. A unit that several codes are about takes the first that
 * did not import it as it stood; `imported` means that the code is a remark. A whole file of which nothing could be
 * read counts as refused, and a feature of which some polygons could be read as repaired, whatever stands here.
 */
export const SCHEME_FINDING_FATES = {
  text_empty: { unit: 'file', fate: 'refused' },
  text_not_json: { unit: 'file', fate: 'refused' },
  text_binary: { unit: 'file', fate: 'refused' },
  json_cut_off: { unit: 'file', fate: 'repaired' },
  json_syntax: { unit: 'file', fate: 'repaired' },
  json_in_text: { unit: 'file', fate: 'repaired' },
  json_not_finite: { unit: 'file', fate: 'repaired' },
  duplicate_key: { unit: 'file', fate: 'repaired' },
  nested_too_deep: { unit: 'file', fate: 'repaired' },
  html_page: { unit: 'file', fate: 'refused' },
  error_answer: { unit: 'file', fate: 'refused' },
  api_v3_answer: { unit: 'file', fate: 'refused' },
  webhook_body: { unit: 'file', fate: 'refused' },
  image_list: { unit: 'file', fate: 'imported' },
  foreign_format: { unit: 'file', fate: 'refused' },
  not_used: { unit: 'file', fate: 'skipped' },
  no_result: { unit: 'file', fate: 'refused' },
  family_skipped: { unit: 'element', fate: 'skipped' },
  element_unrecognised: { unit: 'element', fate: 'refused' },
  family_missing: { unit: 'element', fate: 'repaired' },
  result_failed: { unit: 'element', fate: 'imported' },
  failed_masks_ignored: { unit: 'mask', fate: 'skipped' },
  field_unreadable: { unit: 'element', fate: 'repaired' },
  area_row_unreadable: { unit: 'element', fate: 'repaired' },
  result_not_hashable: { unit: 'element', fate: 'refused' },
  mask_lists_missing: { unit: 'element', fate: 'imported' },
  mask_list_unreadable: { unit: 'element', fate: 'repaired' },
  mask_unreadable: { unit: 'mask', fate: 'refused' },
  mask_not_reviewable: { unit: 'mask', fate: 'skipped' },
  view_box_missing: { unit: 'mask', fate: 'repaired' },
  view_box_unreadable: { unit: 'mask', fate: 'repaired' },
  view_box_empty: { unit: 'mask', fate: 'refused' },
  side_unknown: { unit: 'mask', fate: 'repaired' },
  features_unreadable: { unit: 'mask', fate: 'repaired' },
  feature_unreadable: { unit: 'feature', fate: 'refused' },
  geometry_unreadable: { unit: 'feature', fate: 'refused' },
  geometry_not_polygon: { unit: 'feature', fate: 'skipped' },
  polygon_unreadable: { unit: 'polygon', fate: 'refused' },
  polygon_empty: { unit: 'polygon', fate: 'refused' },
  position_unreadable: { unit: 'polygon', fate: 'refused' },
  position_as_text: { unit: 'polygon', fate: 'repaired' },
  polygon_degenerate: { unit: 'polygon', fate: 'imported' },
  polygon_not_simple: { unit: 'polygon', fate: 'imported' },
  polygon_outside_frame: { unit: 'polygon', fate: 'imported' },
} as const satisfies Record<SchemeFindingCode, Fate>;

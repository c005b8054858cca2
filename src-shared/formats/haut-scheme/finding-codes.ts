type Description = { readonly severity: 'error' | 'warning' | 'info'; readonly meaning: string };

/** Every code that decoding can report: its severity and one line for the documentation. */
export const SCHEME_FINDING_CODES = {
  // the text as a whole
  text_empty: { severity: 'error', meaning: 'The file holds nothing but blanks.' },
  text_not_json: { severity: 'error', meaning: 'No JSON object or array was found in the text.' },
  too_large: { severity: 'error', meaning: 'The file is larger, packed or unpacked, than the reader takes.' },
  broken_gzip: { severity: 'error', meaning: 'The gzip data is damaged; nothing of the file was used.' },
  gzip_cut_off: { severity: 'error', meaning: 'The gzip data ends too early; complete elements before were read.' },
  text_replaced: {
    severity: 'warning',
    meaning: 'Bytes are no text in the encoding of the file; each is read as U+FFFD, the rest as it stands.',
  },
  text_binary: { severity: 'error', meaning: 'The file holds binary data, or text in another encoding, and no JSON.' },
  json_cut_off: { severity: 'error', meaning: 'The JSON ends in the middle; complete elements before were read.' },
  json_syntax: { severity: 'error', meaning: 'The JSON is broken at the given place; complete elements were read.' },
  json_in_text: { severity: 'info', meaning: 'The JSON stands between other text; the other text was left out.' },
  json_not_finite: { severity: 'warning', meaning: 'The text holds NaN or Infinity, which JSON does not know.' },
  duplicate_key: { severity: 'warning', meaning: 'An object has the same key twice; the last value was used.' },
  nested_too_deep: { severity: 'warning', meaning: 'A part nests deeper than results can lie and was not searched.' },
  // what is no result
  html_page: { severity: 'error', meaning: 'The file is an HTML page saved in place of an answer.' },
  error_answer: { severity: 'error', meaning: 'The file holds an error answer of the service.' },
  api_v3_answer: { severity: 'warning', meaning: 'The file is an answer of API version 3, a product without masks.' },
  webhook_body: { severity: 'warning', meaning: 'The file is a webhook body, which carries no masks.' },
  image_list: { severity: 'info', meaning: 'The file lists images; it was used to pair photos.' },
  foreign_format: { severity: 'warning', meaning: "The file is in another tool's format, which is named." },
  not_used: {
    severity: 'info',
    meaning: 'Neither a photo nor a text with results, or a file that Macule wrote itself.',
  },
  family_skipped: { severity: 'info', meaning: 'Results of another algorithm family were left out.' },
  element_unrecognised: { severity: 'warning', meaning: 'An element beside results is no result.' },
  no_result: { severity: 'warning', meaning: 'Nothing in the file is a result.' },
  // one result
  family_missing: { severity: 'info', meaning: 'The family name is missing; the inner name told what it is.' },
  image_id_from_key: {
    severity: 'info',
    meaning: 'The element names no image; the key of the map that it is in does.',
  },
  result_failed: { severity: 'warning', meaning: 'The algorithm did not succeed; kept as a failed result.' },
  failed_masks_ignored: { severity: 'warning', meaning: 'A failed result carries masks, which were not read.' },
  field_unreadable: { severity: 'warning', meaning: 'A field is of the wrong type and counts as missing.' },
  area_row_unreadable: { severity: 'warning', meaning: 'A row of area_results could not be read.' },
  element_too_large: {
    severity: 'error',
    meaning: 'An element is beyond a limit of the reader and was refused alone.',
  },
  result_not_hashable: { severity: 'error', meaning: 'The element nests too deep to be identified and was refused.' },
  // one mask
  mask_lists_missing: {
    severity: 'warning',
    meaning: 'A good result has neither mask list, not even an empty one; it counts as one without lesions.',
  },
  mask_list_unreadable: { severity: 'error', meaning: 'masks_restored or masks_original is not a list.' },
  mask_unreadable: { severity: 'error', meaning: 'An entry of a mask list is no mask.' },
  mask_not_reviewable: { severity: 'info', meaning: 'The mask is no polygon mask and cannot be reviewed.' },
  view_box_missing: { severity: 'warning', meaning: "The mask has no view box; the paired photo's size is assumed." },
  view_box_unreadable: {
    severity: 'warning',
    meaning: 'The view box is not four numbers of at most 1,000,000 px, and counts as missing.',
  },
  view_box_empty: { severity: 'error', meaning: 'The view box has no width or height; the mask was refused.' },
  side_unknown: { severity: 'warning', meaning: 'One of several masks names no side.' },
  features_unreadable: { severity: 'error', meaning: 'The features of a mask are not a list.' },
  // one feature or polygon
  feature_unreadable: { severity: 'error', meaning: 'A feature is no object or has no geometry member.' },
  geometry_unreadable: { severity: 'error', meaning: 'A geometry is broken: no type, no coordinates, too deep.' },
  geometry_not_polygon: { severity: 'warning', meaning: 'A geometry of a polygon mask is no polygon; left out.' },
  polygon_unreadable: { severity: 'error', meaning: 'A polygon or ring is not a list; that polygon was refused.' },
  polygon_empty: { severity: 'warning', meaning: 'A polygon has no vertices; it was left out.' },
  position_unreadable: { severity: 'error', meaning: 'A position is not two finite numbers; its polygon was refused.' },
  position_as_text: { severity: 'info', meaning: 'Coordinates were written as text and read as numbers.' },
  polygon_degenerate: { severity: 'info', meaning: 'A polygon covers nothing: listed, needs no verdict.' },
  polygon_not_simple: { severity: 'warning', meaning: 'A polygon crosses or touches itself; shown unrepaired.' },
  polygon_outside_frame: { severity: 'warning', meaning: 'A polygon leaves the view box; shown unclipped.' },
} as const satisfies Record<string, Description>;

export type SchemeFindingCode = keyof typeof SCHEME_FINDING_CODES;

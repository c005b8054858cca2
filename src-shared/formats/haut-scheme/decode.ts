import { ResultSearch } from './find-results';
import { readRoots } from './read-roots';
import { collectFindings } from './report';
import type { DecodedDocument } from './types';

export { SCHEME_FINDING_CODES, type SchemeFindingCode } from './finding-codes';
export { planViews } from './plan-views';
export type * from './types';

/** Reads whatever results a text holds. Takes any text, never throws; what is wrong or left out is in `findings`. */
export function decodeDocument(text: string): DecodedDocument {
  const { findings, report } = collectFindings();
  const search = new ResultSearch(report);
  for (const root of readRoots(text, report)) search.search(root);
  const isUnderstood = search.finish();
  // An error about the text has said already why there is nothing.
  if (!isUnderstood && !findings.some(({ severity }) => severity === 'error') && search.results.length === 0) {
    const hasExplanation = findings.some(({ code }) => code === 'foreign_format' || code === 'nested_too_deep');
    if (!hasExplanation) report('no_result', '', 'The file holds no result: give the JSON answer of the service.');
  }
  const skippedFamilies = [...search.skipped].map(([family, { count }]) => ({ family, count }));
  const tally = search.tally.rows();
  return { results: search.results, skippedFamilies, imageList: search.imageList, tally, findings };
}

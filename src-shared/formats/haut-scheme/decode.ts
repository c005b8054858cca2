import { DocumentDecoder } from './document-decoder';
import { utf8Bytes } from './scan/utf8';
import type { DecodedDocument } from './types';

export { DocumentDecoder } from './document-decoder';
export { SCHEME_FINDING_CODES, type SchemeFindingCode } from './finding-codes';
export { planViews } from './plan-views';
export type * from './types';

/** Reads whatever results a text holds. Takes any text, never throws; what is wrong or left out is in `findings`. */
export function decodeDocument(text: string): DecodedDocument {
  const decoder = new DocumentDecoder();
  const results = [...decoder.push(utf8Bytes(text)), ...decoder.end()];
  const end = decoder.finish();
  return { results, ...end, findings: decoder.takeFindings() };
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { resultWithLesions } from './scheme-files.ts';

type Result = ReturnType<typeof resultWithLesions>;
type Wrapper = { readonly results: number; readonly ending: string; write(results: Result[]): string | Uint8Array };

const json = JSON.stringify;
/** What a team's folder holds, with how many results to a file. */
const WRAPPERS: readonly Wrapper[] = [
  { results: 1, ending: 'json', write: ([one]) => json(one, null, 2) },
  { results: 200, ending: 'json', write: (results) => json(results) },
  { results: 1000, ending: 'json', write: (results) => json({ count: results.length, next: null, previous: null, results }) },
  { results: 100, ending: 'json', write: (results) => json({ data: results }, null, 1) },
  { results: 4, ending: 'json', write: (results) => json({ ids: [1], rawResults: results }) },
  { results: 300, ending: 'json', write: (results) => json(Object.fromEntries(results.map((one) => [one['image_id'], [one]]))) },
  { results: 500, ending: 'ndjson', write: (results) => results.map((one) => json(one)).join('\n') },
  { results: 50, ending: 'txt', write: (results) => results.map((one) => `${json([one])}\r\n`).join('') },
  { results: 200, ending: 'json.gz', write: (results) => gzipSync(json(results)) },
]; // prettier-ignore

/** Writes results `from`.. in files of all wrappers in turn; answers how many files and bytes. */
export function writeMixedCaptures(folder: string, of: { captures: number; lesions: number }): { files: number; bytes: number } {
  mkdirSync(folder, { recursive: true });
  let files = 0;
  let bytes = 0;
  for (let from = 0; from < of.captures; files++) {
    const { results, ending, write } = WRAPPERS[files % WRAPPERS.length]!;
    const count = Math.min(results, of.captures - from);
    const content = write(Array.from({ length: count }, (_, i) => resultWithLesions(from + i + 1, of.lesions)));
    writeFileSync(join(folder, `results-${String(files).padStart(6, '0')}.${ending}`), content);
    bytes += content.length;
    from += count;
  }
  return { files, bytes };
} // prettier-ignore

import type { Finding, Severity } from '#shared/domain/finding';
import { tableName, type Claim, type TableMeeting } from './claims';

/** Findings of one code that are listed; further ones are counted in one more. */
const LISTED = 50;

const make = (severity: Severity, code: string, file: string, place: string, message: string): Finding => ({
  severity,
  code,
  file,
  place,
  message,
});
const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** What could not be told about captures: gathered one by one, listed up to a limit. */
export type ClaimFindings = {
  look(name: string, claim: Claim): void;
  all(): Finding[];
  /** Names of captures for which no table has a row. */
  readonly unnamed: string[];
};

export function createClaimFindings(): ClaimFindings {
  const listed: Finding[] = [];
  const counts = new Map<string, number>();
  const unnamed: string[] = [];
  let outranked = 0;
  const add = (code: string, place: string, message: string): void => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count <= LISTED) listed.push(make('warning', code, '', place, message));
  };
  return {
    unnamed,
    look: (name, { subjects, folders, values, isNamed }) => {
      if (!isNamed) unnamed.push(name);
      if (subjects.size > 1) {
        const said = [...subjects].map(([code, place]) => `${code} (${place})`).join(', ');
        add(
          'subject_conflict',
          name,
          `Capture ${name} has several subjects: ${said}. It was given none; correct the table and join it again.`,
        );
      } else if (subjects.size === 0 && folders.size > 1)
        add(
          'subject_rule_conflict',
          name,
          `Files of capture ${name} lie in folders of several subjects: ${[...folders].join(', ')}. It was given none; name its subject in a table.`,
        );
      else if (
        subjects.size === 1 &&
        folders.size > 0 &&
        !(folders.size === 1 && folders.has([...subjects.keys()][0]!))
      )
        outranked++;
      for (const [column, said] of values)
        if (said.size > 1) {
          const words = [...said].map(([value, place]) => `${value} (${place})`).join(', ');
          add(
            'table_value_conflict',
            name,
            `Capture ${name} has several values in "${column}": ${words}. It was given none; correct the table and join it again.`,
          );
        }
    },
    all: () => [
      ...listed,
      ...[...counts]
        .filter(([, n]) => n > LISTED)
        .map(([code, n]) => make('warning', code, '', '', `${n - LISTED} more captures have the same problem.`)),
      ...(outranked > 0
        ? [
            make(
              'info',
              'subject_rule_outranked',
              '',
              '',
              `${counted(outranked, 'capture has', 'captures have')} another subject by a table than by the folder rule; the table holds.`,
            ),
          ]
        : []),
    ],
  };
}

/** How the rows of a table met the captures. In an import, rows that wait for their captures are only news. */
export function meetingFindings(
  meeting: TableMeeting,
  unnamedCaptures: readonly string[],
  isImport: boolean,
): Finding[] {
  const { table, unmatched, ambiguous, unmatchedCount, ambiguousCount, rows } = meeting;
  const file = tableName(table);
  const { key, keyColumn } = table.mapping;
  const examples = (some: TableMeeting['unmatched']): string =>
    some.map(({ key: text, line }) => `${text === '' ? 'an empty cell' : `"${text}"`} (line ${line})`).join(', ');
  const findings: Finding[] = [];
  if (unmatchedCount > 0)
    findings.push(
      make(
        isImport ? 'info' : 'warning',
        'table_rows_unmatched',
        file,
        `line ${unmatched[0]!.line}`,
        `${counted(unmatchedCount, 'row')} of ${rows} ${unmatchedCount === 1 ? 'names' : 'name'} no capture of this project in "${keyColumn}": ${examples(unmatched)}${unmatchedCount > unmatched.length ? ', …' : ''}. ${unmatchedCount === 1 ? 'It is kept and joined when its capture is' : 'They are kept and joined when their captures are'} imported.`,
      ),
    );
  if (ambiguousCount > 0)
    findings.push(
      make(
        'warning',
        'table_rows_ambiguous',
        file,
        `line ${ambiguous[0]!.line}`,
        `${counted(ambiguousCount, 'row')} of ${rows} ${ambiguousCount === 1 ? 'names' : 'name'} several captures in "${keyColumn}": ${examples(ambiguous)}${ambiguousCount > ambiguous.length ? ', …' : ''}. They were not joined; ${key === 'file_name' ? 'add the folder to the file name, or ' : ''}use the image id.`,
      ),
    );
  if (unnamedCaptures.length > 0)
    findings.push(
      make(
        'info',
        'captures_unmatched',
        file,
        '',
        `${counted(unnamedCaptures.length, 'capture has', 'captures have')} no row in the joined tables: ${unnamedCaptures.slice(0, 5).join(', ')}${unnamedCaptures.length > 5 ? ', …' : ''}.`,
      ),
    );
  return findings;
}

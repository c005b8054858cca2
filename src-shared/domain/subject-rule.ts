/** How a file's place under its imported root tells the subject. */
export type SubjectRule =
  | { readonly kind: 'none' }
  /** The folder so many levels below the root: 1 is the first. */
  | { readonly kind: 'folder'; readonly depth: number }
  /** Text with one `*`, matched against whole names of folders and files; the `*` is the subject. */
  | { readonly kind: 'pattern'; readonly pattern: string };

export const NO_RULE: SubjectRule = { kind: 'none' };
export const MAX_DEPTH = 20;
export const MAX_PATTERN_LENGTH = 200;

/** Why a pattern cannot be used, in words; null when it can. */
export function patternProblem(pattern: string): string | null {
  if (pattern.length > MAX_PATTERN_LENGTH) return `A pattern has at most ${MAX_PATTERN_LENGTH} characters.`;
  if (pattern.split('*').length !== 2) return 'A pattern has exactly one * where the subject stands, as in subject-*.';
  return null;
}

const withoutEnding = (name: string): string => name.replace(/(?<=.)\.[^.]{1,8}$/, '');

/** What stands for `*` in one name; null when the name does not match. */
function placeholder(name: string, pattern: string): string | null {
  const [before = '', after = ''] = pattern.split('*');
  const isMatch = name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
  return isMatch ? name.slice(before.length, name.length - after.length) : null;
}

/** The first place, from the root down, where the pattern's names follow each other. No regular expression: linear time. */
function byPattern(names: readonly string[], pattern: string): string | null {
  const wanted = pattern.split('/');
  for (let from = 0; from + wanted.length <= names.length; from++) {
    let found: string | null = null;
    const isMatch = wanted.every((one, index) => {
      const name = names[from + index] ?? '';
      if (!one.includes('*')) return name === one;
      found = placeholder(name, one);
      return found !== null;
    });
    if (isMatch) return found;
  }
  return null;
}

/** The subject that the rule reads from a path relative to the imported root; null when it tells none. */
export function subjectOfPath(rule: SubjectRule, relativePath: string): string | null {
  const names = relativePath.split(/[\\/]/).filter((name) => name !== '');
  if (rule.kind === 'none') return null;
  const folders = names.slice(0, -1);
  if (rule.kind === 'folder') return folders[rule.depth - 1] ?? null;
  const last = names.at(-1);
  return last === undefined ? null : byPattern([...folders, withoutEnding(last)], rule.pattern);
}

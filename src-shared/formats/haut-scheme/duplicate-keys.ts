import { parseTolerantly } from './tolerant-json';

/**
 * Keys that stand twice in one object of a well-formed text, which JSON.parse passes over in silence.
 * Keys in the text and members in the value are counted first, which is cheap; only a difference is looked into.
 */
export function findDuplicateKeys(text: string, value: unknown): { key: string; at: number }[] {
  return countKeys(text) === countMembers(value) ? [] : parseTolerantly(text, 0).duplicateKeys;
}

function countKeys(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at)) {
    at = text.indexOf('"', at + 1);
    while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
    if (at === -1) break;
    do at += 1;
    while (text.charCodeAt(at) <= 0x20);
    if (text[at] === ':') count += 1;
  }
  return count;
}

function isEscaped(text: string, quoteAt: number): boolean {
  let backslashes = 0;
  while (text[quoteAt - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

/** Lists that start with a scalar are taken to hold scalars only; where that is wrong the close look decides. */
function countMembers(root: unknown): number {
  let count = 0;
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const container = pending.pop();
    if (typeof container !== 'object' || container === null) continue;
    const isArray = Array.isArray(container);
    const values: unknown[] = isArray ? (container as unknown[]) : Object.values(container);
    if (!isArray) count += values.length;
    for (const value of values) {
      if (typeof value !== 'object' || value === null) continue;
      if (Array.isArray(value) && !isContainer(value[0])) continue;
      pending.push(value);
    }
  }
  return count;
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

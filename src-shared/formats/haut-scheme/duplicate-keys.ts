import { isContainer } from './broken-value';

/**
 * Members of all objects in a value: fewer than its text has keys when a key stands twice, which JSON.parse passes over
 * in silence. Lists that start with a scalar are taken to hold scalars only; where that is wrong the close look decides.
 */
export function countMembers(root: unknown): number {
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

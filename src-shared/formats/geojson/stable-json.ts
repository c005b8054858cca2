/** One line of JSON in the given member order. Throws on a number that JSON cannot hold, instead of writing null. */
export function stableLine(value: unknown): string {
  return JSON.stringify(value, (key, member: unknown) => {
    if (typeof member !== 'number' || Number.isFinite(member)) return member;
    throw new RangeError(`stableLine: "${key}" is ${member}`);
  });
}

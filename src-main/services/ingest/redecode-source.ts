/** Decodes a stored source again, for `verify`: the lesions of those of its results that the project holds. */
export function* redecodeSource(_bytes: Buffer, _resultKeys: ReadonlySet<string>): Generator<{ uid: string; rings: Buffer }> {
  throw new Error('not written yet');
}

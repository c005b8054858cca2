/** Deeper values are refused: no document of ours comes near, and the walk must not overflow the stack. */
const MAX_DEPTH = 1000;

/**
 * RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16 code units, ES number and string serialisation.
 * Throws TypeError for whatever has no canonical form: non-finite numbers, lone surrogates, undefined (also as a
 * member), functions, symbols, bigints, objects that are neither plain nor arrays, cycles, nesting over 1000.
 */
export function canonicalJson(value: unknown): string {
  return write(value, []);
}

function write(value: unknown, ancestors: object[]): string {
  switch (typeof value) {
    case 'number':
      return writeNumber(value);
    case 'string':
      return writeString(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : writeContainer(value, ancestors);
    default:
      throw new TypeError(`canonicalJson: a value of type ${typeof value} has no JSON form`);
  }
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`canonicalJson: ${value} has no JSON form`);
  return String(value); // ES Number-to-string is the RFC's own rule; it writes -0 as 0
}

function writeString(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new TypeError('canonicalJson: a string holds a lone surrogate');
  return JSON.stringify(value);
}

function writeContainer(value: object, ancestors: object[]): string {
  if (ancestors.length >= MAX_DEPTH) {
    const isCyclic = new Set(ancestors).size < ancestors.length;
    throw new TypeError(`canonicalJson: the value ${isCyclic ? 'contains itself' : `nests deeper than ${MAX_DEPTH}`}`);
  }
  ancestors.push(value);
  const text = Array.isArray(value) ? writeArray(value, ancestors) : writeObject(value, ancestors);
  ancestors.pop();
  return text;
}

function writeArray(values: readonly unknown[], ancestors: object[]): string {
  let text = '[';
  // A plain index loop: holes must reach `write` as undefined, and coordinates make this the hot loop.
  for (let i = 0; i < values.length; i++) text += (i === 0 ? '' : ',') + write(values[i], ancestors);
  return `${text}]`;
}

function writeObject(value: object, ancestors: object[]): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError('canonicalJson: only plain objects and arrays have a JSON form');
  }
  const members = value as Record<string, unknown>;
  let text = '{';
  for (const key of Object.keys(members).sort()) {
    text += `${text === '{' ? '' : ','}${writeString(key)}:${write(members[key], ancestors)}`;
  }
  return `${text}}`;
}

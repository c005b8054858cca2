/** Deeper values are refused: no document of ours comes near, and the walk must not overflow the stack. */
const MAX_DEPTH = 1000;

/**
 * RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16 code units, ES number and string serialisation.
 * Throws TypeError for whatever has no canonical form: non-finite numbers, lone surrogates, undefined (also as a
 * member), functions, symbols, bigints, objects that are neither plain nor arrays, cycles, nesting over 1000.
 */
export function canonicalJson(value: unknown): string {
  const ordered = inOrder(value, 0);
  if (ordered !== UNCLEAR) return JSON.stringify(ordered);
  const writer: Writer = { parts: [], ancestors: [] };
  write(value, writer);
  return writer.parts.join('');
}

/** Stands for a value whose form, or what is wrong with it, the writer below finds out. */
const UNCLEAR = Symbol('unclear');
/** Deeper values are left to the writer. */
const MOST_LEVELS = 32;

/**
 * The value with every object's members in order. Of such a value JSON.stringify writes the canonical form, far faster
 * than we can: its numbers and strings are the RFC's. What it would write otherwise, or leave out, is `UNCLEAR`.
 */
function inOrder(value: unknown, level: number): unknown {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value : UNCLEAR;
    case 'string':
      return isWellFormed(value) ? value : UNCLEAR;
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return value;
      if (level === MOST_LEVELS) return UNCLEAR;
      return Array.isArray(value) ? itemsInOrder(value, level + 1) : membersInOrder(value, level + 1);
    default:
      return UNCLEAR;
  }
}

function itemsInOrder(values: readonly unknown[], level: number): unknown {
  if (isNumbersOnly(values, NUMBER_LEVELS)) return values;
  const ordered = new Array<unknown>(values.length);
  for (let i = 0; i < values.length; i++) {
    const item = inOrder(values[i], level); // indexed: a hole must be seen
    if (item === UNCLEAR) return UNCLEAR;
    ordered[i] = item;
  }
  return ordered;
}

/** Names that an object does not keep where they were put: numbers come first, and the prototype is no member. */
const MISPLACED = /^(?:\d|__proto__$)/;

function membersInOrder(value: object, level: number): unknown {
  if (!isPlainObject(value)) return UNCLEAR;
  const members = value as Record<string, unknown>;
  const ordered: Record<string, unknown> = {};
  for (const key of Object.keys(members).sort()) {
    const member = inOrder(members[key], level);
    if (member === UNCLEAR || MISPLACED.test(key) || !isWellFormed(key)) return UNCLEAR;
    ordered[key] = member;
  }
  return ordered;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Parts are joined once: a string grown piece by piece would keep every piece in memory. */
type Writer = { readonly parts: string[]; readonly ancestors: object[] };

function write(value: unknown, writer: Writer): void {
  switch (typeof value) {
    case 'number':
      writer.parts.push(numberText(value));
      break;
    case 'string':
      writer.parts.push(stringText(value));
      break;
    case 'boolean':
      writer.parts.push(value ? 'true' : 'false');
      break;
    case 'object':
      if (value === null) writer.parts.push('null');
      else writeContainer(value, writer);
      break;
    default:
      throw new TypeError(`canonicalJson: a value of type ${typeof value} has no JSON form`);
  }
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`canonicalJson: ${value} has no JSON form`);
  return String(value); // ES Number-to-string is the RFC's own rule; it writes -0 as 0
}

/** Text that is its own JSON: nearly all of it, and the check is cheaper than an escape. */
const PLAIN = /^[ !#-[\]-~]*$/;

const isWellFormed = (value: string): boolean => PLAIN.test(value) || !/\p{Surrogate}/u.test(value);

function stringText(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (!isWellFormed(value)) throw new TypeError('canonicalJson: a string holds a lone surrogate');
  return JSON.stringify(value);
}

function writeContainer(value: object, writer: Writer): void {
  const { ancestors } = writer;
  if (ancestors.length >= MAX_DEPTH) {
    const isCyclic = new Set(ancestors).size < ancestors.length;
    throw new TypeError(`canonicalJson: the value ${isCyclic ? 'contains itself' : `nests deeper than ${MAX_DEPTH}`}`);
  }
  ancestors.push(value);
  if (Array.isArray(value)) writeArray(value, writer);
  else writeObject(value, writer);
  ancestors.pop();
}

/** Levels of lists that are looked into for numbers alone: a MultiPolygon's coordinates have four. */
const NUMBER_LEVELS = 4;

/** Whether there is nothing but finite numbers in lists: JSON.stringify writes those by the same rules, far faster. */
function isNumbersOnly(values: readonly unknown[], levels: number): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]; // indexed: a hole must be seen
    if (typeof value === 'number' ? Number.isFinite(value) : isNumberList(value, levels - 1)) continue;
    return false;
  }
  return true;
}

const isNumberList = (value: unknown, levels: number): boolean =>
  levels > 0 && Array.isArray(value) && isNumbersOnly(value, levels);

function writeArray(values: readonly unknown[], writer: Writer): void {
  if (writer.ancestors.length + NUMBER_LEVELS <= MAX_DEPTH && isNumbersOnly(values, NUMBER_LEVELS)) {
    writer.parts.push(JSON.stringify(values));
    return;
  }
  writer.parts.push('[');
  // A plain index loop: holes must reach `write` as undefined, and coordinates make this the hot loop.
  for (let i = 0; i < values.length; i++) {
    if (i > 0) writer.parts.push(',');
    write(values[i], writer);
  }
  writer.parts.push(']');
}

function writeObject(value: object, writer: Writer): void {
  if (!isPlainObject(value)) {
    throw new TypeError('canonicalJson: only plain objects and arrays have a JSON form');
  }
  const members = value as Record<string, unknown>;
  writer.parts.push('{');
  let separator = '';
  for (const key of Object.keys(members).sort()) {
    writer.parts.push(separator, stringText(key), ':');
    write(members[key], writer);
    separator = ',';
  }
  writer.parts.push('}');
}

import type { Report } from './report';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own member; `undefined` for a missing one, also for names such as `constructor` or `__proto__`. */
export function member(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Compares words of the scheme: trimmed, case ignored. */
export function isWord(value: unknown, word: string): boolean {
  return typeof value === 'string' && value.trim().toLowerCase() === word;
}

/** A number, or text that spells a finite decimal number; else null. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Where a field is read, for its finding. */
export type FieldSource = { readonly object: JsonObject; readonly path: string; readonly report: Report };

/** Trimmed text; a number is written out; blank, null and missing are null; other types are reported. */
export function textField({ object, path, report }: FieldSource, key: string): string | null {
  const value = member(object, key);
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value.trim() || null;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  report(
    'field_unreadable',
    `${path}.${key}`,
    `"${key}" is ${kindOf(value)} where text is expected: it counts as missing.`,
  );
  return null;
}

/** What a value is, for messages: "an object", "a list", "true". */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'a number' : String(value as boolean);
}

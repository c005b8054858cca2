import { VERDICTS, type Verdict } from '#shared/domain/verdict';
import type { TruthRejection } from './types';

export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads fields of a truth file and notes what is missing or of the wrong type. */
export class FieldReader {
  constructor(private readonly rejected: TruthRejection[]) {}

  reject(path: string, code: string, message: string): null {
    this.rejected.push({ path, code, message });
    return null;
  }

  text(members: Members, key: string, path: string): string | null {
    const value = members[key];
    return typeof value === 'string' ? value : this.wrongType(path, key, 'text');
  }

  number(members: Members, key: string, path: string): number | null {
    const value = members[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : this.wrongType(path, key, 'a number');
  }

  optionalText(members: Members, key: string, path: string): string | null {
    return members[key] === null || members[key] === undefined ? null : this.text(members, key, path);
  }

  optionalNumber(members: Members, key: string, path: string): number | null {
    return members[key] === null || members[key] === undefined ? null : this.number(members, key, path);
  }

  word<Word extends string>(members: Members, key: string, path: string, words: readonly Word[]): Word | null {
    const word = words.find((candidate) => candidate === members[key]);
    return word ?? this.wrongType(path, key, `one of ${words.join(', ')}`);
  }

  verdict(members: Members, path: string): Verdict | null {
    return this.word(members, 'verdict', path, VERDICTS);
  }

  object(members: Members, key: string, path: string): Members | null {
    const value = members[key];
    return isMembers(value) ? value : this.wrongType(path, key, 'an object');
  }

  optionalObject(members: Members, key: string, path: string): Members | null {
    return members[key] === null || members[key] === undefined ? null : this.object(members, key, path);
  }

  texts(members: Members, key: string, path: string): string[] {
    return this.list(members, key, path, (value, place) => {
      return typeof value === 'string' ? value : this.reject(place, 'wrong_type', 'This entry should be text.');
    });
  }

  list<Value>(
    members: Members,
    key: string,
    path: string,
    read: (value: unknown, path: string) => Value | null,
  ): Value[] {
    const values = members[key];
    if (!Array.isArray(values)) {
      this.wrongType(path, key, 'a list');
      return [];
    }
    return (values as unknown[]).flatMap((value, index) => read(value, `${path}.${key}[${index}]`) ?? []);
  }

  private wrongType(path: string, key: string, expected: string): null {
    return this.reject(`${path}.${key}`, 'wrong_type', `"${key}" is missing or not ${expected}.`);
  }
}

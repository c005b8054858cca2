import { expect, it } from 'vitest';
import { isOwnFile } from './own-files';

it.each([
  'a.macule',
  'A.MACULE',
  'a.macule-wal',
  'a.macule-shm',
  'a.macule.lock',
  'a.macule.lock.1234',
  'a.macule.tmp-5f1c-1',
  'a.macule.schema-10-2.backup',
])('%s is our own', (name) => expect(isOwnFile(name)).toBe(true));

it.each(['macule', 'a.macule.json', 'macule.json', 'a.maculex', 'a.macule.jpg', 'a.lock'])(
  '%s may be imported',
  (name) => expect(isOwnFile(name)).toBe(false),
);

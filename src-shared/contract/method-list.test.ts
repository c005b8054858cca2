import { expect, it } from 'vitest';
import { contract } from './contract';
import { METHOD_NAMES } from './method-list';

it('names every method of the contract once, and no other', () => {
  const names = Object.entries(contract).flatMap(([service, methods]) =>
    Object.keys(methods).map((name) => `${service}.${name}`),
  );
  expect([...METHOD_NAMES].sort()).toEqual(names.sort());
});

import { hash } from 'node:crypto';

/** Hex digits that stand for a result key in names: the key itself when it is a SHA-256, else the key's SHA-256. */
export const keyHash = (key: string): string => (/^[0-9a-f]{64}$/.test(key) ? key : hash('sha256', key));

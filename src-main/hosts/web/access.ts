import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const COOKIE_NAME = 'macule';

const secret = (bytes: number): string => randomBytes(bytes).toString('base64url');
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Compares in a time that says nothing about where two texts differ. */
const isSame = (given: string, kept: string): boolean => timingSafeEqual(digest(given), digest(kept));

/** The keys of one launch. All of them die with the process. */
export type Access = {
  /** The random path that everything lies under, "/…/"; cookies ignore ports, so this path also is the cookie's. */
  readonly base: string;
  readonly origin: string;
  /** The link for the user: its token can be exchanged for the cookie any number of times within the launch. */
  readonly link: string;
  readonly setCookie: string;
  isToken(given: string): boolean;
  hasCookie(header: string | undefined): boolean;
};

export function createAccess(port: number): Access {
  const { origin } = new URL(`http://127.0.0.1:${port}`); // leaves out port 80, as browsers do
  const base = `/${secret(16)}/`;
  const token = secret(32);
  const session = secret(32);
  const hasCookie = (header = ''): boolean =>
    header.split(';').some((pair) => {
      const [name, value] = pair.trim().split('=', 2);
      return name === COOKIE_NAME && value !== undefined && isSame(value, session);
    });
  return {
    base,
    origin,
    link: `${origin}${base}?token=${token}`,
    setCookie: `${COOKIE_NAME}=${session}; Path=${base}; HttpOnly; SameSite=Strict`,
    isToken: (given) => isSame(given, token),
    hasCookie,
  };
}

/** Whether the request was meant for us: another name for 127.0.0.1, or two names, is a rebinding attack or a mistake. */
export function isForUs(request: IncomingMessage, { origin }: Access): boolean {
  const names = request.headersDistinct['host'] ?? [];
  return names.length === 1 && names[0] === new URL(origin).host;
}

/** Whether a page of another origin sent the request. Plain navigations carry no Origin. */
export const isForeign = (request: IncomingMessage, { origin }: Access): boolean =>
  request.headers.origin !== undefined && request.headers.origin !== origin;

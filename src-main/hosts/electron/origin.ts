/** The scheme and host that all pages of the app come from. */
export const SCHEME = 'macule';
export const APP_HOST = 'app';
export const APP_URL = `${SCHEME}://${APP_HOST}/`;

/** Where pages may come from. */
export type Origin = {
  /** The address of the first page. */
  readonly startUrl: string;
  /** Whether a page at this address is ours: scheme and host, parsed. */
  isOwnPage(url: string): boolean;
  /** Whether the window may ask for this address at all. */
  isAllowedRequest(url: string): boolean;
};

const LOCAL_SCHEMES: ReadonlySet<string> = new Set([`${SCHEME}:`, 'blob:', 'data:', 'devtools:']);

const parsed = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null);

/** `npm run dev` serves the renderer by Vite; this branch is absent from the built app and unused when packaged. */
function devServer(isPackaged: boolean): URL | null {
  return import.meta.env.DEV && !isPackaged ? parsed(process.env['ELECTRON_RENDERER_URL'] ?? '') : null;
}

export function createOrigin(isPackaged: boolean): Origin {
  const dev = devServer(isPackaged);
  return {
    startUrl: dev?.href ?? APP_URL,
    // Not compared by `origin`, which is "null" for every scheme of an application's own.
    isOwnPage: (text) => {
      const url = parsed(text);
      if (!url) return false;
      return (
        (url.protocol === `${SCHEME}:` && url.host === APP_HOST) ||
        (dev !== null && url.protocol === dev.protocol && url.host === dev.host)
      );
    },
    isAllowedRequest: (text) => {
      const url = parsed(text);
      if (!url) return false;
      return (
        LOCAL_SCHEMES.has(url.protocol) ||
        (dev !== null && url.host === dev.host && ['http:', 'ws:'].includes(url.protocol))
      );
    },
  };
}

import type { BrowserContext, Page } from '@playwright/test';

/** What a session may not do: log an error or a warning, break the page's policy, ask anyone but its own host. */
export type SessionWatch = {
  readonly problems: string[];
  /** Every address that the page asked for. */
  readonly requests: string[];
};

const onViolation = (): void => {
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    console.error(`policy: ${violatedDirective} ${blockedURI}`),
  );
};

/** Watches every window of a browser context; `origins`: the hosts that the user started, for a page goes on calling its own. */
export async function watchSession(context: BrowserContext, origins: ReadonlySet<string>): Promise<SessionWatch> {
  const watch: SessionWatch = { problems: [], requests: [] };
  await context.addInitScript(onViolation);
  // On the context, so that what workers ask for is seen too.
  context.on('request', (request) => {
    const url = request.url();
    watch.requests.push(url);
    if (!/^(blob|data):/.test(url) && !origins.has(new URL(url).origin)) watch.problems.push(`request: ${url}`);
  });
  context.on('weberror', (error) => watch.problems.push(`page: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') watch.problems.push(`console: ${message.text()}`);
  });
  const watchSockets = (page: Page): void => {
    page.on('websocket', (socket) => {
      const url = socket.url();
      watch.requests.push(url);
      if (!origins.has(new URL(url).origin.replace('ws:', 'http:'))) watch.problems.push(`socket: ${url}`);
    });
  };
  context.pages().forEach(watchSockets);
  context.on('page', watchSockets);
  return watch;
}

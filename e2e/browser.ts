import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Which Chromium the tests drive: MACULE_CHROMIUM, else the system's. */
export function chromiumPath(): string {
  return process.env['MACULE_CHROMIUM'] ?? USUAL.find((path) => existsSync(path)) ?? '/usr/bin/chromium';
}

/** Chromium without its background traffic. Its sandbox is off only for root, who cannot have it. */
export function launchOptions(): LaunchOptions {
  const isRoot = process.getuid?.() === 0;
  return {
    executablePath: chromiumPath(),
    headless: true,
    chromiumSandbox: !isRoot,
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
  };
}

import type { JobContext } from '#main/jobs/job';

const INTERVAL_MS = 500;

/** Progress lines on standard error while someone watches; silent when it is a file or a pipe. */
export function showProgress(): JobContext['progress'] {
  let shownAt = 0;
  return ({ phase, done, total }) => {
    const now = performance.now();
    if (!process.stderr.isTTY || now - shownAt < INTERVAL_MS) return;
    shownAt = now;
    const share = total ? ` ${Math.min(100, Math.round((100 * done) / total))} %` : '';
    process.stderr.write(`\r\x1b[K${phase}${share}`);
  };
}

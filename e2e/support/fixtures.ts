import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { ReviewPage } from '../pages/review-page';
import { createWorkplace, maculeJson, maculeRows, serveProject, type Served, type Workplace } from './macule';
import { makeSample, type EventRow, type LesionRow, type Sample, type ViewRow } from './sample';
import { watchSession, type SessionWatch } from './session-watch';

export type StartOptions = {
  /** A project file; null opens the host without one, which makes the sample. */
  readonly project?: string | null;
  /** Null: nobody has been asked for a name yet. */
  readonly reviewer?: string | null;
  readonly theme?: 'light' | 'dark';
};
type Rows = { lesions: LesionRow; views: ViewRow; events: EventRow };

/** One user at one machine: the host that they started and the windows that they have open. */
export type App = {
  readonly workplace: Workplace;
  readonly page: Page;
  readonly review: ReviewPage;
  readonly watch: SessionWatch;
  /** Lines that the test itself provokes, such as a socket that is cut. */
  allow(pattern: RegExp): void;
  served(): Served;
  start(options?: StartOptions): Promise<void>;
  /** Another window on the same host. */
  openWindow(): Promise<ReviewPage>;
  /** Ends the host: asked to, or killed. */
  end(signal: 'SIGINT' | 'SIGKILL'): Promise<void>;
  /** Starts the host again on a project and goes to its link, as after a restart of the machine. */
  startAgain(project: string): Promise<void>;
  /** A copy of the sample project for this test alone. */
  sampleProject(): string;
  /** Rows of a project by the command line. */
  list<Name extends keyof Rows>(name: Name): Promise<Rows[Name][]>;
  /** The command line's verdict on the project: chain, projections, sources. */
  verify(): Promise<{ readonly ok: boolean; readonly events: number; readonly findings: readonly unknown[] }>;
};

type Options = { readonly page: Page; readonly workplace: Workplace; readonly sample: Sample };

/** What stands between a test and the host: which one runs now, and where. */
async function createApp({ page, workplace, sample }: Options): Promise<{ app: App; allowed: RegExp[] }> {
  const allowed: RegExp[] = [];
  const origins = new Set<string>();
  let served: Served | null = null;
  const current = (): Served => {
    if (!served) throw new Error('the host was not started');
    return served;
  };
  const open = async (project: string | null): Promise<void> => {
    served = await serveProject(workplace, project);
    origins.add(new URL(served.url).origin);
    await page.goto(served.url);
  };
  const copy = workplace.path('Sample.macule');
  const app: App = {
    workplace,
    page,
    review: new ReviewPage(page),
    watch: await watchSession(page.context(), origins),
    allow: (pattern) => void allowed.push(pattern),
    served: current,
    start: async ({ project = null, reviewer = 'Ana', theme = 'light' } = {}) => {
      writeSettings(workplace, { reviewer, reviewers: reviewer === null ? [] : [reviewer], theme });
      await open(project);
    },
    openWindow: async () => {
      const second = await page.context().newPage();
      await second.goto(current().url);
      return new ReviewPage(second);
    },
    end: async (signal) => {
      const exit = once(current().process, 'exit');
      current().process.kill(signal);
      await exit;
    },
    startAgain: open,
    sampleProject: () => {
      if (!existsSync(copy)) copyFileSync(sample.project, copy);
      return copy;
    },
    list: (name) => maculeRows(workplace, name, copy),
    verify: () => maculeJson(workplace, 'verify', '--project', copy),
  };
  return { app, allowed };
}

export const test = base.extend<{ app: App }, { sample: Sample }>({
  sample: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const sample = await makeSample();
      await use(sample);
      sample.remove();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  app: async ({ page, sample }, use) => {
    const workplace = createWorkplace('e2e');
    const { app, allowed } = await createApp({ page, workplace, sample });
    await use(app);
    const problems = app.watch.problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)));
    await page.context().close();
    await app.served().stop();
    workplace.remove();
    expect(problems, 'console errors, policy violations or requests outside the own origin').toEqual([]);
  },
});
export { expect };

function writeSettings(workplace: Workplace, settings: Record<string, unknown>): void {
  const file = join(workplace.env['MACULE_CONFIG_DIR']!, 'settings.json');
  mkdirSync(dirname(file), { recursive: true });
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  writeFileSync(file, JSON.stringify({ ...before, ...settings }));
}

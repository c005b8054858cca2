import { mkdirSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import type { App } from './fixtures';
import { maculeJson } from './macule';

/** The start screen, the folder browser, the import and its report, as a user has them. */
export class ImportScreen {
  readonly browser: Locator;
  readonly progress: Locator;
  readonly report: Locator;
  readonly findings: Locator;
  /** Imports of the open project whose report was awaited. */
  private reported = 0;

  constructor(readonly page: Page) {
    this.browser = page.getByTestId('folder-browser');
    this.progress = page.getByTestId('import-progress');
    this.report = page.getByTestId('report');
    this.findings = page.getByTestId('finding-row');
  }

  /** Unfolds every code of the report. */
  async unfoldFindings(): Promise<void> {
    const folded = this.page.locator('[data-testid="finding-group"][aria-expanded="false"]');
    while ((await folded.count()) > 0) await folded.first().click();
  }

  entry(name: string): Locator {
    return this.browser.locator(`[data-testid="folder-entry"][data-name="${name}"]`);
  }

  /** Walks from the home folder into folders, by double click. */
  async goHome(...folders: string[]): Promise<void> {
    await this.browser.getByRole('button', { name: 'Home', exact: true }).click();
    for (const folder of folders) {
      await this.entry(folder).dblclick();
      await expect(this.browser.getByRole('list', { name: 'Path' })).toContainText(folder);
    }
  }

  async choose(...names: string[]): Promise<void> {
    for (const [index, name] of names.entries())
      await this.entry(name).click(index > 0 ? { modifiers: ['Control'] } : {});
    await this.page.getByTestId('folder-choose').click();
    await expect(this.browser).toHaveCount(0);
  }

  /** From the start screen; ends in the import's folder browser, where a new project leads. */
  async createProject(name: string): Promise<void> {
    this.reported = 0;
    await this.page.getByTestId('new-project').click();
    await this.goHome();
    await this.page.getByTestId('folder-name').fill(name);
    await this.page.getByTestId('folder-choose').click();
    await expect(this.page.getByRole('dialog', { name: 'Import photos and results' })).toBeVisible();
  }

  async openProject(name: string): Promise<void> {
    await this.page.getByTestId('open-project').click();
    await this.goHome();
    await this.choose(name);
  }

  /** From the review screen or the report. */
  async openImport(): Promise<void> {
    await this.page.getByTestId('import-open').click();
    await expect(this.browser).toBeVisible();
  }

  async closeProject(): Promise<void> {
    if (await this.report.isVisible()) await this.page.getByTestId('report-back').click();
    await this.page.getByTestId('project-menu').click();
    await this.page.getByRole('menuitem', { name: 'Close the project' }).click();
    await expect(this.page.getByTestId('start-screen')).toBeVisible();
  }

  /** The report's figures, by their names. */
  async counts(): Promise<Record<string, number>> {
    const rows = await this.report.locator('dl > div').all();
    const pairs = await Promise.all(
      rows.map(async (row) => [await row.locator('dt').innerText(), Number((await row.locator('dd').innerText()).replaceAll(',', ''))] as const), // prettier-ignore
    );
    return Object.fromEntries(pairs);
  }

  /** Waits until the project's next import has ended and its report, not an earlier one, is shown. */
  async reportOfImport(): Promise<Record<string, number>> {
    this.reported += 1;
    const choice = this.report.getByRole('combobox', { name: 'Import run' });
    const runs = choice.locator('option:not([value=""])');
    await expect(runs).toHaveCount(this.reported, { timeout: 180_000 });
    await expect(choice).toHaveValue((await runs.first().getAttribute('value'))!);
    await expect(this.progress).toHaveCount(0);
    return this.counts();
  }
}

/** Starts the host on a project without anything in it and closes that, which leads to the start screen. */
export async function startEmpty(app: App, theme: 'light' | 'dark' = 'light'): Promise<void> {
  const nothing = app.workplace.path('nothing');
  mkdirSync(nothing);
  const project = app.workplace.path('Earlier.macule');
  await maculeJson(app.workplace, 'import', nothing, '--project', project);
  await app.start({ project, theme });
  await new ImportScreen(app.page).closeProject();
}

import { expect, type Locator, type Page } from '@playwright/test';

/** "Find moved files…", as a user has it. */
export class RootsDialog {
  readonly dialog: Locator;
  readonly rows: Locator;
  readonly search: Locator;
  readonly result: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByTestId('roots-dialog');
    this.rows = page.getByTestId('root-row');
    this.search = page.getByTestId('moved-search');
    this.result = page.getByTestId('relink-result');
  }

  async openFromMenu(): Promise<void> {
    await this.page.getByTestId('project-menu').click();
    await this.page.getByRole('menuitem', { name: 'Find moved files…' }).click();
    await this.isChecked();
  }

  /** Waits until every place was looked at. */
  async isChecked(): Promise<void> {
    await expect(this.rows.first()).toHaveAttribute('data-lost', /^\d+$/);
  }

  /** Looks for the files of the first folder below folders of the user's home. */
  async searchBelowHome(...folders: string[]): Promise<void> {
    await this.page.getByTestId('root-find').first().click();
    const browser = this.page.getByTestId('folder-browser');
    await browser.getByRole('button', { name: 'Home', exact: true }).click();
    for (const folder of folders) {
      await browser.locator(`[data-testid="folder-entry"][data-name="${folder}"]`).dblclick();
      await expect(browser.getByRole('list', { name: 'Path' })).toContainText(folder);
    }
    await this.page.getByTestId('folder-choose').click();
    await expect(this.search).toBeVisible();
  }

  async relink(): Promise<void> {
    await this.page.getByTestId('relink').click();
    await expect(this.result).toBeVisible();
  }

  async close(): Promise<void> {
    await this.page.getByTestId('roots-close').click();
    await expect(this.dialog).toHaveCount(0);
  }
}

import { expect, type Locator, type Page } from '@playwright/test';

/** "Subjects and columns…", as a user has it. */
export class SubjectsDialog {
  readonly dialog: Locator;
  readonly matched: Locator;
  readonly result: Locator;
  readonly tables: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByTestId('subjects-dialog');
    this.matched = page.getByTestId('table-matched');
    this.result = page.getByTestId('join-result');
    this.tables = page.getByTestId('joined-table');
  }

  async open(): Promise<void> {
    await this.page.getByTestId('project-menu').click();
    await this.page.getByRole('menuitem', { name: 'Subjects and columns…' }).click();
    await expect(this.dialog).toBeVisible();
  }

  /** Chooses a table in the user's home folder and waits until it has been read. */
  async choose(name: string): Promise<void> {
    await this.page.getByTestId('table-choose').click();
    const browser = this.page.getByTestId('folder-browser');
    await browser.getByRole('button', { name: 'Home', exact: true }).click();
    await browser.locator(`[data-testid="folder-entry"][data-name="${name}"]`).click();
    await this.page.getByTestId('folder-choose').click();
    await expect(this.matched).toBeVisible();
  }

  async join(): Promise<void> {
    await this.page.getByTestId('table-join').click();
    await expect(this.result).toBeVisible();
  }

  async close(): Promise<void> {
    await this.page.getByTestId('subjects-close').click();
    await expect(this.dialog).toHaveCount(0);
  }
}

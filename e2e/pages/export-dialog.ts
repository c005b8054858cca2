import { expect, type Locator, type Page } from '@playwright/test';
import { FolderBrowserPart } from './folder-browser';

/** Truth out, through the dialog. */
export class ExportDialogPart {
  readonly dialog: Locator;
  readonly result: Locator;
  private readonly browser: FolderBrowserPart;

  constructor(private readonly page: Page) {
    this.dialog = page.getByTestId('export-dialog');
    this.result = page.getByTestId('export-result');
    this.browser = new FolderBrowserPart(page);
  }

  /** Makes a folder in the user's home with the folder browser, and takes it. */
  async chooseNewFolder(name: string): Promise<void> {
    await this.page.getByTestId('export-folder').click();
    await this.browser.goHome();
    await this.browser.makeFolder(name);
    await this.browser.confirm();
    await expect(this.dialog).toContainText(name);
  }

  async run(): Promise<void> {
    await this.page.getByTestId('export-run').click();
    await expect(this.result).toBeVisible();
  }

  async close(): Promise<void> {
    await this.page.getByTestId('export-close').click();
    await expect(this.dialog).toBeHidden();
  }
}

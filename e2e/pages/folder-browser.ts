import { expect, type Locator, type Page } from '@playwright/test';

/** The app's own folder browser, as it is shown on the loopback host. */
export class FolderBrowserPart {
  private readonly root: Locator;

  constructor(page: Page) {
    this.root = page.getByTestId('folder-browser');
  }

  async goHome(): Promise<void> {
    const home = this.root.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Home' });
    await home.click();
    await expect(home).toHaveAttribute('aria-current', 'true');
  }

  /** Makes a folder and goes into it. */
  async makeFolder(name: string): Promise<void> {
    await this.root.getByRole('button', { name: 'New folder' }).click();
    await this.root.getByLabel('Name of the new folder').fill(name);
    await this.root.getByRole('button', { name: 'Make it' }).click();
    await expect(this.root.getByRole('list', { name: 'Path' }).getByRole('button', { name })).toBeVisible();
  }

  async confirm(): Promise<void> {
    await this.root.getByTestId('folder-choose').click();
    await expect(this.root).toBeHidden();
  }
}

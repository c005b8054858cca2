import { expect, type Locator, type Page } from '@playwright/test';

/** The screen where views get their photos, as a user has it. */
export class PairingPage {
  readonly root: Locator;
  readonly rows: Locator;
  readonly candidates: Locator;
  readonly preview: Locator;
  readonly doubts: Locator;
  readonly state: Locator;

  constructor(readonly page: Page) {
    this.root = page.getByTestId('pairing');
    this.rows = page.getByTestId('pairing-row');
    this.candidates = page.getByTestId('candidate');
    this.preview = page.getByTestId('pairing-preview');
    this.doubts = page.getByTestId('confirm-doubt');
    this.state = page.getByTestId('pairing-state');
  }

  candidate(name: string): Locator {
    return this.page.locator(`[data-testid=candidate][data-name="${name}"]`);
  }

  async isAt(side: string, capture: string): Promise<void> {
    await expect(this.page.getByTestId('pairing-view')).toHaveText(new RegExp(`${side}\\s+of\\s+${capture}`));
  }

  async show(filter: string): Promise<void> {
    await this.page.getByTestId('pairing-filter').selectOption(filter);
  }

  button(id: 'choose-photo' | 'choose-none' | 'find-alike' | 'apply-alike' | 'pairing-undo' | 'pairing-back'): Locator {
    return this.page.getByTestId(id);
  }
}

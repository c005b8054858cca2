import { expect, type Locator, type Page } from '@playwright/test';
import { CanvasPart } from './canvas-part';
import { ExportDialogPart } from './export-dialog';

/** The default keys, by action. */
export const KEYS = {
  accept: 'f',
  reject: 'j',
  unsure: 'u',
  clear: 'Backspace',
  comment: 'c',
  acceptRest: 'Shift+F',
  sweep: 's',
  done: 'Shift+Enter',
  select: 'q',
  redraw: 'k',
  add: 'a',
  deleteVertex: 'Delete',
  nextLesion: 'l',
  previousLesion: 'd',
  nextUndecided: 'Space',
  nextView: 'PageDown',
  previousView: 'PageUp',
  nextOpenView: 'Shift+PageDown',
  undo: 'Control+z',
  redo: 'Control+Shift+Z',
  hide: 'h',
  fit: 'Period',
  zoomToLesion: 'g',
  export: 'Control+e',
  palette: 'Control+k',
} as const;
export type Verdict = 'pending' | 'accepted' | 'rejected' | 'redrawn' | 'unsure' | 'added' | 'disputed';

/** The review screen as a reviewer uses it: rows, buttons, keys. */
export class ReviewPage {
  readonly canvas: CanvasPart;
  readonly export: ExportDialogPart;
  readonly inspector: Locator;
  readonly reasons: Locator;
  readonly toasts: Locator;
  private readonly list: Locator;

  constructor(readonly page: Page) {
    this.canvas = new CanvasPart(page);
    this.export = new ExportDialogPart(page);
    this.inspector = page.getByTestId('inspector');
    this.reasons = page.getByRole('dialog', { name: 'Why is it rejected?' });
    this.toasts = page.getByTestId('toast');
    this.list = page.getByRole('listbox', { name: 'Lesions' });
  }

  button(id: string): Locator {
    return this.page.getByTestId(id);
  }

  press(key: keyof typeof KEYS): Promise<void> {
    return this.page.keyboard.press(KEYS[key]);
  }

  /** Puts a tool in hand that lies in the menu of further tools, or does what is listed there. */
  async chooseMore(label: string): Promise<void> {
    await this.button('more-tools').click();
    await this.page.getByRole('menuitem', { name: label }).click();
  }

  /** The view that is open. */
  async viewId(): Promise<string> {
    await expect(this.canvas.root).toHaveAttribute('data-view-id', /./);
    return (await this.canvas.root.getAttribute('data-view-id'))!;
  }

  queueRow(viewId: string): Locator {
    return this.page.locator(`[data-testid=queue-row][data-view-id="${viewId}"]`);
  }

  async open(viewId: string): Promise<void> {
    await this.queueRow(viewId).click();
    await this.isOpen(viewId);
  }

  async isOpen(viewId: string): Promise<void> {
    await expect(this.queueRow(viewId)).toHaveAttribute('aria-current', 'true');
    await this.canvas.showsView(viewId);
  }

  row(lesionId: string): Locator {
    return this.page.locator(`[data-testid=lesion-row][data-lesion-id="${lesionId}"]`);
  }

  /** Brings a row of the list on screen; rows far off are not there at all. */
  async reveal(lesionId: string, place: number): Promise<void> {
    await this.list.evaluate((list, top) => (list.scrollTop = top), Math.max(0, place - 2) * 30);
    await expect(this.row(lesionId)).toBeVisible();
  }

  /** Selects a lesion by a click on its row, which also zooms to it. */
  async pick(lesionId: string, place = 0): Promise<void> {
    await this.reveal(lesionId, place);
    await this.row(lesionId).click();
    await this.isSelected(lesionId);
    await this.canvas.sight();
  }

  async isSelected(lesionId: string): Promise<void> {
    await expect(this.row(lesionId)).toHaveAttribute('aria-selected', 'true');
  }

  async hasVerdict(lesionId: string, verdict: Verdict): Promise<void> {
    await expect(this.row(lesionId)).toHaveAttribute('data-verdict', verdict);
  }

  async isSaved(): Promise<void> {
    await expect(this.page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  }

  async hasProgress(decided: number, needed: number): Promise<void> {
    const text = `${decided} of ${needed} lesions decided`;
    await expect(this.page.getByTestId('progress-text')).toHaveText(text);
  }

  /** Waits for a message that holds the words, and closes it. */
  async said(words: string | RegExp): Promise<void> {
    const toast = this.toasts.filter({ hasText: words }).first();
    await expect(toast).toBeVisible();
    await toast.getByRole('button', { name: 'Close message' }).click();
  }

  async switchReviewer(name: string): Promise<void> {
    await this.button('reviewer-button').click();
    await this.button('reviewer-new').click();
    await this.introduce(name);
  }

  /** Answers the question for the reviewer's name. */
  async introduce(name: string): Promise<void> {
    await this.button('reviewer-name').fill(name);
    await this.button('reviewer-use').click();
    await expect(this.button('reviewer-button')).toHaveText(name);
  }
}

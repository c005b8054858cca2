import type { Report } from './report';

/** Items of one list that are told one by one; the rest is told as a number. */
const MAX_TOLD = 1000;

/** Items of a list that are no results: they are reported when something else in the list is one. */
export class UnrecognisedItems {
  isAnyKnown = false;
  private readonly indices: number[] = [];
  private untold = 0;

  constructor(private readonly path: string) {}

  noteKnown(): void {
    this.isAnyKnown = true;
  }

  noteUnknown(index: number): void {
    if (this.indices.length < MAX_TOLD) this.indices.push(index);
    else this.untold += 1;
  }

  /** Answers how many there were, when they are reported. */
  report(report: Report): number {
    if (!this.isAnyKnown) return 0;
    for (const index of this.indices) {
      const message = 'This element is no result and was left out: check the tool that wrote the list.';
      report('element_unrecognised', `${this.path}[${index}]`, message);
    }
    const all = this.indices.length + this.untold;
    if (this.untold === 0) return all;
    const message = `${this.untold} more elements of this list are no results and were left out.`;
    report('element_unrecognised', this.path, message);
    return all;
  }
}

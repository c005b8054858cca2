/** Turns offsets of one text into words; the line starts are found once, when first asked for. */
export class TextPlaces {
  private lineStarts: number[] | null = null;

  constructor(private readonly text: string) {}

  /** 1-based line and column in UTF-16 code units, as editors count. */
  describe(offset: number): string {
    const line = this.line(offset);
    return `line ${line}, column ${offset - (this.starts()[line - 1] ?? 0) + 1}`;
  }

  line(offset: number): number {
    const starts = this.starts();
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  private starts(): readonly number[] {
    if (this.lineStarts) return this.lineStarts;
    const starts = [0];
    for (let at = this.text.indexOf('\n'); at !== -1; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
    return (this.lineStarts = starts);
  }
}

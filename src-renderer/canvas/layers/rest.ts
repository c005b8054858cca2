/** Tells once that nothing has happened for a while. */
export class Rest {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private hasPassed = false;

  /** `lengthMs`: how long it takes. */
  constructor(
    private readonly lengthMs: number,
    private readonly onOver: () => void,
  ) {}

  get isOver(): boolean {
    return this.hasPassed;
  }

  /** Goes on when it is under way. */
  begin(): void {
    if (this.timer !== null || this.hasPassed) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.hasPassed = true;
      this.onOver();
    }, this.lengthMs);
  }

  end(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.hasPassed = false;
  }
}

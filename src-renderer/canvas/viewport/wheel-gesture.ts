/** A wheel gesture is over when it has been still for this long, in ms: longer than a wheel that is being turned is. */
const REST_MS = 30;

/** Wheels have no release: a gesture lasts until no step has come for a while. */
export class WheelGesture {
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly onEnd: () => void) {}

  get isUnderWay(): boolean {
    return this.timer !== null;
  }

  /** One step of the wheel. */
  turn(): void {
    this.stop();
    this.timer = setTimeout(() => {
      this.timer = null;
      this.onEnd();
    }, REST_MS);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}

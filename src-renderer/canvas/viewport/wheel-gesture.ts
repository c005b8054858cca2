/** A wheel gesture is over when it has been still for at least and at most this long, in ms. */
const LEAST_REST_MS = 30;
const MOST_REST_MS = 120;

/**
 * Wheels have no release: a gesture lasts until no step has come for a while. Between two notches of a wheel there is time
 * for a quick drawing; a slow one would still be under way when the next notch wants another.
 */
export class WheelGesture {
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** `drawMs`: how long what is drawn after a gesture takes. */
  constructor(
    private readonly onEnd: () => void,
    private readonly drawMs: () => number,
  ) {}

  get isUnderWay(): boolean {
    return this.timer !== null;
  }

  /** One step of the wheel. */
  turn(): void {
    this.stop();
    const restMs = Math.min(MOST_REST_MS, Math.max(LEAST_REST_MS, this.drawMs() / 2));
    this.timer = setTimeout(() => {
      this.timer = null;
      this.onEnd();
    }, restMs);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}

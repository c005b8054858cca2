/** How long the outlines show and are gone, in ms: one flash a second, far under the three that harm. */
export const BLINK_MS = 500;

/** Lets the outlines come and go, so that the eye compares the skin with and without them. */
export class Blinking {
  private timer: ReturnType<typeof setInterval> | null = null;
  private isOff = false;

  constructor(private readonly onTurn: () => void) {}

  /** Whether the outlines are gone for this moment. */
  get isAway(): boolean {
    return this.isOff;
  }

  set(isBlinking: boolean): void {
    if (isBlinking === (this.timer !== null)) return;
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = isBlinking ? setInterval(() => this.turn(!this.isOff), BLINK_MS) : null;
    this.turn(isBlinking); // gone at once: the key's answer is seen
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private turn(isOff: boolean): void {
    this.isOff = isOff;
    this.onTurn();
  }
}

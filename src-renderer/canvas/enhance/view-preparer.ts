import { visiblePart, isSameSight, type ViewSight } from './view-sight';
import type { ViewMaterial } from './view-material';

/** The canvas must have been at rest for this long, in ms. */
const REST_MS = 300;

/**
 * Makes ready what the next switch of the image view will need, once the canvas rests and the page is idle: what views
 * take from the whole photo, and for a reviewer who uses them the plain pixels of the part on screen.
 */
export class ViewPreparer {
  private sight: ViewSight | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly material: ViewMaterial,
    private readonly usesViews: () => boolean,
  ) {}

  /** Once per frame. */
  follow(sight: ViewSight): void {
    if (isSameSight(this.sight, sight)) return;
    this.sight = sight;
    clearTimeout(this.timer);
    if (isFull(sight)) this.timer = setTimeout(() => whenIdle(() => void this.prepare(sight)), REST_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.sight = null;
  }

  private async prepare(sight: ViewSight): Promise<void> {
    const { picture, photo, basisOf: of } = sight;
    const isWanted = (): boolean => this.sight === sight;
    if (!picture || !isWanted()) return;
    const subject = { picture, photo, of };
    try {
      const part = this.usesViews() ? visiblePart(picture, sight) : null;
      if (part) await this.material.givePart(part, isWanted);
      if (isWanted()) await this.material.giveBasis(subject, 'local-contrast');
      if (isWanted()) await this.material.giveBasis(subject, 'clahe');
    } catch {
      // The photo was left, or its pixels cannot be had: a view that is chosen says so.
    }
  }
}

/** A preview is soon followed by the photo. */
function isFull({ picture, photo }: ViewSight): boolean {
  return (picture?.levels[0]?.width ?? 0) >= photo.width;
}

function whenIdle(start: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(start);
  else setTimeout(start, 0);
}

import type { LesionId } from '#shared/domain/ids';
import type { Bounds } from '#shared/geometry/types';
import type { LesionPicture } from './layers/lesion-shapes';

/** Which lesions of a view the reviewer has had on screen. */
export class SeenLesions {
  private readonly seen = new Set<LesionId>();

  /** Lesions that are on screen now and were not before. `visible` in frame px. */
  look(pictures: Iterable<LesionPicture>, visible: Bounds): LesionId[] {
    const found: LesionId[] = [];
    for (const { id, bounds } of pictures) {
      if (this.seen.has(id) || !isOnScreen(bounds, visible)) continue;
      this.seen.add(id);
      found.push(id);
    }
    return found;
  }

  reset(): void {
    this.seen.clear();
  }
}

/** Wholly on screen; of a lesion larger than the screen, its middle. */
function isOnScreen(bounds: Bounds, visible: Bounds): boolean {
  return (
    isSpanSeen([bounds.minX, bounds.maxX], [visible.minX, visible.maxX]) &&
    isSpanSeen([bounds.minY, bounds.maxY], [visible.minY, visible.maxY])
  );
}

function isSpanSeen([from, to]: [number, number], [start, end]: [number, number]): boolean {
  if (to - from <= end - start) return from >= start && to <= end;
  const middle = (from + to) / 2;
  return middle >= start && middle <= end;
}

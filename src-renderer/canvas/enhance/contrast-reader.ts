import type { LesionId } from '#shared/domain/ids';
import type { FlatRings, LesionPicture } from '../layers/lesion-shapes';
import type { EnhanceHost } from './enhance-host';
import type { LesionContrast, NoContrast } from './lesion-contrast';
import { measureLesion, type FullPhoto } from './lesion-pixels';

/** What the shell is told of the selected lesion; `contrast` null while it is being measured. */
export type LesionReading = { readonly lesionId: LesionId; readonly contrast: LesionContrast | NoContrast | null };

type Subject = {
  readonly selected: LesionPicture | null;
  readonly pictures: ReadonlyMap<LesionId, LesionPicture>;
  readonly photo: FullPhoto | NoContrast;
};

/** The photo under the view now: one that was asked about may have been closed since. */
type PhotoNow = () => FullPhoto | NoContrast;
type Asked = { readonly own: number; readonly selected: LesionPicture; readonly subject: Subject };

/** At most this long a measurement waits for the page to have nothing better to do, in ms. */
const LONGEST_WAIT_MS = 1000;

/**
 * Measures the one selected lesion whenever it, its neighbours or the photo are others; the newest asked wins. It starts
 * when what was done is on the screen and the page is idle, one at a time: nobody waits for a figure while drawing.
 */
export class ContrastReader {
  private last: Subject | null = null;
  private asked = 0;
  private next: Asked | null = null;
  private isUnderWay = false;

  constructor(
    private readonly host: () => EnhanceHost,
    private readonly onReading: (reading: LesionReading | null) => void,
    private readonly photoNow: PhotoNow,
    private readonly later: (start: () => void) => void = whenIdle,
  ) {}

  /** Once per frame; does nothing while all is as it was. */
  follow(subject: Subject): void {
    const { last } = this;
    const isSame =
      last?.selected === subject.selected &&
      last.pictures === subject.pictures &&
      isSamePhoto(last.photo, subject.photo);
    if (isSame) return;
    this.last = subject;
    const own = ++this.asked;
    this.next = null;
    const { selected, photo } = subject;
    if (!selected) return this.onReading(null);
    if ('problem' in photo) return this.onReading({ lesionId: selected.id, contrast: photo });
    if (last?.selected?.id !== selected.id) this.onReading({ lesionId: selected.id, contrast: null });
    this.next = { own, selected, subject };
    this.startLater();
  }

  /** What was not begun will not be. */
  stop(): void {
    this.next = null;
  }

  private startLater(): void {
    if (this.isUnderWay) return;
    this.isUnderWay = true;
    this.later(() => {
      void this.measureNext().finally(() => {
        this.isUnderWay = false;
        if (this.next) this.startLater();
      });
    });
  }

  private async measureNext(): Promise<void> {
    const { next } = this;
    const photo = this.photoNow();
    this.next = null;
    if (!next || 'problem' in photo || !isSamePhoto(photo, next.subject.photo)) return; // another is about to be asked
    const { own, selected, subject } = next;
    const tell = (contrast: LesionContrast | NoContrast): void => {
      if (own === this.asked) this.onReading({ lesionId: selected.id, contrast });
    };
    try {
      const others = outlinesAround(selected, subject.pictures);
      tell(await measureLesion(this.host(), photo, { lesion: selected, others }));
    } catch (error) {
      tell({ problem: `The photo could not be read: ${error instanceof Error ? error.message : String(error)}` });
    }
  }
}

function whenIdle(start: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(start, { timeout: LONGEST_WAIT_MS });
  else setTimeout(start, 0);
}

/** The outlines of the other lesions whose bounds meet a lesion's ring. */
export function outlinesAround(lesion: LesionPicture, pictures: ReadonlyMap<LesionId, LesionPicture>): FlatRings[] {
  const { minX, minY, maxX, maxY } = lesion.bounds;
  const reach = 3 * Math.max(maxX - minX, maxY - minY) + 32;
  const own = new Set<LesionId>([lesion.id, ...lesion.group]);
  const others = [...pictures.values()].filter(
    ({ id, bounds }) =>
      !own.has(id) &&
      bounds.maxX >= minX - reach &&
      bounds.minX <= maxX + reach &&
      bounds.maxY >= minY - reach &&
      bounds.minY <= maxY + reach,
  );
  return others.flatMap(({ parts }) => parts);
}

function isSamePhoto(a: FullPhoto | NoContrast, b: FullPhoto | NoContrast): boolean {
  if ('problem' in a || 'problem' in b) return 'problem' in a && 'problem' in b && a.problem === b.problem;
  return a.picture === b.picture && a.scale === b.scale;
}

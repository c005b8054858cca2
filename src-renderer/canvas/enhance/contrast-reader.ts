import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import { toPolygon, type LesionPicture } from '../layers/lesion-shapes';
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

/** Measures the one selected lesion whenever it, its neighbours or the photo are others; the newest asked wins. */
export class ContrastReader {
  private last: Subject | null = null;
  private asked = 0;

  constructor(
    private readonly host: () => EnhanceHost,
    private readonly onReading: (reading: LesionReading | null) => void,
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
    const { selected, photo } = subject;
    if (!selected) return this.onReading(null);
    if ('problem' in photo) return this.onReading({ lesionId: selected.id, contrast: photo });
    if (last?.selected?.id !== selected.id) this.onReading({ lesionId: selected.id, contrast: null });
    const tell = (contrast: LesionContrast | NoContrast): void => {
      if (own === this.asked) this.onReading({ lesionId: selected.id, contrast });
    };
    measureLesion(this.host(), photo, outlinesAround(selected, subject.pictures)).then(tell, (error: unknown) =>
      tell({ problem: `The photo could not be read: ${error instanceof Error ? error.message : String(error)}` }),
    );
  }
}

/** The outlines of a lesion, and those of the others whose bounds meet its ring's. */
export function outlinesAround(
  lesion: LesionPicture,
  pictures: ReadonlyMap<LesionId, LesionPicture>,
): { lesion: Polygon[]; others: Polygon[] } {
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
  return { lesion: lesion.parts.map(toPolygon), others: others.flatMap(({ parts }) => parts.map(toPolygon)) };
}

function isSamePhoto(a: FullPhoto | NoContrast, b: FullPhoto | NoContrast): boolean {
  if ('problem' in a || 'problem' in b) return 'problem' in a && 'problem' in b && a.problem === b.problem;
  return a.picture === b.picture && a.scale === b.scale;
}

import type { ImageView } from '#shared/domain/image-view';
import type { Picture, PictureLevel } from '../image/picture';
import type { Size } from '../viewport/viewport';
import { cutLevel, wholeLevel } from './cut-level';
import type { EnhanceHost } from './enhance-host';
import type { PaintRecipe } from './enhance-protocol';
import { basisKinds, type BasisKind, type BasisOf } from './view-basis';
import { isSamePart, type VisiblePart } from './view-sight';

/** A picture of a photo (upright size in px), and the lesions that its views go by. */
export type Subject = { readonly picture: Picture; readonly photo: Size; readonly of: BasisOf };

/** The overview from which a view takes its means has at least this longest side, in px, where the photo does. */
const OVERVIEW_PX = 500;
/** CLAHE counts in tiles: each needs pixels enough for its curve. */
const CLAHE_OVERVIEW_PX = 1200;

type Given = Subject & { readonly key: string; readonly kinds: Map<BasisKind, Promise<void>> };

/**
 * What the worker was given of the photo on the canvas: what views take from all of it, which is worked out once for all
 * of them, and the plain pixels of the part on screen, so that the next view of the same part is only painted.
 */
export class ViewMaterial {
  private given: Given | null = null;
  private part: { readonly part: VisiblePart; readonly key: string } | null = null;
  private lastKey = 0;
  private angleDeg: number | null = null;

  constructor(private readonly host: () => EnhanceHost) {}

  /** Individual typology angle of the photo's skin in degrees; null while it was not worked out. */
  get typologyAngleDeg(): number | null {
    return this.angleDeg;
  }

  /** The key under which a subject's basis is known to the worker. */
  keyOf(subject: Subject): string {
    return this.givenFor(subject).key;
  }

  /** Settles when the worker has what a view takes from the whole photo. */
  giveBasis(subject: Subject, view: ImageView): Promise<void> {
    return this.giveKinds(this.givenFor(subject), basisKinds(view));
  }

  /** Paints the part; null when it is no longer wanted. */
  async paint(part: VisiblePart, recipe: PaintRecipe, isWanted: () => boolean): Promise<ImageBitmap | null> {
    const key = this.keyOfPart(part) ?? (await this.givePart(part, isWanted));
    // Only the newest part is kept, and another one may have been given while this one was cut out.
    return key === null || this.part?.key !== key
      ? null
      : this.host().run<'part'>({ type: 'part', key, recipe, bitmap: null });
  }

  /** Gives the worker the plain pixels of a part, if they are not there. Answers their key; null when no longer wanted. */
  async givePart(part: VisiblePart, isWanted: () => boolean): Promise<string | null> {
    const known = this.keyOfPart(part);
    if (known !== null) return known;
    const { bitmap } = await cutLevel(part.level, part.photo, part.from);
    if (!isWanted()) {
      bitmap.close();
      return null;
    }
    const key = String(++this.lastKey);
    this.part = { part, key }; // what is asked for next comes after it
    this.host()
      .run<'plain'>({ type: 'plain', key, bitmap, place: part.place })
      .catch(() => this.forgetPart(key));
    return key;
  }

  /** The photo was left. */
  leave(): void {
    if (!this.given && !this.part) return;
    this.given = null;
    this.part = null;
    this.angleDeg = null;
    this.host()
      .run<'leave'>({ type: 'leave', bitmap: null })
      .catch(() => undefined);
  }

  private givenFor(subject: Subject): Given {
    const { given } = this;
    if (given?.picture === subject.picture && given.of === subject.of) return given;
    this.angleDeg = null;
    return (this.given = { ...subject, key: String(++this.lastKey), kinds: new Map() });
  }

  private async giveKinds(given: Given, kinds: readonly BasisKind[]): Promise<void> {
    const missing = kinds.filter((kind) => !given.kinds.has(kind));
    const levels = new Set(missing.map((kind) => overviewFor(given.picture, kind)));
    for (const level of levels) {
      const together = missing.filter((kind) => overviewFor(given.picture, kind) === level);
      const giving = this.giveFrom(given, level, together);
      for (const kind of together) given.kinds.set(kind, giving);
      giving.catch(() => together.forEach((kind) => given.kinds.delete(kind))); // asked again next time
    }
    await Promise.all(kinds.flatMap((kind) => given.kinds.get(kind) ?? []));
  }

  private async giveFrom(given: Given, level: PictureLevel | undefined, kinds: readonly BasisKind[]): Promise<void> {
    if (!level) throw new Error('The photo has no pixels.');
    const { photo, of, key } = given;
    const cut = await cutLevel(level, photo, wholeLevel(level));
    if (this.given !== given) {
      cut.bitmap.close(); // the worker keeps one photo's
      throw new Error('The photo was left.');
    }
    const { typologyAngleDeg } = await this.host().run<'basis'>({ type: 'basis', key, kinds, of, ...cut });
    if (this.given === given && kinds.includes('skin')) this.angleDeg = typologyAngleDeg;
  }

  private keyOfPart(part: VisiblePart): string | null {
    return this.part && isSamePart(this.part.part, part) ? this.part.key : null;
  }

  private forgetPart(key: string): void {
    if (this.part?.key === key) this.part = null;
  }
}

/** The smallest level with pixels enough. */
function overviewFor({ levels }: Picture, kind: BasisKind): PictureLevel | undefined {
  const leastPx = kind === 'clahe' ? CLAHE_OVERVIEW_PX : OVERVIEW_PX;
  return levels.findLast(({ width, height }) => Math.max(width, height) >= leastPx) ?? levels[0];
}

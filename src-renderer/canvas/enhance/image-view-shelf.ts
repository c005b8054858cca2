// One machine from plain picture to painted view; its steps share a generation, which a split would pass around.
import { imageViewRecord, isNeutralTone, NEUTRAL_TONE, type ImageView, type Tone } from '#shared/domain/image-view';
import { cropLevel, levelFor, type Crop, type Picture, type PictureLevel } from '../image/picture';
import { visibleBounds, type Size, type Viewport } from '../viewport/viewport';
import { cutLevel, wholeLevel } from './cut-level';
import type { EnhanceHost } from './enhance-host';
import type { PaintRecipe } from './enhance-protocol';
import type { BasisOf } from './view-basis';

/** What is on the canvas. Sizes of the photo in px, of the screen in CSS px. */
export type ViewSight = {
  readonly picture: Picture | null;
  readonly photoId: string | null;
  readonly photo: Size;
  /** Frame px per photo px. */
  readonly photoScale: number;
  /** The same object as long as it is the same view. */
  readonly basisOf: BasisOf;
  readonly viewport: Viewport;
  readonly screen: Size;
  readonly pixelRatio: number;
};
/** A painted part of the photo; `at` in photo px. */
export type PaintedPart = { readonly bitmap: ImageBitmap; readonly at: Crop; readonly devicePxPerPhotoPx: number };
/** What there is of a view: levels from the largest to the smallest, and the part on screen until they are there. */
export type PaintedView = { readonly levels: readonly PictureLevel[]; readonly part: PaintedPart | null };

/** The overview from which a view takes its means has at least this longest side, in px, where the photo does. */
const OVERVIEW_PX = 700;
/** Pixels per strip: small enough that another view need not wait long. */
const STRIP_PX = 700_000;

type Generation = {
  readonly picture: Picture;
  readonly sight: ViewSight;
  readonly recipe: PaintRecipe;
  readonly record: string;
};

type Basis = {
  readonly picture: Picture;
  readonly view: ImageView;
  readonly of: BasisOf;
  readonly key: string;
};

/** Paints the chosen view: first the part on screen, then every level, the smallest first. One photo at a time. */
export class ImageViewShelf {
  private view: ImageView = 'plain';
  private tone: Tone = NEUTRAL_TONE;
  private sight: ViewSight | null = null;
  private current: Generation | null = null;
  private levels: PictureLevel[] = [];
  private part: PaintedPart | null = null;
  /** What the painted pictures belong to. */
  private shown: Generation | null = null;
  private basis: Basis | null = null;
  private isPainting = false;
  private paintedPhotoId: string | null = null;
  private angleDeg: number | null = null;
  private words: string | null = null;
  private bases = 0;

  constructor(private readonly options: { readonly host: () => EnhanceHost; readonly onChange: () => void }) {}

  /** The view that is painted; null while the plain photo is to be shown. */
  get painted(): PaintedView | null {
    return this.levels.length > 0 || this.part ? { levels: this.levels, part: this.part } : null;
  }

  /** What the reviewer sees, as the journal names it. */
  get record(): string {
    return this.painted && this.shown ? this.shown.record : 'plain';
  }

  /** How what is on the canvas was painted. */
  get recipe(): PaintRecipe {
    return (this.painted && this.shown?.recipe) ?? { view: 'plain', tone: NEUTRAL_TONE, basisKey: '' };
  }

  /** Whether what is wanted is what is shown, at the resolution of the screen. */
  get isCrisp(): boolean {
    if (this.isPlain || !this.sight?.picture) return this.painted === null;
    return this.current !== null && this.shown === this.current && this.isServed(this.sight);
  }

  /** Individual typology angle of the photo's skin in degrees; null while no view was worked out. */
  get typologyAngleDeg(): number | null {
    return this.angleDeg;
  }

  /** Words when a view could not be painted. */
  get notice(): string | null {
    return this.words;
  }

  choose(view: ImageView, tone: Tone): void {
    this.view = view;
    this.tone = tone;
    this.words = null;
    if (this.sight) this.follow(this.sight);
  }

  /** Once per frame: what is on the canvas now. */
  follow(sight: ViewSight): void {
    this.sight = sight;
    if (this.isPlain || !sight.picture) return this.release();
    if (sight.photoId !== this.paintedPhotoId) this.release();
    const record = imageViewRecord(this.view, this.tone);
    const { current } = this;
    const isSame =
      current?.picture === sight.picture && current.record === record && current.sight.basisOf === sight.basisOf;
    if (!isSame) this.begin(sight, sight.picture, record);
  }

  dispose(): void {
    this.release();
  }

  private get isPlain(): boolean {
    return this.view === 'plain' && isNeutralTone(this.tone);
  }

  private begin(sight: ViewSight, picture: Picture, record: string): void {
    const { basis } = this;
    const isKnown = basis?.picture === picture && basis.view === this.view && basis.of === sight.basisOf;
    const basisKey = isKnown ? basis.key : String(++this.bases);
    this.current = { picture, sight, record, recipe: { view: this.view, tone: this.tone, basisKey } };
    this.paintedPhotoId = sight.photoId;
    void this.paintLatest();
  }

  /** One after the other, and only the newest: a slider asks faster than pictures are painted. */
  private async paintLatest(): Promise<void> {
    if (this.isPainting) return;
    this.isPainting = true;
    for (let last: Generation | null = null; this.current && this.current !== last;) {
      last = this.current;
      try {
        await this.paint(last);
      } catch (error) {
        this.fail(last, error);
      }
    }
    this.isPainting = false;
  }

  private async paint(generation: Generation): Promise<void> {
    const host = this.options.host();
    if (!(await this.prepare(generation, host))) return;
    await this.paintPart(generation, host);
    for (const level of [...generation.picture.levels].reverse()) {
      if (!(await this.paintLevel(generation, host, level))) return;
    }
    this.dropPart();
  }

  /** Gives the worker what the view takes from the whole photo. Answers whether the generation is still wanted. */
  private async prepare(generation: Generation, host: EnhanceHost): Promise<boolean> {
    const { picture, sight, recipe } = generation;
    if (this.basis?.key === recipe.basisKey) return true;
    const { photo, basisOf: of } = sight;
    const overview = picture.levels.findLast(({ width, height }) => Math.max(width, height) >= OVERVIEW_PX);
    const level = overview ?? picture.levels[0];
    if (!level) return false;
    const cut = await cutLevel(level, photo, wholeLevel(level));
    if (!this.isCurrent(generation)) {
      cut.bitmap.close();
      return false;
    }
    const { view, basisKey: key } = recipe;
    const { typologyAngleDeg } = await host.run<'basis'>({ type: 'basis', key, view, of, ...cut });
    this.basis = { picture, view, of, key };
    if (!this.isCurrent(generation)) return false;
    this.angleDeg = typologyAngleDeg;
    return true;
  }

  /** The part on screen, at its resolution. Until it is there, what was shown of this photo stays. */
  private async paintPart(generation: Generation, host: EnhanceHost): Promise<void> {
    const { picture, recipe } = generation;
    const sight = this.sight ?? generation.sight;
    const { photo } = sight;
    const devicePxPerPhotoPx = devicePxPerPhoto(sight);
    const level = levelFor(picture, photo, devicePxPerPhotoPx);
    const crop = level && cropLevel(level, photo, visiblePhoto(sight));
    if (!level || !crop) return;
    const { bitmap, place } = await cutLevel(level, photo, crop.from);
    if (!this.isCurrent(generation)) return bitmap.close();
    const painted = await host.run<'part'>({ type: 'part', recipe, bitmap, place: atMost(place, devicePxPerPhotoPx) });
    if (!this.isCurrent(generation)) return painted.close();
    this.show(generation, { bitmap: painted, at: crop.to, devicePxPerPhotoPx });
  }

  /** Answers whether the generation is still wanted. */
  private async paintLevel(generation: Generation, host: EnhanceHost, level: PictureLevel): Promise<boolean> {
    const rows = Math.max(1, Math.floor(STRIP_PX / level.width));
    const { photo } = generation.sight;
    for (let top = 0; top < level.height; top += rows) {
      if (this.sight && !this.isServed(this.sight)) await this.paintPart(generation, host);
      if (!this.isCurrent(generation)) return false;
      const crop = { x: 0, y: top, width: level.width, height: Math.min(rows, level.height - top) };
      const cut = await cutLevel(level, photo, crop);
      if (!this.isCurrent(generation)) {
        cut.bitmap.close();
        return false;
      }
      const size = { width: level.width, height: level.height };
      const whole = await host.run<'strip'>({ type: 'strip', recipe: generation.recipe, ...cut, level: size, top });
      if (!this.isCurrent(generation)) {
        whole?.close();
        return false;
      }
      if (whole) this.addLevel(generation, { source: whole, ...size });
    }
    return true;
  }

  private show(generation: Generation, part: PaintedPart): void {
    if (this.shown !== generation) this.closeLevels();
    this.shown = generation;
    this.part?.bitmap.close();
    this.part = part;
    this.options.onChange();
  }

  private addLevel(generation: Generation, level: PictureLevel): void {
    if (this.shown !== generation) this.closeAll(); // nothing of the photo is on screen
    this.shown = generation;
    this.levels = [level, ...this.levels];
    this.options.onChange();
  }

  /** Whether the part or a level has a pixel for every one on screen. */
  private isServed(sight: ViewSight): boolean {
    const wanted = Math.min(1, devicePxPerPhoto(sight)) * sight.photo.width;
    const [largest] = this.levels;
    if (largest && largest.width >= wanted - 0.5) return true;
    const full = this.current?.picture.levels[0];
    if (largest && full && largest.width >= full.width) return true; // there is no more in it
    const { part } = this;
    if (!part || part.devicePxPerPhotoPx < devicePxPerPhoto(sight) * 0.99) return false;
    const { minX, minY, maxX, maxY } = visiblePhoto(sight);
    const { at } = part;
    return (
      at.x <= Math.max(0, minX) + 1 &&
      at.y <= Math.max(0, minY) + 1 &&
      at.x + at.width >= Math.min(sight.photo.width, maxX) - 1 &&
      at.y + at.height >= Math.min(sight.photo.height, maxY) - 1
    );
  }

  private isCurrent(generation: Generation): boolean {
    return this.current === generation;
  }

  private fail(generation: Generation, error: unknown): void {
    if (!this.isCurrent(generation)) return; // its photo was closed, or another view was chosen
    this.closeAll();
    this.words = `This image view could not be painted, so the plain photo is shown: ${error instanceof Error ? error.message : String(error)}`;
    this.options.onChange();
  }

  private release(): void {
    this.current = null;
    this.paintedPhotoId = null;
    this.angleDeg = null;
    this.closeAll();
  }

  private closeAll(): void {
    this.closeLevels();
    this.dropPart();
    this.shown = null;
  }

  private closeLevels(): void {
    for (const { source } of this.levels) (source as ImageBitmap).close();
    this.levels = [];
  }

  private dropPart(): void {
    this.part?.bitmap.close();
    this.part = null;
  }
}

function devicePxPerPhoto({ viewport, photoScale, pixelRatio }: ViewSight): number {
  return viewport.scale * photoScale * pixelRatio;
}

function visiblePhoto({ viewport, screen, photoScale }: ViewSight): ReturnType<typeof visibleBounds> {
  const { minX, minY, maxX, maxY } = visibleBounds(viewport, screen);
  return { minX: minX / photoScale, minY: minY / photoScale, maxX: maxX / photoScale, maxY: maxY / photoScale };
}

/** The place at no more than the device's pixels. */
function atMost<Place extends { width: number; height: number; stepX: number; stepY: number }>(
  place: Place,
  devicePxPerPhotoPx: number,
): Place {
  const factor = Math.min(1, place.stepX * devicePxPerPhotoPx);
  const width = Math.max(1, Math.ceil(place.width * factor));
  const height = Math.max(1, Math.ceil(place.height * factor));
  const stepX = (place.stepX * place.width) / width;
  const stepY = (place.stepY * place.height) / height;
  return { ...place, width, height, stepX, stepY };
}

import { imageViewRecord, isNeutralTone, NEUTRAL_TONE, type ImageView, type Tone } from '#shared/domain/image-view';
import type { Crop, Picture, PictureLevel } from '../image/picture';
import type { EnhanceHost } from './enhance-host';
import type { PaintRecipe } from './enhance-protocol';
import { LevelPainter } from './level-painter';
import { ViewMaterial } from './view-material';
import { ViewPreparer } from './view-preparer';
import { devicePxPerPhoto, isSameSight, visiblePart, visiblePhoto, type ViewSight } from './view-sight';

/** A painted part of the photo; `at` in photo px. */
export type PaintedPart = { readonly bitmap: ImageBitmap; readonly at: Crop; readonly devicePxPerPhotoPx: number };
/** What there is of a view: levels from the largest to the smallest, and the part on screen until they are there. */
export type PaintedView = { readonly levels: readonly PictureLevel[]; readonly part: PaintedPart | null };

type Generation = {
  readonly picture: Picture;
  readonly sight: ViewSight;
  readonly recipe: PaintRecipe;
  readonly record: string;
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
  private readonly material: ViewMaterial;
  private readonly preparer: ViewPreparer;
  private readonly levelPainter: LevelPainter<Generation>;
  private isPainting = false;
  /** What was on the canvas when its part was last painted, for whom. */
  private tried: { readonly generation: Generation; readonly sight: ViewSight } | null = null;
  private isUsed = false;
  private words: string | null = null;

  constructor(private readonly options: { readonly host: () => EnhanceHost; readonly onChange: () => void }) {
    this.material = new ViewMaterial(options.host);
    this.preparer = new ViewPreparer(this.material, () => this.isUsed);
    this.levelPainter = new LevelPainter(options.host, {
      onLevel: (generation, level) => this.addLevel(generation, level),
      onWhole: () => this.dropPart(),
      onFailure: (generation, error) => this.fail(generation, error),
    });
  }

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
    return this.current && this.material.typologyAngleDeg;
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
    if (!sight.picture || sight.photoId !== this.sight?.photoId) this.leave();
    this.sight = sight;
    this.preparer.follow(sight);
    if (this.isPlain || !sight.picture) return this.release();
    const record = imageViewRecord(this.view, this.tone);
    const { current } = this;
    const isSame =
      current?.picture === sight.picture && current.record === record && current.sight.basisOf === sight.basisOf;
    if (!isSame) this.begin(sight, sight.picture, record);
    else if (!this.isServed(sight)) void this.paintOnScreen();
  }

  dispose(): void {
    this.preparer.stop();
    this.leave();
  }

  private get isPlain(): boolean {
    return this.view === 'plain' && isNeutralTone(this.tone);
  }

  private begin(sight: ViewSight, picture: Picture, record: string): void {
    this.isUsed = true;
    this.levelPainter.stop();
    const basisKey = this.material.keyOf({ picture, photo: sight.photo, of: sight.basisOf });
    this.current = { picture, sight, record, recipe: { view: this.view, tone: this.tone, basisKey } };
    void this.paintOnScreen();
  }

  /** One after the other, and only the newest: a slider asks faster than pictures are painted. */
  private async paintOnScreen(): Promise<void> {
    if (this.isPainting) return;
    this.isPainting = true;
    for (let next = this.untried(); next; next = this.untried()) {
      this.tried = next;
      const { generation } = next;
      try {
        await this.prepare(generation);
        await this.paintPart(next);
        if (this.isCurrent(generation) && !this.isWhole) this.levelPainter.paintLater(generation);
      } catch (error) {
        this.fail(generation, error);
      }
    }
    this.isPainting = false;
  }

  /** What was not painted yet as it is on the canvas now. */
  private untried(): { generation: Generation; sight: ViewSight } | null {
    const { current: generation, sight, tried } = this;
    if (!generation || !sight) return null;
    if (tried?.generation === generation && (isSameSight(tried.sight, sight) || this.isServed(sight))) return null;
    return { generation, sight };
  }

  private prepare({ picture, sight: { photo, basisOf }, recipe }: Generation): Promise<void> {
    return this.material.giveBasis({ picture, photo, of: basisOf }, recipe.view);
  }

  /** The part on screen, at its resolution. Until it is there, what was shown of this photo stays. */
  private async paintPart({ generation, sight }: { generation: Generation; sight: ViewSight }): Promise<void> {
    const isWanted = (): boolean => this.isCurrent(generation);
    const part = isWanted() ? visiblePart(generation.picture, sight) : null;
    if (!part) return;
    const bitmap = await this.material.paint(part, generation.recipe, isWanted);
    if (!bitmap) return;
    if (!isWanted() || this.isWhole) return bitmap.close();
    this.show(generation, { bitmap, at: part.at, devicePxPerPhotoPx: part.devicePxPerPhotoPx });
  }

  private get isWhole(): boolean {
    return this.shown === this.current && this.levels.length === this.current?.picture.levels.length;
  }

  private show(generation: Generation, part: PaintedPart): void {
    if (this.shown !== generation) this.closeLevels();
    this.shown = generation;
    this.words = null;
    this.part?.bitmap.close();
    this.part = part;
    this.options.onChange();
  }

  private addLevel(generation: Generation, level: PictureLevel): void {
    if (this.shown !== generation) this.closeAll(); // nothing of the photo is on screen
    this.shown = generation;
    this.words = null;
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
    this.levelPainter.stop(); // what it adds would lack the levels that are closed here
    this.closeAll();
    this.words = `This image view could not be painted, so the plain photo is shown: ${error instanceof Error ? error.message : String(error)}`;
    this.options.onChange();
  }

  /** The photo is another one: what the worker holds of this one goes, too. */
  private leave(): void {
    this.words = null;
    this.release();
    this.material.leave();
  }

  /** The plain photo is to be shown. */
  private release(): void {
    this.levelPainter.stop();
    this.current = null;
    this.tried = null;
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

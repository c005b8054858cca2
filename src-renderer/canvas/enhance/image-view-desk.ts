import type { ImageView, Tone } from '#shared/domain/image-view';
import type { ViewDetail } from '#shared/contract/review';
import type { Picture } from '../image/picture';
import type { PhotoShelf } from '../image/photo-shelf';
import type { Camera } from '../viewport/camera';
import type { Point, Polygon } from '#shared/geometry/types';
import type { LesionSet } from '../lesion-set';
import { spreadLimitPx } from '../boundary/boundary-task';
import { ContrastReader, outlinesAround, type LesionReading } from './contrast-reader';
import { createEnhanceHost, type EnhanceHost } from './enhance-host';
import type { NoContrast } from './lesion-contrast';
import { refitLesion, spreadFromPoint, type FullPhoto, type SpreadFound } from './lesion-pixels';
import { ImageViewShelf, type PaintedPart } from './image-view-shelf';
import { lesionCircles, NO_LESIONS } from './lesion-circles';

/** What the shell is told of the view on the canvas. */
export type ShownImageView = {
  /** As the journal names it. */
  readonly record: string;
  /** False while what was chosen is still being painted. */
  readonly isCrisp: boolean;
  /** Individual typology angle of the photo's skin, in degrees; null while it was not worked out. */
  readonly typologyAngleDeg: number | null;
};

type World = {
  readonly root: HTMLElement;
  readonly photos: PhotoShelf;
  readonly lesions: LesionSet;
  readonly camera: Camera;
  readonly redraw: () => void;
  readonly onShown: (shown: ShownImageView) => void;
  readonly onReading: (reading: LesionReading | null) => void;
};

/** The canvas' image views: keeps what is painted up with photo, camera and choice, and tells what is shown. */
export class ImageViewDesk {
  private readonly shelf: ImageViewShelf;
  private view: ViewDetail | null = null;
  private circles = NO_LESIONS;
  private told: ShownImageView | null = null;
  private host: EnhanceHost | null = null;
  private readonly reader: ContrastReader;

  constructor(private readonly world: World) {
    const host = (): EnhanceHost => (this.host ??= createEnhanceHost());
    this.shelf = new ImageViewShelf({ host, onChange: () => world.redraw() });
    this.reader = new ContrastReader(host, world.onReading, () => this.fullPhoto());
  }

  /** The picture to draw, and the part over it while its levels are not all there. */
  get picture(): Picture | null {
    const { painted } = this.shelf;
    return painted && painted.levels.length > 0
      ? { levels: painted.levels, close: () => undefined }
      : this.world.photos.picture;
  }

  get part(): PaintedPart | null {
    return this.shelf.painted?.part ?? null;
  }

  /** What a region is sought in now, as the journal names it. */
  get record(): string {
    return this.shelf.record;
  }

  get notice(): string | null {
    return this.shelf.notice;
  }

  choose(view: ImageView, tone: Tone): void {
    this.shelf.choose(view, tone);
    this.world.redraw();
  }

  /** Call when the photo was changed, before its pictures are drawn again: they may be closed. */
  setView(view: ViewDetail | null, pixelRatio: number): void {
    const scale = view?.photo?.scale;
    const isOther = view?.viewId !== this.view?.viewId || scale !== this.view?.photo?.scale;
    this.view = view;
    if (isOther) this.circles = view && scale ? lesionCircles(view.lesions, scale) : NO_LESIONS;
    this.follow(pixelRatio);
  }

  /** Once per frame. */
  follow(pixelRatio: number): void {
    const { photos, camera } = this.world;
    const photo = this.view?.photo;
    this.shelf.follow({
      picture: photo?.scale ? photos.picture : null,
      photoId: photo?.id ?? null,
      photo: { width: photo?.width ?? 1, height: photo?.height ?? 1 },
      photoScale: photo?.scale ?? 1,
      basisOf: this.circles,
      viewport: camera.target,
      screen: camera.screen,
      pixelRatio,
    });
    this.tell();
    const { lesions } = this.world;
    const [only, other] = lesions.selectedIds; // the ids: thousands may be selected, and this runs in every frame
    const selected = only !== undefined && other === undefined ? (lesions.pictures.get(only) ?? null) : null;
    this.reader.follow({ selected, pictures: lesions.pictures, photo: this.fullPhoto() });
  }

  /** The selected lesion's outlines moved to the edges of the view on the canvas, in frame px; or words why not. */
  async refit(): Promise<readonly Polygon[] | NoContrast> {
    const { editable, selected, pictures } = this.world.lesions;
    const [first] = selected;
    if (!editable || !first) return { problem: 'Select one lesion.' };
    const photo = this.fullPhoto();
    if ('problem' in photo) return photo;
    const others = outlinesAround(first, pictures);
    const { polygons } = editable;
    const found = await refitLesion(this.anyHost(), photo, { polygons, others, recipe: this.shelf.recipe });
    return found ?? { problem: 'This image view shows no edge here: inside and outside look alike. Try another view.' };
  }

  /** What spreads from a frame point over the view on the canvas; or words why not. */
  async spread(seed: Point): Promise<SpreadFound | NoContrast> {
    const photo = this.fullPhoto();
    if ('problem' in photo) return photo;
    const limitPx = spreadLimitPx(this.circles.medianLesionRadiusPx);
    const found = await spreadFromPoint(this.anyHost(), photo, { seed, limitPx, recipe: this.shelf.recipe });
    return found ?? { problem: 'There is no photo at this place.' };
  }

  dispose(): void {
    this.reader.stop();
    this.shelf.dispose();
    this.host?.dispose();
    this.host = null;
  }

  private anyHost(): EnhanceHost {
    return (this.host ??= createEnhanceHost());
  }

  private fullPhoto(): FullPhoto | NoContrast {
    const photo = this.view?.photo;
    if (!photo) return { problem: 'There is no photo.' };
    if (!photo.scale) return { problem: 'The photo does not lie under the outlines.' };
    const { fullPicture: picture, status, notice } = this.world.photos;
    if (picture) return { picture, size: photo, scale: photo.scale };
    return {
      problem: notice ?? (status === 'failed' ? 'The photo could not be loaded.' : 'The photo is still being loaded.'),
    };
  }

  private tell(): void {
    const { record, isCrisp, typologyAngleDeg } = this.shelf;
    const { told } = this;
    if (told?.record === record && told.isCrisp === isCrisp && told.typologyAngleDeg === typologyAngleDeg) return;
    this.told = { record, isCrisp, typologyAngleDeg };
    this.world.root.dataset['imageView'] = record;
    this.world.root.dataset['imageViewState'] = isCrisp ? 'crisp' : 'painting';
    this.world.onShown(this.told);
  }
}

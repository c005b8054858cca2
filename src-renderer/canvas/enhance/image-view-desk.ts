import type { ImageView, Tone } from '#shared/domain/image-view';
import type { ViewDetail } from '#shared/contract/review';
import type { Picture } from '../image/picture';
import type { PhotoShelf } from '../image/photo-shelf';
import type { Camera } from '../viewport/camera';
import { createEnhanceHost } from './enhance-host';
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
  readonly camera: Camera;
  readonly redraw: () => void;
  readonly onShown: (shown: ShownImageView) => void;
};

/** The canvas' image views: keeps what is painted up with photo, camera and choice, and tells what is shown. */
export class ImageViewDesk {
  private readonly shelf: ImageViewShelf;
  private view: ViewDetail | null = null;
  private circles = NO_LESIONS;
  private told: ShownImageView | null = null;

  constructor(private readonly world: World) {
    this.shelf = new ImageViewShelf({ createHost: createEnhanceHost, onChange: () => world.redraw() });
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
  }

  dispose(): void {
    this.shelf.dispose();
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

import type { PhotoId } from '#shared/domain/ids';
import type { PhotoStatus } from '../canvas-edit';
import type { Size } from '../viewport/viewport';
import type { PhotoHost } from './photo-host';
import type { Picture } from './picture';
import { PreviewShelf } from './preview-shelf';

/** A photo with its upright size in px. */
export type ShelfPhoto = { readonly id: PhotoId } & Size;

export type PhotoShelfOptions = {
  readonly host: PhotoHost;
  /** Absolute address of one size of a photo. */
  readonly urlOf: (photoId: PhotoId, size: 'full' | 'preview') => string;
  readonly onChange: () => void;
  /** A photo took long to show first; ms. */
  readonly onLongLoad: (ms: number) => void;
  readonly now: () => number;
  /** Resolves when what there is to show has been painted: the full photo keeps every core busy for a while. */
  readonly afterPaint: () => Promise<void>;
};

/** The longest side that the host's previews have at most, in px; a photo within it needs none. */
const PREVIEW_LONGEST_PX = 1600;
/** The reviewer notices a wait from here on, in ms. */
const LONG_LOAD_MS = 500;

type Asked = { readonly photo: ShelfPhoto; readonly controller: AbortController; readonly askedMs: number };

/** The photo on the canvas: a preview first, then every level; one full photo at a time, and the neighbours' previews. */
export class PhotoShelf {
  private readonly previews: PreviewShelf;
  private current: Asked | null = null;
  private full: Picture | null = null;
  private preview: Picture | null = null;
  private currentStatus: PhotoStatus = 'none';
  private currentNotice: string | null = null;
  private neighbours: readonly PhotoId[] = [];

  constructor(private readonly options: PhotoShelfOptions) {
    this.previews = new PreviewShelf(options.host, (photoId) => options.urlOf(photoId, 'preview'));
  }

  /** The best that has come of the current photo. */
  get picture(): Picture | null {
    return this.full ?? this.preview;
  }

  /** The current photo with every level, once it has come; what is measured is measured on it. */
  get fullPicture(): Picture | null {
    return this.full;
  }

  get status(): PhotoStatus {
    return this.currentStatus;
  }

  /** Words when the current photo cannot be shown, or only its preview. */
  get notice(): string | null {
    return this.currentNotice;
  }

  show(photo: ShelfPhoto | null): void {
    if (photo?.id === this.current?.photo.id) return;
    this.leave();
    this.currentStatus = photo ? 'loading' : 'none';
    if (photo) {
      this.current = { photo, controller: new AbortController(), askedMs: this.options.now() };
      this.preview = this.previews.peek(photo.id);
      this.previews.only(photo.id, this.neighbours);
      if (this.preview) this.shown(this.current);
      void this.load(this.current);
    }
    this.options.onChange();
  }

  /** Photos that come next, in the order of likelihood. */
  prefetch(photoIds: readonly PhotoId[]): void {
    this.neighbours = photoIds;
    const isIdle = this.full !== null || this.currentStatus === 'none' || this.currentNotice !== null;
    if (isIdle) this.keepPreviews();
  }

  dispose(): void {
    this.leave();
    this.previews.dispose();
    this.options.host.dispose();
  }

  private async load(asked: Asked): Promise<void> {
    const { photo } = asked;
    const needsPreview = Math.max(photo.width, photo.height) > PREVIEW_LONGEST_PX || this.previews.has(photo.id);
    const preview = needsPreview ? await this.previews.get(photo.id) : null;
    if (this.current !== asked) return;
    this.preview = preview;
    if (preview) {
      this.shown(asked);
      await this.options.afterPaint();
      if (this.current !== asked) return;
    }
    await this.loadFull(asked);
    if (this.current === asked) this.keepPreviews();
  }

  private async loadFull(asked: Asked): Promise<void> {
    const { host, urlOf, onChange } = this.options;
    try {
      const request = { url: urlOf(asked.photo.id, 'full'), levels: true };
      const picture = await host.load(request, asked.controller.signal);
      if (this.current !== asked) return picture.close();
      this.full = picture;
      this.shown(asked);
    } catch {
      if (this.current !== asked) return;
      this.currentStatus = this.preview ? 'shown' : 'failed';
      this.currentNotice = this.preview
        ? 'Only a smaller preview of this photo could be loaded.'
        : 'This photo could not be loaded. The outlines are shown without it.';
      onChange();
    }
  }

  private shown({ askedMs }: Asked): void {
    const { now, onLongLoad, onChange } = this.options;
    const waitedMs = now() - askedMs;
    if (this.currentStatus === 'loading' && waitedMs >= LONG_LOAD_MS) onLongLoad(waitedMs);
    this.currentStatus = 'shown';
    onChange();
  }

  private leave(): void {
    this.current?.controller.abort();
    this.current = null;
    this.full?.close();
    this.full = null;
    this.preview = null;
    this.currentNotice = null;
  }

  private keepPreviews(): void {
    const own = this.current && this.previews.has(this.current.photo.id) ? [this.current.photo.id] : [];
    void this.previews.keep([...own, ...this.neighbours]);
  }
}

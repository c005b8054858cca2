import type { PhotoId } from '#shared/domain/ids';
import type { PhotoStatus } from '../canvas-edit';
import type { Size } from '../viewport/viewport';
import type { PhotoHost } from './photo-host';
import type { Picture } from './picture';
import { createPreviewShelf } from './preview-shelf';

/** A photo with its upright size in px. */
export type ShelfPhoto = { readonly id: PhotoId } & Size;

/** The photo on the canvas: a preview first, then every level; one full photo at a time, and the neighbours' previews. */
export type PhotoShelf = {
  /** The best that has come of the current photo. */
  readonly picture: Picture | null;
  readonly status: PhotoStatus;
  /** Words when the current photo cannot be shown, or only its preview. */
  readonly notice: string | null;
  show(photo: ShelfPhoto | null): void;
  /** Photos that come next, in the order of likelihood. */
  prefetch(photoIds: readonly PhotoId[]): void;
  dispose(): void;
};

export type PhotoShelfOptions = {
  readonly host: PhotoHost;
  /** Absolute address of one size of a photo. */
  readonly urlOf: (photoId: PhotoId, size: 'full' | 'preview') => string;
  readonly onChange: () => void;
  /** A photo took long to show first; ms. */
  readonly onLongLoad: (ms: number) => void;
  readonly now: () => number;
};

/** The longest side that the host's previews have at most, in px; a photo within it needs none. */
const PREVIEW_LONGEST_PX = 1600;
/** The reviewer notices a wait from here on, in ms. */
const LONG_LOAD_MS = 500;

export function createPhotoShelf(options: PhotoShelfOptions): PhotoShelf {
  const { host, urlOf, now } = options;
  const previews = createPreviewShelf({ host, urlOf: (photoId) => urlOf(photoId, 'preview') });
  let current: { photo: ShelfPhoto; controller: AbortController; askedMs: number } | null = null;
  let full: Picture | null = null;
  let preview: Picture | null = null;
  let status: PhotoStatus = 'none';
  let notice: string | null = null;
  let neighbours: readonly PhotoId[] = [];

  function leave(): void {
    current?.controller.abort();
    current = null;
    full?.close();
    full = null;
    preview = null;
    notice = null;
  }
  function shown(asked: NonNullable<typeof current>): void {
    const waitedMs = now() - asked.askedMs;
    if (status === 'loading' && waitedMs >= LONG_LOAD_MS) options.onLongLoad(waitedMs);
    status = 'shown';
    options.onChange();
  }
  async function load(asked: NonNullable<typeof current>): Promise<void> {
    const { photo, controller } = asked;
    const isWanted = (): boolean => current === asked;
    const needsPreview = Math.max(photo.width, photo.height) > PREVIEW_LONGEST_PX || previews.has(photo.id);
    const loaded = needsPreview ? await previews.get(photo.id) : null;
    if (!isWanted()) return;
    preview = loaded;
    if (preview) shown(asked);
    try {
      const picture = await host.load({ url: urlOf(photo.id, 'full'), levels: true }, controller.signal);
      if (!isWanted()) return picture.close();
      full = picture;
      shown(asked);
    } catch {
      if (!isWanted()) return;
      status = preview ? 'shown' : 'failed';
      notice = preview
        ? 'Only a smaller preview of this photo could be loaded.'
        : 'This photo could not be loaded. The outlines are shown without it.';
      options.onChange();
    }
    keepPreviews();
  }
  function keepPreviews(): void {
    const own = current && previews.has(current.photo.id) ? [current.photo.id] : [];
    void previews.keep([...own, ...neighbours]);
  }
  return {
    get picture() {
      return full ?? preview;
    },
    get status() {
      return status;
    },
    get notice() {
      return notice;
    },
    show(photo) {
      if (photo?.id === current?.photo.id) return;
      leave();
      status = photo ? 'loading' : 'none';
      if (!photo) return options.onChange();
      current = { photo, controller: new AbortController(), askedMs: now() };
      preview = previews.peek(photo.id);
      previews.only(photo.id, neighbours);
      if (preview) shown(current);
      else options.onChange();
      void load(current);
    },
    prefetch(photoIds) {
      neighbours = photoIds;
      const isIdle = full !== null || status === 'none' || notice !== null;
      if (isIdle) keepPreviews();
    },
    dispose() {
      leave();
      previews.dispose();
      host.dispose();
    },
  };
}

import type { PhotoId } from '#shared/domain/ids';
import type { PhotoHost } from './photo-host';
import type { Picture } from './picture';

/** Decoded previews of the current photo and its neighbours: about 6 MB each, 3 ms to paint. */
export type PreviewShelf = {
  /** The preview if it is decoded. */
  peek(photoId: PhotoId): Picture | null;
  /** Whether the preview is here or on its way. */
  has(photoId: PhotoId): boolean;
  /** The preview, loaded when absent; null when it cannot be had. */
  get(photoId: PhotoId): Promise<Picture | null>;
  /** Stops loads that are neither for the photo nor its neighbours; what is decoded stays until `keep`. */
  only(photoId: PhotoId, neighbours: readonly PhotoId[]): void;
  /** Holds exactly these, loading the absent ones one after the other. */
  keep(photoIds: readonly PhotoId[]): Promise<void>;
  dispose(): void;
};

/** Neighbours beyond this many are not held. */
const MOST_KEPT = 6;

type Entry = { readonly controller: AbortController; picture: Picture | null; readonly loading: Promise<Picture | null> };

export function createPreviewShelf({ host, urlOf }: { host: PhotoHost; urlOf: (photoId: PhotoId) => string }): PreviewShelf {
  const entries = new Map<PhotoId, Entry>();
  let round = 0;

  function start(photoId: PhotoId): Entry {
    const controller = new AbortController();
    const loading = host.load({ url: urlOf(photoId), levels: false }, controller.signal).then(
      (picture) => {
        if (entries.get(photoId) === entry) entry.picture = picture;
        else picture.close();
        return entry.picture;
      },
      () => {
        if (entries.get(photoId) === entry) entries.delete(photoId); // asked again next time
        return null;
      },
    );
    const entry: Entry = { controller, picture: null, loading };
    entries.set(photoId, entry);
    return entry;
  }
  function drop(isDropped: (photoId: PhotoId, entry: Entry) => boolean): void {
    for (const [photoId, entry] of entries) {
      if (!isDropped(photoId, entry)) continue;
      entries.delete(photoId);
      entry.controller.abort();
      entry.picture?.close();
    }
  }
  const get = (photoId: PhotoId): Promise<Picture | null> => (entries.get(photoId) ?? start(photoId)).loading;
  return {
    peek: (photoId) => entries.get(photoId)?.picture ?? null,
    has: (photoId) => entries.has(photoId),
    get,
    only(photoId, neighbours) {
      round++;
      const kept = new Set([photoId, ...neighbours]);
      drop((id, { picture }) => picture === null && !kept.has(id));
    },
    async keep(photoIds) {
      const mine = ++round;
      const kept = photoIds.slice(0, MOST_KEPT);
      drop((id) => !kept.includes(id));
      for (const photoId of kept) {
        await get(photoId);
        if (mine !== round) return;
      }
    },
    dispose() {
      round++;
      drop(() => true);
    },
  };
}

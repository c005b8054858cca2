import type { PhotoId } from '#shared/domain/ids';
import type { PhotoHost } from './photo-host';
import type { Picture } from './picture';

/** Neighbours beyond this many are not held. */
const MOST_KEPT = 6;

type Entry = { readonly controller: AbortController; picture: Picture | null; loading: Promise<Picture | null> };

/** Decoded previews of the current photo and its neighbours: about 6 MB each, 3 ms to paint. */
export class PreviewShelf {
  private readonly entries = new Map<PhotoId, Entry>();
  private round = 0;

  constructor(
    private readonly host: PhotoHost,
    private readonly urlOf: (photoId: PhotoId) => string,
  ) {}

  /** The preview if it is decoded. */
  peek(photoId: PhotoId): Picture | null {
    return this.entries.get(photoId)?.picture ?? null;
  }

  /** Whether the preview is here or on its way. */
  has(photoId: PhotoId): boolean {
    return this.entries.has(photoId);
  }

  /** The preview, loaded when absent; null when it cannot be had. */
  get(photoId: PhotoId): Promise<Picture | null> {
    return (this.entries.get(photoId) ?? this.start(photoId)).loading;
  }

  /** Stops loads that are neither for the photo nor its neighbours; what is decoded stays until `keep`. */
  only(photoId: PhotoId, neighbours: readonly PhotoId[]): void {
    this.round++;
    const kept = new Set([photoId, ...neighbours]);
    this.drop((id, { picture }) => picture === null && !kept.has(id));
  }

  /** Holds exactly these, loading the absent ones one after the other. */
  async keep(photoIds: readonly PhotoId[]): Promise<void> {
    const mine = ++this.round;
    const kept = photoIds.slice(0, MOST_KEPT);
    this.drop((id) => !kept.includes(id));
    for (const photoId of kept) {
      await this.get(photoId);
      if (mine !== this.round) return;
    }
  }

  dispose(): void {
    this.round++;
    this.drop(() => true);
  }

  private start(photoId: PhotoId): Entry {
    const controller = new AbortController();
    const entry: Entry = { controller, picture: null, loading: Promise.resolve(null) };
    this.entries.set(photoId, entry);
    entry.loading = this.load(photoId, entry);
    return entry;
  }

  private async load(photoId: PhotoId, entry: Entry): Promise<Picture | null> {
    const isHeld = (): boolean => this.entries.get(photoId) === entry;
    try {
      const picture = await this.host.load({ url: this.urlOf(photoId), levels: false }, entry.controller.signal);
      if (isHeld()) entry.picture = picture;
      else picture.close();
      return entry.picture;
    } catch {
      if (isHeld()) this.entries.delete(photoId); // asked again next time
      return null;
    }
  }

  private drop(isDropped: (photoId: PhotoId, entry: Entry) => boolean): void {
    for (const [photoId, entry] of this.entries) {
      if (!isDropped(photoId, entry)) continue;
      this.entries.delete(photoId);
      entry.controller.abort();
      entry.picture?.close();
    }
  }
}

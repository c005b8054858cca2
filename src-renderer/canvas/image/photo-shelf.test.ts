import { beforeEach, describe, expect, it } from 'vitest';
import type { PhotoId } from '#shared/domain/ids';
import type { PhotoHost } from './photo-host';
import { PhotoShelf, type ShelfPhoto } from './photo-shelf';
import type { Picture } from './picture';

const [A, B, C] = ['a', 'b', 'c'] as PhotoId[] as [PhotoId, PhotoId, PhotoId];
const large = (id: PhotoId): ShelfPhoto => ({ id, width: 6000, height: 4000 });

/** A host that answers when it is told to, and counts what is open. */
class SlowHost implements PhotoHost {
  readonly asked: string[] = [];
  readonly open = new Set<string>();
  private readonly answers = new Map<string, { resolve: (picture: Picture) => void; reject: (error: Error) => void }>();

  /** Like a decoder, it cannot be stopped half-way: the signal comes too late. */
  load({ url }: { url: string }): Promise<Picture> {
    this.asked.push(url);
    return new Promise((resolve, reject) => this.answers.set(url, { resolve, reject }));
  }

  async answer(url: string, isOk = true): Promise<void> {
    if (isOk) {
      this.open.add(url);
      this.answers.get(url)?.resolve({ levels: [], close: () => this.open.delete(url) });
    } else this.answers.get(url)?.reject(new Error('no such photo'));
    for (let i = 0; i < 10; i++) await Promise.resolve();
  }

  dispose(): void {
    this.answers.clear();
  }
}

let host: SlowHost;
let shelf: PhotoShelf;
let nowMs = 0;
let longLoads: number[] = [];
let painted: Promise<void>;

beforeEach(() => {
  host = new SlowHost();
  nowMs = 0;
  longLoads = [];
  painted = Promise.resolve();
  shelf = new PhotoShelf({
    host,
    urlOf: (photoId, size) => `${photoId}/${size}`,
    onChange: () => undefined,
    onLongLoad: (ms) => longLoads.push(ms),
    now: () => nowMs,
    afterPaint: () => painted,
  });
});

describe('PhotoShelf', () => {
  it('asks for the full photo when its preview was painted, and not for one that was left meanwhile', async () => {
    let paint = (): void => undefined;
    painted = new Promise((done) => (paint = done));
    shelf.show(large(A));
    await host.answer('a/preview');
    expect(shelf.status).toBe('shown');
    expect(host.asked).not.toContain('a/full');
    shelf.show(large(B));
    paint();
    await host.answer('b/preview');
    expect(host.asked).toContain('b/full');
    expect(host.asked).not.toContain('a/full');
  });

  it('shows the preview first, then the full photo, then fetches the neighbours', async () => {
    shelf.show(large(A));
    shelf.prefetch([B, C]);
    expect(shelf.status).toBe('loading');
    await host.answer('a/preview');
    expect(shelf.status).toBe('shown');
    expect(host.asked).not.toContain('b/preview');
    await host.answer('a/full');
    await host.answer('b/preview');
    expect(host.asked).toEqual(['a/preview', 'a/full', 'b/preview', 'c/preview']);
  });

  it('shows a neighbour at once, and gives the memory of the one before back', async () => {
    shelf.prefetch([B]);
    shelf.show(large(A));
    await host.answer('a/preview');
    await host.answer('a/full');
    await host.answer('b/preview');
    shelf.show(large(B));
    expect(shelf.status).toBe('shown');
    expect(host.open).not.toContain('a/full');
  });

  it('drops a photo that comes too late', async () => {
    shelf.show(large(A));
    await host.answer('a/preview');
    shelf.show(large(B));
    await host.answer('a/full');
    await host.answer('b/preview');
    await host.answer('b/full');
    expect([...host.open].filter((url) => url.endsWith('full'))).toEqual(['b/full']);
    shelf.dispose();
    expect(host.open.size).toBe(0);
  });

  it('needs no preview of a small photo', () => {
    shelf.show({ id: A, width: 1200, height: 1600 });
    expect(host.asked).toEqual(['a/full']);
  });

  it('says in words when a photo cannot be shown, or only its preview', async () => {
    shelf.show(large(A));
    await host.answer('a/preview', false);
    await host.answer('a/full', false);
    expect([shelf.status, shelf.notice]).toEqual(['failed', expect.stringContaining('could not be loaded')]);
    shelf.show(large(B));
    await host.answer('b/preview');
    await host.answer('b/full', false);
    expect([shelf.status, shelf.notice]).toEqual(['shown', expect.stringContaining('smaller preview')]);
    shelf.show(null);
    expect([shelf.status, shelf.notice]).toEqual(['none', null]);
  });

  it('tells once how long the reviewer waited', async () => {
    shelf.show(large(A));
    nowMs = 900;
    await host.answer('a/preview');
    nowMs = 2000;
    await host.answer('a/full');
    expect(longLoads).toEqual([900]);
  });
});

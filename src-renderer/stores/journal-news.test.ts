import { describe, expect, it } from 'vitest';
import type { EventId, ViewId } from '#shared/domain/ids';
import { createJournalNews } from './journal-news';

const event = (id: string): EventId => id as EventId;
const views = (...ids: string[]): ViewId[] => ids as ViewId[];

function listen(): { told: string[][]; news: ReturnType<typeof createJournalNews>; end(): void } {
  const told: string[][] = [];
  let end = (): void => undefined;
  const news = createJournalNews((viewIds) => {
    told.push([...viewIds].sort());
    return new Promise((resolve) => (end = resolve));
  });
  return { told, news, end: () => end() };
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('journal news', () => {
  it('tells of an event of another window at once', () => {
    const { told, news } = listen();
    news.heard(event('e1'), views('v1'));
    expect(told).toEqual([['v1']]);
  });

  it('says nothing of its own event, whether the news comes before or after the answer', async () => {
    const { told, news } = listen();
    await news.own(() => {
      news.heard(event('e1'), views('v1'));
      return Promise.resolve({ eventId: event('e1') });
    });
    await news.own(() => Promise.resolve({ eventId: event('e2') }));
    news.heard(event('e2'), views('v1'));
    expect(told).toEqual([]);
  });

  it('keeps what others did meanwhile until its own call has ended, also when that failed', async () => {
    const { told, news } = listen();
    const failing = news.own<null>(() => {
      news.heard(event('e1'), views('v1', 'v2'));
      expect(told).toEqual([]);
      return Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    expect(told).toEqual([['v1', 'v2']]);
  });

  it('tells of many events together while the listener is at work', async () => {
    const { told, news, end } = listen();
    for (const id of ['e1', 'e2', 'e3']) news.heard(event(id), views(`v of ${id}`));
    expect(told).toEqual([['v of e1']]);
    end();
    await settled();
    expect(told).toEqual([['v of e1'], ['v of e2', 'v of e3']]);
  });
});

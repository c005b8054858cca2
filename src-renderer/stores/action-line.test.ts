import { describe, expect, it } from 'vitest';
import { createActionLine } from './action-line';

describe('an action line', () => {
  it('starts an action when the one before it has ended', async () => {
    const line = createActionLine();
    const log: string[] = [];
    let release = (): void => undefined;
    const first = line.run(async () => {
      log.push('first starts');
      await new Promise<void>((resolve) => (release = resolve));
      log.push('first ends');
    });
    const second = line.run(() => Promise.resolve(log.push('second')));
    await Promise.resolve();
    expect(log).toEqual(['first starts']);
    release();
    await Promise.all([first, second]);
    expect(log).toEqual(['first starts', 'first ends', 'second']);
  });

  it('is busy until the last action has ended, also when it failed or was dropped', async () => {
    const line = createActionLine();
    expect(line.isBusy()).toBe(false);
    const actions = [line.run(() => Promise.reject(new Error('no'))), line.run(() => Promise.resolve('yes'))];
    expect(line.isBusy()).toBe(true);
    expect(line.drop()).toBe(2);
    await Promise.all(actions);
    await line.run(() => Promise.resolve());
    await Promise.resolve();
    expect(line.isBusy()).toBe(false);
  });

  it('goes on after a failure', async () => {
    const line = createActionLine();
    await expect(line.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await line.run(() => Promise.resolve('yes'))).toBe('yes');
  });

  it('drops what waits, not what runs or comes later', async () => {
    const line = createActionLine();
    let dropped = -1;
    const running = line.run(() => {
      dropped = line.drop();
      return Promise.resolve('ran');
    });
    const waiting = [line.run(() => Promise.resolve('a')), line.run(() => Promise.resolve('b'))];
    expect(await running).toBe('ran');
    expect(dropped).toBe(2);
    expect(await Promise.all(waiting)).toEqual([null, null]);
    expect(line.drop()).toBe(0);
    expect(await line.run(() => Promise.resolve('later'))).toBe('later');
  });
});

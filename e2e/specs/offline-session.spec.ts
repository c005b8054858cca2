import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, test } from '../support/fixtures';
import { viewOf } from '../support/sample';

// Every spec with this fixture fails on a request that leaves the origin, a console error or warning, a page error or
// a policy violation. Here is shown that the watch would see them.
test.describe('the watch', () => {
  test('sees an image of elsewhere, which the policy keeps from being asked for', async ({ app, sample }) => {
    const heard: string[] = [];
    const elsewhere = createServer((request, response) => {
      heard.push(request.url ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/pixel.png`;
    await app.start({ project: app.sampleProject() });
    await app.review.open(viewOf(sample, 'seed').id);
    expect(app.watch.problems).toEqual([]);
    await app.page.evaluate((src) => {
      const image = new Image();
      const refused = new Promise((resolve) => (image.onerror = resolve));
      image.src = src;
      return refused.then(() => undefined);
    }, url);
    await expect.poll(() => app.watch.problems).toContain(`console: policy: img-src ${url}`);
    expect(heard).toEqual([]);
    app.allow(/pixel\.png/);
    elsewhere.close();
  });

  test('sees scripts that were not served, errors of the page and of its console', async ({ app }) => {
    await app.start({ project: app.sampleProject() });
    await app.review.viewId();
    await app.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.head.append(script);
      const style = document.createElement('style');
      style.textContent = 'body { background: red }';
      document.head.append(style);
      console.error('a test says so');
      setTimeout(() => {
        throw new Error('a test throws');
      });
    });
    for (const words of [/policy: script-src/, /policy: style-src/, /a test says so/, /page: a test throws/])
      await expect.poll(() => app.watch.problems.filter((problem) => words.test(problem)).length).toBeGreaterThan(0);
    expect(await app.page.evaluate(() => 'injected' in window)).toBe(false);
    app.allow(/policy|a test|Content Security Policy/i);
  });

  test('sees a request that leaves the origin where no policy stops it', async ({ app }) => {
    await app.start({ project: app.sampleProject() });
    const bare = await app.page.context().newPage();
    await bare.goto('about:blank');
    await bare.evaluate(() => fetch('http://127.0.0.1:9/left', { mode: 'no-cors' }).catch(() => undefined));
    await expect.poll(() => app.watch.problems).toContain('request: http://127.0.0.1:9/left');
    app.allow(/127\.0\.0\.1:9|about:blank|ERR_/);
  });
});

test('a visit to every screen and dialog asks for nothing but what the host serves', async ({ app, sample }) => {
  const { review, page } = app;
  await app.start({ project: app.sampleProject() });
  for (const { id } of sample.views) await review.open(id);
  for (const dialog of ['Commands', 'Keyboard shortcuts', 'Switch reviewer', 'Check the project']) {
    await review.press('palette');
    if (dialog !== 'Commands') {
      await page.keyboard.type(dialog.replace('Switch reviewer', 'Switch reviewer…'));
      await page.keyboard.press('Enter');
    }
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await review.button('theme').click();
  await review.button('report-open').click();
  await expect(page.getByTestId('report')).toBeVisible();
  await page.getByTestId('report-back').click();
  await review.press('export');
  await expect(review.export.dialog).toBeVisible();
  await review.export.close();
  await review.button('project-menu').click();
  await page.getByRole('menuitem', { name: 'Close the project' }).click();
  await expect(page.getByTestId('start-screen')).toBeVisible();

  const { origin, pathname } = new URL(app.served().url);
  const asked = app.watch.requests.filter((url) => !/^(blob|data):/.test(url)).map((url) => new URL(url));
  expect(asked.length).toBeGreaterThan(sample.views.length);
  const hosts = new Set(asked.map((url) => url.origin.replace('ws:', 'http:')));
  expect([...hosts]).toEqual([origin]);
  const base = pathname.split('/').slice(0, 2).join('/');
  expect(asked.filter((url) => !url.pathname.startsWith(base))).toEqual([]);
});

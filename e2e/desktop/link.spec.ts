import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { createWorkplace, maculeJson, type Served, serveProject, type Workplace } from '../support/macule';
import { resultWithLesions } from '../support/scheme-files';

// What only a browser can show: which cookie goes where.
let workplace: Workplace;
let served: Served;
/** Another program on loopback, under its own port. */
let other: Server;
let otherOrigin: string;
let heard: IncomingMessage[];

test.beforeAll(async () => {
  workplace = createWorkplace('link');
  writeFileSync(workplace.path('r.json'), JSON.stringify(resultWithLesions(1, 3)));
  await maculeJson(workplace, 'import', workplace.path('r.json'), '--project', workplace.path('p.macule'));
  served = await serveProject(workplace, workplace.path('p.macule'));
  other = createServer((request, response) => {
    heard.push(request);
    response.setHeader('content-type', 'text/html').end(`<a href="${served.url}">Macule</a>`);
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => other.once('listening', listening));
  otherOrigin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
});
test.afterAll(async () => {
  other.close();
  await served.stop();
  workplace.remove();
});
test.beforeEach(() => (heard = []));

const base = (): string => new URL(served.url).origin + new URL(served.url).pathname;

test('the link opens the app, any number of times, and leaves no token in the address', async ({ page }) => {
  for (let time = 0; time < 2; time += 1) {
    await page.goto(served.url);
    expect(page.url().split('#')[0]).toBe(base());
    await expect(page).toHaveTitle(/Macule/);
  }
  expect((await page.reload())?.status()).toBe(200);
  const second = await page.context().newPage();
  expect((await second.goto(base()))?.status()).toBe(200);
});

test('without the link there are words', async ({ page }) => {
  const answer = await page.goto(base());
  expect(answer?.status()).toBe(401);
  await expect(page.getByRole('heading')).toHaveText('Open the link that Macule printed');
});

test('the cookie goes to no other port and no script can read it', async ({ page }) => {
  await page.goto(served.url);
  const cookies = await page.context().cookies();
  expect(cookies).toMatchObject([
    { path: new URL(served.url).pathname, httpOnly: true, sameSite: 'Strict', domain: '127.0.0.1' },
  ]);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.goto(`${otherOrigin}/`);
  await page.goto(`${otherOrigin}${new URL(served.url).pathname.slice(0, 5)}`);
  expect(heard.map(({ headers }) => headers.cookie)).toEqual(heard.map(() => undefined));
});

test('the link works from a page of another origin and from the start page on disk', async ({ browser, page }) => {
  await page.goto(`${otherOrigin}/`);
  await page.getByRole('link').click();
  await expect(page).toHaveURL(base());
  await expect(page).toHaveTitle(/^Macule|· Macule$/);
  const start = workplace.path('open.html');
  writeFileSync(start, `<meta http-equiv="refresh" content="0;url=${served.url}">`);
  const fresh = await (await browser.newContext()).newPage();
  await fresh.goto(pathToFileURL(start).href);
  await fresh.waitForURL(base());
  expect((await fresh.reload())?.status()).toBe(200);
  await fresh.context().close();
});

test('a page of another origin gets neither answers nor a socket', async ({ page }) => {
  await page.goto(served.url);
  const foreign = await page.context().newPage();
  await foreign.goto(`${otherOrigin}/`);
  const outcome = await foreign.evaluate(async (address) => {
    const read = await fetch(address, { credentials: 'include' }).then(
      (answer) => answer.status,
      () => 'refused',
    );
    const socket = await new Promise<string>((done) => {
      const one = new WebSocket(`${address.replace('http', 'ws')}rpc`);
      one.onopen = () => done('open');
      one.onerror = () => done('refused');
    });
    return { read, socket };
  }, base());
  expect(outcome).toEqual({ read: 'refused', socket: 'refused' });
});

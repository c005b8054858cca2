// How fast is an image view there on a photo of 24 megapixels, and does the renderer keep memory of views that it left?
// Run by: npm run bench -- views [--only switch|memory] [--rounds 10] [--whole-rounds 3] [--views 200] [--image-views plain,local-contrast,redness]
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { IMAGE_VIEWS, type ImageView } from '../../src-shared/domain/image-view.ts';
import { launchOptions } from '../browser.ts';
import { createWorkplace, maculeJson, serveProject } from '../support/macule.ts';
import { measureMemory } from './views/memory.ts';
import { writePhotographedResults, type PhotographedResults } from './views/photographed-results.ts';
import { measureSwitches } from './views/switches.ts';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '10' },
    'whole-rounds': { type: 'string', default: '3' },
    views: { type: 'string', default: '200' },
    'image-views': { type: 'string', default: 'plain,local-contrast,redness' },
  },
});
const imageViews = values['image-views'].split(',').map((name): ImageView => {
  const known = IMAGE_VIEWS.find((one) => one === name);
  if (!known) throw new Error(`There is no image view "${name}". There are: ${IMAGE_VIEWS.join(', ')}.`);
  return known;
});
/** About 6 megapixels. */
const SIDE_PX = 2416;
const load = (): string => `load ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores`;

/** The app on a project of photographed captures, in a browser of its own for each of the runs. */
async function onProject(of: PhotographedResults, runs: readonly ((page: Page, url: string) => Promise<boolean>)[]) {
  const workplace = createWorkplace('views');
  const met: boolean[] = [];
  try {
    mkdirSync(workplace.env['MACULE_CONFIG_DIR']!, { recursive: true });
    const settings = { reviewer: 'Ana', reviewers: ['Ana'] };
    writeFileSync(join(workplace.env['MACULE_CONFIG_DIR']!, 'settings.json'), JSON.stringify(settings));
    await writePhotographedResults(workplace.path('in'), of);
    await maculeJson(workplace, 'import', workplace.path('in'), '--project', workplace.path('a.macule'));
    const served = await serveProject(workplace, workplace.path('a.macule'));
    for (const run of runs) {
      const { args = [], ...options } = launchOptions();
      const browser = await chromium.launch({ ...options, args: [...args, '--js-flags=--expose-gc'] });
      console.log(`${of.count} photos of ${of.width} x ${of.height} px, ${load()}`);
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      met.push(await run(page, served.url).finally(() => browser.close()));
      console.log(`  ${load()} at the end`);
    }
    await served.stop();
  } finally {
    workplace.remove();
  }
  return met;
}

const met: boolean[] = [];
if (values.only !== 'memory')
  met.push(
    ...(await onProject({ count: 1, width: 6000, height: 4000 }, [
      (page, url) =>
        measureSwitches(page, {
          url,
          widthPx: 6000,
          rounds: Number(values.rounds),
          wholeRounds: Number(values['whole-rounds']),
        }),
    ])),
  );
if (values.only !== 'switch')
  met.push(
    ...(await onProject(
      { count: Number(values.views), width: SIDE_PX, height: SIDE_PX },
      imageViews.map(
        (imageView) => (page, url) =>
          measureMemory(page, { url, imageView, views: Number(values.views), widthPx: SIDE_PX }),
      ),
    )),
  );
process.exitCode = met.every(Boolean) ? 0 : 1;

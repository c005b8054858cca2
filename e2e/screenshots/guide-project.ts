import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { macule, maculeJson, maculeRows, type Workplace } from '../support/macule';

/** Pictures show paths, so the folder has the same name on every run. */
const FOLDER = join(tmpdir(), 'macule-guide');
const SAMPLE = 'clinic-march';
/** Lesions of the half reviewed view that have a verdict. */
export const DECIDED = 45;
const REVIEWER = 'R. Silva';

type ViewRow = { readonly id: string; readonly capture: string; readonly side: string; readonly photo: string };
type LesionRow = {
  readonly id: string;
  readonly view: string;
  readonly bounds: { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number };
  readonly geometry: readonly (readonly (readonly [number, number])[])[];
};
type Truth = {
  readonly features: readonly { readonly geometry: { readonly coordinates: [number, number][][] } }[];
};
export type GuideView = { readonly id: string; readonly lesions: readonly LesionRow[] };
export type Guide = {
  readonly workplace: Workplace;
  readonly project: string;
  /** Half reviewed: the picture that the guide shows most. */
  readonly front: GuideView;
};

function workplace(): Workplace {
  rmSync(FOLDER, { recursive: true, force: true });
  const path = (name: string): string => join(FOLDER, name);
  const env = {
    ...process.env,
    MACULE_CONFIG_DIR: path('config'),
    MACULE_DATA_DIR: path('data'),
    MACULE_CACHE_DIR: path('cache'),
    HOME: path('home'),
  };
  for (const folder of [env.HOME, env.MACULE_CONFIG_DIR]) mkdirSync(folder, { recursive: true });
  const settings = { reviewer: REVIEWER, reviewers: [REVIEWER, 'M. Okafor'] };
  writeFileSync(join(env.MACULE_CONFIG_DIR, 'settings.json'), JSON.stringify(settings));
  return { folder: FOLDER, env, path, remove: () => rmSync(FOLDER, { recursive: true, force: true }) };
}

/** Exit code 1 means findings, and the sample has some; 2 means that nothing was done. */
async function must(place: Workplace, ...args: string[]): Promise<void> {
  const { code, stderr } = await macule(place, ...args);
  if (code === 2) throw new Error(`macule ${args.join(' ')}: ${stderr}`);
}

/** Verdicts of every kind, most of them what the drawn truth says. */
function verdictsOf(lesions: readonly LesionRow[], truth: Truth): unknown[] {
  return lesions.map((lesion, index) => {
    const found = truth.features.find(({ geometry }) => isInside(lesion, geometry.coordinates));
    if (index % 9 === 4) return { lesion: lesion.id, verdict: 'unsure', reason: 'U1' };
    if (!found) return { lesion: lesion.id, verdict: 'rejected', reason: 'R8' };
    if (index % 8 === 1) return { lesion: lesion.id, verdict: 'rejected', reason: 'R4' };
    if (index % 7 === 3)
      return { lesion: lesion.id, verdict: 'redrawn', reason: 'G2', geometry: found.geometry.coordinates };
    return { lesion: lesion.id, verdict: 'accepted' };
  });
}

function isInside({ bounds }: LesionRow, [ring = []]: [number, number][][]): boolean {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  const [x, y] = [(bounds.minX + bounds.maxX) / 2, (bounds.minY + bounds.maxY) / 2];
  return Math.min(...xs) <= x && x <= Math.max(...xs) && Math.min(...ys) <= y && y <= Math.max(...ys);
}

async function decide(place: Workplace, project: string, lines: readonly unknown[]): Promise<void> {
  const from = place.path('decisions.ndjson');
  writeFileSync(from, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const args = ['decide', '--project', project, '--reviewer', REVIEWER, '--from', from];
  const { applied } = await maculeJson<{ applied: number }>(place, ...args);
  if (applied !== lines.length) throw new Error(`${applied} of ${lines.length} decisions were applied`);
}

/** A project of the drawn sample in which one view is done and one is half way. */
export async function makeGuide(): Promise<Guide> {
  const place = workplace();
  const sample = place.path(join('home', SAMPLE));
  const project = place.path(join('home', 'PIH study.macule'));
  await must(place, 'sample', '--out', sample);
  const folders = ['batch-three-sides', 'failed', 'many-lesions', 'no-lesions', 'seed', 'two-revisions'];
  await must(place, 'import', ...folders.map((name) => join(sample, name)), '--project', project);

  const views = await maculeRows<ViewRow>(place, 'views', project);
  const lesions = await maculeRows<LesionRow>(place, 'lesions', project);
  const viewOf = (photo: string): GuideView => {
    const view = views.find((one) => one.photo.endsWith(photo));
    if (!view) throw new Error(`the sample has no view on ${photo}`);
    return { id: view.id, lesions: lesions.filter((lesion) => lesion.view === view.id) };
  };
  const front = viewOf('front_restored.jpg');
  const done = viewOf('245a25a8-a5a6-44ed-980c-b4341281389e_restored.jpg');
  const truthFile = join(sample, 'truth', 'front_restored.truth.geojson');
  const truth = JSON.parse(await readFile(truthFile, 'utf8')) as Truth;
  await decide(place, project, [
    ...verdictsOf(front.lesions.slice(0, DECIDED), truth),
    ...done.lesions.map(({ id }) => ({ lesion: id, verdict: 'accepted' })),
    { view: done.id, sweep: true },
    { view: done.id, done: true },
  ]);
  return { workplace: place, project, front };
}

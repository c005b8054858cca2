import { measureAreas, perMilleByArea } from '../face-areas';
import { drawMarkedPortrait } from '../marked-portrait';
import { dealFaults, present, traceMerged, tracePlace, traceSpot, type Fault, type Ring } from '../model-masks';
import { createFaceLines } from '../portrait/face-lines';
import { createRandom, type Random } from '../portrait/random';
import { createResult, type ResultIdentity } from '../result-element';
import { jsonFile, pictureFile, truthFile, type SampleCase, type SampleFile } from '../sample-file';
import { createRecipe } from '../sitting';
import { smallError, traceRing } from '../spots/mask-ring';
import { scatterMarks, type SkinMark } from '../spots/spot-layout';
import { middleOf, type Spot } from '../spots/spot';
import { revisionsSubject } from '../subjects';

const folder = 'two-revisions';
const imageId = 'a47e9d30-5b82-4c6f-93d1-0e6f8b2c7a59';

/** The same picture seen by two revisions of the algorithm: most polygons stay, some are mended, one is lost. */
export const revisionsCase: SampleCase = { folder, fileCount: 4, draw: drawRevisions };

const before: ResultIdentity = {
  id: 'd2f8c1b5-64e9-4a07-8b3c-95a0e7d1f648',
  imageId,
  revision: 'master-25cce909',
  algorithmVersionId: 98,
  creationTime: '2025-02-27 14:21:33',
  applicationRunId: '4833ea3f-55d6-4e9d-bcc1-ea14fa14fcee',
};

const after: ResultIdentity = {
  ...before,
  id: '7b05e3f9-c8d2-4163-a94e-2f6d10b8c57a',
  revision: 'master-7d10b4e2',
  algorithmVersionId: 103,
  creationTime: '2025-05-19 08:47:10',
  applicationRunId: '9d16c0a2-7e48-4f35-b2da-c3815e60f7b4',
};

async function* drawRevisions(): AsyncGenerator<SampleFile> {
  const random = createRandom(1909);
  const recipe = createRecipe(revisionsSubject, {
    width: 1800,
    height: 1800,
    yaw: 0.03,
    roll: -0.012,
    scale: 7.5,
    eyeX: 0.5,
    eyeY: 0.43,
    seed: 61,
  });
  const { portrait, spots } = drawMarkedPortrait(recipe, revisionsSubject, { marks: createMarks(random) });
  const stem = `${imageId}_restored`;
  yield await pictureFile(`${folder}/${stem}.jpg`, portrait);
  yield truthFile(stem, portrait, spots);
  const sizes = measureAreas(portrait);
  const nostril = tracePlace(portrait, { x: 7, y: 47.6, radiusX: 3.4, radiusY: 1.6 }, random);
  const [first, second] = createBothRings(spots, present([nostril]), random);
  for (const [identity, rings] of [
    [before, first],
    [after, second],
  ] as const) {
    const mask = { side: 'front', width: recipe.width, height: recipe.height, rings } as const;
    const result = createResult(identity, perMilleByArea(portrait, sizes, rings), [mask]);
    yield jsonFile(`${folder}/result-${identity.revision}.json`, [result]);
  }
}

function createMarks(random: Random): SkinMark[] {
  const lines = createFaceLines(revisionsSubject.build);
  const pih = scatterMarks(
    { kind: 'pih', count: 38, radius: [1.3, 2.9], strength: [0.6, 1.5], gap: 1.2 },
    { random, lines, taken: [] },
  );
  const redness = scatterMarks(
    { kind: 'redness', count: 5, radius: [1.5, 2.4], strength: [0.8, 1.3], gap: 3 },
    { random, lines, taken: pih },
  );
  const moles = scatterMarks(
    { kind: 'mole', count: 2, radius: [1, 1.3], strength: [1, 1.1], gap: 3 },
    { random, lines, taken: [...pih, ...redness] },
  );
  return [...pih, ...redness, ...moles];
}

/** The polygons of both revisions; one that did not change is equal vertex by vertex. */
function createBothRings(spots: readonly Spot[], nostril: readonly Ring[], random: Random): [Ring[], Ring[]] {
  const pih = spots.filter((spot) => spot.kind === 'pih');
  const pair = closestPair(pih);
  const faults = dealFaults(pih.length, { missed: 4, tooLarge: 3, tooSmall: 3, shifted: 3 }, random);
  for (const i of pair) faults[i] = 'none';
  const [first, second] = traceBoth(pih, faults, random);
  const lost = faults.findIndex((fault, i) => fault === 'none' && !pair.includes(i));
  second[lost] = null;
  const [near, far] = pair.map((i) => pih[i]);
  const merged = near && far ? [traceMerged(near, far, random)] : [];
  const mistaken = (kind: Spot['kind']): Ring[] =>
    spots
      .filter((spot) => spot.kind === kind)
      .slice(0, 2)
      .map((spot) => traceRing(spot.outline, smallError, random));
  return [
    [...present(first.filter((_, i) => !pair.includes(i))), ...merged, ...mistaken('redness'), ...nostril],
    [...present(second), ...mistaken('mole')],
  ];
}

/** The second revision mends all faults of each kind but one and leaves every good polygon as it was. */
function traceBoth(
  spots: readonly Spot[],
  faults: readonly Fault[],
  random: Random,
): [(Ring | null)[], (Ring | null)[]] {
  const kept = new Set<Fault>(['none']);
  const first = spots.map((spot, i) => traceSpot(spot, faults[i] ?? 'none', random));
  const second = spots.map((spot, i) => {
    const fault = faults[i] ?? 'none';
    if (kept.has(fault)) return fault === 'none' ? (first[i] ?? null) : traceSpot(spot, 'none', random);
    kept.add(fault);
    return first[i] ?? null;
  });
  return [first, second];
}

/** Indexes of the two marks whose middles lie nearest. */
function closestPair(spots: readonly Spot[]): [number, number] {
  let best: [number, number] = [0, 1];
  let least = Infinity;
  for (const [i, a] of spots.entries()) {
    for (const [j, b] of spots.entries()) {
      const distance = Math.hypot(
        middleOf(a.outline).x - middleOf(b.outline).x,
        middleOf(a.outline).y - middleOf(b.outline).y,
      );
      if (j > i && distance < least) {
        least = distance;
        best = [i, j];
      }
    }
  }
  return best;
}

import { measureAreas, perMilleByArea } from '../face-areas';
import { drawMarkedPortrait } from '../marked-portrait';
import { present, traceModel, tracePlace, type Ring } from '../model-masks';
import { createFaceLines } from '../portrait/face-lines';
import { createRandom, type Random } from '../portrait/random';
import { createResult } from '../result-element';
import { jsonFile, pictureFile, truthFile, type SampleCase, type SampleFile } from '../sample-file';
import { createRecipe } from '../sitting';
import { smallError, traceRing } from '../spots/mask-ring';
import { scatterMarks, type SkinMark } from '../spots/spot-layout';
import { manyLesionsSubject } from '../subjects';

const folder = 'many-lesions';
const imageId = '58b1f6d4-e03c-4972-ad85-c6e47f09b213';
const stem = `${imageId}_restored`;

/** Polygons of the only mask. */
export const manyLesionCount = 300;

/** One view with 300 lesions, for speed. */
export const manyLesionsCase: SampleCase = { folder, fileCount: 3, draw: drawManyLesions };

async function* drawManyLesions(): AsyncGenerator<SampleFile> {
  const random = createRandom(300);
  const recipe = createRecipe(manyLesionsSubject, {
    width: 2416,
    height: 2416,
    yaw: -0.02,
    roll: 0.01,
    scale: 10.1,
    eyeX: 0.5,
    eyeY: 0.41,
    seed: 71,
  });
  const { portrait, spots } = drawMarkedPortrait(recipe, manyLesionsSubject, { marks: createMarks(random) });
  yield await pictureFile(`${folder}/${stem}.jpg`, portrait);
  yield truthFile(stem, portrait, spots);
  const pih = spots.filter((spot) => spot.kind === 'pih');
  const falseRings: Ring[] = spots
    .filter((spot) => spot.kind !== 'pih')
    .slice(0, 8)
    .map((spot) => traceRing(spot.outline, smallError, random));
  for (const x of [-6.2, 6.2])
    falseRings.push(...present([tracePlace(portrait, { x, y: 47.6, radiusX: 3.3, radiusY: 1.5 }, random)]));
  const missed = pih.length + falseRings.length - manyLesionCount;
  if (missed < 0) throw new Error(`only ${String(pih.length)} drawn lesions are visible`);
  const rings = [...traceModel(pih, { missed, tooLarge: 22, tooSmall: 18, shifted: 20 }, random), ...falseRings];
  const identity = {
    id: 'f13d7a96-8e25-4bc0-b7f4-60d9a2c5e381',
    imageId,
    revision: 'master-25cce909',
    algorithmVersionId: 98,
    creationTime: '2025-03-11 10:35:02',
    applicationRunId: '4833ea3f-55d6-4e9d-bcc1-ea14fa14fcee',
  };
  const mask = { side: 'front', width: recipe.width, height: recipe.height, rings } as const;
  yield jsonFile(`${folder}/result.json`, [
    createResult(identity, perMilleByArea(portrait, measureAreas(portrait), rings), [mask]),
  ]);
}

function createMarks(random: Random): SkinMark[] {
  const lines = createFaceLines(manyLesionsSubject.build);
  const pih = scatterMarks(
    { kind: 'pih', count: 420, radius: [0.7, 2.4], strength: [0.4, 1.5], gap: 0.25 },
    { random, lines, taken: [] },
  );
  const redness = scatterMarks(
    { kind: 'redness', count: 24, radius: [1, 2], strength: [0.7, 1.3], gap: 0.6 },
    { random, lines, taken: pih },
  );
  const papules = scatterMarks(
    { kind: 'papule', count: 5, radius: [1.2, 1.8], strength: [0.7, 1], gap: 0.8 },
    { random, lines, taken: [...pih, ...redness] },
  );
  return [...pih, ...redness, ...papules];
}

import { measureAreas, perMilleByArea } from '../face-areas';
import { drawMarkedPortrait, type MarkedPortrait } from '../marked-portrait';
import { present, traceModel, tracePlace, type ModelPlan, type Ring } from '../model-masks';
import { createFaceLines } from '../portrait/face-lines';
import { createRandom, type Random } from '../portrait/random';
import { createResult, type MaskContent } from '../result-element';
import { jsonFile, pictureFile, truthFile, type SampleCase, type SampleFile } from '../sample-file';
import { createRecipe, type Sitting } from '../sitting';
import { scatterMarks, type SkinMark } from '../spots/spot-layout';
import { smallError, traceRing } from '../spots/mask-ring';
import { threeSidesSubject } from '../subjects';

const folder = 'batch-three-sides';

/** A batch: one result of the front picture that carries the masks of all three sides, each with its own frame. */
export const threeSidesCase: SampleCase = { folder, fileCount: 7, draw: drawThreeSides };

type Side = MaskContent['side'];

/** The subject's left cheek lies right of the middle in the front picture; turning the nose to the left shows it. */
const sittings: Record<Side, Sitting> = {
  front: { width: 1600, height: 2000, yaw: -0.03, roll: -0.01, scale: 7.3, eyeX: 0.5, eyeY: 0.42, seed: 21 },
  left: {
    width: 1560,
    height: 2000,
    yaw: -0.86,
    pitch: 0.03,
    roll: 0.01,
    scale: 7.2,
    eyeX: 0.53,
    eyeY: 0.42,
    seed: 21,
  },
  right: {
    width: 1600,
    height: 1960,
    yaw: 0.84,
    pitch: 0.01,
    roll: -0.01,
    scale: 7.2,
    eyeX: 0.47,
    eyeY: 0.42,
    seed: 21,
  },
};

const plans: Record<Side, ModelPlan> = {
  front: { missed: 3, tooLarge: 2, tooSmall: 2, shifted: 2 },
  left: { missed: 2, tooLarge: 2, tooSmall: 1, shifted: 1 },
  right: { missed: 2, tooLarge: 1, tooSmall: 2, shifted: 2 },
};

async function* drawThreeSides(): AsyncGenerator<SampleFile> {
  const random = createRandom(2025);
  const marks = createMarks(random);
  const masks: MaskContent[] = [];
  let perMille = null;
  for (const side of ['left', 'front', 'right'] as const) {
    const sitting = sittings[side];
    const marked = drawMarkedPortrait(createRecipe(threeSidesSubject, sitting), threeSidesSubject, { marks });
    const rings = createRings(marked, side, random);
    masks.push({ side, width: sitting.width, height: sitting.height, rings });
    if (side === 'front') perMille = perMilleByArea(marked.portrait, measureAreas(marked.portrait), rings);
    yield await pictureFile(`${folder}/${side}_restored.jpg`, marked.portrait);
    yield truthFile(`${side}_restored`, marked.portrait, marked.spots);
  }
  const identity = {
    id: '0b8f2a64-6c1d-4f0e-9a57-3d2e8c41b7f9',
    imageId: '91c3d7e2-48ab-4b6f-8f2d-5e7a10c9d463',
    revision: 'master-25cce909',
    algorithmVersionId: 98,
    creationTime: '2025-03-04 09:12:07',
    applicationRunId: '4833ea3f-55d6-4e9d-bcc1-ea14fa14fcee',
  };
  if (perMille) yield jsonFile(`${folder}/result.json`, [createResult(identity, perMille, masks)]);
}

function createMarks(random: Random): SkinMark[] {
  const lines = createFaceLines(threeSidesSubject.build);
  const pih = scatterMarks(
    { kind: 'pih', count: 58, radius: [1.2, 2.9], strength: [0.6, 1.5], gap: 2 },
    { random, lines, taken: [] },
  );
  const redness = scatterMarks(
    { kind: 'redness', count: 9, radius: [1.4, 2.6], strength: [0.7, 1.2], gap: 3 },
    { random, lines, taken: pih },
  );
  const moles = scatterMarks(
    { kind: 'mole', count: 3, radius: [0.9, 1.4], strength: [0.9, 1.1], gap: 3 },
    { random, lines, taken: [...pih, ...redness] },
  );
  return [...pih, ...redness, ...moles];
}

function createRings({ portrait, spots }: MarkedPortrait, side: Side, random: Random): Ring[] {
  const rings = traceModel(
    spots.filter((spot) => spot.kind === 'pih'),
    plans[side],
    random,
  );
  for (const kind of ['redness', 'mole'] as const) {
    const confused = spots.find((spot) => spot.kind === kind);
    if (confused) rings.push(traceRing(confused.outline, smallError, random));
  }
  const near = side === 'right' ? -1 : 1;
  const nostril = tracePlace(portrait, { x: near * 6.2, y: 47.6, radiusX: 3.3, radiusY: 1.5 }, random);
  const brow = tracePlace(
    portrait,
    { x: -near * 51, y: threeSidesSubject.build.browLift * -1 - 21, radiusX: 3, radiusY: 1.5 },
    random,
  );
  return [...rings, ...present([side === 'front' ? brow : nostril])];
}

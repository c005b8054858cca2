import { measureAreas, perMilleByArea } from '../face-areas';
import { drawMarkedPortrait } from '../marked-portrait';
import { exposePicture } from '../portrait/develop';
import { createRandom } from '../portrait/random';
import { renderPortrait } from '../portrait/portrait';
import { createFailedResult, createResult } from '../result-element';
import { encodeJpeg, jsonFile, pictureFile, truthFile, type SampleCase, type SampleFile } from '../sample-file';
import { createRecipe } from '../sitting';
import { createBlob } from '../spots/spot-outline';
import { clearSubject, revisionsSubject } from '../subjects';
import type { SkinMark } from '../spots/spot-layout';

const failedImageId = 'c5e0b3a9-7d14-4e86-b0f3-2a9c64d8e157';
const clearImageId = '6fd20c8b-93e7-4a15-8c4e-71b05da3f2e6';

/** A picture from behind, for which the service found no face. */
export const failedCase: SampleCase = { folder: 'failed', fileCount: 2, draw: drawFailed };

/** Clear skin: a good result whose mask has no feature. */
export const noLesionsCase: SampleCase = { folder: 'no-lesions', fileCount: 3, draw: drawNoLesions };

async function* drawFailed(): AsyncGenerator<SampleFile> {
  const recipe = createRecipe(revisionsSubject, {
    width: 1200,
    height: 1500,
    yaw: 2.95,
    roll: 0.03,
    scale: 4.8,
    eyeX: 0.5,
    eyeY: 0.42,
    seed: 41,
  });
  const portrait = renderPortrait(recipe);
  portrait.drawHairOver();
  const pixels = exposePicture(portrait.picture, { exposure: 0.55, vignette: 0.45, noise: 6, seed: 44 });
  yield await encodeJpeg(`failed/${failedImageId}.jpg`, pixels, portrait.picture);
  const identity = {
    id: 'e8a61f70-25bd-4c39-9e02-b47d3f5c8a16',
    imageId: failedImageId,
    revision: 'master-25cce909',
    algorithmVersionId: 98,
    creationTime: '2025-03-05 16:40:55',
    applicationRunId: '4833ea3f-55d6-4e9d-bcc1-ea14fa14fcee',
  };
  yield jsonFile('failed/result.json', [createFailedResult(identity, 'No face detected')]);
}

async function* drawNoLesions(): AsyncGenerator<SampleFile> {
  const recipe = createRecipe(clearSubject, {
    width: 1600,
    height: 1600,
    yaw: 0.04,
    roll: 0.015,
    scale: 6.6,
    eyeX: 0.5,
    eyeY: 0.42,
    seed: 51,
  });
  const mole: SkinMark = {
    kind: 'mole',
    x: -33,
    y: 71,
    radius: 1,
    strength: 0.85,
    shape: createBlob(createRandom(52)),
  };
  const { portrait, spots } = drawMarkedPortrait(recipe, clearSubject, { marks: [mole] });
  const stem = `${clearImageId}_restored`;
  yield await pictureFile(`no-lesions/${stem}.jpg`, portrait);
  yield truthFile(stem, portrait, spots);
  const identity = {
    id: '3c97d5e1-0f4a-4b28-a6d9-8e15c2b7f034',
    imageId: clearImageId,
    revision: 'master-25cce909',
    algorithmVersionId: 98,
    creationTime: '2025-03-05 11:02:18',
    applicationRunId: '4833ea3f-55d6-4e9d-bcc1-ea14fa14fcee',
  };
  const perMille = perMilleByArea(portrait, measureAreas(portrait), []);
  const mask = { side: 'front', width: recipe.width, height: recipe.height, rings: [] } as const;
  yield jsonFile('no-lesions/result.json', [createResult(identity, perMille, [mask])]);
}

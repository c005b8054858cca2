import exampleResult from '../../../../resources/sample/example-result.json?raw';
import { drawMarkedPortrait } from '../marked-portrait';
import { createRandom, between } from '../portrait/random';
import { pictureFile, truthFile, type SampleCase, type SampleFile } from '../sample-file';
import { createRecipe } from '../sitting';
import { createBlob, smoothRing } from '../spots/spot-outline';
import type { SkinMark } from '../spots/spot-layout';
import { boundsOf, middleOf, type FramePoint, type Spot } from '../spots/spot';
import { seedSubject } from '../subjects';

const imageId = '245a25a8-a5a6-44ed-980c-b4341281389e';
const stem = `${imageId}_restored`;

/** The service's own example, unchanged, with a drawn picture whose spots lie under its polygons. */
export const seedCase: SampleCase = { folder: 'seed', fileCount: 3, draw: drawSeed };

async function* drawSeed(): AsyncGenerator<SampleFile> {
  yield { path: 'seed/example-result.json', bytes: Buffer.from(exampleResult, 'utf8') };
  const recipe = createRecipe(seedSubject, {
    width: 2416,
    height: 2416,
    yaw: 0.02,
    roll: 0.008,
    scale: 10.3,
    eyeX: 0.5,
    eyeY: 0.4,
    seed: 11,
  });
  const { portrait, spots } = drawMarkedPortrait(recipe, seedSubject, {
    spots: createSeedSpots(),
    marks: otherMarks(),
  });
  yield await pictureFile(`seed/${stem}.jpg`, portrait);
  yield truthFile(stem, portrait, spots);
}

/** The example's exterior rings in frame pixels. */
export function seedRings(): FramePoint[][] {
  const { result } = JSON.parse(exampleResult) as ExampleResult;
  return result.masks_restored.flatMap((mask) =>
    mask.features.flatMap((feature) =>
      feature.geometry.coordinates.map(([exterior]) => (exterior ?? []).map(([x, y]) => ({ x, y }))),
    ),
  );
}

interface ExampleResult {
  result: { masks_restored: { features: { geometry: { coordinates: [number, number][][][] } }[] }[] };
}

/** Smooth outlines half a pixel in from the polygons' pixel centres and a little wider, as the skin shows them. */
function createSeedSpots(): Spot[] {
  const random = createRandom(245);
  return seedRings().map((ring) => {
    const middle = middleOf(ring);
    const grow = between(random, 1.02, 1.1);
    const outline = smoothRing(ring).map(({ x, y }) => ({
      x: middle.x + 0.5 + (x - middle.x) * grow,
      y: middle.y + 0.5 + (y - middle.y) * grow,
    }));
    const bounds = boundsOf(outline);
    const strength = between(random, 0.85, 1.35);
    const [red, green, blue] = seedSubject.marks.pih;
    const softness = Math.min(6, 0.27 * Math.min(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY));
    return { kind: 'pih', outline, density: [red * strength, green * strength, blue * strength], softness };
  });
}

/** Three spots that the algorithm missed, and look-alikes that it left alone. */
function otherMarks(): SkinMark[] {
  const random = createRandom(246);
  const marks: Omit<SkinMark, 'shape'>[] = [
    { kind: 'pih', x: 43, y: 48, radius: 1.9, strength: 0.95 },
    { kind: 'pih', x: 37, y: 61, radius: 1.3, strength: 0.7 },
    { kind: 'pih', x: -40, y: 68, radius: 1.5, strength: 0.65 },
    { kind: 'redness', x: 48, y: 36, radius: 2.1, strength: 0.9 },
    { kind: 'redness', x: -45, y: 33, radius: 1.8, strength: 0.8 },
    { kind: 'redness', x: 12, y: 93, radius: 1.6, strength: 0.85 },
    { kind: 'mole', x: 27, y: 82, radius: 1.05, strength: 1 },
  ];
  return marks.map((mark) => ({ ...mark, shape: createBlob(random) }));
}

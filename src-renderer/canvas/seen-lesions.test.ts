import { describe, expect, it } from 'vitest';
import { lesionPicture } from './layers/lesion-shapes';
import { SeenLesions } from './seen-lesions';
import { square, testLesion } from './test-support/lesions';

const small = lesionPicture(testLesion('small', square(10, 10, 20)));
const cut = lesionPicture(testLesion('cut', square(90, 10, 20)));
const huge = lesionPicture(testLesion('huge', square(-500, -500, 1100)));

describe('SeenLesions', () => {
  it('names a lesion once it is wholly on screen, and only then', () => {
    const seen = new SeenLesions();
    const all = [small, cut, huge];
    expect(seen.look(all, { minX: 0, minY: 0, maxX: 100, maxY: 100 })).toEqual(['small', 'huge']);
    expect(seen.look(all, { minX: 0, minY: 0, maxX: 200, maxY: 100 })).toEqual(['cut']);
    expect(seen.look(all, { minX: 0, minY: 0, maxX: 200, maxY: 100 })).toEqual([]);
    seen.reset();
    expect(seen.look([small], { minX: 0, minY: 0, maxX: 100, maxY: 100 })).toEqual(['small']);
  });
});

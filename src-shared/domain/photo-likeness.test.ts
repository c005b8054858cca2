import { describe, expect, it } from 'vitest';
import { photoPathBy, photoPattern, type NamedView } from './photo-likeness';

const view = (sourcePath: string, imageId: string | null, side = 'front'): NamedView => ({ sourcePath, imageId, side });

describe('photoPattern and photoPathBy', () => {
  it.each([
    [view('/d/a/result.json', 'id-1'), '/d/a/images/id-1/face/original', 'images/<image_id>/face/original'],
    [view('/d/a/json/x1y.json', null), '/d/a/png/x1y_left.png', '../png/<name>_left.png'],
    [view('/d/a/result.json', 'id-1', 'left'), '/d/a/Left_restored.jpg', '<side>_restored.jpg'],
    [view('/d/a/result.json', '7'), '/d/a/7.png', '7.png'],
    [view('/d/a/result.json', 'id-1'), '/d/a/id-12.png', 'id-12.png'],
  ])('%o: %s is %s', (one, path, pattern) => {
    expect(photoPattern(one, path)).toBe(pattern);
    expect(photoPathBy(pattern, one)?.toLowerCase()).toBe(path.toLowerCase());
  });

  it('fills the pattern with another view', () => {
    const pattern = photoPattern(view('/d/1/result.json', 'id-1', 'left'), '/d/photos/id-1/left.png');
    expect(photoPathBy(pattern, view('/d/2/result.json', 'ID-2', 'right'))).toBe('/d/photos/ID-2/right.png');
    expect(photoPathBy(pattern, view('/d/2/result.json', null, 'right'))).toBeNull();
  });

  it('climbs no higher than there are folders', () => {
    expect(photoPathBy('../../../../x.png', view('/a/r.json', null))).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { createCaptureKeys } from './capture-keys';

const keys = createCaptureKeys();
keys.add({ id: 1, imageIds: ['AB-1'], photoPaths: ['day1/S1/front.jpg'], subject: 'S1' });
keys.add({ id: 2, imageIds: ['ab-1'], photoPaths: ['day1/S2/front.jpg', 'day1/S2/IMG_7.png'], subject: 'S2' });
keys.add({ id: 3, imageIds: ['cd-2'], photoPaths: [], subject: 'S2' });

describe('a capture is found', () => {
  it('by its image id, whose case matters only where it must', () => {
    expect(keys.find('image_id', 'AB-1')).toEqual([1]);
    expect(keys.find('image_id', 'ab-1')).toEqual([2]);
    expect(keys.find('image_id', 'Ab-1')).toEqual([1, 2]);
    expect(keys.find('image_id', 'CD-2')).toEqual([3]);
    expect(keys.find('image_id', '')).toEqual([]);
  });

  it('by the name of its photo, with or without ending, in any case', () => {
    expect(keys.find('file_name', 'IMG_7.png')).toEqual([2]);
    expect(keys.find('file_name', 'img_7')).toEqual([2]);
    expect(keys.find('file_name', 'IMG_7.jpeg')).toEqual([2]);
    expect(keys.find('file_name', 'IMG_8')).toEqual([]);
  });

  it('by as much of the path as the table says, when the name alone is not enough', () => {
    expect(keys.find('file_name', 'front.jpg')).toEqual([1, 2]);
    expect(keys.find('file_name', 'S1/front.jpg')).toEqual([1]);
    expect(keys.find('file_name', '.\\day1\\S2\\front.jpg')).toEqual([2]);
  });

  it('by a file that is named by its image id, also when that file is not there', () => {
    expect(keys.find('file_name', 'cd-2.jpg')).toEqual([3]);
    expect(keys.find('file_name', 'cd-2_left_original.jpg')).toEqual([3]);
  });

  it('by its subject, with all captures of it', () => {
    expect(keys.find('subject', 's2')).toEqual([2, 3]);
  });

  it('as quickly when thousands of photos have one name', () => {
    const many = createCaptureKeys();
    for (let id = 1; id <= 50_000; id++)
      many.add({ id, imageIds: [`i${id}`], photoPaths: [`${id}/front.jpg`], subject: null });
    for (let row = 0; row < 50_000; row++) expect(many.find('file_name', 'FRONT.jpg').length).toBe(2); // or the test runs out of time
    expect(many.find('file_name', '777/front.jpg')).toEqual([777]);
  });
});

import { describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import { square } from '../test-support/lesions';
import { PointerScript, testContext } from '../test-support/pointer-script';
import { createBrushTool } from '../tools/brush-tool';
import { createRingTool } from '../tools/ring-tool';
import { changeOf, changeOfEdit, RegionExtent, regionKey, regionOf } from './drawn-region';

const id = 'a' as LesionId;
const context = testContext({ selectedIds: [id], editable: { lesionIds: [id], polygons: [square(100, 100, 50)] } });

describe('changeOf', () => {
  it('tells what a stroke changes while it is drawn, and the same after it was let go', () => {
    const script = new PointerScript(createBrushTool('eraser'), context).move(120, 120);
    expect(changeOf(script.sketch)).toBeNull(); // nothing is drawn yet
    script.down(120, 120).move(140, 120);
    const drawn = changeOf(script.sketch);
    expect(drawn).toMatchObject({ mode: 'erase', lesionIds: [id], region: { kind: 'stroke' } });
    const [first] = drawn!.region.kind === 'stroke' ? drawn!.region.samples : [];
    script.up(140, 120);
    const settled = changeOfEdit(script.commits[0]!);
    expect(settled).toMatchObject({ mode: 'erase', lesionIds: [id] });
    // By its first sample the masks that are painted already are found again.
    expect(settled!.region.kind === 'stroke' && settled!.region.samples[0]).toBe(first);
  });
  it('takes a region that is to be subtracted from its third point on, closed where the pointer is', () => {
    const script = new PointerScript(createRingTool('subtract'), context).click(110, 110).move(140, 110);
    expect(changeOf(script.sketch)).toBeNull();
    script.click(140, 110).move(140, 140);
    expect(changeOf(script.sketch)).toMatchObject({
      mode: 'erase',
      lesionIds: [id],
      region: {
        rings: [
          [
            { x: 110, y: 110 },
            { x: 140, y: 110 },
            { x: 140, y: 140 },
          ],
        ],
      },
    });
    script.click(140, 140).send({ type: 'complete' });
    expect(changeOfEdit(script.commits[0]!)).toMatchObject({
      mode: 'erase',
      lesionIds: [id],
      region: { kind: 'rings' },
    });
  });
  it('leaves sketches alone that show their result themselves', () => {
    const script = new PointerScript(createRingTool('add'), context).click(0, 0).click(50, 0).click(50, 50);
    expect([script.sketch.kind, changeOf(script.sketch)]).toEqual(['ring', null]);
  });
});

it('bounds a stroke with the size of its brush, and looks at each sample once', () => {
  const samples = [
    { x: 10, y: 10, radius: 5 },
    { x: 30, y: 12, radius: 2 },
  ];
  const extent = new RegionExtent();
  expect(extent.of({ kind: 'stroke', samples })).toEqual({ minX: 5, minY: 5, maxX: 32, maxY: 15 });
  samples[0] = { x: -100, y: 0, radius: 1 };
  samples.push({ x: 0, y: 40, radius: 3 });
  expect(extent.of({ kind: 'stroke', samples })).toEqual({ minX: -3, minY: 5, maxX: 32, maxY: 43 });
});

it('knows a stroke again while it grows, and bounds rings anew', () => {
  const samples = [{ x: 1, y: 1, radius: 1 }];
  const key = regionKey({ kind: 'stroke', samples });
  samples.push({ x: 2, y: 2, radius: 1 });
  expect(regionKey({ kind: 'stroke', samples })).toBe(key);
  expect(new RegionExtent().of(regionOf(square(100, 100, 50)))).toEqual({ minX: 100, minY: 100, maxX: 150, maxY: 150 });
});

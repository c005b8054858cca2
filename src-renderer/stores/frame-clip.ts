import type { ErrorAnswer } from '#shared/domain/error';
import { boundsUnion, EMPTY_BOUNDS, polygonBounds } from '#shared/geometry/bounds';
import type { Bounds } from '#shared/geometry/types';
import type { Client } from '../api/client';
import type { AtFrame, Reshaped } from '../canvas/canvas-edit';
import { toFlatRings, toPolygon } from '../canvas/layers/lesion-shapes';

export type FrameSize = { readonly width: number; readonly height: number };
type Wanted = { readonly items: readonly Reshaped[]; readonly atFrame: AtFrame; readonly frame: FrameSize };
/** `left`: those that are not changed, for nothing of them would lie inside, or because they were to be left. */
export type Placed = { readonly items: readonly Reshaped[]; readonly left: readonly Reshaped[] };

export const reachesOver = ({ minX, minY, maxX, maxY }: Bounds, { width, height }: FrameSize): boolean =>
  minX < 0 || minY < 0 || maxX > width || maxY > height;

/** Outlines cut off at the frame by the geometry engine, or left out, as the reviewer chose. */
export async function clipAtFrame(
  client: Pick<Client, 'call'>,
  { items, atFrame, frame }: Wanted,
): Promise<Placed | { readonly error: ErrorAnswer }> {
  const kept: Reshaped[] = [];
  const left: Reshaped[] = [];
  const { width, height } = frame;
  for (const item of items) {
    const bounds = item.polygons.map(polygonBounds).reduce(boundsUnion, EMPTY_BOUNDS);
    if (!reachesOver(bounds, frame)) kept.push(item);
    else if (atFrame === 'leave') left.push(item);
    else {
      const answer = await client.call('geometry.run', {
        operation: 'intersect',
        subject: item.polygons.map((polygon) => toFlatRings(polygon).map((ring) => [...ring])),
        clip: [[[0, 0, width, 0, width, height, 0, height]]],
      });
      if (!answer.ok) return { error: answer.error };
      const polygons = answer.value.polygons.map(({ rings }) => toPolygon(rings));
      if (polygons.length > 0) kept.push({ lesionIds: item.lesionIds, polygons });
      else left.push(item);
    }
  }
  return { items: kept, left };
}

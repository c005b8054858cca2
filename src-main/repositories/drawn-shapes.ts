import type { EventId, LesionId, ShapeId } from '#shared/domain/ids';
import type { Bounds, Polygon } from '#shared/geometry/types';
import { decodePolygon } from '#shared/geometry/codec';
import { allRows, type ReadableDb } from '#main/db/handle';
import { boundsOf } from './lesions';

export type StoredShape = {
  readonly id: ShapeId;
  readonly eventId: EventId;
  readonly areaPx2: number;
  readonly bounds: Bounds;
  /** The outline as it is stored; `polygon` unpacks it when it is asked for. */
  readonly packed: Uint8Array;
  readonly polygon: Polygon;
};
/** A decision on a lesion. */
export type OfLesion = { readonly event: EventId; readonly lesion: LesionId };

type ShapeRow = {
  lesion: LesionId;
  id: ShapeId;
  event_id: EventId;
  area_px2: number;
  min_x: number;
  min_y: number;
  max_x: number;
  max_y: number;
  rings: Buffer;
};

/** One query for many decisions: `:asked` is a JSON list of [event, lesion]. */
const LINKS_ASKED = `json_each(:asked) AS asked CROSS JOIN shape_link AS l
    ON l.lesion_uid = json_extract(asked.value, '$[1]') AND l.event_id = json_extract(asked.value, '$[0]')`;
const listed = (asked: readonly OfLesion[]): string =>
  JSON.stringify(asked.map(({ event, lesion }) => [event, lesion]));

function fromRow({ id, event_id: eventId, area_px2: areaPx2, rings: packed, ...row }: ShapeRow): StoredShape {
  let polygon: Polygon | undefined;
  return {
    id,
    eventId,
    areaPx2,
    bounds: boundsOf(row),
    packed,
    get polygon() {
      return (polygon ??= decodePolygon(packed));
    },
  };
}

/** What one event drew for a lesion, in drawing order. */
export function shapesOfDecision(db: ReadableDb, event: EventId, lesion: LesionId): StoredShape[] {
  return shapesOfDecisions(db, [{ event, lesion }]).get(lesion) ?? [];
}

/** The same for many lesions, one decision of each; lesions without shapes are left out. */
export function shapesOfDecisions(db: ReadableDb, asked: readonly OfLesion[]): Map<LesionId, StoredShape[]> {
  const sql = `SELECT l.lesion_uid AS lesion, s.id, s.event_id, s.area_px2, s.min_x, s.min_y, s.max_x, s.max_y, s.rings
    FROM ${LINKS_ASKED} CROSS JOIN shape AS s ON s.id = l.shape_id ORDER BY asked.key, s.ordinal`;
  const found = new Map<LesionId, StoredShape[]>();
  for (const row of allRows<ShapeRow>(db, sql, { asked: listed(asked) })) {
    const shape = fromRow(row);
    const shapes = found.get(row.lesion);
    if (shapes) shapes.push(shape);
    else found.set(row.lesion, [shape]);
  }
  return found;
}

/** Lesions that share an outline of one event with a lesion, in the order of their ids; empty when it was drawn for it only. */
export function redrawGroup(db: ReadableDb, event: EventId, lesion: LesionId): LesionId[] {
  return redrawGroups(db, [{ event, lesion }]).get(lesion) ?? [];
}

/** The same for many lesions, one decision of each; lesions whose outlines are theirs alone are left out. */
export function redrawGroups(db: ReadableDb, asked: readonly OfLesion[]): Map<LesionId, LesionId[]> {
  const sql = `SELECT DISTINCT l.lesion_uid AS lesion, o.lesion_uid AS other
    FROM ${LINKS_ASKED} CROSS JOIN shape_link AS o ON o.event_id = l.event_id AND o.shape_id = l.shape_id
    ORDER BY l.lesion_uid, o.lesion_uid`;
  const found = new Map<LesionId, LesionId[]>();
  for (const { lesion, other } of allRows<{ lesion: LesionId; other: LesionId }>(db, sql, { asked: listed(asked) })) {
    const group = found.get(lesion);
    if (group) group.push(other);
    else found.set(lesion, [other]);
  }
  for (const [lesion, group] of found) if (group.length < 2) found.delete(lesion);
  return found;
}

import { GRID_PER_PX } from './snap';
import type { Point, Polygon, Ring } from './types';

/** How vertices are stored: delivered ones as float64, drawn ones as int32 in 1/1024 px. */
export type PolygonKind = 'delivered' | 'drawn';

/** Bytes that are no stored polygon, or a polygon that the kind cannot hold. */
export class PolygonCodecError extends Error {
  override readonly name = 'PolygonCodecError';
}

// Layout, little-endian: u8 version, u8 kind, u32 ring count, u32 vertex count per ring, then x, y per vertex.
const VERSION = 1;
const HEADER_BYTES = 6;
const COUNT_BYTES = 4;
const KINDS = {
  delivered: { code: 1, bytes: 8 },
  drawn: { code: 2, bytes: 4 },
} as const;

/** Packs a polygon; what comes back from `decodePolygon` has equal coordinates (-0 becomes 0). */
export function encodePolygon(polygon: Polygon, kind: PolygonKind): Uint8Array {
  const view = new DataView(new ArrayBuffer(encodedBytes(polygon, kind)));
  writePolygon(view, 0, polygon, kind);
  return new Uint8Array(view.buffer);
}

/** How many bytes `encodePolygon` makes of it. */
export function encodedBytes({ exterior, holes }: Polygon, kind: PolygonKind): number {
  let vertices = exterior.length;
  for (const hole of holes) vertices += hole.length;
  return HEADER_BYTES + COUNT_BYTES * (1 + holes.length) + 2 * KINDS[kind].bytes * vertices;
}

/** Writes what `encodePolygon` makes into a larger buffer; the view must have room for `encodedBytes` at `start`. */
export function writePolygon(view: DataView, start: number, { exterior, holes }: Polygon, kind: PolygonKind): void {
  view.setUint8(start, VERSION);
  view.setUint8(start + 1, KINDS[kind].code);
  view.setUint32(start + 2, 1 + holes.length, true);
  let at = start + HEADER_BYTES;
  let offset = at + COUNT_BYTES * (1 + holes.length);
  for (let index = -1; index < holes.length; index++, at += COUNT_BYTES) {
    const ring = index < 0 ? exterior : (holes[index] as Ring);
    view.setUint32(at, ring.length, true);
    offset = kind === 'drawn' ? writeGridRing(view, offset, ring) : writeDoubleRing(view, offset, ring);
  }
}

/** Unpacks a polygon; throws `PolygonCodecError` for an unknown version or kind and for a wrong length. */
export function decodePolygon(packed: Uint8Array): Polygon {
  const { view, counts, bytes, isDrawn, start } = openPacked(packed);
  let offset = start;
  const read = isDrawn ? readGrid : readDouble;
  const [exterior, ...holes] = counts.map((count): Ring => {
    const ring: Point[] = [];
    for (let i = 0; i < count; i++, offset += 2 * bytes) {
      ring.push({ x: read(view, offset), y: read(view, offset + bytes) });
    }
    return ring;
  });
  return { exterior: exterior!, holes };
}

type Packed = {
  readonly view: DataView;
  readonly isDrawn: boolean;
  /** Bytes per number. */
  readonly bytes: number;
  /** Vertices per ring, one at least. */
  readonly counts: readonly number[];
  /** Where the first vertex lies. */
  readonly start: number;
};

function openPacked(packed: Uint8Array): Packed {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.length < HEADER_BYTES) throw new PolygonCodecError(`Polygon bytes are cut off: ${packed.length} in all`);
  if (view.getUint8(0) !== VERSION) {
    throw new PolygonCodecError(`Polygon bytes have version ${view.getUint8(0)}; this program reads ${VERSION}`);
  }
  const isDrawn = view.getUint8(1) === KINDS.drawn.code;
  if (!isDrawn && view.getUint8(1) !== KINDS.delivered.code) {
    throw new PolygonCodecError(`Polygon bytes have unknown kind ${view.getUint8(1)}`);
  }
  const bytes = isDrawn ? KINDS.drawn.bytes : KINDS.delivered.bytes;
  const counts = readCounts(view, bytes);
  if (counts.length === 0) throw new PolygonCodecError('Polygon bytes hold no ring');
  return { view, counts, bytes, isDrawn, start: HEADER_BYTES + COUNT_BYTES * counts.length };
}

/** The rings as flat x, y lists, the exterior first: what `decodePolygon` holds, without an object per vertex. */
export function decodeRings(packed: Uint8Array): number[][] {
  const { view, counts, bytes, isDrawn, start } = openPacked(packed);
  let offset = start;
  const read = isDrawn ? readGrid : readDouble;
  return counts.map((count) => {
    const flat = new Array<number>(2 * count);
    for (let i = 0; i < flat.length; i++, offset += bytes) flat[i] = read(view, offset);
    return flat;
  });
}

/** Reads the vertex counts, and checks them against the length before anything of that size is allocated. */
function readCounts(view: DataView, bytesPerNumber: number): number[] {
  const ringCount = view.getUint32(2, true);
  let expected = HEADER_BYTES + COUNT_BYTES * ringCount;
  const counts: number[] = [];
  if (expected <= view.byteLength) {
    for (let i = 0; i < ringCount; i++) counts.push(view.getUint32(HEADER_BYTES + COUNT_BYTES * i, true));
    expected += counts.reduce((sum, count) => sum + count, 0) * 2 * bytesPerNumber;
  }
  if (expected !== view.byteLength) {
    const words = expected > view.byteLength ? 'are cut off' : 'are too many';
    throw new PolygonCodecError(`Polygon bytes ${words}: ${view.byteLength} of ${expected}`);
  }
  return counts;
}

function writeDoubleRing(view: DataView, start: number, ring: Ring): number {
  let offset = start;
  for (let index = 0; index < ring.length; index++, offset += 16) {
    const { x, y } = ring[index] as Point;
    writeDouble(view, offset, x);
    writeDouble(view, offset + 8, y);
  }
  return offset;
}

function writeGridRing(view: DataView, start: number, ring: Ring): number {
  let offset = start;
  for (let index = 0; index < ring.length; index++, offset += 8) {
    const { x, y } = ring[index] as Point;
    writeGrid(view, offset, x);
    writeGrid(view, offset + 4, y);
  }
  return offset;
}

function writeDouble(view: DataView, offset: number, value: number): void {
  if (!Number.isFinite(value)) throw new PolygonCodecError(`Coordinate ${value} is not finite`);
  view.setFloat64(offset, value + 0, true); // + 0 turns -0 into 0
}

function writeGrid(view: DataView, offset: number, value: number): void {
  const steps = value * GRID_PER_PX;
  if ((steps | 0) !== steps)
    throw new PolygonCodecError(`Coordinate ${value} is not on the 1/${GRID_PER_PX} px grid or too large`);
  view.setInt32(offset, steps, true);
}

function readDouble(view: DataView, offset: number): number {
  const value = view.getFloat64(offset, true);
  if (!Number.isFinite(value)) throw new PolygonCodecError(`Coordinate at byte ${offset} is not finite`);
  return value;
}

function readGrid(view: DataView, offset: number): number {
  return view.getInt32(offset, true) / GRID_PER_PX;
}

import type { DecodedLesion } from '#shared/formats/haut-scheme/types';
import { polygonBounds } from '#shared/geometry/bounds';
import { encodedBytes, writePolygon } from '#shared/geometry/codec';
import { LESION_FLAG, LESION_NUMBERS, LESION_PLACES, type LesionColumns } from '#main/repositories/lesion-columns';
import { lesionArea } from './lesion-area';

const FIRST_BYTES = 64 * 1024;

/** Collects lesions as columns, in buffers of its own that may change threads. */
export class LesionBatch {
  /** Bytes of vertices so far. */
  bytes = 0;
  count = 0;
  private uids = '';
  private readonly places: Int32Array<ArrayBuffer>;
  private readonly flags: Uint8Array<ArrayBuffer>;
  private readonly numbers: Float64Array<ArrayBuffer>;
  private readonly ringEnds: Uint32Array<ArrayBuffer>;
  private rings = new DataView(new ArrayBuffer(FIRST_BYTES));
  private readonly shapeProblems = new Map<number, string>();

  /** Takes `capacity` lesions at most. */
  constructor(capacity: number) {
    this.places = new Int32Array(LESION_PLACES * capacity);
    this.flags = new Uint8Array(capacity);
    this.numbers = new Float64Array(LESION_NUMBERS * capacity);
    this.ringEnds = new Uint32Array(capacity);
  }

  /** `mask`: the position of the lesion's mask among those of its result. */
  add(lesion: DecodedLesion, { uid, mask }: { readonly uid: string; readonly mask: number }): void {
    const at = this.count++;
    const { intensity, degenerate, outsideFrame, shapeProblem } = lesion;
    this.uids += uid;
    this.places.set([mask, lesion.featureIndex, lesion.polygonIndex], LESION_PLACES * at);
    this.flags[at] =
      (degenerate ? LESION_FLAG.degenerate : 0) |
      (outsideFrame ? LESION_FLAG.outsideFrame : 0) |
      (intensity === null ? 0 : LESION_FLAG.hasIntensity);
    if (shapeProblem !== null) this.shapeProblems.set(at, shapeProblem);
    const { minX, minY, maxX, maxY } = polygonBounds(lesion.polygon);
    this.numbers.set([intensity ?? 0, lesionArea(lesion), minX, minY, maxX, maxY], LESION_NUMBERS * at);
    this.addRings(lesion, at);
  }

  columns(): LesionColumns {
    const { count, uids, places, flags, numbers, ringEnds, shapeProblems } = this;
    return { count, uids, places, flags, numbers, ringEnds, shapeProblems, rings: new Uint8Array(this.rings.buffer, 0, this.bytes) }; // prettier-ignore
  }

  private addRings({ polygon }: DecodedLesion, at: number): void {
    const end = this.bytes + encodedBytes(polygon, 'delivered');
    if (end > this.rings.byteLength) {
      const grown = new Uint8Array(Math.max(end, 2 * this.rings.byteLength));
      grown.set(new Uint8Array(this.rings.buffer, 0, this.bytes));
      this.rings = new DataView(grown.buffer);
    }
    writePolygon(this.rings, this.bytes, polygon, 'delivered');
    this.ringEnds[at] = this.bytes = end;
  }
}

/** The buffers of columns, to be handed over to another thread. */
export const buffersOf = ({ places, flags, numbers, ringEnds, rings }: LesionColumns): ArrayBuffer[] =>
  [places, flags, numbers, ringEnds, rings].map(({ buffer }) => buffer);

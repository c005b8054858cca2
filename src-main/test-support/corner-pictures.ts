import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

export type Colour = readonly [number, number, number];
/** The corners of the upright picture: four colours that no turn or mirroring brings onto each other. */
export const CORNERS = {
  topLeft: [220, 40, 40],
  topRight: [40, 180, 60],
  bottomLeft: [50, 70, 210],
  bottomRight: [225, 200, 40],
} as const satisfies Record<string, Colour>;
/** Upright size in pixels; not square, so that a side turn shows in the size. */
export const UPRIGHT = { width: 120, height: 80 };

/** Red, green and blue of an upright picture of four quarters. */
export function quarters({ width, height } = UPRIGHT): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [left, right] =
        y < height / 2 ? [CORNERS.topLeft, CORNERS.topRight] : [CORNERS.bottomLeft, CORNERS.bottomRight];
      pixels.set(x < width / 2 ? left : right, (y * width + x) * 3);
    }
  return pixels;
}

export const quartersPicture = (size = UPRIGHT): Sharp => sharp(quarters(size), { raw: { ...size, channels: 3 } });

/** A picture of one colour. */
export const flatPicture = ([r, g, b]: Colour, size = UPRIGHT): Sharp =>
  sharp({ create: { ...size, channels: 3, background: { r, g, b } } });

/**
 * What the stored picture must hold so that an EXIF orientation shows it upright (Exif 2.32, tag 0x0112): where each
 * stored pixel lies in the upright one. Sizes are of the stored picture.
 */
const UPRIGHT_PLACE: Readonly<Record<number, (x: number, y: number, w: number, h: number) => [number, number]>> = {
  1: (x, y) => [x, y],
  2: (x, y, w) => [w - 1 - x, y],
  3: (x, y, w, h) => [w - 1 - x, h - 1 - y],
  4: (x, y, _w, h) => [x, h - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, _w, h) => [h - 1 - y, x],
  7: (x, y, w, h) => [h - 1 - y, w - 1 - x],
  8: (x, y, w) => [y, w - 1 - x],
};

/** The four quarters as a camera stores them under an EXIF orientation: pixels turned, the tag set, nothing else. */
export function orientedPicture(orientation: number): Sharp {
  const isTurned = orientation >= 5;
  const [width, height] = isTurned ? [UPRIGHT.height, UPRIGHT.width] : [UPRIGHT.width, UPRIGHT.height];
  const upright = quarters();
  const stored = Buffer.alloc(upright.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [ux, uy] = UPRIGHT_PLACE[orientation]!(x, y, width, height);
      const from = (uy * UPRIGHT.width + ux) * 3;
      upright.copy(stored, (y * width + x) * 3, from, from + 3);
    }
  return sharp(stored, { raw: { width, height, channels: 3 } }).withMetadata({ orientation });
}

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};

/** A small PNG whose header states a size; its data are that many rows of zeros when `isWhole`, else of one row. */
export function pngOfSize(width: number, height: number, isWhole: boolean): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8); // 1 bit, grey
  const rows = deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * (isWhole ? height : 1)), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

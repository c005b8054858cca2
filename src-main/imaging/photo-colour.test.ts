// Colour spaces and depths through the real importer and the real server of photos; expected values are computed here.
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openInMemory } from '#main/db/open';
import { flatPicture, UPRIGHT, type Colour } from '#main/test-support/corner-pictures';
import { expectColour, photoBench } from '#main/test-support/photo-bench';

const bench = photoBench();

/** sRGB's transfer curve and its inverse, IEC 61966-2-1; Display P3 uses the same. */
const toLinear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const fromLinear = (value: number): number => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);
/** Linear Display P3 to linear sRGB, both D65 (CSS Color 4, P3 to XYZ to sRGB). */
const P3_TO_SRGB = [
  [1.2249401762805598, -0.22494017628055996, 0],
  [-0.042056954709688163, 1.0420569547096881, 0],
  [-0.019637554590334432, -0.078636045550631889, 1.0982736001409663],
] as const;
const srgbOfP3 = (p3: Colour): Colour => {
  const linear = p3.map((value) => toLinear(value / 255));
  return P3_TO_SRGB.map((row) => {
    const sum = row.reduce<number>((total, factor, channel) => total + factor * linear[channel]!, 0);
    return Math.round(255 * fromLinear(Math.min(1, Math.max(0, sum))));
  }) as unknown as Colour;
};
describe('colour', () => {
  /** Tags pixels as Display P3 without converting them. */
  async function taggedP3(colour: Colour, bits: 8 | 16): Promise<Buffer> {
    const p3 = (await sharp(await flatPicture([9, 9, 9]).withIccProfile('p3').png().toBuffer()).metadata()).icc!;
    const pixels = bits === 16 ? flatPicture(colour).toColourspace('rgb16') : flatPicture(colour);
    const untagged = await pixels.png().toBuffer();
    // An iCCP chunk after IHDR: sharp would convert.
    const body = Buffer.concat([Buffer.from('iCCPDisplay P3\0\0'), deflateSync(p3)]);
    const chunk = Buffer.alloc(body.length + 8);
    chunk.writeUInt32BE(body.length - 4, 0);
    body.copy(chunk, 4);
    chunk.writeUInt32BE(crc32(body), body.length + 4);
    return Buffer.concat([untagged.subarray(0, 33), chunk, untagged.subarray(33)]);
  }

  it.each([8, 16] as const)('takes Display P3 of %i bits to sRGB', async (bits) => {
    for (const colour of [
      [200, 100, 60],
      [90, 160, 120],
      [180, 140, 130],
    ] as const) {
      const { row } = await bench.importFile('p3.png', await taggedP3(colour, bits));
      expect(row).toMatchObject({ state: 'ok', depth: bits });
      expect(row!.colour).toMatch(/p3/i);
      expectColour((await bench.shown(row!.id)).at(40, 40), srgbOfP3(colour), 2, `${bits} bit`);
      expect(srgbOfP3(colour), 'the conversion is to be seen').not.toEqual(colour);
      bench.db = openInMemory();
    }
  });

  it('leaves sRGB as it is, tagged or not, of 8 or 16 bits', async () => {
    for (const make of [
      flatPicture([200, 100, 60]).png(),
      flatPicture([200, 100, 60]).withIccProfile('srgb').png(),
      flatPicture([200, 100, 60]).toColourspace('rgb16').png(),
      flatPicture([200, 100, 60]).toColourspace('rgb16').withIccProfile('srgb').png(),
    ]) {
      const { row } = await bench.importFile('srgb.png', await make.toBuffer());
      expect(row!.colour).toMatch(/^sRGB/);
      expectColour((await bench.shown(row!.id)).at(40, 40), [200, 100, 60], 1);
      bench.db = openInMemory();
    }
  });

  it('takes 16 bits to 8 by the high byte, without wrapping round', async () => {
    const values = Uint16Array.from({ length: 256 * 3 }, (_, i) => Math.trunc(i / 3) * 256 + 200);
    const ramp = await sharp(values, { raw: { width: 256, height: 1, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(ramp).metadata()).depth).toBe('ushort');
    const { row } = await bench.importFile('ramp.png', ramp);
    expect(row).toMatchObject({ depth: 16, state: 'ok' });
    const { at } = await bench.shown(row!.id);
    for (let x = 0; x < 256; x++) expectColour(at(x, 0), [x, x, x], 1, `level ${x}`);
  });

  it('shows grey of 8 and 16 bits, and CMYK through its profile', async () => {
    const grey = await bench.importFile(
      'grey.png',
      await flatPicture([120, 120, 120]).toColourspace('b-w').png().toBuffer(),
    );
    expect(grey.row).toMatchObject({ colour: 'grey', depth: 8 });
    expectColour((await bench.shown(grey.row!.id)).at(40, 40), [120, 120, 120], 2);
    const grey16 = await bench.importFile(
      'grey16.png',
      await flatPicture([120, 120, 120]).toColourspace('grey16').png().toBuffer(),
    );
    expect(grey16.row).toMatchObject({ colour: 'grey', depth: 16 });
    expectColour((await bench.shown(grey16.row!.id)).at(40, 40), [120, 120, 120], 2);
    // A colour inside the printable range comes back by the profile; a plain complement would be far off.
    const skin: Colour = [205, 160, 140];
    const cmyk = await bench.importFile(
      'cmyk.jpg',
      await flatPicture(skin).toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 100 }).toBuffer(),
    );
    expect(cmyk.row!.colour).toMatch(/^CMYK, /);
    expectColour((await bench.shown(cmyk.row!.id)).at(40, 40), skin, 6, 'CMYK');
    const bare = await bench.importFile(
      'bare.jpg',
      await flatPicture(skin).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
    );
    expect(bare.row).toMatchObject({ colour: 'CMYK without profile', state: 'ok' });
    expectColour((await bench.shown(bare.row!.id)).at(40, 40), skin, 25, 'CMYK without profile');
  });

  it('lays transparent parts on neutral grey and says so', async () => {
    const rgba = Buffer.alloc(UPRIGHT.width * UPRIGHT.height * 4);
    for (let i = 0; i < rgba.length; i += 4) rgba.set([200, 80, i % 251, (i / 4) % UPRIGHT.width < 60 ? 255 : 0], i);
    const png = await sharp(rgba, { raw: { ...UPRIGHT, channels: 4 } })
      .png()
      .toBuffer();
    const { row, findings } = await bench.importFile('face_restored_rgba', png);
    expect(row).toMatchObject({ has_alpha: 1, state: 'ok', role: 'photo' });
    expect(findings[0]!.message).toContain('neutral grey');
    const { at } = await bench.shown(row!.id);
    expectColour(at(20, 40), [200, 80, ((40 * UPRIGHT.width + 20) * 4) % 251], 0);
    expectColour(at(100, 40), [128, 128, 128], 0);
  });
});

import type { Metadata } from 'sharp';
import { iccName } from './icc-name';

const SAMPLE_BITS: Readonly<Record<string, number>> = {
  uchar: 8,
  char: 8,
  ushort: 16,
  short: 16,
  uint: 32,
  int: 32,
  float: 32,
  double: 64,
};

/** In what colour a picture is stored, in words: "Display P3", "sRGB assumed" (it names none), "CMYK, FOGRA39L". */
export function colourOf({ space, icc }: Pick<Metadata, 'space' | 'icc'>): string {
  const profile = icc ? (iccName(icc) ?? 'profile without a name') : null;
  if (space === 'cmyk') return profile === null ? 'CMYK without profile' : `CMYK, ${profile}`;
  const isGrey = space === 'b-w' || space === 'grey16';
  if (profile !== null) return isGrey ? `grey, ${profile}` : profile;
  return isGrey ? 'grey' : 'sRGB assumed';
}

/** Bits per channel as stored. */
export function depthOf({ bitsPerSample, depth }: Pick<Metadata, 'bitsPerSample' | 'depth'>): number {
  return bitsPerSample ?? SAMPLE_BITS[depth] ?? 8;
}

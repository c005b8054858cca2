import { BROWN_WEIGHTS, LEAST_LIGHT } from './pigment';
import { LINEAR_OF_BYTE } from './srgb';

const tableOf = (weight: number): Float32Array =>
  Float32Array.from(LINEAR_OF_BYTE, (light) => -weight * Math.log(Math.max(LEAST_LIGHT, light)));

/** What each byte adds to melanin less shade: the sum over the three channels is the value. */
export const BROWN_OF_BYTE = {
  r: tableOf(BROWN_WEIGHTS[0]),
  g: tableOf(BROWN_WEIGHTS[1]),
  b: tableOf(BROWN_WEIGHTS[2]),
};

/** 100 log10 of each byte's linear light, clamped: the erythema index is red's less green's. */
export const LOG_OF_BYTE = Float32Array.from(LINEAR_OF_BYTE, (light) => 100 * Math.log10(Math.max(LEAST_LIGHT, light)));

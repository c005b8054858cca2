/** A picture being painted: linear light, R G B interleaved, 1 is white on screen. */
export interface Picture {
  width: number;
  height: number;
  linear: Float32Array;
}

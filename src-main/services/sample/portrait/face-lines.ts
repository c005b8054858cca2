import { createCurve, type Curve } from './curve';

/**
 * Lines and outlines of the face in the face chart: millimetres of the featureless head seen from the front,
 * x from the middle, y down from the eyes. Relief, colour and hair share them.
 */
export const eyeX = 32.5;

export interface FaceLines {
  /** Height of the mouth's closing line over |x|. */
  mouth: Curve;
  /** Borders of the red of the lips over |x|. */
  upperLip: Curve;
  lowerLip: Curve;
  mouthHalfWidth: number;
  /** Where the closed lids meet, over the distance from the eye's middle, outward positive. */
  lash: Curve;
  lidCrease: Curve;
  /** Lower and upper border of the brow over |x|. */
  browLow: Curve;
  browHigh: Curve;
}

export interface LineBuild {
  mouthWidth: number;
  lips: number;
  browLift: number;
  browWeight: number;
  eyeTilt: number;
}

/** Lines of one person's face. */
export function createFaceLines(build: LineBuild): FaceLines {
  return { ...createMouthLines(build), ...createEyeLines(build), ...createBrowLines(build) };
}

function createMouthLines({
  mouthWidth,
  lips,
}: LineBuild): Pick<FaceLines, 'mouth' | 'upperLip' | 'lowerLip' | 'mouthHalfWidth'> {
  const half = 25 * mouthWidth;
  const upper = 6.6 * lips;
  const lower = 10.2 * lips;
  return {
    mouthHalfWidth: half,
    mouth: createCurve([
      [0, 69.6],
      [4, 69.2],
      [9, 69.7],
      [16, 69.4],
      [half, 68.6],
      [half + 6, 69.2],
    ]),

    upperLip: createCurve([
      [0, 69.6 - upper],
      [2.2, 69.2 - upper],
      [5.2, 68.2 - upper],
      [11, 69.6 - upper * 0.82],
      [18, 69.2 - upper * 0.38],
      [half, 68.6],
    ]),

    lowerLip: createCurve([
      [0, 69.6 + lower],
      [7, 69.4 + lower * 0.97],
      [14, 69.4 + lower * 0.7],
      [20, 69 + lower * 0.33],
      [half, 68.6],
    ]),
  };
}

function createEyeLines({ eyeTilt: tilt }: LineBuild): Pick<FaceLines, 'lash' | 'lidCrease'> {
  return {
    lash: createCurve([
      [-17, 3.4 + tilt],
      [-13, 4.6 + tilt * 0.8],
      [-6, 7.1 + tilt * 0.3],
      [0, 7.9],
      [6, 7.5 - tilt * 0.3],
      [12, 5.4 - tilt * 0.7],
      [17, 2.4 - tilt],
    ]),

    lidCrease: createCurve([
      [-17, 0 + tilt],
      [-10, -4.6 + tilt * 0.6],
      [0, -6.6],
      [9, -5.6 - tilt * 0.5],
      [17, -1.6 - tilt],
    ]),
  };
}

function createBrowLines({ browLift: lift, browWeight: weight }: LineBuild): Pick<FaceLines, 'browLow' | 'browHigh'> {
  return {
    browLow: createCurve([
      [10, -15.6 - lift * 0.2],
      [20, -17 - lift * 0.6],
      [32, -18.8 - lift],
      [41, -19.4 - lift],
      [49, -18 - lift],
      [57, -14.8 - lift],
    ]),

    browHigh: createCurve([
      [10, -15.6 - 7.6 * weight - lift * 0.2],
      [20, -17 - 9 * weight - lift * 0.6],
      [32, -18.8 - 8 * weight - lift],
      [41, -19.4 - 6.2 * weight - lift],
      [49, -18 - 4 * weight - lift],
      [57, -14.8 - 1.4 * weight - lift],
    ]),
  };
}

import type { PortraitRecipe } from './portrait/portrait';
import type { Subject } from './subjects';

/** One exposure of a subject: the frame and how the head stands in it. */
export interface Sitting {
  width: number;
  height: number;
  /** Turn of the head in radians; negative moves the nose to the left and so shows the subject's left cheek. */
  yaw: number;
  pitch?: number;
  roll?: number;
  /** Pixels per millimetre. */
  scale: number;
  /** Where the point between the eyes stands, share of the frame. */
  eyeX: number;
  eyeY: number;
  seed: number;
}

/** The recipe of a portrait in the sample's small studio. */
export function createRecipe(subject: Subject, sitting: Sitting): PortraitRecipe {
  const { width, height } = sitting;
  return {
    width,
    height,
    camera: {
      yaw: sitting.yaw,
      pitch: sitting.pitch ?? 0.02,
      roll: sitting.roll ?? 0,
      scale: sitting.scale,
      originX: width * sitting.eyeX,
      originY: height * sitting.eyeY,
    },
    build: subject.build,
    complexion: subject.complexion,
    hair: subject.hair,
    brows: subject.brows,
    studio: { key: 0.78, fill: 0.34, top: 0.16, ambient: 0.27, keySide: -1, warmth: 0 },
    backdrop: subject.backdrop,
    cloth: subject.cloth,
    neckGirth: subject.neckGirth,
    neckline: 168,
    texture: 2.2,
    exposure: subject.exposure,
    seed: sitting.seed,
  };
}

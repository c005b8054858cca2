import type { Backdrop } from './portrait/backdrop';
import type { HairStyle } from './portrait/hair-growth';
import type { FaceBuild } from './portrait/head-mesh';
import { densityOf, type Complexion, type Density } from './portrait/skin-tone';
import type { SpotKind } from './spots/spot';

/** A drawn person: no real face is behind any of them. */
export interface Subject {
  build: FaceBuild;
  complexion: Complexion;
  hair: HairStyle;
  brows: number;
  neckGirth: number;
  exposure: number;
  cloth: Density;
  backdrop: Backdrop;
  /** Density of each kind of mark on this skin at strength 1. */
  marks: Readonly<Record<SpotKind, Density>>;
}

const averageBuild: FaceBuild = {
  width: 1,
  jaw: 1,
  chinDrop: 0,
  cheek: 1,
  mouthWidth: 1,
  lips: 1,
  browLift: 0,
  browWeight: 1,
  eyeTilt: 0,
  noseWidth: 1,
  noseHeight: 1,
  brow: 1,
};

const coolWall: Backdrop = { colour: [0.36, 0.4, 0.44], glowX: 0.5, glowY: 0.42 };

const marksOnLightSkin: Subject['marks'] = {
  pih: [0.31, 0.44, 0.55],
  redness: [0.03, 0.34, 0.27],
  mole: [1.15, 1.5, 1.75],
  papule: [0.05, 0.5, 0.42],
};
const marksOnTanSkin: Subject['marks'] = {
  pih: [0.4, 0.5, 0.58],
  redness: [0.03, 0.3, 0.24],
  mole: [1.15, 1.35, 1.5],
  papule: [0.06, 0.45, 0.4],
};
const marksOnDarkSkin: Subject['marks'] = {
  pih: [0.54, 0.58, 0.6],
  redness: [0.06, 0.22, 0.18],
  mole: [1.1, 1.2, 1.2],
  papule: [0.1, 0.34, 0.3],
};

/** Type III, brown hair tied back. */
export const seedSubject: Subject = {
  build: { ...averageBuild, jaw: 0.97, cheek: 1.1, eyeTilt: 0.4 },
  complexion: {
    skin: densityOf(222, 177, 148),
    redness: 0.9,
    brownness: 1,
    freckles: 0.1,
    shine: 1,
    lips: densityOf(198, 122, 112),
    hair: densityOf(62, 44, 34),
    beard: 0,
  },
  hair: { kind: 'tied', thickness: 4, recede: 0, strands: 30000, shine: 1 },
  brows: 1,
  neckGirth: 0.92,
  exposure: 1,
  cloth: densityOf(96, 104, 112),
  backdrop: coolWall,
  marks: marksOnLightSkin,
};

/** Type IV, short black hair. */
export const threeSidesSubject: Subject = {
  build: {
    ...averageBuild,
    jaw: 1.05,
    noseWidth: 1.08,
    brow: 1.35,
    browWeight: 1.1,
    browLift: -2.2,
    lips: 0.86,
    chinDrop: 3,
  },
  complexion: {
    skin: densityOf(204, 158, 124),
    redness: 0.7,
    brownness: 1.2,
    freckles: 0,
    shine: 1.05,
    lips: densityOf(178, 114, 100),
    hair: densityOf(42, 34, 30),
    beard: 0.14,
  },
  hair: { kind: 'short', thickness: 7, recede: 0.45, strands: 28000, shine: 0.85 },
  brows: 1.35,
  neckGirth: 1.02,
  exposure: 1.02,
  cloth: densityOf(58, 64, 72),
  backdrop: { ...coolWall, colour: [0.42, 0.44, 0.46] },
  marks: marksOnTanSkin,
};

/** Type II with freckles, copper hair tied back. */
export const clearSubject: Subject = {
  build: {
    ...averageBuild,
    width: 0.98,
    jaw: 0.95,
    noseWidth: 0.93,
    lips: 1.08,
    browLift: 1,
    browWeight: 0.85,
    chinDrop: -2,
  },
  complexion: {
    skin: densityOf(240, 204, 182),
    redness: 1.3,
    brownness: 0.8,
    freckles: 0.5,
    shine: 0.9,
    lips: densityOf(214, 136, 128),
    hair: densityOf(124, 82, 54),
    beard: 0,
  },
  hair: { kind: 'tied', thickness: 5, recede: 0, strands: 30000, shine: 1.1 },
  brows: 0.8,
  neckGirth: 0.9,
  exposure: 0.97,
  cloth: densityOf(150, 156, 160),
  backdrop: { ...coolWall, colour: [0.3, 0.36, 0.38] },
  marks: marksOnLightSkin,
};

/** Type V, tight curls. */
export const revisionsSubject: Subject = {
  build: { ...averageBuild, noseWidth: 1.22, noseHeight: 0.92, lips: 1.28, cheek: 1.15, jaw: 0.98, browLift: 0.4 },
  complexion: {
    skin: densityOf(140, 96, 70),
    redness: 0.45,
    brownness: 1.5,
    freckles: 0,
    shine: 1.1,
    lips: densityOf(132, 80, 72),
    hair: densityOf(34, 27, 24),
    beard: 0,
  },
  hair: { kind: 'curly', thickness: 15, recede: 0, strands: 30000, shine: 0.5 },
  brows: 1.1,
  neckGirth: 0.93,
  exposure: 1.14,
  cloth: densityOf(176, 172, 164),
  backdrop: { ...coolWall, colour: [0.5, 0.49, 0.46] },
  marks: marksOnDarkSkin,
};

/** Type III with reddish skin, short brown hair. */
export const manyLesionsSubject: Subject = {
  build: {
    ...averageBuild,
    width: 1.02,
    jaw: 1.04,
    noseHeight: 1.05,
    brow: 1.2,
    browLift: -1.6,
    lips: 0.92,
    chinDrop: 2,
    mouthWidth: 1.04,
  },
  complexion: {
    skin: densityOf(224, 178, 152),
    redness: 1.25,
    brownness: 1,
    freckles: 0,
    shine: 1.2,
    lips: densityOf(192, 120, 108),
    hair: densityOf(70, 50, 36),
    beard: 0.07,
  },
  hair: { kind: 'short', thickness: 7, recede: 0.2, strands: 28000, shine: 0.9 },
  brows: 1.2,
  neckGirth: 0.98,
  exposure: 1,
  cloth: densityOf(64, 76, 92),
  backdrop: { ...coolWall, colour: [0.33, 0.38, 0.46] },
  marks: marksOnLightSkin,
};

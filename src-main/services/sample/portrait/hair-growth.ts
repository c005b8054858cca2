import { smoothStep } from './curve';
import { capCentre, type HairCap } from './hair-cap';
import type { Point3 } from './mesh';
import type { Noise } from './noise';
import { between, spread, type Random } from './random';

/** How hair lies. */
export interface HairStyle {
  kind: 'tied' | 'short' | 'curly';
  /** Extra volume of the cap in millimetres. */
  thickness: number;
  /** 0 full hairline to 1 receded corners. */
  recede: number;
  strands: number;
  /** Strength of the shine band. */
  shine: number;
}

/** A strand in head space; `layer` 0 lies deepest and is darkest. */
export interface Strand {
  points: Point3[];
  layer: number;
  /** Millimetres. */
  width: number;
  /** Place of the root, equal for neighbours, so that locks share a tone. */
  lock: number;
}

export interface HairGround {
  style: HairStyle;
  cap: HairCap;
  noise: Noise;
  random: Random;
}

/** Grows one strand from a root direction. */
export function growStrand(scene: HairGround, root: Point3, layer: number): Strand {
  switch (scene.style.kind) {
    case 'tied':
      return growTied(scene, root, layer);
    case 'short':
      return growShort(scene, root, layer);
    case 'curly':
      return growCurl(scene, root, layer);
  }
}

const knot: Point3 = normalize({ x: 0, y: -0.42, z: -0.9 });

/** Combed back to a knot behind the crown. */
function growTied({ cap, random, noise }: HairGround, root: Point3, layer: number): Strand {
  const points: Point3[] = [];
  const steps = 26;
  const length = between(random, 0.35, 1);
  const lift = 0.3 + 1.9 * layer + 0.7 * random();
  const sway = 0.03 * spread(random);
  for (let i = 0; i <= steps; i += 1) {
    const t = (i / steps) * length;
    const bend = 0.05 * noise(root.x * 5 + 3, t * 3 + root.y * 4) + sway * Math.sin(t * 3);
    const d = normalize({
      x: root.x * (1 - t) + knot.x * t + bend * (1 - t),
      y: root.y * (1 - t) + knot.y * t - 0.5 * t * (1 - t),
      z: root.z * (1 - t) + knot.z * t + bend * 0.5,
    });
    const r = cap.radius(d) + lift * smoothStep(0, 0.12, t);
    points.push({ x: capCentre.x + d.x * r, y: capCentre.y + d.y * r, z: capCentre.z + d.z * r });
  }
  return { points, layer, width: between(random, 0.13, 0.26), lock: root.x * 0.5 + root.y * 0.31 };
}

/** A few centimetres, swept back over the crown and close at the sides. */
function growShort({ cap, random, noise }: HairGround, root: Point3, layer: number): Strand {
  const points: Point3[] = [];
  const steps = 14;
  const crown = smoothStep(-0.35, -0.75, root.y);
  const clump = noise(root.x * 9 + 2, root.z * 9 - root.y * 6);
  const aim = normalize({
    x: root.x * 0.8 + 0.35 + 0.35 * clump,
    y: -0.45 + 1.1 * (1 - crown),
    z: -0.75 + 0.25 * clump,
  });
  const length = (0.1 + 0.28 * crown) * between(random, 0.6, 1.15);
  const lift = (0.6 + 2.2 * layer) * (0.5 + 0.5 * crown) + crown * (2.5 + 1.6 * clump + spread(random));
  for (let i = 0; i <= steps; i += 1) {
    const share = i / steps;
    const t = share * length;
    const d = normalize({
      x: root.x * (1 - t) + aim.x * t,
      y: root.y * (1 - t) + aim.y * t,
      z: root.z * (1 - t) + aim.z * t,
    });
    const r = cap.radius(d) - 0.5 + lift * Math.sin(Math.min(1, share * 1.6) * 1.5708);
    points.push({ x: capCentre.x + d.x * r, y: capCentre.y + d.y * r, z: capCentre.z + d.z * r });
  }
  return { points, layer, width: between(random, 0.13, 0.22), lock: root.x * 0.5 + root.z * 0.4 + clump * 0.05 };
}

/** Tight curls that stand off the head. */
function growCurl({ cap, random }: HairGround, root: Point3, layer: number): Strand {
  const points: Point3[] = [];
  const coil = between(random, 1.1, 2.1);
  const rise = between(random, 0.15, 0.5);
  const phase = random() * 6.28;
  const radius = cap.radius(root) - 1.2 + layer * 4;
  const side = normalize({ x: root.z + 0.01, y: 0, z: -root.x });
  const up = { x: root.y * side.z, y: root.z * side.x - root.x * side.z, z: -root.y * side.x };
  for (let i = 0; i <= 14; i += 1) {
    const angle = phase + i * 0.75;
    const r = radius + i * rise;
    const [c, s] = [coil * Math.cos(angle), coil * Math.sin(angle)];
    points.push({
      x: capCentre.x + root.x * r + side.x * c + up.x * s,
      y: capCentre.y + root.y * r + side.y * c + up.y * s,
      z: capCentre.z + root.z * r + side.z * c + up.z * s,
    });
  }
  return { points, layer, width: between(random, 0.16, 0.26), lock: root.x * 0.5 + root.z * 0.4 };
}

/** The same direction at length 1. */
export function normalize(v: Point3): Point3 {
  const length = Math.hypot(v.x, v.y, v.z) || 1;
  return { x: v.x / length, y: v.y / length, z: v.z / length };
}

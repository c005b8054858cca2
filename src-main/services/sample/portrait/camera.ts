/** Where the head stands before the camera and how large it appears. */
export interface Camera {
  /** Turn of the head in radians; positive moves the nose towards the right of the picture. */
  yaw: number;
  /** Nod of the head in radians; positive lowers the chin. */
  pitch: number;
  /** Lean towards the right shoulder of the picture, radians. */
  roll: number;
  /** Pixels per millimetre at the depth of the head's axis plus 60 mm. */
  scale: number;
  /** Pixel position of the head's origin (between the eyes, at the axis). */
  originX: number;
  originY: number;
}

const distance = 1250;
const referenceDepth = 60;

/** Rows of the rotation from head space to camera space. */
export type Rotation = readonly [number, number, number, number, number, number, number, number, number];

export function rotationOf({ yaw, pitch, roll }: Camera): Rotation {
  const [sy, cy] = [Math.sin(yaw), Math.cos(yaw)];
  const [sp, cp] = [Math.sin(pitch), Math.cos(pitch)];
  const [sr, cr] = [Math.sin(roll), Math.cos(roll)];
  // roll * pitch * yaw; positive yaw takes z to x, positive pitch takes z to y.
  const r10 = -sp * sy;
  const r12 = sp * cy;
  return [
    cr * cy - sr * r10,
    -sr * cp,
    cr * sy - sr * r12,
    sr * cy + cr * r10,
    cr * cp,
    sr * sy + cr * r12,
    -cp * sy,
    -sp,
    cp * cy,
  ];
}

export interface Projected {
  /** Pixels. */
  x: number;
  y: number;
  /** Camera-space z in millimetres, larger is nearer. */
  depth: number;
}

/** Projects one head space point. */
export function createProjector(camera: Camera): (x: number, y: number, z: number) => Projected {
  const r = rotationOf(camera);
  return (x, y, z) => {
    const depth = r[6] * x + r[7] * y + r[8] * z;
    const zoom = (camera.scale * (distance - referenceDepth)) / (distance - depth);
    return {
      x: camera.originX + zoom * (r[0] * x + r[1] * y + r[2] * z),
      y: camera.originY + zoom * (r[3] * x + r[4] * y + r[5] * z),
      depth,
    };
  };
}

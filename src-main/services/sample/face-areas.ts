import type { Portrait } from './portrait/portrait';
import { surfaceRatio } from './portrait/portrait';
import { lipShare } from './portrait/skin-map';
import { middleOf, signedArea, type FramePoint } from './spots/spot';

/** The scheme's areas, in its order. */
export const areaNames = ['face', 'chin', 'nose', 'forehead', 'left_cheek', 'right_cheek'] as const;
export type AreaName = (typeof areaNames)[number];

/** Visible square pixels of the face and its parts in one picture. */
export type AreaSizes = Readonly<Record<AreaName, number>>;

/** Counts the visible bare skin of the face by area. */
export function measureAreas(portrait: Portrait): AreaSizes {
  const sizes: Record<AreaName, number> = { face: 0, chin: 0, nose: 0, forehead: 0, left_cheek: 0, right_cheek: 0 };
  const { visibility } = portrait;
  const pixelArea = 1 / (surfaceRatio * surfaceRatio);
  for (let row = 0; row < visibility.height; row += 1) {
    for (let column = 0; column < visibility.width; column += 1) {
      const chart = chartAt(portrait, row * visibility.width + column);
      if (!chart) continue;
      sizes.face += pixelArea;
      const name = areaOf(portrait, chart);
      if (name) sizes[name] += pixelArea;
    }
  }
  return sizes;
}

/** Whole per mille of each area that the rings cover, each relative to its own area; a ring belongs where its middle lies. */
export function perMilleByArea(
  portrait: Portrait,
  sizes: AreaSizes,
  rings: readonly (readonly FramePoint[])[],
): Record<AreaName, number> {
  const covered: Record<AreaName, number> = { face: 0, chin: 0, nose: 0, forehead: 0, left_cheek: 0, right_cheek: 0 };
  for (const ring of rings) {
    const area = Math.abs(signedArea(ring));
    covered.face += area;
    const middle = middleOf(ring);
    const { visibility } = portrait;
    const pixel = Math.floor(middle.y * surfaceRatio) * visibility.width + Math.floor(middle.x * surfaceRatio);
    const chart = chartAt(portrait, pixel);
    const name = chart && areaOf(portrait, chart);
    if (name) covered[name] += area;
  }
  for (const name of areaNames) covered[name] = sizes[name] > 0 ? Math.round((1000 * covered[name]) / sizes[name]) : 0;
  return covered;
}

/** Face chart position of a buffer pixel, null off the bare face. */
function chartAt({ visibility, head }: Portrait, pixel: number): FramePoint | null {
  if (visibility.mesh[pixel] !== 0) return null;
  const vertex = visibility.corners[pixel * 3] ?? 0;
  const x = head.chart[vertex * 2] ?? 1e4;
  const y = head.chart[vertex * 2 + 1] ?? 1e4;
  if ((head.blend[vertex] ?? 0) > 0.3 || x > 1e3) return null;
  return { x, y };
}

function areaOf({ lines }: Portrait, { x, y }: FramePoint): AreaName | null {
  const side = Math.abs(x);
  if (y < -30) return 'forehead';
  if (y > -10 && y < 53 && side < 11 + 0.16 * Math.max(0, y)) return 'nose';
  if (y > 82 && side < 26) return 'chin';
  if (y < 12 || lipShare(lines, side, y) > 0 || side < lines.mouthHalfWidth - 4) return null;
  return x > 0 ? 'left_cheek' : 'right_cheek';
}

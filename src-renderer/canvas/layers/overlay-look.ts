import type { OverlayLook } from '#shared/contract/app';
import { LESION_STYLES, type LesionStyle, type LesionStyleKey } from '../verdict-style';

export type { OverlayLook };

/** The looks of a device on which nobody has chosen any. */
export const DEFAULT_LOOK: OverlayLook = {
  face: 'outline',
  widthFactor: 1,
  opacity: 1,
  halo: true,
  labels: 'none',
  originals: 'selected',
  rulers: false,
};

/** How strongly a face is tinted: alone it carries the verdict, beside its line it must not hide the skin. */
const FILL_ALPHA: Readonly<Record<OverlayLook['face'], number>> = { outline: 0, fill: 0.45, both: 0.22 };
/** Lines reach this far over the bounds of their lesion, in CSS px; labels stand beside it. */
const LINE_REACH_PX = 8;
const LABEL_REACH_PX = 48;

/** What of the looks is in the overlay's bitmap; opacity is given to it when it is drawn. */
export type RasterLook = Pick<OverlayLook, 'face' | 'widthFactor' | 'halo' | 'labels' | 'originals'>;

export const isSameRaster = (a: RasterLook, b: RasterLook): boolean =>
  a === b ||
  (a.face === b.face &&
    a.widthFactor === b.widthFactor &&
    a.halo === b.halo &&
    a.labels === b.labels &&
    a.originals === b.originals);

export const fillAlpha = ({ face }: RasterLook): number => FILL_ALPHA[face];

export const hasLine = ({ face }: RasterLook): boolean => face !== 'fill';

/** How far a lesion's marks reach over its bounds, in CSS px. */
export const reachPx = ({ labels }: RasterLook): number => (labels === 'none' ? LINE_REACH_PX : LABEL_REACH_PX);

/** The style of a verdict with its lengths as wide as they were chosen. */
export function styleOf(key: LesionStyleKey, { widthFactor }: RasterLook): LesionStyle {
  return widened(LESION_STYLES[key], widthFactor);
}

export function widened(style: LesionStyle, factor: number): LesionStyle {
  if (factor === 1) return style;
  const { widthPx, dashPx, gapPx } = style;
  return { ...style, widthPx: widthPx * factor, dashPx: dashPx.map((px) => px * factor), gapPx: gapPx * factor };
}

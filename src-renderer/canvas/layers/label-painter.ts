import type { Bounds } from '#shared/geometry/types';
import { LESION_STYLES, type LesionStyleKey } from '../verdict-style';
import { frameToScreen, type Viewport } from '../viewport/viewport';
import type { OverlayLook } from './overlay-look';
import type { DrawingContext } from './outline-painter';

/** Smaller on screen than this, in CSS px, a lesion has no label: it would be larger than what it names. */
const LABEL_FROM_PX = 14;
/** At most one label to a cell of this size, in CSS px, so that none lies on another. */
const CELL_WIDTH_PX = 30;
const CELL_HEIGHT_PX = 15;
const OUT_PX = 3;
const FONT = '600 11px system-ui, sans-serif';
const DARK = '#14161a';

export type LabelledLesion = { readonly bounds: Bounds; readonly style: LesionStyleKey; readonly number: number };
export type LabelSight = { readonly labels: OverlayLook['labels']; readonly viewport: Viewport };

/** "12", "✓" or "12 ✓". */
export function labelText({ style, number }: Omit<LabelledLesion, 'bounds'>, labels: OverlayLook['labels']): string {
  const { glyph } = LESION_STYLES[style];
  if (labels === 'none') return '';
  if (labels === 'verdict') return glyph;
  return labels === 'number' ? String(number) : `${number} ${glyph}`;
}

/** Labels at the upper right of each lesion that is large enough, of one size on screen; the context maps CSS px. */
export function drawLabels(
  context: DrawingContext,
  lesions: Iterable<LabelledLesion>,
  { labels, viewport }: LabelSight,
): void {
  if (labels === 'none') return;
  const taken = new Set<string>();
  context.font = FONT;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = DARK;
  context.setLineDash([]);
  for (const lesion of lesions) {
    const { minX, minY, maxX, maxY } = lesion.bounds;
    if (Math.max(maxX - minX, maxY - minY) * viewport.scale < LABEL_FROM_PX) continue;
    const { x, y } = frameToScreen(viewport, { x: maxX, y: minY });
    const cell = `${Math.floor(x / CELL_WIDTH_PX)} ${Math.floor(y / CELL_HEIGHT_PX)}`;
    if (taken.has(cell)) continue;
    taken.add(cell);
    const text = labelText(lesion, labels);
    context.strokeText(text, x + OUT_PX, y - OUT_PX);
    context.fillStyle = LESION_STYLES[lesion.style].colour;
    context.fillText(text, x + OUT_PX, y - OUT_PX);
  }
}

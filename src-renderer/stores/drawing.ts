import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Polygon } from '#shared/geometry/types';
import type { BrushSize } from '../canvas/canvas-edit';

/** Outlines that were copied, in the frame of the view that they came from; px. */
export type CopiedOutlines = {
  readonly polygons: readonly Polygon[];
  readonly frame: { readonly width: number; readonly height: number };
  readonly from: string;
};

const SMALLEST_RADIUS_PX = 0.5;
const LARGEST_RADIUS_PX = 500;
/** The same aspect, as far as sizes rounded to whole pixels can tell. */
const ASPECT_TOLERANCE_PX = 1;

/** How far outlines must be scaled from one frame to another; null when the aspects differ. */
export function frameScale(
  from: { readonly width: number; readonly height: number },
  to: { readonly width: number; readonly height: number },
): number | null {
  const scale = to.width / from.width;
  return Math.abs(from.height * scale - to.height) <= ASPECT_TOLERANCE_PX ? scale : null;
}

/** What outlives a tool: the size of the brush, and what was copied. */
export const useDrawingStore = defineStore('drawing', () => {
  const brush = shallowRef<BrushSize>({ radiusPx: 12, unit: 'screen' });
  const copied = shallowRef<CopiedOutlines | null>(null);

  function setRadius(radiusPx: number): void {
    if (!Number.isFinite(radiusPx)) return;
    const kept = Math.min(LARGEST_RADIUS_PX, Math.max(SMALLEST_RADIUS_PX, radiusPx));
    brush.value = { ...brush.value, radiusPx: Math.round(kept * 10) / 10 };
  }
  /** By a factor, and by 0.5 px at least, so that every step shows. */
  function resizeBrush(factor: number): void {
    const { radiusPx } = brush.value;
    const change = radiusPx * (factor - 1);
    setRadius(radiusPx + Math.sign(change) * Math.max(0.5, Math.abs(change)));
  }
  function setUnit(unit: BrushSize['unit']): void {
    brush.value = { ...brush.value, unit };
  }
  return { brush, copied, setRadius, resizeBrush, setUnit };
});

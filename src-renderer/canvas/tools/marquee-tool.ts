import type { LesionId } from '#shared/domain/ids';
import type { Point } from '#shared/geometry/types';
import { stay, type Tool, type ToolContext } from './tool';

/** Points in frame px. */
export type MarqueeState =
  { readonly kind: 'idle' } | { readonly kind: 'dragging'; readonly from: Point; readonly to: Point };

/** Selects what a dragged rectangle meets; with Shift it is added to the selection. */
export const marqueeTool: Tool<MarqueeState> = {
  initial: { kind: 'idle' },
  step(state, event, context) {
    if (event.type === 'interrupt') return stay({ kind: 'idle' });
    if (state.kind === 'idle') {
      if (event.type === 'cancel') return stay(state, { type: 'cancelTool' });
      if (event.type !== 'pointerDown') return stay(state);
      return stay({ kind: 'dragging', from: event.framePoint, to: event.framePoint });
    }
    switch (event.type) {
      case 'pointerMove':
        return stay({ ...state, to: event.framePoint });
      case 'pointerUp': {
        const lesionIds = marqueeIds(state.from, event.framePoint, context);
        const how = event.modifiers.shift ? 'add' : lesionIds.length > 0 ? 'click' : 'clear';
        return stay({ kind: 'idle' }, { type: 'select', lesionIds, how });
      }
      case 'cancel':
        return stay({ kind: 'idle' });
      default:
        return stay(state);
    }
  },
  sketch: (state) => (state.kind === 'idle' ? { kind: 'none' } : { kind: 'marquee', from: state.from, to: state.to }),
  cursor: () => 'marquee',
  hasDraft: ({ kind }) => kind === 'dragging',
  holdsOnPress: () => true,
};

/** The lesions of which any part lies between two corners, in frame px; none while the outlines are hidden. */
export function marqueeIds(from: Point, to: Point, { within, isOverlayVisible }: ToolContext): LesionId[] {
  if (!isOverlayVisible) return [];
  return within({
    minX: Math.min(from.x, to.x),
    minY: Math.min(from.y, to.y),
    maxX: Math.max(from.x, to.x),
    maxY: Math.max(from.y, to.y),
  });
}

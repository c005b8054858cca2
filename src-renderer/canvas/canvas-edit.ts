import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';

/** What one gesture changes, ready to be stored: polygons in frame px, valid, on the 1/1024 px grid. */
export type CanvasEdit =
  | { readonly kind: 'redraw'; readonly lesionIds: LesionId[]; readonly polygons: Polygon[] }
  | { readonly kind: 'add'; readonly polygon: Polygon };

export type ToolName = 'select' | 'redraw' | 'add';
export type SelectHow = 'click' | 'toggle' | 'clear';
/** `shown` also when only the preview could be loaded. */
export type PhotoOutcome = 'shown' | 'none' | 'failed';
export type PhotoStatus = PhotoOutcome | 'loading';
export type OverlayStatus = 'crisp' | 'stale' | 'hidden';

import type { LesionId } from '#shared/domain/ids';
import type { Point, Polygon } from '#shared/geometry/types';
import type { Sketch } from '../tools/tool';
import type { OverlayLook } from './overlay-look';
import type { Size, Viewport } from '../viewport/viewport';
import type { FlatRings, LesionPicture } from './lesion-shapes';
import type { DrawingContext } from './outline-painter';

/** What the edit layer shows: everything that changes while the reviewer works. */
export type EditScene = {
  readonly viewport: Viewport;
  /** CSS px. */
  readonly screen: Size;
  readonly look: OverlayLook;
  /** The lesion's number in the list of its view. */
  readonly numberOf: (id: LesionId) => number;
  /** Lesions whose new look the overlay does not have yet. */
  readonly patches: readonly LesionPicture[];
  readonly selected: readonly LesionPicture[];
  /** The model's own outlines of the selected lesions, where a drawn shape stands. */
  readonly originals: readonly FlatRings[];
  /** The polygons whose vertices can be taken hold of. */
  readonly handles: readonly Polygon[];
  /** Drawn shapes that are being stored. */
  readonly settling: readonly Polygon[];
  /** Drawn lines that the engine works on. */
  readonly settlingSketches: readonly Sketch[];
  /** Outlines as strokes will leave them; painted in device px. */
  readonly drawResults: (context: DrawingContext) => void;
  /** Outlines that were worked out and wait for a yes. */
  readonly proposal: readonly Polygon[];
  /** Where outlines cross or touch themselves, in frame px. */
  readonly problems: readonly Point[];
  readonly sketch: Sketch;
};

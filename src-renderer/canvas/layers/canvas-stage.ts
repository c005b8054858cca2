import Konva from 'konva/lib/Core';
import type { DrawingContext } from './outline-painter';
import type { Size } from '../viewport/viewport';

/** The two canvases: `base` with the photo and all outlines, `edit` with what changes while the reviewer works. */
export type CanvasStage = {
  /** CSS px. */
  setSize(size: Size): void;
  /** Device px per CSS px. */
  setPixelRatio(ratio: number): void;
  drawBase(): void;
  drawEdit(): void;
  destroy(): void;
};

/** Both painters get a cleared context that maps CSS px. */
export type StagePainters = {
  readonly paintBase: (context: DrawingContext) => void;
  readonly paintEdit: (context: DrawingContext) => void;
};

/** Konva draws when it is told to: a redraw of its own would come one frame late. */
Konva.autoDrawEnabled = false;

export function createCanvasStage(container: HTMLDivElement, { paintBase, paintEdit }: StagePainters): CanvasStage {
  const stage = new Konva.Stage({ container, width: 1, height: 1, listening: false });
  const base = addLayer(stage, paintBase);
  const edit = addLayer(stage, paintEdit);
  return {
    setSize({ width, height }) {
      stage.width(width);
      stage.height(height);
    },
    setPixelRatio(ratio) {
      for (const layer of [base, edit]) layer.getCanvas().setPixelRatio(ratio);
    },
    // Scene only: picking never asks Konva, so there is no hit canvas to keep.
    drawBase: () => void base.drawScene(),
    drawEdit: () => void edit.drawScene(),
    destroy: () => void stage.destroy(),
  };
}

function addLayer(stage: Konva.Stage, paint: (context: DrawingContext) => void): Konva.Layer {
  const layer = new Konva.Layer({ listening: false });
  layer.add(new Konva.Shape({ listening: false, sceneFunc: (context) => paint(context._context) }));
  stage.add(layer);
  return layer;
}

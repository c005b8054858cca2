import Konva from 'konva/lib/Core';
import type { DrawingContext } from './outline-painter';
import type { Size } from '../viewport/viewport';

/** The two canvases: `base` with the photo and all outlines, `edit` with what changes while the reviewer works. */
export type CanvasStage = {
  /** CSS px. Paints what there is, so that the browser never shows an empty canvas. */
  setSize(size: Size): void;
  /** Device px per CSS px; paints likewise. */
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
  const layers = [base, edit];
  return {
    setSize({ width, height }) {
      stage.width(width); // Konva draws at each of the two
      stage.height(height);
      layers.forEach(fitElement);
    },
    setPixelRatio(ratio) {
      for (const layer of layers) layer.getCanvas().setPixelRatio(ratio);
      layers.forEach(fitElement);
      for (const layer of layers) layer.drawScene();
    },
    // Scene only: picking never asks Konva, so there is no hit canvas to keep.
    drawBase: () => void base.drawScene(),
    drawEdit: () => void edit.drawScene(),
    destroy: () => void stage.destroy(),
  };
}

/** A canvas has whole device px: at 125 % the element is made as long as they are, so that none is stretched. */
function fitElement(layer: Konva.Layer): void {
  const canvas = layer.getCanvas();
  const element = canvas._canvas;
  element.style.width = `${element.width / canvas.getPixelRatio()}px`;
  element.style.height = `${element.height / canvas.getPixelRatio()}px`;
}

function addLayer(stage: Konva.Stage, paint: (context: DrawingContext) => void): Konva.Layer {
  const layer = new Konva.Layer({ listening: false });
  layer.add(new Konva.Shape({ listening: false, sceneFunc: (context) => paint(context._context) }));
  stage.add(layer);
  return layer;
}

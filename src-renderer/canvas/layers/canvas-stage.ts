import Konva from 'konva/lib/Core';
import { HoverCanvas } from './hover-canvas';
import { drawHovered, hoverRect, type HoverScene } from './hover-painter';
import type { DrawingContext } from './outline-painter';
import type { Size } from '../viewport/viewport';

/**
 * The canvases: `base` with the photo and all outlines, a small one with the lesion under the pointer, `edit` with what
 * else changes while the reviewer works.
 */
export type CanvasStage = {
  /** CSS px. Paints what there is, so that the browser never shows an empty canvas. */
  setSize(size: Size): void;
  /** Device px per CSS px; paints likewise. */
  setPixelRatio(ratio: number): void;
  drawBase(): void;
  /** Paints onto the base canvas as it is; the context maps CSS px. */
  patchBase(paint: (context: DrawingContext) => void): void;
  drawEdit(): void;
  drawHover(scene: HoverScene | null): void;
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
  const base = addLayer(stage, 'base', paintBase);
  const edit = addLayer(stage, 'edit', paintEdit);
  const layers = [base, edit];
  const hover = new HoverCanvas(elementOf(edit));
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
    patchBase: (paint) => paint(base.getCanvas().getContext()._context),
    drawEdit: () => void edit.drawScene(),
    drawHover(scene) {
      const rect = scene && hoverRect(scene);
      if (rect) hover.show(rect, scene.pixelRatio, (context) => drawHovered(context, scene));
      else hover.hide();
    },
    destroy() {
      hover.destroy();
      stage.destroy();
    },
  };
}

/** A canvas has whole device px: at 125 % the element is made as long as they are, so that none is stretched. */
function fitElement(layer: Konva.Layer): void {
  const element = elementOf(layer);
  const pixelRatio = layer.getCanvas().getPixelRatio();
  element.style.width = `${element.width / pixelRatio}px`;
  element.style.height = `${element.height / pixelRatio}px`;
}

const elementOf = (layer: Konva.Layer): HTMLCanvasElement => layer.getCanvas()._canvas;

function addLayer(stage: Konva.Stage, name: string, paint: (context: DrawingContext) => void): Konva.Layer {
  const layer = new Konva.Layer({ listening: false });
  layer.add(new Konva.Shape({ listening: false, sceneFunc: (context) => paint(context._context) }));
  stage.add(layer);
  elementOf(layer).dataset['layer'] = name;
  return layer;
}

import { boundsIntersect, expandBounds } from '#shared/geometry/bounds';
import type { Bounds } from '#shared/geometry/types';
import { visibleBounds } from '../viewport/viewport';
import { INVALID_COLOUR, LESION_STYLES, SELECTION_COLOUR, type LesionStyle } from '../verdict-style';
import type { EditScene } from './edit-scene';
import { drawProposal } from './proposal-painter';
import { drawProblems } from './problem-painter';
import { drawHandles } from './handle-painter';
import { drawLesion, SELECTED_PX } from './lesion-painter';
import { strokeHalo, strokeLine, type DrawingContext, type Pen } from './outline-painter';
import { drawStamped } from './outline-stamp';
import { drawLabels } from './label-painter';
import { ORIGINAL_STYLE } from './original-style';
import { widened } from './overlay-look';
import { drawSketch } from './sketch-painter';
import { drawToolSketch } from './tool-sketch-painter';
import { flatRingsPath, polygonsPath, type PathSight } from './visible-path';

/** Lines and marks reach this far over the bounds, in CSS px. */
const LINE_REACH_PX = 12;

/** More polygons than this are drawn once and kept while they are being stored. */
const MOST_PATHS = 300;

/** The outline of a polygon on its way to the store, or of a draft. */
const DRAFT_STYLE: LesionStyle = { ...LESION_STYLES.pending, widthPx: 2, colour: SELECTION_COLOUR };
const INVALID_STYLE: LesionStyle = { ...DRAFT_STYLE, colour: INVALID_COLOUR };

/** Draws the edit layer; the context maps CSS px and is left so. */
export function drawEditScene(context: DrawingContext, scene: EditScene): void {
  const { viewport, screen, sketch, look } = scene;
  const { scale } = viewport;
  const visible = expandBounds(visibleBounds(viewport, screen), LINE_REACH_PX / scale);
  const sight: PathSight = { visible, shortestFramePx: 0.5 / scale };
  const isShown = ({ bounds }: { bounds: Bounds }): boolean => boundsIntersect(bounds, visible);
  context.save();
  context.transform(scale, 0, 0, scale, viewport.offsetX, viewport.offsetY);
  const patches = scene.patches.filter(isShown);
  const selected = scene.selected.filter(isShown);
  context.globalAlpha = look.opacity;
  for (const picture of patches) drawLesion(context, picture, { sight, scale, look, edgePx: 0 });
  context.globalAlpha = 1;
  for (const original of scene.originals) {
    stroke(context, flatRingsPath([original], sight), { style: widened(ORIGINAL_STYLE, look.widthFactor), scale });
  }
  for (const picture of selected) drawLesion(context, picture, { sight, scale, look, edgePx: SELECTED_PX });
  if (scene.settling.length > 0 && scene.settling.length <= MOST_PATHS)
    stroke(context, polygonsPath(scene.settling, sight), { style: DRAFT_STYLE, scale });
  if (scene.proposal.length > 0) drawProposal(context, polygonsPath(scene.proposal, sight), scale);
  if (sketch.kind === 'polygons') {
    stroke(context, polygonsPath(sketch.polygons, sight), {
      style: sketch.isValid ? DRAFT_STYLE : INVALID_STYLE,
      scale,
    });
  }
  context.restore();
  scene.drawResults(context);
  if (scene.settling.length > MOST_PATHS) drawManySettling(context, scene, sight);
  const labelled = [...patches, ...selected].map(({ id, bounds, style }) => ({
    ...{ bounds, style },
    number: scene.numberOf(id),
  }));
  drawLabels(context, labelled, { labels: look.labels, viewport });
  drawHandles(context, scene);
  drawProblems(context, scene.problems, viewport);
  for (const one of [...scene.settlingSketches, sketch]) {
    drawToolSketch(context, one, { viewport, screen });
    if (one.kind === 'ring') drawSketch(context, one, viewport);
  }
}

/** Thousands of outlines stay on screen until they are stored: drawn in one frame, laid down again in the others. */
function drawManySettling(context: DrawingContext, { settling, viewport, screen }: EditScene, sight: PathSight): void {
  const { scale, offsetX, offsetY } = viewport;
  const matrix = { a: scale, b: 0, c: 0, d: scale, e: offsetX, f: offsetY };
  // All of them, not only what is on screen: the drawing may be moved.
  const everywhere = { ...sight, visible: { minX: -Infinity, minY: -Infinity, maxX: Infinity, maxY: Infinity } };
  drawStamped(context, { key: settling, matrix, screen }, (onto) =>
    stroke(onto, polygonsPath(settling, everywhere), { style: DRAFT_STYLE, scale }),
  );
}

function stroke(context: DrawingContext, path: Path2D, pen: Pen): void {
  strokeHalo(context, path, pen);
  strokeLine(context, path, pen);
}

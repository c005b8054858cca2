import { EMPTY_BOUNDS, boundsIntersect, boundsUnion } from '#shared/geometry/bounds';
import type { Bounds } from '#shared/geometry/types';
import { PAINT_ORDER, type LesionStyleKey } from '../verdict-style';
import { drawLabels, type LabelledLesion } from './label-painter';
import { addRing, addSpot, detailKind, detailLevel, type DetailLevel } from './level-of-detail';
import { fillAlpha, hasLine, reachPx, styleOf, widened } from './overlay-look';
import { addCross, fillShapes, fillSpots, strokeHalo, strokeLine, type DrawingContext } from './outline-painter';
import { ORIGINAL_STYLE } from './original-style';
import { flatRingBounds, type OverlayLesion, type OverlayUpdate } from './overlay-pack';
import type { OverlayPlacement } from './overlay-placement';

/** Side of a chunk in frame px. */
const CHUNK_PX = 256;

type ChunkPaths = { readonly outlines: Path2D; readonly spots: Path2D | null; readonly originals: Path2D | null };
type Chunk = {
  readonly style: LesionStyleKey;
  readonly lesions: Map<string, OverlayLesion>;
  bounds: Bounds;
  /** Made when first drawn at a level. */
  readonly paths: Map<DetailLevel, ChunkPaths>;
};

/** All outlines of a view, kept in chunks so that an edit rebuilds little and a draw skips what is off screen. */
export class OverlayScene {
  private readonly lesions = new Map<string, OverlayLesion>();
  private readonly chunks = new Map<string, Chunk>();
  private hidden: ReadonlySet<string> = new Set();
  private numbers: ReadonlyMap<string, number> = new Map();

  apply(update: OverlayUpdate): void {
    if (update.isReset) {
      this.lesions.clear();
      this.chunks.clear();
    }
    for (const id of update.removed) this.remove(id);
    for (const lesion of update.lesions) this.put(lesion);
    this.hide(new Set(update.hidden));
    if (update.order) this.numbers = new Map(update.order.map((id, index) => [id, index + 1]));
  }

  /** Clears the context's canvas, which has the placement's size, and draws on it. */
  draw(context: DrawingContext, placement: OverlayPlacement): void {
    const { hidden, numbers } = this;
    drawChunks(context, placement, { chunks: [...this.chunks.values()], hidden, numbers });
  }

  private put(lesion: OverlayLesion): void {
    this.remove(lesion.id);
    this.lesions.set(lesion.id, lesion);
    const key = chunkKey(lesion);
    const chunk = this.chunks.get(key) ?? newChunk(lesion.style);
    this.chunks.set(key, chunk);
    chunk.lesions.set(lesion.id, lesion);
    invalidate(chunk);
  }

  private remove(id: string): void {
    const lesion = this.lesions.get(id);
    if (!lesion) return;
    this.lesions.delete(id);
    const key = chunkKey(lesion);
    const chunk = this.chunks.get(key);
    chunk?.lesions.delete(id);
    if (chunk?.lesions.size === 0) this.chunks.delete(key);
    else if (chunk) invalidate(chunk);
  }

  private hide(ids: ReadonlySet<string>): void {
    for (const id of [...this.hidden, ...ids]) {
      const lesion = this.lesions.get(id);
      if (!lesion || this.hidden.has(id) === ids.has(id)) continue;
      const chunk = this.chunks.get(chunkKey(lesion));
      if (chunk) invalidate(chunk);
    }
    this.hidden = ids;
  }
}

type SceneParts = {
  readonly chunks: readonly Chunk[];
  readonly hidden: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<string, number>;
};

function drawChunks(
  context: DrawingContext,
  { viewport, pixelRatio, left, top, width, height, look }: OverlayPlacement,
  scene: SceneParts,
): void {
  const { scale } = viewport;
  const deviceScale = scale * pixelRatio;
  const originX = viewport.offsetX * pixelRatio - left;
  const originY = viewport.offsetY * pixelRatio - top;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(deviceScale, 0, 0, deviceScale, originX, originY);
  const reach = reachPx(look) / scale;
  const region: Bounds = {
    minX: -originX / deviceScale - reach,
    minY: -originY / deviceScale - reach,
    maxX: (width - originX) / deviceScale + reach,
    maxY: (height - originY) / deviceScale + reach,
  };
  const level = detailLevel(deviceScale);
  const shown = scene.chunks
    .filter((chunk) => boundsIntersect(chunkBounds(chunk), region))
    .sort((a, b) => PAINT_ORDER.indexOf(a.style) - PAINT_ORDER.indexOf(b.style))
    .map((chunk) => ({
      chunk,
      pen: { style: styleOf(chunk.style, look), scale },
      paths: chunkPaths(chunk, { level, scale, hidden: scene.hidden }),
    }));
  if (look.originals === 'all') {
    const pen = { style: widened(ORIGINAL_STYLE, look.widthFactor), scale };
    const originals = shown.flatMap(({ paths }) => paths.originals ?? []);
    if (look.halo) for (const path of originals) strokeHalo(context, path, pen);
    for (const path of originals) strokeLine(context, path, pen);
  }
  const alpha = fillAlpha(look);
  if (alpha > 0) for (const { pen, paths } of shown) fillShapes(context, paths.outlines, { ...pen, alpha });
  const isLined = ({ style }: Chunk): boolean => hasLine(look) || style === 'degenerate';
  // All halos first: a halo must not cover a neighbour's line.
  if (look.halo)
    for (const { chunk, pen, paths } of shown) if (isLined(chunk)) strokeHalo(context, paths.outlines, pen);
  for (const { chunk, pen, paths } of shown) {
    if (paths.spots) fillSpots(context, paths.spots, { ...pen, hasHalo: look.halo });
    if (isLined(chunk)) strokeLine(context, paths.outlines, pen);
  }
  if (look.labels === 'none') return;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, -left, -top);
  const labelled = shown.flatMap(({ chunk }) => labelledLesions(chunk, scene));
  labelled.sort((a, b) => a.number - b.number); // of two at one place always the same one shows
  drawLabels(context, labelled, { labels: look.labels, viewport });
}

function labelledLesions({ lesions }: Chunk, { hidden, numbers }: SceneParts): LabelledLesion[] {
  return [...lesions.values()]
    .filter(({ id }) => !hidden.has(id))
    .map(({ id, bounds, style }) => ({ bounds, style, number: numbers.get(id) ?? 0 }));
}

function chunkPaths(chunk: Chunk, at: { level: DetailLevel; scale: number; hidden: ReadonlySet<string> }): ChunkPaths {
  if (chunk.style === 'degenerate') return { outlines: crosses(chunk, at), spots: null, originals: null }; // their size is one on screen
  const known = chunk.paths.get(at.level);
  if (known) return known;
  const outlines = new Path2D();
  let spots: Path2D | null = null;
  let originals: Path2D | null = null;
  for (const lesion of chunk.lesions.values()) {
    if (at.hidden.has(lesion.id)) continue;
    const kind = detailKind(lesion.bounds, at.level);
    if (lesion.original.length > 0 && kind === 'outline') {
      originals ??= new Path2D();
      for (const ring of lesion.original) addRing(originals, ring, at.level);
    }
    if (kind === 'outline') {
      for (const ring of lesion.rings) addRing(outlines, ring, at.level);
      continue;
    }
    spots ??= new Path2D();
    if (kind === 'spot') addSpot(spots, lesion.bounds, at.level);
    else if (lesion.rings[0]) addRing(spots, lesion.rings[0], at.level);
  }
  const made = { outlines, spots, originals };
  chunk.paths.set(at.level, made);
  return made;
}

function crosses(chunk: Chunk, { scale, hidden }: { scale: number; hidden: ReadonlySet<string> }): Path2D {
  const path = new Path2D();
  for (const { id, bounds } of chunk.lesions.values()) {
    if (!hidden.has(id)) addCross(path, boundsCentre(bounds), scale);
  }
  return path;
}

function newChunk(style: LesionStyleKey): Chunk {
  return { style, lesions: new Map(), bounds: EMPTY_BOUNDS, paths: new Map() };
}

function invalidate(chunk: Chunk): void {
  chunk.bounds = EMPTY_BOUNDS;
  chunk.paths.clear();
}

function chunkBounds(chunk: Chunk): Bounds {
  if (chunk.bounds === EMPTY_BOUNDS) {
    for (const { bounds, original } of chunk.lesions.values()) {
      chunk.bounds = boundsUnion(chunk.bounds, bounds);
      for (const ring of original) chunk.bounds = boundsUnion(chunk.bounds, flatRingBounds(ring));
    }
  }
  return chunk.bounds;
}

function chunkKey({ style, bounds }: OverlayLesion): string {
  const { x, y } = boundsCentre(bounds);
  return `${style} ${Math.floor(x / CHUNK_PX)} ${Math.floor(y / CHUNK_PX)}`;
}

function boundsCentre({ minX, minY, maxX, maxY }: Bounds): { x: number; y: number } {
  return { x: (minX + maxX) / 2, y: (minY + maxY) / 2 };
}

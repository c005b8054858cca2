import '@annotorious/annotorious/annotorious.css';
import { createImageAnnotator, ShapeType, type ImageAnnotation, type ImageAnnotator } from '@annotorious/annotorious';
import { fitCamera, loadImage, panned, zoomed, type Camera, type Candidate } from '../candidate';
import { COLOURS, type Scene, type ScenePoint, type SceneStatus } from '../scene';

/** Annotorious' image annotator (SVG). It has no camera of its own, so the element around it is moved by a CSS transform. */
export function annotorious(host: HTMLElement): Candidate {
  const plane = document.createElement('div');
  plane.style.cssText = 'position:absolute;transform-origin:0 0;will-change:transform';
  host.append(plane);
  const statuses = new Map<string, SceneStatus>();
  let annotator: ImageAnnotator;
  let scene: Scene;
  let camera: Camera;
  let over: string | null = null;
  let dragged: { id: string; points: number[][]; vertex: number } | null = null;
  const look = (next: Camera): void => {
    camera = next;
    plane.style.transform = `translate(${next.offsetX}px, ${next.offsetY}px) scale(${next.scale})`;
  };
  const targetOf = (id: string, points: number[][]): ImageAnnotation['target'] => {
    const [xs, ys] = [points.map(([x]) => x!), points.map(([, y]) => y!)];
    const bounds = { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) };
    const geometry = { points, bounds } as ImageAnnotation['target']['selector']['geometry'];
    return { annotation: id, selector: { type: ShapeType.POLYGON, geometry } };
  };
  return {
    async open(shown, photoUrl) {
      scene = shown;
      const image = await loadImage(photoUrl);
      plane.append(image);
      annotator = createImageAnnotator(image, {
        drawingEnabled: false,
        style: ({ id }) => ({
          stroke: COLOURS[statuses.get(id) ?? 'pending'] as `#${string}`,
          strokeWidth: 2,
          fillOpacity: 0,
        }),
      });
      for (const { id, status } of scene.polygons) statuses.set(id, status);
      annotator.on('mouseEnterAnnotation', ({ id }) => (over = id));
      annotator.on('mouseLeaveAnnotation', ({ id }) => (over = over === id ? null : over));
      look(fitCamera(scene, host));
      annotator.state.store.bulkAddAnnotations(
        scene.polygons.map(({ id, ring }) => ({
          id,
          bodies: [],
          target: targetOf(
            id,
            ring.map(({ x, y }) => [x, y]),
          ),
        })),
        true,
      );
    },
    jump: look,
    pan: (dx, dy) => look(panned(camera, dx, dy)),
    zoom: (at, factor) => look(zoomed(camera, at, factor)),
    whole: () => Promise.resolve(),
    settle: () => Promise.resolve(),
    hover({ x, y }: ScenePoint) {
      const { left, top } = host.getBoundingClientRect();
      const init = { clientX: x + left, clientY: y + top, bubbles: true, pointerId: 1, pointerType: 'mouse' };
      plane.querySelector('svg')?.dispatchEvent(new PointerEvent('pointermove', init));
    },
    hovered: () => over,
    setStatus(index, status) {
      const { id } = scene.polygons[index]!;
      statuses.set(id, status);
      annotator.state.store.updateAnnotation({ ...annotator.state.store.getAnnotation(id)! });
    },
    beginDrag(index, vertex) {
      const { id, ring } = scene.polygons[index]!;
      dragged = { id, points: ring.map(({ x, y }) => [x, y]), vertex };
    },
    dragTo({ x, y }) {
      if (!dragged) return;
      dragged.points[dragged.vertex] = [x, y];
      annotator.state.store.updateTarget(targetOf(dragged.id, [...dragged.points]));
    },
    endDrag: () => (dragged = null),
  };
}

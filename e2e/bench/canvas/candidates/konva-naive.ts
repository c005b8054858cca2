import Konva from 'konva';
import { fitCamera, loadImage, panned, zoomed, type Camera, type Candidate } from '../candidate';
import { COLOURS, type Scene } from '../scene';

/** Konva as its guides show it: one node per polygon, events on. */
export function konvaNaive(host: HTMLElement): Candidate {
  const stage = new Konva.Stage({
    container: host as HTMLDivElement,
    width: host.clientWidth,
    height: host.clientHeight,
  });
  const layer = new Konva.Layer();
  stage.add(layer);
  const lines: Konva.Line[] = [];
  let camera: Camera;
  let over: string | null = null;
  let dragged: { line: Konva.Line; points: number[]; vertex: number } | null = null;
  const look = (next: Camera): void => {
    camera = next;
    stage.position({ x: next.offsetX, y: next.offsetY });
    stage.scale({ x: next.scale, y: next.scale });
    stage.draw();
  };
  return {
    async open(scene: Scene, photoUrl) {
      layer.add(
        new Konva.Image({
          image: await loadImage(photoUrl),
          width: scene.width,
          height: scene.height,
          listening: false,
        }),
      );
      for (const { id, ring, status } of scene.polygons) {
        const line = new Konva.Line({
          id,
          points: ring.flatMap(({ x, y }) => [x, y]),
          closed: true,
          stroke: COLOURS[status],
          strokeWidth: 2,
          strokeScaleEnabled: false,
        });
        line.on('mouseenter', () => {
          over = id;
          line.strokeWidth(4);
          layer.draw();
        });
        line.on('mouseleave', () => {
          if (over === id) over = null;
          line.strokeWidth(2);
          layer.draw();
        });
        lines.push(line);
        layer.add(line);
      }
      look(fitCamera(scene, host));
    },
    jump: look,
    pan: (dx, dy) => look(panned(camera, dx, dy)),
    zoom: (at, factor) => look(zoomed(camera, at, factor)),
    whole: () => Promise.resolve(),
    settle: () => Promise.resolve(),
    hover({ x, y }) {
      const { left, top } = stage.container().getBoundingClientRect();
      const init = { clientX: x + left, clientY: y + top, bubbles: true, pointerId: 1, pointerType: 'mouse' };
      stage.content.dispatchEvent(new MouseEvent('mousemove', init));
      stage.content.dispatchEvent(new PointerEvent('pointermove', init));
    },
    hovered: () => over,
    setStatus(index, status) {
      lines[index]!.stroke(COLOURS[status]);
      layer.draw();
    },
    beginDrag(index, vertex) {
      const line = lines[index]!;
      dragged = { line, points: [...line.points()], vertex };
    },
    dragTo({ x, y }) {
      if (!dragged) return;
      dragged.points[2 * dragged.vertex] = x;
      dragged.points[2 * dragged.vertex + 1] = y;
      dragged.line.points([...dragged.points]);
      layer.draw();
    },
    endDrag: () => (dragged = null),
  };
}

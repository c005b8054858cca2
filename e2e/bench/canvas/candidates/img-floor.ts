import { fitCamera, loadImage, panned, toScreen, zoomed, type Camera, type Candidate } from '../candidate';
import type { Scene, ScenePoint } from '../scene';

function canvasIn(host: HTMLElement): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = host.clientWidth;
  canvas.height = host.clientHeight;
  canvas.style.position = 'absolute';
  host.append(canvas);
  return canvas.getContext('2d')!;
}

/**
 * The least that anything can do: the photo drawn whole once per camera step and per status change; for a hover nothing;
 * for a drag one polygon on a canvas of its own.
 */
export function imgFloor(host: HTMLElement): Candidate {
  const [base, edit] = [canvasIn(host), canvasIn(host)];
  let scene: Scene;
  let image: HTMLImageElement;
  let camera: Camera;
  let dragged: ScenePoint[] = [];
  let vertex = 0;
  const draw = (): void => {
    base.setTransform(1, 0, 0, 1, 0, 0);
    base.clearRect(0, 0, host.clientWidth, host.clientHeight);
    base.setTransform(camera.scale, 0, 0, camera.scale, camera.offsetX, camera.offsetY);
    base.drawImage(image, 0, 0, scene.width, scene.height);
  };
  const drawDragged = (): void => {
    edit.clearRect(0, 0, host.clientWidth, host.clientHeight);
    edit.beginPath();
    for (const point of dragged) {
      const { x, y } = toScreen(camera, point);
      edit.lineTo(x, y);
    }
    edit.closePath();
    edit.lineWidth = 2;
    edit.strokeStyle = '#fff';
    edit.stroke();
  };
  return {
    async open(shown, photoUrl) {
      scene = shown;
      image = await loadImage(photoUrl);
      camera = fitCamera(scene, host);
      draw();
    },
    jump(to) {
      camera = to;
      draw();
    },
    pan(dx, dy) {
      camera = panned(camera, dx, dy);
      draw();
    },
    zoom(at, factor) {
      camera = zoomed(camera, at, factor);
      draw();
    },
    whole: () => Promise.resolve(),
    settle: () => Promise.resolve(),
    hover: () => undefined,
    hovered: () => undefined,
    setStatus: draw,
    beginDrag(index, at) {
      dragged = [...scene.polygons[index]!.ring];
      vertex = at;
    },
    dragTo(point) {
      dragged[vertex] = point;
      drawDragged();
    },
    endDrag: drawDragged,
  };
}

import type { Lesion, ViewDetail } from '#shared/contract/review';
import type { LesionId, PhotoId, ViewId } from '#shared/domain/ids';
import { CanvasController } from '../../../../src-renderer/canvas/canvas-controller';
import type { CanvasEvents } from '../../../../src-renderer/canvas/canvas-events';
import { fitCamera, nextFrame, panned, toScreen, zoomed, type Camera, type Candidate } from '../candidate';
import { hearWorkers } from '../hear-workers';
import type { Scene, ScenePoint, ScenePolygon, SceneStatus } from '../scene';

/** The lesion as the contract delivers it. */
function lesionOf({ id, ring, status }: ScenePolygon): Lesion {
  const flat = ring.flatMap(({ x, y }) => [x, y]);
  const [xs, ys] = [ring.map(({ x }) => x), ring.map(({ y }) => y)];
  const bounds = { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) };
  const areaPx2 = Math.abs(ring.reduce((sum, b, i) => sum + ring.at(i - 1)!.x * b.y - b.x * ring.at(i - 1)!.y, 0)) / 2;
  return {
    ...{ id: id as LesionId, origin: 'model', maskIndex: 0, featureIndex: 0, polygonIndex: 0, intensity: null },
    ...{ degenerate: false, shapeProblem: null, areaPx2, bounds, rings: [flat] },
    state: {
      ...{ verdict: status === 'disputed' ? 'pending' : status, disputed: status === 'disputed', reason: null },
      ...{ comment: null, decidedBy: null, decidedAt: null, eventId: null, shapes: [], group: [], decisions: [] },
      onOtherPhoto: false,
    },
  };
}

export function viewOf(lesions: Lesion[], photoId: string, size: { width: number; height: number }): ViewDetail {
  const zero = { pending: 0, accepted: 0, rejected: 0, redrawn: 0, unsure: 0, added: 0, disputed: 0 };
  return {
    ...{
      viewId: `view of ${photoId}` as ViewId,
      captureId: 'capture' as ViewDetail['captureId'],
      captureName: 'capture',
    },
    ...{
      subject: null,
      side: 'front',
      revision: 'master (98)',
      photoNotice: null,
      values: [],
      metrics: [],
      findings: [],
    },
    result: {
      ...{ key: 'key' as ViewDetail['result']['key'], isOk: true, failureReason: null, imageId: null },
      ...{ creationTime: null, conflict: null, sourceFile: 'result.json', masksNotRead: 0 },
    },
    frame: { ...size, viewBox: null },
    photo: {
      ...{ id: photoId as PhotoId, name: photoId, kind: 'restored', ...size, sizeBytes: 1, colour: 'sRGB', depth: 8 },
      ...{ orientation: 1, hasAlpha: false, state: 'ok', pairedBy: 'stem', scale: 1 },
    },
    progress: { state: 'open', swept: false, verdicts: zero, lesions: lesions.length },
    ...{ lesions, strip: [] },
  };
}

const silent: CanvasEvents = {
  ...{ select: () => undefined, hover: () => undefined, commit: () => undefined, refuse: () => undefined },
  ...{ cancelTool: () => undefined, viewport: () => undefined, pointer: () => undefined, seen: () => undefined },
  ...{ ready: () => undefined, longLoad: () => undefined, say: () => undefined, notice: () => undefined },
  ...{ imageView: () => undefined, resizeBrush: () => undefined, reading: () => undefined, press: () => undefined },
  commitLater: () => undefined,
  ...{ tuneWand: () => undefined, moved: () => undefined },
};

/** The app's canvas as the review screen mounts it. */
export function mountCanvas(host: HTMLElement, events: Partial<CanvasEvents> = {}): CanvasController {
  const stageHost = document.createElement('div');
  stageHost.style.cssText = 'position:absolute;inset:0;pointer-events:none';
  host.append(stageHost);
  const controller = new CanvasController({
    root: host,
    stageHost,
    events: { ...silent, ...events },
    photoUrl: (photoId, size) => new URL(`media/photo/${photoId}/${size}`, document.baseURI).href,
  });
  controller.setSize({ width: host.clientWidth, height: host.clientHeight });
  controller.setReducedMotion(true);
  return controller;
}

/** The app's canvas, driven by pointer and wheel events as a hand would. */
export function macule(host: HTMLElement): Candidate {
  let view: ViewDetail;
  let camera: Camera;
  let over: string | null = null;
  let panAt: ScenePoint | null = null;
  let dragAt: ScenePoint | null = null;
  const heard = hearWorkers();
  const controller = mountCanvas(host, { hover: (id) => (over = id) });
  const { left, top } = host.getBoundingClientRect(); // once: asking for it makes the browser lay the page out
  const pointer = (type: string, { x, y }: ScenePoint, button = 0): void => {
    const init = { clientX: x + left, clientY: y + top, bubbles: true, pointerId: 1, pointerType: 'mouse', button };
    host.dispatchEvent(new PointerEvent(type, init));
  };
  const endPan = (): void => {
    if (panAt) pointer('pointerup', panAt, 1);
    panAt = null;
  };
  const told = (): Camera => ({
    scale: Number(host.dataset['scale']),
    offsetX: Number(host.dataset['offsetX']),
    offsetY: Number(host.dataset['offsetY']),
  });
  async function settle(): Promise<void> {
    endPan();
    do await nextFrame();
    while (host.dataset['overlay'] !== 'crisp' || host.dataset['photo'] === 'loading');
  }
  return {
    async open(scene: Scene) {
      view = viewOf(scene.polygons.map(lesionOf), 'scene', { width: scene.width, height: scene.height });
      controller.setView(view);
      camera = fitCamera(scene, host);
      await settle();
    },
    async whole() {
      while (heard.wholes === 0) await nextFrame();
      await settle();
    },
    jump(to) {
      endPan();
      camera = to;
      controller.look((own) => {
        own.setScale(to.scale);
        own.lookAt({
          x: (host.clientWidth / 2 - to.offsetX) / to.scale,
          y: (host.clientHeight / 2 - to.offsetY) / to.scale,
        });
      });
    },
    pan(dx, dy) {
      if (!panAt) {
        panAt = { x: host.clientWidth / 2, y: host.clientHeight / 2 };
        pointer('pointerdown', panAt, 1);
      }
      panAt = { x: panAt.x + dx, y: panAt.y + dy };
      camera = panned(camera, dx, dy);
      pointer('pointermove', panAt, 1);
    },
    zoom({ x, y }, factor) {
      camera = zoomed(camera, { x, y }, factor);
      const init = { clientX: x + left, clientY: y + top, deltaY: -Math.log(factor) / 0.0015, cancelable: true };
      host.dispatchEvent(new WheelEvent('wheel', init));
    },
    settle,
    hover: (point) => pointer('pointermove', point),
    hovered: () => over,
    setStatus(index, status: SceneStatus) {
      const lesions = [...view.lesions];
      const { state, ...rest } = lesions[index]!;
      lesions[index] = {
        ...rest,
        state: { ...state, verdict: status === 'disputed' ? 'pending' : status, disputed: status === 'disputed' },
      };
      view = { ...view, lesions };
      controller.setView(view);
    },
    beginDrag(index, vertex) {
      const { id, rings } = view.lesions[index]!;
      controller.setSelection([id]);
      camera = told();
      const ring = rings[0]!;
      dragAt = toScreen(camera, { x: ring[2 * vertex]!, y: ring[2 * vertex + 1]! });
      pointer('pointermove', dragAt);
      pointer('pointerdown', dragAt);
    },
    dragTo(point) {
      dragAt = toScreen(camera, point);
      pointer('pointermove', dragAt);
    },
    endDrag() {
      if (dragAt) pointer('pointercancel', dragAt);
      dragAt = null;
      controller.setSelection([]);
    },
  };
}

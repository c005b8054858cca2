import type { Scene, ScenePoint, SceneStatus } from './scene';

/** Where the frame lies: screen = frame × scale + offset, in CSS px. */
export type Camera = { readonly scale: number; readonly offsetX: number; readonly offsetY: number };

/** One way to show the scene. Every call is one operation of one frame. */
export type Candidate = {
  /** Resolves when photo and polygons have been drawn. */
  open(scene: Scene, photoUrl: string): Promise<void>;
  /** Resolves when nothing of it is still being made. */
  whole(): Promise<void>;
  /** Puts the camera somewhere between gestures. */
  jump(camera: Camera): void;
  /** One step of a gesture. */
  pan(dx: number, dy: number): void;
  zoom(at: ScenePoint, factor: number): void;
  /** The gesture is over; resolves when everything is as sharp as it gets. */
  settle(): Promise<void>;
  hover(screenPoint: ScenePoint): void;
  /** What the hover found; undefined where nothing is looked up. */
  hovered(): string | null | undefined;
  setStatus(index: number, status: SceneStatus): void;
  beginDrag(index: number, vertex: number): void;
  dragTo(framePoint: ScenePoint): void;
  endDrag(): void;
};

export const fitCamera = (scene: { width: number; height: number }, host: HTMLElement): Camera => {
  const scale = Math.min((host.clientWidth - 32) / scene.width, (host.clientHeight - 32) / scene.height);
  return centred(scene, host, scale);
};

export const centred = (scene: { width: number; height: number }, host: HTMLElement, scale: number): Camera => ({
  scale,
  offsetX: host.clientWidth / 2 - (scene.width / 2) * scale,
  offsetY: host.clientHeight / 2 - (scene.height / 2) * scale,
});

export const lookingAt = (point: ScenePoint, host: HTMLElement, scale: number): Camera => ({
  scale,
  offsetX: host.clientWidth / 2 - point.x * scale,
  offsetY: host.clientHeight / 2 - point.y * scale,
});

export const toScreen = ({ scale, offsetX, offsetY }: Camera, { x, y }: ScenePoint): ScenePoint => ({
  x: x * scale + offsetX,
  y: y * scale + offsetY,
});

export const zoomed = (camera: Camera, at: ScenePoint, factor: number): Camera => ({
  scale: camera.scale * factor,
  offsetX: at.x - (at.x - camera.offsetX) * factor,
  offsetY: at.y - (at.y - camera.offsetY) * factor,
});

export const panned = (camera: Camera, dx: number, dy: number): Camera => ({
  ...camera,
  offsetX: camera.offsetX + dx,
  offsetY: camera.offsetY + dy,
});

export const nextFrame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));

export const loadImage = (url: string): Promise<HTMLImageElement> =>
  new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = () => failed(new Error(`no photo at ${url}`));
    image.src = url;
  });

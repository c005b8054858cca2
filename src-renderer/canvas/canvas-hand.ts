import type { Point } from '#shared/geometry/types';
import type { ToolName } from './canvas-edit';
import { listenToPointers } from './tools/pointer-listener';
import type { ToolDesk } from './tools/tool-desk';
import type { Camera } from './viewport/camera';
import type { WheelGesture } from './viewport/wheel-gesture';

type HandWorld = {
  readonly camera: Camera;
  readonly desk: ToolDesk;
  readonly wheel: WheelGesture;
  readonly redraw: () => void;
  /** A hand is on the mouse, the pen or the screen. */
  readonly onPress: () => void;
  /** CSS px relative to the canvas; null when the pointer has left. */
  readonly onPlace: (screenPoint: Point | null) => void;
  /** The wheel with Alt, for tools that have a size or a tolerance. */
  readonly onSize: (factor: number) => void;
};
const SIZED: ReadonlySet<ToolName> = new Set<ToolName>(['brush', 'eraser', 'wand']);

/** Gives the pointers on an element to the tool and the camera; returns the end of it. */
export function listenToHand(element: HTMLElement, world: HandWorld): () => void {
  const { camera, desk, wheel, redraw } = world;
  const turn = (move: () => void): void => {
    move();
    wheel.turn();
    redraw();
  };
  return listenToPointers(element, {
    onInput: (event) => {
      if (event.type === 'down') world.onPress();
      if (event.type === 'down' || event.type === 'move') world.onPlace(event.sample.screenPoint);
      else if (event.type === 'leave') world.onPlace(null);
      desk.handle(event);
    },
    onDoubleClick: (sample) => desk.doubleClick(sample),
    onSecondary: (sample) => desk.secondary(sample),
    onWheelZoom: (screenPoint, factor) => turn(() => camera.zoomAt(screenPoint, factor)),
    onWheelSize: (factor) => {
      const isSized = SIZED.has(desk.toolName);
      if (isSized) world.onSize(factor);
      return isSized;
    },
    onWheelPan: (dx) => turn(() => camera.panBy(dx, 0)),
    onTouchCanvas: () => {
      if (!camera.isMoving) return;
      camera.skip();
      redraw();
    },
    onSpace: (isHeld) => desk.holdSpace(isHeld),
  });
}

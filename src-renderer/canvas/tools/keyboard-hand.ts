import { polygonBounds } from '#shared/geometry/bounds';
import { polygonRings } from '#shared/geometry/polygon';
import type { Point } from '#shared/geometry/types';
import type { LesionSet } from '../lesion-set';
import type { Camera } from '../viewport/camera';
import { frameToScreen, screenToFrame } from '../viewport/viewport';
import type { PointerSample } from './pointer-input';
import type { Cursor } from './tool';
import type { ToolDesk } from './tool-desk';

/** No pointer of the browser has this id. */
const KEYS_POINTER_ID = -1;
/** How far one arrow key moves the free pointer, in CSS px; a held vertex moves by whole frame px instead. */
const FREE_STEP_PX = 8;
const FAST = 10;
/** The camera follows when the pointer comes this near to the border, in CSS px. */
const BORDER_PX = 32;

export type KeyMove = {
  readonly dx: -1 | 0 | 1;
  readonly dy: -1 | 0 | 1;
  /** Shift: ten times as far. */
  readonly isFast: boolean;
  /** Alt: by frame px also when nothing is held. */
  readonly isFine: boolean;
};
export type KeyboardWorld = {
  readonly desk: ToolDesk;
  readonly camera: Camera;
  readonly lesions: LesionSet;
  readonly redraw: () => void;
  /** Words for who does not see the crosshair. */
  readonly say: (words: string) => void;
};

const PLACES: Partial<Record<Cursor, string>> = {
  vertex: 'on a vertex: Enter takes hold of it, Delete removes it',
  insert: 'on an edge: Enter inserts a vertex',
  lesion: 'on a lesion: Enter selects it',
  close: 'on the first point: Enter closes the outline',
  brushNew: 'Enter begins a new lesion',
  brushGrow: 'Enter begins to add to the selected lesion',
  brushErase: 'Enter begins to erase',
  onEdge: 'on the outline: Enter begins the new stretch',
};

const HELD = 'arrow keys move it, Enter puts it down, Escape takes it back.';

/**
 * A pointer that arrow keys move and Enter presses, so that whatever a tool does for the mouse it does for keys too.
 * Enter takes hold of a vertex and puts it down again; a second Enter at the same place is a double click.
 */
export class KeyboardHand {
  private at: Point | null = null;
  private isHolding = false;
  private hasClicked = false;

  constructor(private readonly world: KeyboardWorld) {}

  /** Where the crosshair is, in frame px; null while no key has called for it. */
  get point(): Point | null {
    return this.at;
  }

  move({ dx, dy, isFast, isFine }: KeyMove): void {
    const { scale } = this.world.camera.viewport;
    const pixels = isFast ? FAST : 1;
    if (this.world.desk.nudge(dx * pixels, dy * pixels)) return this.world.redraw();
    const step = (isFast ? FAST : 1) * (this.isHolding || isFine ? 1 : FREE_STEP_PX / scale);
    const from = this.at ?? this.start();
    this.goTo(this.at === null ? from : { x: from.x + dx * step, y: from.y + dy * step });
  }

  /** To the next vertex of the selected lesion, or the one before; answers whether there is one. */
  stepVertex(step: 1 | -1): boolean {
    const vertices = this.world.lesions.editable?.polygons.flatMap(polygonRings).flat() ?? [];
    if (vertices.length === 0 || this.isHolding) return false;
    const { at } = this;
    const index = vertices.findIndex(({ x, y }) => x === at?.x && y === at.y);
    const start = index < 0 && step < 0 ? 0 : index;
    this.goTo(vertices[(start + step + vertices.length) % vertices.length]!);
    return true;
  }

  /** Enter. Answers whether there is a pointer to press. */
  press(): boolean {
    const { desk, say } = this.world;
    if (this.at === null) return false;
    const sample = this.sample(this.at);
    if (this.isHolding) {
      this.isHolding = false;
      desk.handle({ type: 'up', sample });
      say(`Put down at ${words(this.at)}.`);
    } else if (this.hasClicked) {
      this.hasClicked = false;
      desk.doubleClick(sample);
    } else {
      this.isHolding = desk.holdsOnPress();
      desk.handle({ type: 'down', sample, button: 'main', isSpaceHeld: false });
      if (this.isHolding) say(`${desk.toolName === 'select' ? 'Vertex held' : 'Held'}: ${HELD}`);
      else desk.handle({ type: 'up', sample });
      this.hasClicked = !this.isHolding;
      if (!this.isHolding && desk.toolName !== 'select' && desk.hasDraft()) say(`Point placed at ${words(this.at)}.`);
    }
    this.world.redraw();
    return true;
  }

  /** Delete or Backspace: the vertex under the pointer, or the last point of a ring. Answers whether there was one. */
  remove(): boolean {
    const { desk } = this.world;
    if (this.at === null || this.isHolding) return false;
    if (!desk.hasDraft() && desk.cursor !== 'vertex') return false;
    this.hasClicked = false;
    desk.secondary(this.sample(this.at));
    return true;
  }

  /** Esc: lets go of what is held, else puts the pointer away. Answers whether it did either. */
  cancel(): boolean {
    if (this.at === null) return false;
    if (this.isHolding) {
      this.letGo();
      this.goTo(this.at);
      return true;
    }
    if (this.world.desk.hasDraft()) return false; // the tool's own
    this.putAway();
    return true;
  }

  /** For another view, another tool, or a hand on the mouse. */
  putAway(): void {
    if (this.at === null) return;
    this.letGo();
    this.at = null;
    this.hasClicked = false;
    this.world.desk.handle({ type: 'leave' });
    this.world.redraw();
  }

  private letGo(): void {
    if (this.isHolding) this.world.desk.handle({ type: 'lost', pointerId: KEYS_POINTER_ID });
    this.isHolding = false;
  }

  private goTo(at: Point): void {
    const { desk, camera, redraw, say } = this.world;
    this.at = at;
    this.hasClicked = false;
    const { x, y } = frameToScreen(camera.viewport, at);
    const isInside =
      x >= BORDER_PX && y >= BORDER_PX && x <= camera.screen.width - BORDER_PX && y <= camera.screen.height - BORDER_PX;
    if (!isInside) camera.lookAt(at);
    desk.handle({ type: 'move', sample: this.sample(at) });
    const place = this.isHolding ? undefined : PLACES[desk.cursor];
    say(`${words(at)}${place ? `, ${place}` : ''}`);
    redraw();
  }

  /** The middle of the one selected lesion, else of the canvas. */
  private start(): Point {
    const { lesions, camera } = this.world;
    const polygon = lesions.editable?.polygons[0];
    if (polygon) {
      const { minX, minY, maxX, maxY } = polygonBounds(polygon);
      return { x: (minX + maxX) / 2, y: (minY + maxY) / 2 };
    }
    return screenToFrame(camera.viewport, { x: camera.screen.width / 2, y: camera.screen.height / 2 });
  }

  private sample(at: Point): PointerSample {
    const screenPoint = frameToScreen(this.world.camera.viewport, at);
    const modifiers = { shift: false, ctrl: false, alt: false };
    return { pointerId: KEYS_POINTER_ID, kind: 'keys', screenPoint, screenTrail: [screenPoint], modifiers };
  }
}

const words = ({ x, y }: Point): string => `x ${x.toFixed(1)}, y ${y.toFixed(1)} px`;

import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import type { ViewDetail } from '#shared/contract/review';
import type { LesionId, PhotoId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import type { CanvasEdit } from './canvas-edit';
import LesionCanvas from './LesionCanvas.vue';
import { Overlay } from './layers/overlay';
import { DEFAULT_LOOK } from './layers/overlay-look';
import { square, testLesion, testView } from './test-support/lesions';
import type { KeyMove } from './tools/keyboard-hand';

type Exposed = {
  fit(): void;
  actualSize(): void;
  zoomToLesion(id: LesionId): void;
  setScale(scale: number): void;
  zoomBy(factor: number): void;
  panBy(dx: number, dy: number): void;
  cancel(): boolean;
  complete(): boolean;
  deleteSelectedVertex(): boolean;
  hasDraft(): boolean;
  movePointer(move: KeyMove): void;
  stepVertex(step: 1 | -1): boolean;
};

const big = testLesion('big', square(100, 100, 400));
const small = testLesion('small', square(200, 200, 50), { verdict: 'accepted' });
const photo: NonNullable<ViewDetail['photo']> = {
  id: 'photo 1' as PhotoId,
  name: 'face.jpg',
  kind: 'restored',
  width: 2000,
  height: 1600,
  sizeBytes: 1,
  colour: 'sRGB assumed',
  depth: 8,
  orientation: 1,
  hasAlpha: false,
  state: 'ok',
  pairedBy: 'stem',
  scale: 0.5,
};
let wrapper: VueWrapper;

// jsdom lays nothing out: the canvas gets a size of 1032 × 832 CSS px, at which the frame fits at 100 %.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1032);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(832);
});
afterEach(() => {
  wrapper.unmount();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function open(props: Record<string, unknown> = {}): Promise<{ root: HTMLElement; exposed: Exposed }> {
  const view = testView('view-1', [big, small]);
  const mounted: unknown = mount(LesionCanvas, {
    attachTo: document.body,
    props: {
      ...{
        view,
        mediaBase: 'media/',
        selectedIds: [],
        tool: 'select',
        overlayVisible: true,
        prefetch: [],
        reducedMotion: true,
      },
      ...props,
    } as never,
  });
  wrapper = mounted as VueWrapper;
  const root = wrapper.element as HTMLElement;
  await settled(root);
  return { root, exposed: wrapper.vm as unknown as Exposed };
}

const nextFrame = (): Promise<number> =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

function settled(root: HTMLElement): Promise<void> {
  return vi.waitFor(() => {
    expect(root.dataset['overlay']).not.toBe('stale');
    expect(root.dataset['photo']).not.toBe('loading');
  });
}

const layer = (root: HTMLElement, name: 'base' | 'hover' | 'edit'): HTMLCanvasElement =>
  root.querySelector<HTMLCanvasElement>(`canvas[data-layer=${name}]`)!;

/** Frame px; the frame lies at 16, 16 and at 100 %. */

function press(root: HTMLElement, type: string, at: [number, number], rest: PointerEventInit = {}): void {
  const [x, y] = at;
  const init = { bubbles: true, pointerId: 1, pointerType: 'mouse', clientX: x + 16, clientY: y + 16, ...rest };
  root.dispatchEvent(new PointerEvent(type, init));
}

function drag(root: HTMLElement, from: [number, number], to: [number, number]): void {
  press(root, 'pointerdown', from);
  press(root, 'pointermove', to);
  press(root, 'pointerup', to);
}

const LEFT: KeyMove = { dx: -1, dy: 0, isFast: false, isFine: false };
const said = async (root: HTMLElement): Promise<string> => {
  await nextTick();
  return root.querySelector('[data-testid=canvas-said]')?.textContent ?? '';
};
/** Exteriors of the committed edits. */
const committed = (): { x: number; y: number }[][] =>
  (wrapper.emitted('commit') ?? []).map(([edit]) => {
    const { polygon, polygons } = edit as CanvasEdit & { polygon?: Polygon; polygons?: readonly Polygon[] };
    return [...(polygon ?? polygons![0]!).exterior];
  });

describe('LesionCanvas', () => {
  it('tells the page what is on it', async () => {
    const { root } = await open();
    expect(root.dataset).toMatchObject({
      testid: 'canvas',
      viewId: 'view-1',
      scale: '1',
      offsetX: '16',
      offsetY: '16',
      overlay: 'crisp',
      photo: 'none',
    });
    expect(root.getAttribute('role')).toBe('application');
    expect(root.getAttribute('aria-label')).toBe('Photo and outlines: capture 1, front, 2 lesions');
    expect(wrapper.text()).toBe('There is no photo for this view.');
  });

  it('tells the shell once that the view is ready, and which lesions were on screen', async () => {
    await open();
    expect(wrapper.emitted('ready')).toEqual([[{ viewId: 'view-1', photo: 'none' }]]);
    expect(wrapper.emitted('seen')).toEqual([[['big', 'small']]]);
    expect(wrapper.emitted('viewport')?.at(-1)).toEqual([
      { scale: 1, fitScale: 1, bounds: { minX: -16, minY: -16, maxX: 1016, maxY: 816 } }, // fitted with a margin of 16 px
    ]);
  });

  it('selects the smallest lesion by a click and clears on the ground', async () => {
    const { root } = await open({ selectedIds: [big.id] });
    drag(root, [225, 225], [225, 225]);
    drag(root, [800, 600], [800, 600]);
    expect(wrapper.emitted('select')).toEqual([
      [['small'], 'click'],
      [[], 'clear'],
    ]);
    press(root, 'pointermove', [225, 225]);
    press(root, 'pointerleave', [0, 0]);
    expect(wrapper.emitted('hover')).toEqual([['small'], [null]]);
  });

  it('commits a moved vertex once, and keeps the draft until the view has changed', async () => {
    const { root, exposed } = await open({ selectedIds: [big.id] });
    press(root, 'pointerdown', [100, 100]);
    press(root, 'pointermove', [80, 90]);
    expect(exposed.hasDraft()).toBe(true);
    press(root, 'pointerup', [80, 90]);
    const exterior = [{ x: 80, y: 90 }, ...square(100, 100, 400).exterior.slice(1)];
    expect(wrapper.emitted('commit')).toEqual([
      [{ kind: 'redraw', lesionIds: ['big'], polygons: [{ exterior, holes: [] }] }],
    ]);
    drag(root, [500, 100], [520, 80]);
    expect(wrapper.emitted('commit')).toHaveLength(1); // the first one is still being stored
    await wrapper.setProps({ view: testView('view-1', [testLesion('big', square(100, 100, 400)), small]) });
    drag(root, [500, 100], [520, 80]);
    expect(wrapper.emitted('commit')).toHaveLength(2);
  });

  it('tells while a lesion is dragged how far, and that it is back after Esc', async () => {
    const { root, exposed } = await open({ selectedIds: [big.id], tool: 'transform' });
    const told = (): unknown => wrapper.emitted('moved')?.at(-1);
    press(root, 'pointerdown', [300, 300]);
    press(root, 'pointermove', [312, 290]);
    await nextFrame();
    expect(told()).toEqual([{ dx: 12, dy: -10, angleDeg: 0, scalePercent: 100 }]);
    expect(exposed.cancel()).toBe(true);
    await nextFrame();
    expect(told()).toEqual([{ dx: 0, dy: 0, angleDeg: 0, scalePercent: 100 }]);
    await wrapper.setProps({ tool: 'select' });
    await nextFrame();
    expect(told()).toEqual([null]);
  });

  it('leaves a lesion that a stroke is on its way to out of the overlay, also when another one is selected', async () => {
    const hidden = vi.spyOn(Overlay.prototype, 'setHidden');
    const { root } = await open({ selectedIds: [big.id], tool: 'eraser' });
    drag(root, [100, 100], [140, 100]);
    const [edit] = wrapper.emitted('commit')!.flat() as CanvasEdit[];
    await wrapper.setProps({ inHand: [edit] });
    await wrapper.setProps({ selectedIds: [small.id], tool: 'select' });
    expect([...hidden.mock.lastCall![0]].toSorted()).toEqual(['big', 'small']);
    await wrapper.setProps({ inHand: [] });
    expect([...hidden.mock.lastCall![0]]).toEqual(['small']);
  });

  it('draws a ring click by click, and takes it back', async () => {
    const { root, exposed } = await open({ tool: 'add' });
    for (const [x, y] of [
      [600, 100],
      [700, 100],
      [700, 200],
      [640, 260],
    ] as const)
      drag(root, [x, y], [x, y]);
    expect(exposed.deleteSelectedVertex()).toBe(true);
    expect(exposed.complete()).toBe(true);
    const exterior = [
      { x: 600, y: 100 },
      { x: 700, y: 100 },
      { x: 700, y: 200 },
    ];
    expect(wrapper.emitted('commit')).toEqual([[{ kind: 'add', polygon: { exterior, holes: [] } }]]);
    expect(exposed.cancel()).toBe(true);
    expect(wrapper.emitted('cancelTool')).toHaveLength(1);
  });

  it('answers whether a key meant anything', async () => {
    const { exposed } = await open();
    expect([exposed.cancel(), exposed.complete(), exposed.deleteSelectedVertex()]).toEqual([false, false, false]);
  });

  it('moves, inserts and deletes vertices by keys: one edit when the vertex is put down', async () => {
    const { root, exposed } = await open({ selectedIds: [big.id] });
    const corners = [100, 500].flatMap((y) => [100, 500].map((x) => ({ x, y })));
    expect(exposed.stepVertex(1)).toBe(true);
    expect(await said(root)).toBe('x 100.0, y 100.0 px, on a vertex: Enter takes hold of it, Delete removes it');
    expect(exposed.complete()).toBe(true);
    exposed.movePointer({ ...LEFT, isFast: true });
    exposed.movePointer(LEFT);
    expect(exposed.hasDraft()).toBe(true);
    expect(wrapper.emitted('commit')).toBeUndefined();
    expect(exposed.complete()).toBe(true);
    const moved = committed()[0]!;
    expect(moved).toHaveLength(4);
    expect(moved).toContainEqual({ x: 89, y: 100 });
    for (const corner of corners.slice(1)) expect(moved).toContainEqual(corner);
    expect(await said(root)).toBe('Put down at x 89.0, y 100.0 px.');
  });

  it('takes a move by keys back on Esc, then puts the pointer away', async () => {
    const { exposed } = await open({ selectedIds: [big.id] });
    exposed.stepVertex(-1);
    exposed.complete();
    exposed.movePointer(LEFT);
    expect([exposed.cancel(), exposed.hasDraft()]).toEqual([true, false]);
    expect([exposed.cancel(), exposed.cancel()]).toEqual([true, false]);
    expect(wrapper.emitted('commit')).toBeUndefined();
  });

  it('deletes the vertex under the keys, and inserts one in the middle of an edge', async () => {
    const { exposed } = await open({ selectedIds: [big.id] });
    exposed.stepVertex(1);
    expect(exposed.deleteSelectedVertex()).toBe(true);
    expect(committed()[0]).toHaveLength(3);
    wrapper.unmount();
    const again = await open({ selectedIds: [big.id] });
    again.exposed.stepVertex(1);
    for (let i = 0; i < 20; i++) again.exposed.movePointer({ ...LEFT, dx: 1, isFast: true, isFine: true });
    expect(await said(again.root)).toBe('x 300.0, y 100.0 px, on an edge: Enter inserts a vertex');
    expect(again.exposed.complete()).toBe(true);
    expect(committed()[0]).toHaveLength(5);
    expect(committed()[0]).toContainEqual({ x: 300, y: 100 });
  });

  it('draws a ring by keys: Enter places a point, a second Enter closes', async () => {
    const { exposed } = await open({ tool: 'add' });
    exposed.movePointer(LEFT); // calls for the pointer, in the middle of the canvas
    exposed.complete();
    exposed.movePointer({ ...LEFT, dx: 1, isFast: true });
    exposed.complete();
    exposed.movePointer({ dx: 1, dy: 0, isFast: true, isFine: false });
    exposed.complete();
    expect(exposed.deleteSelectedVertex()).toBe(true); // the last point comes off again
    exposed.movePointer({ dx: 0, dy: 1, isFast: true, isFine: false });
    exposed.complete();
    expect(wrapper.emitted('commit')).toBeUndefined();
    exposed.complete();
    expect(committed()[0]).toEqual([
      { x: 500, y: 400 },
      { x: 580, y: 400 },
      { x: 660, y: 480 },
    ]);
    expect(wrapper.emitted('commit')).toHaveLength(1);
  });

  it('hides every outline by one flag, and selects nothing then', async () => {
    const { root } = await open();
    await wrapper.setProps({ overlayVisible: false });
    expect(root.dataset['overlay']).toBe('hidden');
    drag(root, [225, 225], [225, 225]);
    expect(wrapper.emitted('select')).toBeUndefined();
  });

  it('goes to a lesion, to 100 % and back', async () => {
    const { root, exposed } = await open();
    exposed.zoomToLesion(small.id);
    expect(root.dataset['overlay']).toBe('stale');
    await settled(root);
    expect(Number(root.dataset['scale'])).toBeCloseTo((0.17 * 1032) / 50, 6);
    exposed.actualSize();
    exposed.panBy(-30, 20);
    await settled(root);
    expect(root.dataset['scale']).toBe('1');
    exposed.fit();
    await settled(root);
    expect([root.dataset['scale'], root.dataset['offsetX']]).toEqual(['1', '16']);
  });

  it('zooms by the wheel at the cursor, and pans by the middle button', async () => {
    const { root } = await open();
    root.dispatchEvent(new WheelEvent('wheel', { deltaY: -100, clientX: 16, clientY: 16, cancelable: true }));
    press(root, 'pointerdown', [300, 300], { button: 1 });
    press(root, 'pointermove', [310, 295]);
    press(root, 'pointerup', [310, 295], { button: 1 });
    await settled(root);
    expect(Number(root.dataset['scale'])).toBeCloseTo(Math.exp(0.15), 9);
    expect([root.dataset['offsetX'], root.dataset['offsetY']]).toEqual(['26', '11']);
  });

  it('zooms by keys at the pointer, at the pointer of the keys, else about the middle', async () => {
    const { root, exposed } = await open();
    const at = (): [number, number] => [Number(root.dataset['offsetX']), Number(root.dataset['offsetY'])];
    exposed.zoomBy(2);
    await settled(root);
    expect(at()).toEqual([2 * 16 - 516, 2 * 16 - 416]); // screen 516, 416 stays
    exposed.fit();
    await settled(root);
    press(root, 'pointermove', [0, 0]);
    exposed.zoomBy(2);
    await settled(root);
    expect(at()).toEqual([16, 16]);
    press(root, 'pointerleave', [0, 0]);
    exposed.fit();
    exposed.movePointer(LEFT);
    exposed.movePointer({ ...LEFT, isFast: true });
    exposed.zoomBy(2);
    await settled(root);
    expect(at()).toEqual([2 * 16 - 436, 2 * 16 - 416]); // 80 px left of the middle
  });

  it('paints a canvas of another size before the browser shows it', async () => {
    let resized = (): void => undefined;
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(onResize: () => void) {
          resized = onResize;
        }
        observe(): void {}
        disconnect(): void {}
      },
    );
    const { root } = await open();
    const [base] = root.querySelectorAll('canvas');
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(700);
    const drawn = vi.spyOn(base!.getContext('2d')!, 'drawImage');
    resized();
    expect(base!.width).toBe(700);
    expect(drawn).toHaveBeenCalled(); // the outlines as they were, until the worker has followed
    await settled(root);
  });

  it('counts as seen only what is drawn', async () => {
    const { root } = await open({ selectedIds: [small.id], onlySelected: true });
    expect(wrapper.emitted('seen')).toEqual([[['small']]]);
    await wrapper.setProps({ selectedIds: [] }); // with nothing selected everything is drawn
    await settled(root);
    await vi.waitFor(() => expect(wrapper.emitted('seen')).toEqual([[['small']], [['big']]]));
  });

  it('lets the outlines blink without taking them from the hand', async () => {
    const { root } = await open();
    const [base] = root.querySelectorAll('canvas');
    const drawn = vi.spyOn(base!.getContext('2d')!, 'drawImage');
    await wrapper.setProps({ blinking: true });
    await nextFrame();
    drawn.mockClear();
    await wrapper.setProps({ selectedIds: [big.id] }); // draws anew
    await nextFrame();
    expect(drawn).not.toHaveBeenCalled();
    drag(root, [225, 225], [225, 225]);
    expect(wrapper.emitted('select')).toEqual([[['small'], 'click']]);
    await wrapper.setProps({ blinking: false });
    await nextFrame();
    expect(drawn).toHaveBeenCalled();
  });

  it('shows what the pointer is over on a canvas of its own, and leaves the others as they are', async () => {
    const { root } = await open();
    press(root, 'pointermove', [5, 5]);
    await nextFrame();
    const hover = layer(root, 'hover');
    const strokes = vi.spyOn(hover.getContext('2d')!, 'stroke');
    const others = (['base', 'edit'] as const).map((name) =>
      vi.spyOn(layer(root, name).getContext('2d')!, 'clearRect'),
    );
    for (const clear of others) clear.mockClear();
    press(root, 'pointermove', [225, 225]);
    await nextFrame();
    expect(strokes).toHaveBeenCalled();
    // The square from 200 to 250, 16 px from the canvas' corner, and 8 px for its line.
    expect(hover.style.transform).toBe('translate(208px, 208px)');
    expect([hover.width, hover.height]).toEqual([128, 128]);
    strokes.mockClear();
    press(root, 'pointermove', [226, 226]);
    await nextFrame();
    const cleared = vi.spyOn(hover.getContext('2d')!, 'clearRect').mockClear();
    press(root, 'pointermove', [10, 10]);
    await nextFrame();
    expect(strokes).not.toHaveBeenCalled();
    expect(cleared).toHaveBeenCalled();
    expect(others.map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
    press(root, 'pointermove', [225, 225]);
    await wrapper.setProps({ selectedIds: [small.id] }); // the edit layer shows it then
    await nextFrame();
    expect(strokes).not.toHaveBeenCalled();
  });

  it('draws rulers in frame px, with the place of the pointer', async () => {
    const { root } = await open({ look: { ...DEFAULT_LOOK, rulers: true } });
    const edit = layer(root, 'edit').getContext('2d')!;
    const labels = vi.spyOn(edit, 'fillText');
    const fills = vi.spyOn(edit, 'fillRect');
    press(root, 'pointermove', [200, 300]);
    await nextFrame();
    expect(labels.mock.calls.map(([text]) => text).slice(0, 3)).toEqual(['0', '100', '200']);
    expect(fills).toHaveBeenCalledWith(215.5, 0, 1.5, 16);
    expect(fills).toHaveBeenCalledWith(315.5, 0, 1.5, 16);
    labels.mockClear();
    await wrapper.setProps({ look: DEFAULT_LOOK });
    await nextFrame();
    expect(labels).not.toHaveBeenCalled();
  });

  it('says that a photo could not be loaded, and shows the outlines all the same', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      asked.push(new URL(url).pathname);
      return Promise.resolve(new Response('', { status: 404 }));
    });
    const { root } = await open({ view: testView('view-2', [big], { photo }) });
    expect(root.dataset).toMatchObject({ photo: 'failed', overlay: 'crisp' });
    expect(asked).toEqual(['/media/photo/photo%201/preview', '/media/photo/photo%201/full']);
    expect(wrapper.emitted('ready')).toEqual([[{ viewId: 'view-2', photo: 'failed' }]]);
    expect(wrapper.text()).toContain('could not be loaded');
  });

  it('holds the bitmaps of one photo, and none when it is left', async () => {
    const held = new Set<object>();
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('a photo')));
    vi.stubGlobal('createImageBitmap', (_: unknown, size: { resizeWidth?: number; resizeHeight?: number } = {}) => {
      const bitmap = document.createElement('canvas');
      Object.assign(bitmap, { width: size.resizeWidth ?? 2000, height: size.resizeHeight ?? 1600 });
      held.add(Object.assign(bitmap, { close: () => held.delete(bitmap) }));
      return Promise.resolve(bitmap);
    });
    const viewOf = (index: number): ViewDetail =>
      testView(`view-${index}`, [big], { photo: { ...photo, id: `photo ${index}` as PhotoId } });
    const { root } = await open({ view: viewOf(0) });
    for (let index = 1; index <= 12; index++) {
      await wrapper.setProps({ view: viewOf(index) });
      await settled(root);
      if (index % 3 === 0) continue; // left again while it loads
      await vi.waitFor(() => expect(held.size).toBe(4)); // three levels and the preview
    }
    wrapper.unmount();
    await vi.waitFor(() => expect(held.size).toBe(0));
    wrapper = mount({ template: '<i />' }) as unknown as VueWrapper;
  });

  it('shows a view without a frame, and draws nothing on it', async () => {
    const { root } = await open({ view: testView('view-3', [], { frame: null }), tool: 'add' });
    drag(root, [10, 10], [10, 10]);
    expect(wrapper.emitted('refuse')).toEqual([['This view has no frame, so nothing can be drawn on it.']]);
    await wrapper.setProps({ view: null });
    expect(root.dataset['viewId']).toBe('');
  });

  it('brushes with the pressure of a pen, and tells the wheel with Alt apart from the zoom', async () => {
    const { root } = await open({ tool: 'brush', brush: { radiusPx: 10, unit: 'frame' } });
    const pen = (pressure: number): PointerEventInit => ({ pointerType: 'pen', pressure });
    press(root, 'pointerdown', [600, 600], pen(0.5));
    press(root, 'pointermove', [650, 600], pen(1));
    press(root, 'pointerup', [650, 600], pen(0));
    const [[edit]] = wrapper.emitted('commit') as [[CanvasEdit]];
    expect(edit).toMatchObject({
      kind: 'work',
      lesionIds: [],
      work: {
        operation: 'brush',
        stroke: [
          { x: 600, y: 600, radius: 10 },
          { x: 650, y: 600, radius: 20 },
        ],
      },
    });
    root.dispatchEvent(new WheelEvent('wheel', { deltaY: -100, altKey: true, bubbles: true, cancelable: true }));
    expect(wrapper.emitted('resizeBrush')).toHaveLength(1);
    await wrapper.setProps({ tool: 'wand' });
    root.dispatchEvent(new WheelEvent('wheel', { deltaY: -100, altKey: true, bubbles: true, cancelable: true }));
    expect(wrapper.emitted('tuneWand')).toEqual([[Math.exp(0.15)]]);
    expect(wrapper.emitted('resizeBrush')).toHaveLength(1);
    await settled(root);
    expect(root.dataset['scale']).toBe('1');
  });
});

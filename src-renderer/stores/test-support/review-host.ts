import { createPinia, setActivePinia } from 'pinia';
import { createApp } from 'vue';
import { vi } from 'vitest';
import type { GeometryTask } from '#shared/contract/geometry';
import type { Action, Applied, Lesion, ViewDetail } from '#shared/contract/review';
import type { EventId, LesionId, ShapeId, ViewId } from '#shared/domain/ids';
import type { Answer } from '#shared/domain/error';
import type { Polygon } from '#shared/geometry/types';
import { CLIENT, type Client } from '../../api/client';
import type { WorkEdit } from '../../canvas/canvas-edit';
import { toFlatRings, toPolygon } from '../../canvas/layers/lesion-shapes';
import { square, testLesion, testView } from '../../canvas/test-support/lesions';
import { useAppStore } from '../app';
import { useReviewStore } from '../review';
import { withApplied } from '../with-applied';

export type Asked = { readonly task: GeometryTask; answer(given: Polygon[] | Answer<never>): void };
/** One stored event: its view, and the lesions that it touched, before it and after it. */
type Stored = { readonly viewId: ViewId; readonly before: readonly Lesion[]; readonly after: readonly Lesion[] };
type Context = { readonly imageView: string; readonly overlayShown: boolean };

/** A host whose engine answers when the test says so, and that remembers what it was told to store. */
export class ReviewHost {
  readonly asked: Asked[] = [];
  readonly decided: Action[] = [];
  /** What each decision was said to be made on. */
  readonly contexts: Context[] = [];
  isDiskFull = false;
  /** Decisions are not answered before `answerDecisions`. */
  isSlow = false;
  private waiting: (() => void)[] = [];
  /** Views that were decided on, as they stand. */
  private readonly views = new Map<ViewId, ViewDetail>();
  private readonly toUndo: Stored[] = [];
  private readonly toRedo: Stored[] = [];

  readonly client = {
    call: (name: string, input: unknown) =>
      new Promise((resolve) => {
        if (name === 'review.decide') this.decide(input as { action: Action; context: Context }, resolve);
        if (name === 'review.undo' || name === 'review.redo') resolve(this.takeBack(name));
        if (name === 'review.view') resolve({ ok: true, value: this.views.get((input as { viewId: ViewId }).viewId) });
        if (name === 'geometry.run') this.work(input as GeometryTask, resolve);
      }),
    on: () => () => undefined,
    onConnection: () => () => undefined,
    pathForFile: () => null,
  } as unknown as Client;

  answerDecisions(): void {
    this.isSlow = false;
    for (const answer of this.waiting.splice(0)) answer();
  }

  private decide({ action, context }: { action: Action; context: Context }, resolve: (answer: unknown) => void): void {
    this.decided.push(action);
    this.contexts.push(context);
    const answer = (): void =>
      resolve(
        this.isDiskFull
          ? { ok: false, error: { code: 'disk_full', message: 'No space left', details: {} } }
          : { ok: true, value: this.applied(action) },
      );
    if (this.isSlow) this.waiting.push(answer);
    else answer();
  }

  private work(task: GeometryTask, resolve: (answer: unknown) => void): void {
    const answer: Asked['answer'] = (given) => {
      const polygons = Array.isArray(given) ? given.map((one) => ({ rings: toFlatRings(one), areaPx2: 1 })) : [];
      resolve(Array.isArray(given) ? { ok: true, value: { polygons, areaPx2: polygons.length } } : given);
    };
    this.asked.push({ task, answer });
  }

  /** What the core would answer to a decision, or to a drawn lesion. */
  private applied(action: Action): Applied {
    const view = useReviewStore().view!;
    this.views.set(view.viewId, view);
    const before = action.type === 'decide' ? view.lesions.filter(({ id }) => action.lesions.includes(id)) : [];
    const stored = { viewId: view.viewId, before, after: this.after(action, before) };
    this.toUndo.push(stored);
    this.toRedo.length = 0;
    return this.answer(stored, stored.after);
  }

  private after(action: Action, before: readonly Lesion[]): Lesion[] {
    if (action.type === 'add' || action.type === 'addAll') {
      const geometries = action.type === 'add' ? [action.geometry] : action.geometries;
      return shapesOf(geometries, this.decided.length).map(({ rings }, index) => ({
        ...testLesion(`drawn-${this.decided.length}-${index}`, toPolygon(rings), { verdict: 'added' }),
        origin: 'reviewer',
      }));
    }
    if (action.type !== 'decide') return [];
    const { verdict, geometries = [] } = action;
    const shapes = shapesOf(geometries, this.decided.length);
    return before.map((lesion) => ({ ...lesion, state: { ...lesion.state, verdict, shapes } }));
  }

  private takeBack(name: 'review.undo' | 'review.redo'): Answer<Applied> {
    const [from, to] = name === 'review.undo' ? [this.toUndo, this.toRedo] : [this.toRedo, this.toUndo];
    const stored = from.pop();
    if (!stored)
      return {
        ok: false,
        error: { code: name === 'review.undo' ? 'nothing_to_undo' : 'nothing_to_redo', message: '', details: {} },
      };
    to.push(stored);
    return { ok: true, value: this.answer(stored, name === 'review.undo' ? stored.before : stored.after) };
  }

  /** Of delivered lesions what stands now; drawn ones whole, or removed where they are no more. */
  private answer({ viewId, before, after }: Stored, now: readonly Lesion[]): Applied {
    const view = this.views.get(viewId)!;
    const drawn = [...new Set([...before, ...after].filter(isDrawn).map(({ id }) => id))];
    const applied: Applied = {
      ...{ eventId: `event-${this.decided.length}` as EventId, label: '', viewId, viewIds: [viewId] },
      ...{ otherViews: [], findings: [], isPhotoChanged: false, undoLabel: null, redoLabel: null },
      progress: view.progress,
      states: now.filter((one) => !isDrawn(one)).map(({ id, state }) => ({ id, state })),
      lesions: now.filter(isDrawn),
      removed: drawn.filter((id) => !now.some((one) => one.id === id)),
    };
    this.views.set(viewId, withApplied(view, applied));
    return applied;
  }
}

const isDrawn = ({ origin }: Lesion): boolean => origin === 'reviewer';
type Geometry = Extract<Action, { type: 'add' }>['geometry'];
const shapesOf = (geometries: readonly Geometry[], event: number): Lesion['state']['shapes'] =>
  geometries.map(([exterior = []], index) => ({
    ...{ id: `shape-${event}-${index}` as ShapeId, areaPx2: 1, bounds: { minX: 0, minY: 0, maxX: 1, maxY: 1 } },
    rings: [exterior.slice(0, -1).flatMap(([x = 0, y = 0]) => [x, y])],
  }));

export const id = 'a' as LesionId;
export const brush = (mode: 'add' | 'erase', lesionIds: LesionId[]): WorkEdit => ({
  kind: 'work',
  work: { operation: 'brush', mode, stroke: [{ x: 20, y: 20, radius: 4 }] },
  lesionIds,
  sketch: { kind: 'none' },
});

/** New stores over a new host: the reviewer Ana looks at a view with the lesions a, which is selected, and b. */
export function startReview(): ReviewHost {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined })); // jsdom has none
  const host = new ReviewHost();
  const app = createApp({});
  app.provide(CLIENT, host.client);
  const pinia = createPinia();
  app.use(pinia);
  setActivePinia(pinia);
  useAppStore().settings.reviewer = 'Ana';
  const review = useReviewStore();
  review.view = testView('view', [testLesion('a', square(10, 10, 20)), testLesion('b', square(50, 10, 20))]);
  review.select([id]);
  return host;
}

import { createPinia, setActivePinia } from 'pinia';
import { createApp } from 'vue';
import { vi } from 'vitest';
import type { GeometryTask } from '#shared/contract/geometry';
import type { Action, Applied } from '#shared/contract/review';
import type { EventId, LesionId, ShapeId } from '#shared/domain/ids';
import type { Answer } from '#shared/domain/error';
import type { Polygon } from '#shared/geometry/types';
import { CLIENT, type Client } from '../../api/client';
import type { WorkEdit } from '../../canvas/canvas-edit';
import { toFlatRings } from '../../canvas/layers/lesion-shapes';
import { square, testLesion, testView } from '../../canvas/test-support/lesions';
import { useAppStore } from '../app';
import { useReviewStore } from '../review';

export type Asked = { readonly task: GeometryTask; answer(given: Polygon[] | Answer<never>): void };
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

  readonly client = {
    call: (name: string, input: unknown) =>
      new Promise((resolve) => {
        if (name === 'review.decide') this.decide(input as { action: Action; context: Context }, resolve);
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

  /** What the core would answer: the redrawn lesions with their new outlines. */
  private applied(action: Action): Applied {
    const view = useReviewStore().view!;
    const geometries = action.type === 'decide' ? (action.geometries ?? []) : [];
    const shapes = geometries.map(([exterior = []], index) => ({
      ...{
        id: `shape-${this.decided.length}-${index}` as ShapeId,
        areaPx2: 1,
        bounds: { minX: 0, minY: 0, maxX: 1, maxY: 1 },
      },
      rings: [exterior.slice(0, -1).flatMap(([x = 0, y = 0]) => [x, y])],
    }));
    const ids = action.type === 'decide' ? action.lesions : [];
    return {
      ...{ eventId: `event-${this.decided.length}` as EventId, label: '', viewId: view.viewId, viewIds: [view.viewId] },
      ...{ otherViews: [], removed: [], findings: [], isPhotoChanged: false, undoLabel: null, redoLabel: null },
      progress: view.progress,
      lesions: [],
      states: view.lesions
        .filter((one) => ids.includes(one.id))
        .map(({ id, state }) => ({ id, state: { ...state, verdict: 'redrawn', shapes } })),
    } as unknown as Applied;
  }
}

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

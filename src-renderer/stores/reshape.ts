import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Action } from '#shared/contract/review';
import { polygonToCoordinates } from '#shared/geometry/polygon';
import { useClient } from '../api/client';
import type { ReshapeEdit } from '../canvas/canvas-edit';
import type { TransformReport } from '../canvas/tools/tool';
import { REST, type Pose } from '../canvas/tools/transform-pose';
import { counted } from '../components/format';
import { clipAtFrame } from './frame-clip';
import { useReviewStore } from './review';
import { useToastsStore } from './toasts';

type ReshapeAction = Extract<Action, { type: 'reshape' }>;

/** What is being made of the selected lesions by the transform tool, and how it is stored: one event, one undo step. */
export const useReshapeStore = defineStore('reshape', () => {
  const client = useClient();
  const review = useReviewStore();
  const toasts = useToastsStore();
  /** Null while the tool is not in hand or nothing is selected. */
  const report = shallowRef<TransformReport | null>(null);

  async function commit({ how, items, atFrame }: ReshapeEdit): Promise<void> {
    const asked = items.flatMap(({ lesionIds }) => lesionIds);
    const applied = await review.act(async (): Promise<ReshapeAction | null> => {
      const frame = review.view?.frame;
      const placed = atFrame && frame ? await clipAtFrame(client, { items, atFrame, frame }) : { items, left: [] };
      if ('error' in placed) {
        toasts.showError(placed.error);
        return null;
      }
      if (placed.items.length === 0) {
        toasts.show('warning', 'The outline was not changed', 'Nothing of it would lie inside the frame.');
        return null;
      }
      if (placed.left.length > 0)
        toasts.show('info', `${counted(placed.left.length, 'lesion')} stayed in place`, 'The frame ends there.');
      return {
        type: 'reshape',
        how,
        items: placed.items.map(({ lesionIds, polygons }) => ({
          lesions: [...lesionIds],
          geometries: polygons.map(polygonToCoordinates),
        })),
        expects: review.expectedOf(placed.items.flatMap(({ lesionIds }) => lesionIds)),
        keepComments: true,
      };
    });
    const gone = new Set(applied?.removed ?? []);
    if (applied) review.select(asked.filter((id) => !gone.has(id)));
  }
  const pose = (): Pose => report.value?.pose ?? REST;

  return { report, commit, pose };
});

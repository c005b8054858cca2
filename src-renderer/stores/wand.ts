import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { useClient } from '../api/client';
import type { SpreadEdit, WandOptions } from '../canvas/boundary/wand-session';
import { lesionPicture, toFlatRings, toPolygon } from '../canvas/layers/lesion-shapes';
import { useOutlineEditsStore } from './outline-edits';
import { useReviewStore } from './review';
import { useToastsStore } from './toasts';

/** The wand's options, and what becomes of the regions that it takes. */
export const useWandStore = defineStore('wand', () => {
  const client = useClient();
  const review = useReviewStore();
  const edits = useOutlineEditsStore();
  const toasts = useToastsStore();
  const tolerancePercent = ref(100);
  const holes = ref<WandOptions['holes']>('filled');
  const options = computed<WandOptions>(() => ({ tolerancePercent: tolerancePercent.value, holes: holes.value }));

  async function take({ mode, lesionIds, polygon }: SpreadEdit): Promise<void> {
    if (mode === 'add') return void (await edits.take({ kind: 'add', polygon }));
    if (mode === 'replace') return void (await edits.take({ kind: 'redraw', lesionIds, polygons: [polygon] }));
    const first = review.lesions.find(({ id }) => id === lesionIds[0]);
    if (!first) return toasts.show('warning', 'The outline was not changed', 'The lesion is not there any more.');
    const subject = lesionPicture(first).parts.map((rings) => rings.map((ring) => [...ring]));
    const clip = [toFlatRings(polygon).map((ring) => [...ring])];
    const answer = await client.call('geometry.run', { operation: mode, subject, clip });
    if (!answer.ok) return toasts.showError(answer.error);
    const polygons = answer.value.polygons.map(({ rings }) => toPolygon(rings));
    if (polygons.length > 0) return void (await edits.take({ kind: 'redraw', lesionIds, polygons }));
    toasts.show(
      'warning',
      'The outline was not changed',
      'Nothing would be left of the lesion. Reject it if it is none.',
    );
  }
  return { tolerancePercent, holes, options, take };
});

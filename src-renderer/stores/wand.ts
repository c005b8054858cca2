import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { SpreadEdit, WandOptions } from '../canvas/boundary/wand-session';
import { useOutlineEditsStore } from './outline-edits';

/** The wand's options, and what becomes of the regions that it takes. */
export const useWandStore = defineStore('wand', () => {
  const edits = useOutlineEditsStore();
  const tolerancePercent = ref(100);
  const holes = ref<WandOptions['holes']>('filled');
  const options = computed<WandOptions>(() => ({ tolerancePercent: tolerancePercent.value, holes: holes.value }));

  function take({ mode, lesionIds, polygon }: SpreadEdit): Promise<unknown> {
    switch (mode) {
      case 'add':
        return edits.take({ kind: 'add', polygon });
      case 'replace':
        return edits.take({ kind: 'redraw', lesionIds, polygons: [polygon] });
      default: {
        const operation = mode === 'union' ? 'unite' : 'subtract';
        return edits.take({ kind: 'work', work: { operation, region: polygon }, lesionIds, sketch: { kind: 'none' } });
      }
    }
  }
  return { tolerancePercent, holes, options, take };
});

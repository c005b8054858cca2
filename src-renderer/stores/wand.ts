import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { SpreadEdit, WandOptions } from '../canvas/boundary/wand-session';
import { useOutlineEditsStore } from './outline-edits';

/** As far as the field goes, in per cent of the tolerance at which a region is sharpest. */
export const TOLERANCE_PERCENT = { least: 25, most: 400, step: 5 } as const;

/** The wand's options, and what becomes of the regions that it takes. */
export const useWandStore = defineStore('wand', () => {
  const edits = useOutlineEditsStore();
  const tolerancePercent = ref(100);
  const holes = ref<WandOptions['holes']>('filled');
  const options = computed<WandOptions>(() => ({ tolerancePercent: tolerancePercent.value, holes: holes.value }));

  /** By a factor, by one step at least. */
  function tune(factor: number): void {
    const { least, most, step } = TOLERANCE_PERCENT;
    const steps = (tolerancePercent.value * (factor - 1)) / step;
    const change = Math.sign(steps) * Math.max(1, Math.round(Math.abs(steps))) * step;
    tolerancePercent.value = Math.min(most, Math.max(least, tolerancePercent.value + change));
  }
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
  return { tolerancePercent, holes, options, tune, take };
});

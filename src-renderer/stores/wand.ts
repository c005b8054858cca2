import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { WandOptions } from '../canvas/boundary/wand-session';

/** As far as the field goes, in per cent of the tolerance at which a region is sharpest. */
export const TOLERANCE_PERCENT = { least: 25, most: 400, step: 5 } as const;

/** The wand's options. */
export const useWandStore = defineStore('wand', () => {
  const tolerancePercent = ref(100);
  const holes = ref<WandOptions['holes']>('filled');
  const options = computed<WandOptions>(() => ({ tolerancePercent: tolerancePercent.value, holes: holes.value }));

  /** What the factors so far ask for, while the slider stands where they put it: a trackpad sends many small ones. */
  let asked = { percent: 100, shown: 100 };
  /** By a factor, to the nearest step. */
  function tune(factor: number): void {
    const { least, most, step } = TOLERANCE_PERCENT;
    const from = asked.shown === tolerancePercent.value ? asked.percent : tolerancePercent.value;
    const percent = Math.min(most, Math.max(least, from * factor));
    tolerancePercent.value = step * Math.round(percent / step);
    asked = { percent, shown: tolerancePercent.value };
  }
  return { tolerancePercent, holes, options, tune };
});

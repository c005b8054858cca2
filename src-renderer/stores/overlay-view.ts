import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { OverlayLook } from '#shared/contract/app';
import { useAppStore } from './app';

const LABELS: readonly OverlayLook['labels'][] = ['none', 'number', 'verdict', 'both'];

/** How the outlines show: the looks are kept with the settings, what hides some of them ends with the window. */
export const useOverlayViewStore = defineStore('overlayView', () => {
  const app = useAppStore();
  const isOnlySelected = ref(false);
  const isBlinking = ref(false);
  const look = computed<OverlayLook>(() => app.settings.overlay);
  const change = (part: Partial<OverlayLook>): Promise<void> => app.save({ overlay: { ...look.value, ...part } });
  const cycleLabels = (): Promise<void> =>
    change({ labels: LABELS[(LABELS.indexOf(look.value.labels) + 1) % LABELS.length] ?? 'none' });
  return { look, isOnlySelected, isBlinking, change, cycleLabels };
});

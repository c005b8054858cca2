import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { ErrorAnswer } from '#shared/domain/error';
import { errorTitle } from '../api/error-words';

export type Toast = {
  readonly id: number;
  readonly tone: 'info' | 'success' | 'warning' | 'error';
  readonly title: string;
  readonly text: string;
};
const SHOWN_MS: Readonly<Record<Toast['tone'], number | null>> = {
  info: 4000,
  success: 4000,
  warning: 8000,
  error: null,
};

/** Short messages. Errors stay until they are closed; nothing that failed goes by unseen. */
export const useToastsStore = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([]);
  let lastId = 0;

  function close(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }
  function show(tone: Toast['tone'], title: string, text = ''): void {
    const id = ++lastId;
    toasts.value = [
      ...toasts.value.filter((toast) => toast.title !== title || toast.text !== text),
      { id, tone, title, text },
    ].slice(-4);
    const shownMs = SHOWN_MS[tone];
    if (shownMs !== null) setTimeout(() => close(id), shownMs);
  }
  function showError(error: ErrorAnswer): void {
    const isMild = error.code === 'nothing_to_undo' || error.code === 'nothing_to_redo';
    show(isMild ? 'info' : 'error', errorTitle(error), error.message);
  }
  return { toasts, show, showError, close };
});

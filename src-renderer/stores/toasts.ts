import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { ErrorAnswer } from '#shared/domain/error';
import { errorTitle } from '../api/error-words';

export type Toast = {
  readonly id: number;
  readonly tone: 'info' | 'success' | 'warning' | 'error';
  readonly title: string;
  readonly text: string;
  /** What the reader may want to do about it. */
  readonly action: ToastAction | null;
};
export type ToastAction = { readonly label: string; run(): unknown };
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
  /** Shows a message; one with an action stays until it is closed, for it must be possible to reach it. */
  function offer(toast: Omit<Toast, 'id'>): void {
    const id = ++lastId;
    toasts.value = [
      ...toasts.value.filter(({ title, text }) => title !== toast.title || text !== toast.text),
      { ...toast, id },
    ].slice(-4);
    const shownMs = toast.action ? null : SHOWN_MS[toast.tone];
    if (shownMs !== null) setTimeout(() => close(id), shownMs);
  }
  const show = (tone: Toast['tone'], title: string, text = ''): void => offer({ tone, title, text, action: null });
  function showError(error: ErrorAnswer): void {
    const isMild = error.code === 'nothing_to_undo' || error.code === 'nothing_to_redo';
    show(isMild ? 'info' : 'error', errorTitle(error), error.message);
  }
  /** Passing news about what is no longer on screen. */
  function clearInfo(): void {
    toasts.value = toasts.value.filter(({ tone, action }) => tone !== 'info' || action !== null);
  }
  return { toasts, clearInfo, show, offer, showError, close };
});

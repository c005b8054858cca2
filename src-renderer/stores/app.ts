import { defineStore } from 'pinia';
import { computed, ref, watch, watchEffect } from 'vue';
import type { AppInfo, Settings } from '#shared/contract/app';
import { DEFAULT_LOOK } from '../canvas/layers/overlay-look';
import { NEUTRAL_TONE } from '#shared/domain/image-view';
import { type Connection, useClient } from '../api/client';
import { useToastsStore } from './toasts';

export type Screen = 'start' | 'review' | 'report' | 'pairing';
export type DialogName =
  | 'reviewer'
  | 'export'
  | 'shortcuts'
  | 'palette'
  | 'import'
  | 'newProject'
  | 'openProject'
  | 'verify'
  | 'saveCopy'
  | 'subjects'
  | 'conflicts'
  | 'roots';

const FALLBACK: Settings = {
  reviewer: null,
  reviewers: [],
  theme: 'system',
  autoAdvance: true,
  singleKeyShortcuts: true,
  keymap: {},
  lastFolder: null,
  photoCacheMib: 4096,
  overlay: DEFAULT_LOOK,
  imageView: { view: 'plain', ...NEUTRAL_TONE },
};

/** What is not about a project: host facts, settings, theme, connection, which screen and dialog is open. */
export const useAppStore = defineStore('app', () => {
  const client = useClient();
  const toasts = useToastsStore();
  const info = ref<AppInfo | null>(null);
  const settings = ref<Settings>(FALLBACK);
  const connection = ref<Connection>('connecting');
  const screen = ref<Screen>('start');
  const dialog = ref<DialogName | null>(null);
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const systemIsDark = ref(prefersDark.matches);
  prefersDark.addEventListener('change', ({ matches }) => (systemIsDark.value = matches));
  const isDark = computed(() =>
    settings.value.theme === 'system' ? systemIsDark.value : settings.value.theme === 'dark',
  );
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)').matches;
  watchEffect(() => (document.documentElement.dataset['theme'] = isDark.value ? 'dark' : 'light'));
  client.onConnection((next) => (connection.value = next));

  async function load(): Promise<void> {
    const [about, stored] = await Promise.all([client.call('app.info', {}), client.call('app.settings', {})]);
    if (about.ok) info.value = about.value;
    if (stored.ok) settings.value = stored.value;
  }
  async function save(change: Partial<Settings>): Promise<void> {
    settings.value = { ...settings.value, ...change };
    const answer = await client.call('app.saveSettings', change);
    if (!answer.ok) return toasts.showError(answer.error);
    // Two windows may be used by two reviewers: only a change of the name here changes whose decisions these are.
    const { reviewer } = change.reviewer === undefined ? settings.value : answer.value;
    settings.value = { ...answer.value, reviewer };
  }
  /** The name in use; asks for it where there is none yet. Null when the reviewer would rather look around first. */
  function reviewerName(): Promise<string | null> {
    if (settings.value.reviewer) return Promise.resolve(settings.value.reviewer);
    dialog.value = 'reviewer';
    return new Promise((resolve) => {
      const stop = watch(dialog, (now) => {
        if (now === 'reviewer') return;
        stop();
        resolve(settings.value.reviewer);
      });
    });
  }
  function toggleTheme(): Promise<void> {
    return save({ theme: isDark.value ? 'light' : 'dark' });
  }
  return { info, settings, connection, screen, dialog, isDark, reducedMotion, load, save, reviewerName, toggleTheme };
});

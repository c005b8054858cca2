import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  IMAGE_VIEWS,
  imageViewRecord,
  isNeutralTone,
  NEUTRAL_TONE,
  type ImageView,
  type Tone,
} from '#shared/domain/image-view';
import type { LesionReading } from '../canvas/enhance/contrast-reader';
import type { ShownImageView } from '../canvas/enhance/image-view-desk';
import { useAppStore } from './app';

/** The views that a key cycles through; single channels have a key of their own. */
const CYCLE: readonly ImageView[] = ['plain', 'local-contrast', 'redness', 'brown', 'clahe'];
const CHANNELS: readonly ImageView[] = ['red', 'green', 'blue', 'lightness', 'a-star', 'b-star'];
/** A slider is stored once it rests. */
const SAVE_AFTER_MS = 500;
/** A key that asks about a view which is not painted by then is refused: it must not answer late, nor about another view. */
const PAINTED_WITHIN_MS = 2000;

const following = (all: readonly ImageView[], now: ImageView, step: 1 | -1): ImageView =>
  all[(Math.max(all.indexOf(now), step === 1 ? -1 : 0) + step + all.length) % all.length] ?? 'plain';

/** How photos are looked at: kept from view to view, and in the settings. */
export const useImageViewStore = defineStore('imageView', () => {
  const app = useAppStore();
  const chosen = ref<ImageView>('plain');
  const chosenTone = shallowRef<Tone>(NEUTRAL_TONE);
  /** The plain photo as it is, for as long as the reviewer wants; the choice stays. */
  const isBypassed = ref(false);
  /** What is on the canvas now: what decisions are made on. */
  const shown = shallowRef<ShownImageView>({ record: 'plain', isCrisp: true, typologyAngleDeg: null });
  /** The one selected lesion against its ring. */
  const reading = shallowRef<LesionReading | null>(null);
  let saving: ReturnType<typeof setTimeout> | undefined;

  /** The image view on the canvas now, which is another than the one chosen while that is being painted. */
  const painted = computed<ImageView>(
    () => IMAGE_VIEWS.find((name) => name === shown.value.record.split(' ')[0]) ?? 'plain',
  );
  const isPlainChoice = computed(() => chosen.value === 'plain' && isNeutralTone(chosenTone.value));
  const view = computed<ImageView>(() => (isBypassed.value ? 'plain' : chosen.value));
  const tone = computed<Tone>(() => (isBypassed.value ? NEUTRAL_TONE : chosenTone.value));
  /** What is chosen is on the canvas, the tone included. */
  const isPainted = computed(() => shown.value.record === imageViewRecord(view.value, tone.value));

  // The settings come once, after the store; later changes are this window's own.
  const stop = watch(
    () => app.settings,
    ({ imageView: { view: stored, ...storedTone } }, before) => {
      if (before !== undefined) stop();
      chosen.value = stored;
      chosenTone.value = storedTone;
    },
    { immediate: true },
  );
  /**
   * Once the chosen view is on the canvas: what a quick key asks about it is not asked about the one before. Answers
   * false when it is still not there after two seconds.
   */
  function untilPainted(): Promise<boolean> {
    if (isPainted.value) return Promise.resolve(true);
    return new Promise((done) => {
      const late = setTimeout(() => end(false), PAINTED_WITHIN_MS);
      const unwatch = watch(isPainted, (is) => is && end(true), { flush: 'sync' });
      function end(is: boolean): void {
        clearTimeout(late);
        unwatch();
        done(is);
      }
    });
  }
  function save(): void {
    clearTimeout(saving);
    const imageView = { view: chosen.value, ...chosenTone.value };
    saving = setTimeout(() => void app.save({ imageView }), SAVE_AFTER_MS);
  }
  function choose(next: ImageView): void {
    stop();
    isBypassed.value = false;
    chosen.value = next;
    save();
  }
  function setTone(next: Tone): void {
    stop();
    isBypassed.value = false;
    chosenTone.value = next;
    save();
  }
  function togglePlain(): void {
    isBypassed.value = !isBypassed.value && !isPlainChoice.value;
  }
  const step = (direction: 1 | -1): void => choose(following(CYCLE, view.value, direction));
  const stepChannel = (): void => choose(following(CHANNELS, view.value, 1));

  return {
    painted,
    isPainted,
    untilPainted,
    view,
    tone,
    chosenTone,
    isBypassed,
    isPlainChoice,
    shown,
    reading,
    choose,
    setTone,
    togglePlain,
    step,
    stepChannel,
  };
});

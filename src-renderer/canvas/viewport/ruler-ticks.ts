/** A mark of a ruler: `at` in CSS px along it, `value` in frame px; `label` null for the short ones. */
export type RulerTick = { readonly at: number; readonly value: number; readonly label: string | null };

/** Along one axis: screen = frame × scale + offset, in CSS px; `length` is that of the canvas. */
export type RulerAxis = { readonly scale: number; readonly offset: number; readonly length: number };

/** Labels are at least this far apart, in CSS px. */
const LABEL_EVERY_PX = 64;
const PARTS: Readonly<Record<number, number>> = { 1: 5, 2: 4, 5: 5 };

/** The distance of labels in frame px: 1, 2 or 5 times a power of ten, never under one pixel. */
export function rulerStep(scale: number): { step: number; parts: number } {
  const least = Math.max(1, LABEL_EVERY_PX / scale);
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least * (1 - 1e-9)) ?? 10;
  const step = factor * power;
  const parts = PARTS[factor === 10 ? 1 : factor] ?? 5;
  return { step, parts: step === 1 ? 1 : step / parts >= 1 ? parts : step };
}

/** The marks that the canvas shows, in order; frame px 0 is the edge of the first pixel. */
export function rulerTicks({ scale, offset, length }: RulerAxis): RulerTick[] {
  const { step, parts } = rulerStep(scale);
  const small = step / parts;
  const first = Math.ceil((0 - offset) / scale / small);
  const last = Math.floor((length - offset) / scale / small);
  const ticks: RulerTick[] = [];
  for (let i = first; i <= last; i++) {
    const value = i * small + 0; // never -0
    ticks.push({ at: value * scale + offset, value, label: i % parts === 0 ? String(Math.round(value)) : null });
  }
  return ticks;
}

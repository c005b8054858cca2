import type { Frame } from '#shared/domain/view';
import type { DecodedMask, DecodedResult, PlannedView } from './types';

type ViewDraft = PlannedView & { readonly list: DecodedMask['list'] };

/**
 * The views of a result, in the order of its masks. A further mask of the same side joins when its frame is equal
 * and it is drawn on the same picture (restored or original are two pixel spaces); else it makes `front-2`.
 */
export function planViews(result: DecodedResult): PlannedView[] {
  const masks = result.isOk ? result.masks.filter((mask) => mask.reviewable) : [];
  if (masks.length === 0) return [{ name: 'front', side: 'front', frame: null, maskRefs: [] }];
  const views: ViewDraft[] = [];
  // A side that the file itself calls "front-2" keeps its name.
  const taken = new Set<string>(masks.map((mask) => mask.side));
  for (const { list, index, side, viewBox } of masks) {
    const frame = viewBox && frameOf(viewBox);
    const joined = views.find((view) => view.side === side && view.list === list && isSameFrame(view.frame, frame));
    if (joined) {
      joined.maskRefs.push({ list, index });
      continue;
    }
    const name = views.some((view) => view.side === side) ? nextName(side, taken) : side;
    taken.add(name);
    views.push({ name, side, frame, list, maskRefs: [{ list, index }] });
  }
  return views.map(({ name, side, frame, maskRefs }) => ({ name, side, frame, maskRefs }));
}

function frameOf(viewBox: readonly [number, number, number, number]): Frame {
  return { width: viewBox[2], height: viewBox[3], viewBox };
}

/** Equal origin too: the same numbers must mean the same pixels. */
function isSameFrame(a: Frame | null, b: Frame | null): boolean {
  if (!a || !b) return a === b;
  return a.viewBox?.join(' ') === b.viewBox?.join(' ');
}

function nextName(side: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${side}-${number}`)) number += 1;
  return `${side}-${number}`;
}

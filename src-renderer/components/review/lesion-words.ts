import type { Lesion } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import { REASONS } from '#shared/domain/reasons';
import { outlineProblem } from '../../canvas/outline-problem';
import { LESION_STYLES, lesionStyleKey } from '../../canvas/verdict-style';
import { areaText } from '../format';

/** Area of what stands for a lesion, in px². */
export function standingAreaPx2({ areaPx2, state }: Lesion): number {
  return state.shapes.length > 0 ? state.shapes.reduce((sum, shape) => sum + shape.areaPx2, 0) : areaPx2;
}

/** Everything that a row shows, as a screen reader reads it: "Lesion 3, Rejected, Nevus, 120 px²". */
export function lesionWords(lesion: Lesion, number: number): string {
  const { reason, comment } = lesion.state;
  return [
    `Lesion ${number}`,
    LESION_STYLES[lesionStyleKey(lesion)].label,
    reason === null ? null : (REASONS.find(({ id }) => id === reason)?.label ?? reason),
    comment === null ? null : `comment: ${comment}`,
    outlineProblem(lesion) === null ? null : 'outline crosses itself',
    areaText(standingAreaPx2(lesion)),
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** What became of lesions of one view: "Lesion 3: Rejected."; "" when nothing did. */
export function verdictNews(before: readonly Lesion[], now: readonly Lesion[]): string {
  if (before === now) return '';
  const known = new Map<LesionId, Lesion>(before.map((lesion) => [lesion.id, lesion]));
  const changed = now.flatMap((lesion, index) => {
    const old = known.get(lesion.id);
    known.delete(lesion.id);
    const isSame =
      old === lesion ||
      (old && lesionStyleKey(old) === lesionStyleKey(lesion) && old.state.reason === lesion.state.reason);
    return isSame ? [] : [{ lesion, number: index + 1 }];
  });
  const [only] = changed;
  const gone = known.size === 0 ? '' : `${known.size} removed.`;
  if (!only) return gone;
  const words =
    changed.length === 1
      ? `Lesion ${only.number}: ${LESION_STYLES[lesionStyleKey(only.lesion)].label}.`
      : `${changed.length} lesions changed.`;
  return [words, gone].filter(Boolean).join(' ');
}

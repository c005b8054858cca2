import type { Finding } from '#shared/domain/finding';
import type { ViewId } from '#shared/domain/ids';
import { firstRow, type ReadableDb } from '#main/db/handle';
import type { PlacedFinding } from '#main/repositories/findings';

const VIEW_OF_MASK = `SELECT v.uid FROM result AS r JOIN mask AS m ON m.result_id = r.id AND m.list = ? AND m.mask_index = ?
  JOIN view AS v ON v.id = m.view_id WHERE r.key = ?`;
const FIRST_VIEW = `SELECT v.uid FROM result AS r JOIN view AS v ON v.result_id = r.id WHERE r.key = ?
  ORDER BY v.name <> 'front', v.id LIMIT 1`;
const IN_MASK = /^(?:\.result)?\.(masks_restored|masks_original)\[(\d+)\]/;

/** Key of the result of the element that a place lies in, and what of the place lies under the element. */
function elementAt(place: string, keyOfPath: ReadonlyMap<string, string>): { key: string; rest: string } | null {
  for (
    let end = place.length;
    end > 0;
    end = Math.max(place.lastIndexOf('.', end - 1), place.lastIndexOf('[', end - 1))
  ) {
    const key = keyOfPath.get(place.slice(0, end));
    if (key !== undefined) return { key, rest: place.slice(end) };
  }
  return null;
}

function viewAt(db: ReadableDb, { key, rest }: { key: string; rest: string }): ViewId | undefined {
  const [, list, index] = IN_MASK.exec(rest) ?? [];
  const ofMask = list && firstRow<{ uid: ViewId }>(db, VIEW_OF_MASK, [list, Number(index), key]);
  return (ofMask || firstRow<{ uid: ViewId }>(db, FIRST_VIEW, [key]))?.uid;
}

/**
 * Findings of a file with the view that each is about: that of the mask in its place, else the element's first.
 * `keyOfPath`: keys of the results that the file holds or repeats, by path.
 */
export function placeFindings(
  db: ReadableDb,
  findings: readonly Finding[],
  keyOfPath: ReadonlyMap<string, string>,
): PlacedFinding[] {
  return findings.map((finding) => {
    const element = finding.place.startsWith('$') ? elementAt(finding.place, keyOfPath) : null;
    const viewUid = element && viewAt(db, element);
    return viewUid ? { ...finding, viewUid } : finding;
  });
}

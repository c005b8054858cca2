import { pairPhotos, type ImageListEntry, type PairingView } from '#shared/domain/pairing';
import type { Finding } from '#shared/domain/finding';
import type { ViewId } from '#shared/domain/ids';
import { allRows, firstRow, run, type WritableDb } from '#main/db/handle';
import { pairablePhotos } from '#main/repositories/photos';

type Row = {
  uid: ViewId;
  side: string;
  width: number | null;
  height: number | null;
  image_id: string | null;
  source_path: string;
  results: number;
  list: 'masks_restored' | 'masks_original' | null;
};

const UNPAIRED = `SELECT v.uid, v.side, v.width, v.height, r.image_id,
    replace(o.path, '\\', '/') || '/' || f.path AS source_path,
    n.results,
    (SELECT list FROM mask WHERE view_id = v.id ORDER BY id LIMIT 1) AS list
  FROM view AS v JOIN result AS r ON r.id = v.result_id JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1
    JOIN root AS o ON o.id = f.root_id
    JOIN (SELECT source_file_id, count(*) AS results FROM result GROUP BY source_file_id) AS n ON n.source_file_id = f.id
  WHERE v.photo_id IS NULL ORDER BY v.id`;

const toPairingView = (row: Row): PairingView => ({
  id: row.uid,
  side: row.side,
  frame: row.width === null || row.height === null ? null : { width: row.width, height: row.height, viewBox: null },
  imageId: row.image_id,
  sourcePath: row.source_path,
  resultCountInFile: row.results,
  maskList: row.list ?? 'masks_restored',
});

/** Batches keep each transaction short, so that decisions go between them. */
const BATCH = 200;

/**
 * Pairs every view that has no photo by the rules of research/scheme.md §7. A view without a frame takes the photo's.
 * @returns a finding per view that stays without photo: ambiguous (warning) or none found (info).
 */
export async function pairViews(
  db: WritableDb,
  imageList: readonly ImageListEntry[],
  pause: () => Promise<void>,
): Promise<{ findings: Finding[] }> {
  const views = allRows<Row>(db, UNPAIRED);
  const photos = pairablePhotos(db);
  const pathOf = new Map(photos.map(({ id, path }) => [id, path]));
  const rowOf = new Map(views.map((row) => [row.uid, row]));
  const findings: Finding[] = [];
  const pairings = pairPhotos(views.map(toPairingView), photos, imageList);
  for (let from = 0; from < pairings.length; from += BATCH) {
    db.transaction(() => {
      for (const pairing of pairings.slice(from, from + BATCH)) {
        if (pairing.photo !== null) store(db, { ...pairing, photo: pairing.photo });
        else {
          run(db, 'UPDATE view SET pairing_notice = ? WHERE uid = ?', [pairing.notice, pairing.view]);
          const candidates = pairing.candidates.map((id) => pathOf.get(id)?.split('/').at(-1) ?? '').join(', ');
          findings.push(unpairedFinding(rowOf.get(pairing.view)!, candidates));
        }
      }
    }).immediate();
    await pause();
  }
  return { findings };
}

function store(
  db: WritableDb,
  { view, photo, rule, notice }: { view: ViewId; photo: number; rule: string | null; notice: string | null },
): void {
  const size = firstRow<{ width: number | null; height: number | null }>(
    db,
    'SELECT nullif(width, 0) AS width, nullif(height, 0) AS height FROM photo WHERE id = ?',
    [photo],
  );
  run(
    db,
    `UPDATE view SET photo_id = ?, paired_by = ?, pairing_notice = ?, width = coalesce(width, ?), height = coalesce(height, ?) WHERE uid = ?`,
    [photo, rule, notice, size?.width ?? null, size?.height ?? null, view],
  );
}

function unpairedFinding({ uid, source_path: path, side }: Row, candidates: string): Finding {
  const file = path.split('/').at(-1) ?? '';
  if (candidates !== '')
    return {
      severity: 'warning',
      code: 'pairing_ambiguous',
      file,
      place: uid,
      message: `Several photos fit the ${side} view: ${candidates}. None was taken. Keep one of them in the folder, or name it by the image id or the side, and import again.`,
    };
  return {
    severity: 'info',
    code: 'photo_missing',
    file,
    place: uid,
    message: `No photo was found for the ${side} view; it is shown on an empty canvas. Import the folder that holds it.`,
  };
}

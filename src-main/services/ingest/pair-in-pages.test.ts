import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Pairing } from '#shared/domain/pairing';
import { photoKindOf } from '#shared/domain/photo-names';
import { pairPhotos } from '#shared/domain/test-support/pair-in-memory';
import { allRows, firstRow, run, type WritableDb } from '#main/db/handle';
import { imageListEntries, pairableViews } from '#main/repositories/pairing';
import { pairablePhotos } from '#main/repositories/photos';
import { queueProject } from '#main/test-support/queue-project';
import { pairViews } from './pair-views';

// Few words, so that names collide in every way that the rules know.
const FOLDERS = ['', 'a/', 'a/left/', 'b/', 'Images/id-1/face/', 'id-2/'];
const WORDS = ['id-1', 'ID-2', 'id-3', 'x', 'front', 'left', 'r', 'restored', 'original', 'IMG', 'result'];
const SIDES = ['front', 'left', 'right', 'unknown', 'Left', 'IMG'];
const SIZES = [[800, 1000], [400, 500], [1000, 800], [900, 900], [0, 0]] as const; // prettier-ignore
const imageId = fc.constantFrom(null, 'id-1', 'ID-2', 'id-2', 'id-3', '');

const photo = fc.record({
  folder: fc.constantFrom(...FOLDERS),
  words: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }),
  ending: fc.constantFrom('.png', '.jpg', ''),
  glue: fc.constantFrom('_', '-', ' '),
  size: fc.constantFrom(...SIZES),
});
const view = fc.record({
  side: fc.constantFrom(...SIDES),
  hasFrame: fc.boolean(),
  list: fc.constantFrom(null, 'masks_restored', 'masks_original'),
  photo: fc.option(fc.nat(11), { freq: 5 }),
  isReviewed: fc.boolean(),
});
const result = fc.record({
  imageId,
  path: fc.constantFrom('$', '$[2]', '$["left.png"]', '$.data["x_IMG.jpg"][0]', '$["odd \\"id-1.jpg"]'),
  capture: fc.nat(3),
  views: fc.uniqueArray(view, { minLength: 1, maxLength: 3, selector: ({ side }) => side }),
});
const file = fc.record({
  folder: fc.constantFrom(...FOLDERS),
  name: fc.constantFrom('x.json', 'x (1).json', 'x_result.json', 'result.json', 'id-1.json', 'r.json'),
  results: fc.array(result, { minLength: 1, maxLength: 3 }),
});
const entry = fc.record({
  folder: fc.constantFrom(...FOLDERS),
  list: fc.constantFrom('list.json', 'images.json'),
  imageId: fc.constantFrom('id-1', 'id-2', 'id-3', 'id-9'),
  name: fc.constantFrom('x.jpg', 'left.png', 'IMG.jpg', 'id-1', 'r', 'x_left'),
  side: fc.constantFrom(null, 'front', 'left', 'right'),
});
const project = fc.record({
  photos: fc.array(photo, { maxLength: 12 }),
  files: fc.array(file, { minLength: 1, maxLength: 5 }),
  entries: fc.array(entry, { maxLength: 4 }),
});
type Project = typeof project extends fc.Arbitrary<infer T> ? T : never;

function write(db: WritableDb, { photos, files, entries }: Project): void {
  run(db, `INSERT INTO revision (identity) VALUES ('r')`);
  photos.forEach(({ folder, words, glue, ending, size: [width, height] }, at) => {
    const path = `${folder}${words.join(glue)}${ending}`;
    run(
      db,
      `INSERT OR IGNORE INTO photo (root_id, path, name, sha256, size_bytes, media_type, raw_width, raw_height, orientation,
         width, height, kind, run_id, role) VALUES (1, ?, '', ?, 1, '', 1, 1, 1, ?, ?, ?, 1, ?)`,
      [path, `${at}`, width, height, photoKindOf(path), at % 7 === 6 ? 'mask_picture' : 'photo'],
    );
  });
  for (const [at, { folder, name, results }] of files.entries()) {
    const source = run(db, 'INSERT INTO source (sha256, size_bytes) VALUES (?, 1)', [`${at}`]).id;
    const { id } = run(
      db,
      'INSERT INTO source_file (root_id, path, source_id, run_id, published) VALUES (1, ?, ?, 1, 1)',
      [folder + name, source],
    );
    results.forEach((one, index) => writeResult(db, id, { ...one, key: `${at} ${index}` }));
  }
  for (const { folder, list, imageId: id, name, side } of entries)
    run(db, 'INSERT OR IGNORE INTO image_list_entry (root_id, path, image_id, name, side) VALUES (1, ?, ?, ?, ?)', [
      folder + list,
      id,
      name,
      side,
    ]);
}

type Result = Project['files'][number]['results'][number] & { readonly key: string };
function writeResult(db: WritableDb, sourceFile: number, { key, imageId: image, path, capture, views }: Result): void {
  run(db, 'INSERT OR IGNORE INTO capture (key, name) VALUES (:capture, :capture)', { capture: `${image ?? capture}` });
  const { id } = run(
    db,
    `INSERT INTO result (key, content_sha256, capture_id, revision_id, source_file_id, path, is_ok, image_id)
     VALUES (:key, :key, (SELECT id FROM capture WHERE key = :capture), 1, :sourceFile, :path, 1, :image)`,
    { key, capture: `${image ?? capture}`, sourceFile, image, path },
  );
  for (const { side, hasFrame, list, photo: photoId, isReviewed } of views) {
    const uid = `${key} ${side}`;
    const given = photoId === null ? undefined : firstRow(db, 'SELECT 1 FROM photo WHERE id = ?', [photoId + 1]);
    const row = run(
      db,
      `INSERT INTO view (uid, result_id, name, side, width, height, photo_id) VALUES (:uid, :id, :side, :side, :width, :height, :photo)`,
      { uid, id, side, width: hasFrame ? 800 : null, height: hasFrame ? 1000 : null, photo: given ? photoId! + 1 : null },
    ); // prettier-ignore
    run(db, `INSERT INTO view_state VALUES (?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, 0)`, [uid]);
    if (isReviewed) run(db, `INSERT INTO view_mark VALUES (?, ?, 'sweep', 1, 'Ana', 0, 1)`, [uid, uid]);
    if (list)
      run(
        db,
        `INSERT INTO mask (result_id, view_id, list, mask_index, side, mask_type, reviewable) VALUES (?, ?, ?, ?, ?, 'polygon_mask', 1)`,
        [id, row.id, list, row.id, side],
      );
  }
}

type Stored = Omit<Pairing, 'need'> & { need: number };
const NEEDS = ['nothing', 'choice', 'confirmation'];

function stored(db: WritableDb): Stored[] {
  const rows = allRows<Stored & { row: number }>(
    db,
    `SELECT id AS row, uid AS view, photo_id AS photo, paired_by AS rule, needs_pairing AS need, pairing_notice AS notice
     FROM view ORDER BY id`,
  );
  return rows.map(({ row, ...pairing }) => ({
    ...pairing,
    candidates: allRows(db, 'SELECT photo_id AS photo, rule FROM pairing_candidate WHERE view_id = ? ORDER BY rank', [
      row,
    ]),
  }));
}

it('comes to what the rules come to with everything in memory, and says each miss once', { timeout: 120_000 }, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(project, async (given) => {
      const db = queueProject();
      write(db, given);
      const views = [...pairableViews(db)].flat();
      const photos = [...pairablePhotos(db)].flat();
      const expected = pairPhotos(views, photos, [...imageListEntries(db)].flat());
      const isOpen = new Set(expected.map(({ view: id }) => id));
      await pairViews(db, { runId: 1, pause: () => Promise.resolve() });
      const found = stored(db).filter(({ view: id }) => isOpen.has(id));
      expect(found).toEqual(expected.map((one) => ({ ...one, need: NEEDS.indexOf(one.need) })));
      const missed = expected.filter((one) => one.photo === null).map((one) => one.view);
      expect(allRows(db, 'SELECT view_uid AS v FROM finding ORDER BY id')).toEqual(missed.map((v) => ({ v })));
      for (const { rule, need, notice } of expected) seen.add(`${rule} ${need} ${/more than one/.test(notice ?? '')}`);
    }),
    { numRuns: 400, seed: 7 },
  );
  // The projects meet every rule, every question and the claims that exclude each other.
  for (const rule of ['image_id', 'image_list', 'stem', 'side_word', 'frame_size'])
    expect([...seen]).toContain(`${rule} nothing false`);
  expect([...seen]).toEqual(expect.arrayContaining(['null nothing false', 'null choice true', 'null confirmation false'])); // prettier-ignore
}); // prettier-ignore

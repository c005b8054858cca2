import { claimOf, type ImageListEntry, type PairingPhoto, type PairingView } from '#shared/domain/pairing';
import { photosOfEntry, sidesSaid } from '#shared/domain/pairing-lookups';
import { folderOf, idsInPath, sideFolderParent, sourceStems, stemBases } from '#shared/domain/photo-names';
import { firstRow, run, type WritableDb } from '#main/db/handle';
import { openScratch } from '#main/db/scratch';
import { serve } from './pairing-claims';
import { pairingLookups, type ScratchLookups } from './pairing-lookups';

/** What photos' names, result files and image lists say, to be looked up while photos are paired. Texts as looked for. */
const SCHEMA = `
-- side_parent: the folder above one that is named as a side.
CREATE TABLE folder (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, side_parent TEXT) STRICT;
CREATE INDEX folder_by_side_parent ON folder (side_parent) WHERE side_parent IS NOT NULL;
CREATE TABLE photo (
  id INTEGER PRIMARY KEY, folder_id INTEGER NOT NULL, path TEXT NOT NULL, place TEXT NOT NULL,
  width REAL NOT NULL, height REAL NOT NULL, kind TEXT NOT NULL
) STRICT;
CREATE INDEX photo_by_size ON photo (folder_id, width, height);
-- is_whole: the stem itself, with nothing taken off.
CREATE TABLE base (
  text TEXT NOT NULL, is_whole INTEGER NOT NULL, folder_id INTEGER NOT NULL, photo_id INTEGER NOT NULL,
  PRIMARY KEY (text, is_whole, folder_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE side (
  folder_id INTEGER NOT NULL, word TEXT NOT NULL, photo_id INTEGER NOT NULL, PRIMARY KEY (folder_id, word, photo_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE image (
  image_id TEXT NOT NULL, photo_id INTEGER NOT NULL, PRIMARY KEY (image_id, photo_id)
) STRICT, WITHOUT ROWID;

-- Of a result file's images, of an image's sides and of a stem's files the first, and whether there are several.
CREATE TABLE source (path TEXT PRIMARY KEY, image TEXT, several INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE source_image (
  path TEXT NOT NULL, image TEXT NOT NULL, side TEXT NOT NULL, several INTEGER NOT NULL, PRIMARY KEY (path, image)
) STRICT, WITHOUT ROWID;
CREATE TABLE source_stem (stem TEXT PRIMARY KEY, path TEXT NOT NULL, several INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE listed_id (image_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE listed (
  image_id TEXT NOT NULL, photo_id INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (image_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE listed_side (
  side TEXT NOT NULL, path TEXT NOT NULL, photo_id INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (side, path, photo_id)
) STRICT, WITHOUT ROWID;

-- See pairing-claims.ts.
CREATE TABLE take (
  view_id INTEGER PRIMARY KEY, rule INTEGER NOT NULL, photo_id INTEGER NOT NULL, side TEXT NOT NULL, capture TEXT NOT NULL
) STRICT;
CREATE INDEX take_by_photo ON take (rule, photo_id, side, capture);
CREATE TABLE served (
  photo_id INTEGER PRIMARY KEY, min_side TEXT NOT NULL, max_side TEXT NOT NULL, min_capture TEXT NOT NULL, max_capture TEXT NOT NULL
) STRICT;
CREATE TABLE refusal (view_id INTEGER NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (view_id, rule)) STRICT, WITHOUT ROWID;
`;

/** Texts that something is looked up by; it may take some others for one. */
type Wanted = { has(text: string): boolean };
/** Image ids and sides, in lower case, that views and image lists have. */
export type PairingWords = { readonly imageIds: Wanted; readonly sides: Wanted };

export type PairingTables = {
  readonly db: WritableDb;
  readonly lookups: ScratchLookups;
  addViews(views: readonly PairingView[]): void;
  /** `words`: of all views and image lists. */
  addPhotos(photos: readonly PairingPhoto[], words: PairingWords): void;
  addEntries(entries: readonly ImageListEntry[]): void;
  close(): void;
};

/**
 * Opens empty tables; fill in views and photos before the entries of image lists. Photos that lie under views serve them
 * from the start. Close the tables in any case.
 */
export function openPairingTables(): PairingTables {
  const db = openScratch(SCHEMA);
  const lookups = pairingLookups(db);
  let seq = 0;
  return {
    db,
    lookups,
    addPhotos: (photos: readonly PairingPhoto[], words: PairingWords) =>
      db.transaction(() => photos.forEach((photo) => addPhoto(db, photo, words)))(),
    addViews: (views: readonly PairingView[]) =>
      db.transaction(() => {
        let last: PairingView | undefined;
        for (const view of views) {
          addView(db, view, view.sourcePath === last?.sourcePath);
          const photo = view.settled?.photo ?? null;
          if (photo !== null) serve(db, photo, claimOf(view));
          last = view;
        }
      })(),
    addEntries: (entries: readonly ImageListEntry[]) =>
      db.transaction(() => {
        for (const entry of entries) {
          const photos = photosOfEntry(entry, lookups);
          addEntry(db, entry, photos, seq);
          seq += photos.length;
        }
      })(),
    close: () => void db.close(),
  };
}

function folderId(db: WritableDb, path: string): number {
  const found = firstRow<{ id: number }>(db, 'SELECT id FROM folder WHERE path = ?', [path]);
  return (
    found?.id ?? run(db, 'INSERT INTO folder (path, side_parent) VALUES (?, ?)', [path, sideFolderParent(path)]).id
  );
}

function addPhoto(db: WritableDb, photo: PairingPhoto, { imageIds, sides }: PairingWords): void {
  const { id, path, place, width, height, kind } = photo;
  const folder = folderId(db, folderOf(path));
  const row = [id, folder, path, place, width, height, kind];
  run(db, 'INSERT INTO photo (id, folder_id, path, place, width, height, kind) VALUES (?, ?, ?, ?, ?, ?, ?)', row);
  stemBases(path).forEach((base, taken) =>
    run(db, 'INSERT OR IGNORE INTO base (text, is_whole, folder_id, photo_id) VALUES (?, ?, ?, ?)', [
      base,
      taken === 0 ? 1 : 0,
      folder,
      id,
    ]),
  );
  for (const word of sidesSaid(photo))
    if (sides.has(word)) run(db, 'INSERT INTO side (folder_id, word, photo_id) VALUES (?, ?, ?)', [folder, word, id]);
  for (const imageId of idsInPath(path, imageIds))
    run(db, 'INSERT INTO image (image_id, photo_id) VALUES (?, ?)', [imageId, id]);
}

function addView(db: WritableDb, { sourcePath, imageId, side }: PairingView, isSourceKnown: boolean): void {
  run(
    db,
    `INSERT INTO source (path, image, several) VALUES (?, ?, 0)
     ON CONFLICT (path) DO UPDATE SET several = several OR image IS NOT excluded.image`,
    [sourcePath, imageId],
  );
  run(
    db,
    `INSERT INTO source_image (path, image, side, several) VALUES (?, ?, ?, 0)
     ON CONFLICT (path, image) DO UPDATE SET several = several OR side <> excluded.side`,
    [sourcePath, imageId ?? '', side],
  );
  if (isSourceKnown) return;
  for (const stem of sourceStems(sourcePath))
    run(
      db,
      `INSERT INTO source_stem (stem, path, several) VALUES (?, ?, 0)
       ON CONFLICT (stem) DO UPDATE SET several = several OR path <> excluded.path`,
      [stem, sourcePath],
    );
}

function addEntry(db: WritableDb, entry: ImageListEntry, photos: readonly PairingPhoto[], seq: number): void {
  const imageId = entry.imageId.toLowerCase();
  run(db, 'INSERT OR IGNORE INTO listed_id (image_id) VALUES (?)', [imageId]);
  photos.forEach(({ id, path }, at) => {
    run(db, 'INSERT OR IGNORE INTO listed (image_id, photo_id, seq) VALUES (?, ?, ?)', [imageId, id, seq + at]);
    if (entry.side !== null)
      run(db, 'INSERT OR IGNORE INTO listed_side (side, path, photo_id, seq) VALUES (?, ?, ?, ?)', [
        entry.side.toLowerCase(),
        path,
        id,
        seq + at,
      ]);
  });
}

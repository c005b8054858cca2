import type { PairingPhoto, PairingView } from '#shared/domain/pairing';
import { MAX_CHOICE, type Group, type PairingLookups } from '#shared/domain/pairing-lookups';
import { allRows, firstRow, type ReadableDb } from '#main/db/handle';

/** One photo by its id, besides what the rules look up. */
export type ScratchLookups = PairingLookups & {
  photo(id: number): PairingPhoto | undefined;
  /** Reads anew whether there are photos: tables are filled after they are opened. */
  readonly isEmpty: boolean;
};

const PHOTO = 'p.id, p.path, p.place, p.width, p.height, p.kind';
const FOLDER = '(SELECT id FROM folder WHERE path = :folder)';
/** Any that many of a large number say "too many"; their order does not matter. */
const LIMIT = MAX_CHOICE + 1;
/** Photos of one stem that are read at a time. */
const PAGE = MAX_CHOICE + 1;

const inOrder = (photos: PairingPhoto[]): PairingPhoto[] => photos.sort((a, b) => a.id - b.id);

/** The rules' look-ups in the tables of pairing-tables.ts. */
export function pairingLookups(db: ReadableDb): ScratchLookups {
  const photos = (from: string, bindings: Record<string, unknown>): PairingPhoto[] =>
    inOrder(allRows<PairingPhoto>(db, `SELECT ${PHOTO} FROM ${from} LIMIT ${LIMIT}`, bindings));
  const listed = (from: string, bindings: Record<string, unknown>): PairingPhoto[] =>
    allRows<PairingPhoto & { seq: number }>(db, `SELECT ${PHOTO}, l.seq FROM ${from} LIMIT ${LIMIT}`, bindings)
      .sort((a, b) => a.seq - b.seq)
      .map(({ seq: _, ...photo }) => photo);
  const ofSize = (bindings: { folder: string; width: number; height: number }): PairingPhoto[] =>
    photos(`photo AS p WHERE p.folder_id = ${FOLDER} AND p.width = :width AND p.height = :height`, bindings);
  let sizeRead: { readonly key: string; readonly photos: readonly PairingPhoto[] } | null = null;
  const inFolder = latest((folder) => photos(`photo AS p WHERE p.folder_id = ${FOLDER}`, { folder }));
  const inSideFolders = latest((parent) =>
    allRows<{ folder: string }>(db, 'SELECT path AS folder FROM folder WHERE side_parent = ? ORDER BY id', [parent])
      .map(({ folder }) => photos(`photo AS p WHERE p.folder_id = ${FOLDER}`, { folder }))
      .filter((found) => found.length <= MAX_CHOICE)
      .flat(),
  );
  return {
    get isEmpty() {
      return firstRow(db, 'SELECT 1 AS found FROM photo LIMIT 1') === undefined;
    },
    photo: (id) => firstRow(db, `SELECT ${PHOTO} FROM photo AS p WHERE p.id = ?`, [id]),
    groupOf: (view) => groupOf(db, view),
    isStemOfOneSource: (stem) =>
      firstRow<{ several: number }>(db, 'SELECT several FROM source_stem WHERE stem = ?', [stem])?.several !== 1,
    withImageId: (imageId) =>
      photos('image AS i CROSS JOIN photo AS p ON p.id = i.photo_id WHERE i.image_id = :imageId', { imageId }),
    withBase: (base, folder) => withBase(db, base, folder),
    withStem: (text) =>
      photos('base AS b CROSS JOIN photo AS p ON p.id = b.photo_id WHERE b.text = :text AND b.is_whole = 1', { text }),
    withSide: (folder, word) =>
      photos(`side AS s CROSS JOIN photo AS p ON p.id = s.photo_id WHERE s.folder_id = ${FOLDER} AND s.word = :word`, {
        folder,
        word,
      }),
    ofSize: (folder, { width, height }) => {
      const key = `${folder}\n${width} ${height}`;
      if (sizeRead?.key !== key) sizeRead = { key, photos: ofSize({ folder, width, height }) };
      return sizeRead.photos;
    },
    inFolder,
    inSideFolders,
    listed: (imageId) => {
      if (!firstRow(db, 'SELECT 1 AS found FROM listed_id WHERE image_id = ?', [imageId])) return null;
      return firstListed(db, imageId);
    },
    listedOfSide: (folder, side) =>
      folder === ''
        ? listed('listed_side AS l CROSS JOIN photo AS p ON p.id = l.photo_id WHERE l.side = :side', { side })
        : // Paths under a folder lie between it and the same name with the sign after "/".
          listed(
            `listed_side AS l CROSS JOIN photo AS p ON p.id = l.photo_id
             WHERE l.side = :side AND l.path > :folder || '/' AND l.path < :folder || '0'`,
            { side, folder },
          ),
  };
}

/** Thousands of views can lie in one folder, one after the other: what is in it is read once. */
function latest(read: (folder: string) => readonly PairingPhoto[]): (folder: string) => readonly PairingPhoto[] {
  let last: { readonly folder: string; readonly photos: readonly PairingPhoto[] } | null = null;
  return (folder) => (last?.folder === folder ? last : (last = { folder, photos: read(folder) })).photos;
}

/** The first ones that lists name, not any: they are all offered. */
const firstListed = (db: ReadableDb, imageId: string): PairingPhoto[] =>
  allRows(
    db,
    `SELECT ${PHOTO} FROM listed AS l JOIN photo AS p ON p.id = l.photo_id WHERE l.image_id = ? ORDER BY l.seq LIMIT ${LIMIT}`,
    [imageId],
  );

function groupOf(db: ReadableDb, { sourcePath, imageId }: PairingView): Group {
  const images = firstRow<{ several: number }>(db, 'SELECT several FROM source WHERE path = ?', [sourcePath]);
  const sides = firstRow<{ several: number }>(db, 'SELECT several FROM source_image WHERE path = ? AND image = ?', [
    sourcePath,
    imageId ?? '',
  ]);
  return { sides: sides ? 1 + sides.several : 0, images: images ? 1 + images.several : 0 };
}

/** In pages along the index, so that a hundred thousand photos of one name need no memory. */
function* withBase(db: ReadableDb, base: string, folder: string | null): Generator<PairingPhoto> {
  type Row = PairingPhoto & { readonly whole: number; readonly folder: number };
  const where = folder === null ? '' : `AND b.folder_id = ${FOLDER}`;
  const sql = `SELECT ${PHOTO}, b.is_whole AS whole, b.folder_id AS folder
    FROM base AS b CROSS JOIN photo AS p ON p.id = b.photo_id
    WHERE b.text = :base AND (b.is_whole, b.folder_id, b.photo_id) > (:whole, :in, :after) ${where}
    ORDER BY b.is_whole, b.folder_id, b.photo_id LIMIT ${PAGE}`;
  let at = { whole: -1, in: 0, after: 0 };
  for (;;) {
    const page = allRows<Row>(db, sql, { base, ...at, ...(folder === null ? {} : { folder }) });
    for (const { whole: _, folder: __, ...photo } of page) yield photo;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    at = { whole: last.whole, in: last.folder, after: last.id };
  }
}

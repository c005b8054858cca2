import type { Finding } from '#shared/domain/finding';
import { photoKindOf } from '#shared/domain/photo-names';
import type { WritableDb } from '#main/db/handle';
import type { ReadPicture } from '#main/imaging/read-picture';
import { rootId } from '#main/repositories/imported-rows';
import {
  hasDecisions,
  insertPhoto,
  isOnlyOneChosen,
  photoAt,
  setPhotoState,
  unpairByRules,
  updatePhoto,
  type KnownPhoto,
  type ProbedPhoto,
} from '#main/repositories/photos';
import type { WalkedFile } from './walk';

type Words = Pick<Finding, 'severity' | 'code' | 'message'>;

const REPLACED_UNDER_DECISIONS =
  'The file was replaced since it was registered, and decisions were made on the earlier picture. The earlier facts are kept, and the new picture is not shown under these decisions. Put the earlier file back, or import the new one under another name and choose it for its views.';

/**
 * Registers a picture by its place; the same bytes at a known place add nothing. One that cannot be decoded is registered,
 * too, so that its view can say what is wrong with it. The caller owns the transaction.
 */
export function importPhoto(db: WritableDb, file: WalkedFile, runId: number, read: ReadPicture): Finding {
  const { photo } = read;
  const known = photoAt(db, file.root, file.relativePath);
  const words = known ? againWords(db, known, photo) : newWords(photo, file.relativePath);
  if (!known) {
    const kind = photoKindOf(file.relativePath);
    insertPhoto(db, { rootId: rootId(db, file.root), path: file.relativePath, runId, kind }, photo);
  }
  const refused = read.type === 'refused' ? { severity: 'error' as const, ...read.refusal } : null;
  return { ...(refused ?? words), file: file.relativePath, place: '' };
}

function newWords(photo: ProbedPhoto, path: string): Words {
  if (photo.role === 'mask_picture')
    return {
      severity: 'info',
      code: 'mask_picture',
      message:
        'This is a picture of masks (a drawing, or flat colours), not a photo: it is registered and never laid under lesions. The lesions come from the result file.',
    };
  const kind = photoKindOf(path);
  const said = kind === 'unknown' ? 'restored or original: not stated by its name' : kind;
  return {
    severity: 'info',
    code: 'photo_added',
    message: `Photo of ${sizeOf(photo)} registered (${said}).${howShown(photo)}`,
  };
}

const sizeOf = ({ width, height }: ProbedPhoto): string => `${width} x ${height} pixels`;

/** What is done to the picture before it is shown, in words; nothing for a plain one. */
function howShown({ colour, depth, hasAlpha, orientation, rawWidth, rawHeight }: ProbedPhoto): string {
  const isPlain = colour === null || colour === 'sRGB assumed' || colour === 'grey' || /^sRGB/.test(colour);
  const done = [
    orientation === 1
      ? null
      : `turned upright by its EXIF orientation ${orientation} (stored ${rawWidth} x ${rawHeight})`,
    isPlain ? null : `converted from ${colour} to sRGB`,
    depth === null || depth <= 8 ? null : `reduced from ${depth} to 8 bits per channel`,
    hasAlpha ? 'transparent parts laid on neutral grey' : null,
  ].filter((one) => one !== null);
  return done.length === 0 ? '' : ` It is shown ${done.join(', ')}.`;
}

/** A picture at a place that has one already. */
function againWords(db: WritableDb, known: KnownPhoto, photo: ProbedPhoto): Words {
  if (known.sha256 === photo.sha256) {
    setPhotoState(db, known.id, photo.state, photo.mtimeMs);
    return {
      severity: 'info',
      code: 'photo_known',
      message: 'This photo is already registered; nothing was added.',
    };
  }
  const isDecidedOn = hasDecisions(db, known.id);
  const wasSeen = known.width > 0;
  // A reviewer's choice names the content: with the content it would be lost.
  if ((isDecidedOn && wasSeen) || isOnlyOneChosen(db, known)) {
    setPhotoState(db, known.id, 'changed', null);
    return { severity: 'warning', code: 'photo_changed', message: REPLACED_UNDER_DECISIONS };
  }
  updatePhoto(db, known.id, photo);
  unpairByRules(db, known.id); // what fitted the earlier picture may not fit this one
  const taken = `the new picture of ${sizeOf(photo)} is registered in its place`;
  return {
    severity: 'warning',
    code: 'photo_changed',
    message: isDecidedOn
      ? `The file that was registered could not be read, so nobody has seen it; ${taken}. Decisions were made without it: they are kept, and it is offered for their views under "Pair photos". Choosing it marks them and opens their views again.`
      : `The file was replaced since it was registered; ${taken}, and paired anew. No decision was made on the earlier one.`,
  };
}

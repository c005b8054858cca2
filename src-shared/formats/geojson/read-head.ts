import { isMembers, type FieldReader, type Members } from './field-reader';
import type { JournalHead, TruthCounts, TruthFrame, TruthImage, TruthResult, TruthRevision, TruthView } from './types';

const PATH = '$.macule';
type Head = Omit<TruthView, 'features' | 'ignore'>;

/** Everything of the `macule` member but `ignore`; null when something without which there is no view is missing. */
export function readHead(macule: Members, reader: FieldReader): Head | null {
  const appVersion = reader.text(macule, 'app_version', PATH);
  const projectId = reader.text(macule, 'project_id', PATH);
  const capture = reader.text(macule, 'capture', PATH);
  const side = reader.text(macule, 'side', PATH);
  const state = reader.word(macule, 'state', PATH, ['complete', 'partial'] as const);
  const result = readResult(macule, reader);
  const revision = readRevision(macule, reader);
  const counts = readCounts(macule, reader);
  if (appVersion === null || projectId === null || capture === null || side === null) return null;
  if (!state || !result || !revision || !counts) return null;
  return {
    appVersion,
    projectId,
    subject: reader.optionalText(macule, 'subject', PATH),
    capture,
    side,
    state,
    image: readImage(macule, reader),
    result,
    revision,
    frame: readFrame(macule, reader),
    reviewers: reader.texts(macule, 'reviewers', PATH),
    counts,
    journalHead: readJournalHead(macule, reader),
  };
}

function readImage(macule: Members, reader: FieldReader): TruthImage | null {
  const image = reader.optionalObject(macule, 'image', PATH);
  if (!image) return null;
  const path = `${PATH}.image`;
  const fileName = reader.text(image, 'file_name', path);
  const sha256 = reader.text(image, 'sha256', path);
  const width = reader.number(image, 'width', path);
  const height = reader.number(image, 'height', path);
  if (fileName === null || sha256 === null || width === null || height === null) return null;
  return { fileName, sha256, width, height };
}

function readResult(macule: Members, reader: FieldReader): TruthResult | null {
  const result = reader.object(macule, 'result', PATH);
  if (!result) return null;
  const path = `${PATH}.result`;
  if (typeof result.is_ok !== 'boolean') {
    return reader.reject(`${path}.is_ok`, 'wrong_type', '"is_ok" is missing or not true or false.');
  }
  return {
    id: reader.optionalText(result, 'id', path),
    imageId: reader.optionalText(result, 'image_id', path),
    creationTime: reader.optionalText(result, 'creation_time', path),
    isOk: result.is_ok,
  };
}

function readRevision(macule: Members, reader: FieldReader): TruthRevision | null {
  const revision = reader.object(macule, 'revision', PATH);
  if (!revision) return null;
  const path = `${PATH}.revision`;
  const versionId = revision.algorithm_version_id;
  return {
    family: reader.optionalText(revision, 'family', path),
    algorithmTechName: reader.optionalText(revision, 'algorithm_tech_name', path),
    revision: reader.optionalText(revision, 'revision', path),
    algorithmVersionId:
      typeof versionId === 'number' ? versionId : reader.optionalText(revision, 'algorithm_version_id', path),
  };
}

function readFrame(macule: Members, reader: FieldReader): TruthFrame | null {
  const frame = reader.optionalObject(macule, 'frame', PATH);
  if (!frame) return null;
  const path = `${PATH}.frame`;
  const width = reader.number(frame, 'width', path);
  const height = reader.number(frame, 'height', path);
  const vertices = reader.word(frame, 'vertices', path, ['unstated', 'corners', 'centres'] as const);
  if (width === null || height === null || !vertices) return null;
  return { viewBox: readViewBox(frame, path, reader), width, height, vertices };
}

function readViewBox(frame: Members, path: string, reader: FieldReader): TruthFrame['viewBox'] {
  const box: unknown = frame.view_box;
  if (box === null || box === undefined) return null;
  const [minX, minY, width, height, ...more]: unknown[] = Array.isArray(box) ? box : [];
  const isBox = [minX, minY, width, height].every((part) => typeof part === 'number') && more.length === 0;
  if (!isBox) return reader.reject(`${path}.view_box`, 'wrong_type', '"view_box" is not four numbers.');
  return [minX as number, minY as number, width as number, height as number];
}

function readCounts(macule: Members, reader: FieldReader): TruthCounts | null {
  const counts = reader.object(macule, 'counts', PATH);
  if (!counts) return null;
  const count = (key: string): number => reader.number(counts, key, `${PATH}.counts`) ?? 0;
  return {
    accepted: count('accepted'),
    rejected: count('rejected'),
    redrawn: count('redrawn'),
    added: count('added'),
    unsure: count('unsure'),
    pending: count('pending'),
    features: count('features'),
  };
}

function readJournalHead(macule: Members, reader: FieldReader): JournalHead[] {
  const heads = reader.object(macule, 'journal_head', PATH) ?? {};
  return Object.entries(heads).flatMap(([device, head]) => {
    const path = `${PATH}.journal_head[${JSON.stringify(device)}]`;
    if (!isMembers(head)) return reader.reject(path, 'wrong_type', 'This head is no object.') ?? [];
    const seq = reader.number(head, 'seq', path);
    const hash = reader.text(head, 'hash', path);
    return seq === null || hash === null ? [] : { device, seq, hash };
  });
}

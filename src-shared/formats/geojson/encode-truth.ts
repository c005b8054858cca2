import { polygonToCoordinates } from '#shared/geometry/polygon';
import type { Polygon } from '#shared/geometry/types';
import { stableLine } from './stable-json';
import { TRUTH_SCHEMA_VERSION, type JournalHead, type TruthFeature, type TruthFrame, type TruthView } from './types';

/** What coordinates are, in words for whoever opens the file without Macule. */
export const COORDINATES_WORDS = 'frame pixels, x right, y down, origin at the outer corner of the top-left pixel';

/** A truth file (DESIGN §11): one line per member and per feature, LF, the same bytes for the same view. */
export function encodeTruth(view: TruthView): string {
  const members = headMembers(view).map(([key, value]) => `    ${stableLine(key)}: ${stableLine(value)}`);
  members.splice(-1, 0, `    "ignore": ${list(view.ignore.map(ignored), '    ')}`);
  const lines = [
    '{',
    '  "type": "FeatureCollection",',
    `  "macule": {\n${members.join(',\n')}\n  },`,
    `  "features": ${list(view.features.map(feature), '  ')}`,
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** Everything but `ignore`, which stands before the last member and takes a line per entry. */
function headMembers(view: TruthView): (readonly [string, unknown])[] {
  const { image, result, revision, counts } = view;
  return [
    ['schema', TRUTH_SCHEMA_VERSION],
    ['app_version', view.appVersion],
    ['project_id', view.projectId],
    ['subject', view.subject],
    ['capture', view.capture],
    ['side', view.side],
    ['state', view.state],
    ['image', image && { file_name: image.fileName, sha256: image.sha256, width: image.width, height: image.height }],
    ['result', { id: result.id, image_id: result.imageId, creation_time: result.creationTime, is_ok: result.isOk }],
    [
      'revision',
      {
        family: revision.family,
        algorithm_tech_name: revision.algorithmTechName,
        revision: revision.revision,
        algorithm_version_id: revision.algorithmVersionId,
      },
    ],
    ['frame', view.frame && frameMember(view.frame)],
    ['reviewers', view.reviewers],
    [
      'counts',
      {
        accepted: counts.accepted,
        rejected: counts.rejected,
        redrawn: counts.redrawn,
        added: counts.added,
        unsure: counts.unsure,
        pending: counts.pending,
        features: counts.features,
      },
    ],
    ['journal_head', journalHead(view.journalHead)],
  ];
}

function frameMember({ viewBox, width, height, vertices }: TruthFrame): unknown {
  return { view_box: viewBox, width, height, coordinates: COORDINATES_WORDS, vertices };
}

/** By device id, in the order of the ids. */
function journalHead(heads: readonly JournalHead[]): unknown {
  const sorted = heads.toSorted((a, b) => (a.device < b.device ? -1 : Number(a.device > b.device)));
  return Object.fromEntries(sorted.map(({ device, seq, hash }) => [device, { seq, hash }]));
}

function ignored({ id, polygon }: TruthView['ignore'][number]): unknown {
  return { id, geometry: geometry(polygon) };
}

function feature(lesion: TruthFeature): unknown {
  const { replaced } = lesion;
  return {
    type: 'Feature',
    id: lesion.id,
    properties: {
      origin: lesion.origin,
      verdict: lesion.verdict,
      ...(replaced && { model_lesion_ids: replaced.modelLesionIds, model_area_px2: replaced.modelAreaPx2 }),
      reason: lesion.reason,
      comment: lesion.comment,
      decided_by: lesion.decidedBy,
      decided_at: lesion.decidedAt,
      intensity: lesion.intensity,
      tech_name: lesion.techName,
      area_px2: lesion.areaPx2,
    },
    geometry: geometry(lesion.polygon),
  };
}

function geometry(polygon: Polygon): unknown {
  return { type: 'Polygon', coordinates: polygonToCoordinates(polygon) };
}

function list(values: readonly unknown[], indent: string): string {
  if (values.length === 0) return '[]';
  return `[\n${values.map((value) => `${indent}  ${stableLine(value)}`).join(',\n')}\n${indent}]`;
}

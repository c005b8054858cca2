import type { Finding } from '#shared/domain/finding';
import { impliedArea, isPerMille, overlaps } from '#shared/domain/metrics';
import type { ReadableDb } from '#main/db/handle';
import { hasFinding } from '#main/repositories/findings';
import { faceMetricsOfRun, type FaceMetric } from '#main/repositories/metric-rows';

type Contradiction = { readonly row: FaceMetric; readonly code: string; readonly message: string };

function valueOf({ value, units }: FaceMetric): number | null {
  const parsed = value === null ? null : (JSON.parse(value) as unknown);
  return typeof parsed === 'number' && isPerMille(units) ? parsed : null;
}

const areaWords = (px2: number): string => `${Math.round(px2).toLocaleString('en')} px²`;

/** What one answer says against itself. */
function contradictionOf(row: FaceMetric): Contradiction | null {
  const value = valueOf(row);
  if (value === null) return null;
  if (value < 0)
    return {
      row,
      code: 'metric_negative',
      message: `The face row says ${value} per mille, and a share cannot be negative. Nothing is computed from it; ask for the answer again.`,
    };
  if (value >= 1 && row.polygons === 0)
    return {
      row,
      code: 'metric_without_polygons',
      message: `The face row says ${value} per mille, but there is no polygon on any side. Look whether masks are missing from the file.`,
    };
  if (row.framePx2 === null) return null;
  const share = (1000 * row.modelPx2) / row.framePx2;
  if (value === 0 && share >= 1)
    return {
      row,
      code: 'metric_zero_with_polygons',
      message: `The face row says 0 per mille, but the front view's polygons cover ${share.toFixed(1)} per mille of the whole frame (${areaWords(row.modelPx2)}). Look whether mask and row belong together.`,
    };
  const implied = impliedArea(value, row.modelPx2);
  if (row.modelPx2 > 0 && implied.low > row.framePx2)
    return {
      row,
      code: 'metric_area_above_frame',
      message: `${value} per mille with ${areaWords(row.modelPx2)} of polygons means a face of at least ${areaWords(implied.low)}, more than the whole frame (${areaWords(row.framePx2)}). Look whether mask and row belong together.`,
    };
  return null;
}

/** Revisions of one capture measure one face: what they imply for its area must overlap. */
function betweenRevisions(rows: readonly FaceMetric[]): Contradiction[] {
  const measured = rows.flatMap((row) => {
    const value = valueOf(row);
    return value === null || value < 1 || row.modelPx2 === 0 ? [] : [{ row, area: impliedArea(value, row.modelPx2) }];
  });
  return measured.flatMap((one, index) => {
    const other = measured.slice(0, index).find(({ area }) => !overlaps(area, one.area));
    if (!other) return [];
    const words = ({ row, area }: typeof one): string =>
      `${row.revision ?? 'a revision without name'} implies ${areaWords(area.low)} to ${areaWords(area.high)}`;
    return [
      {
        row: one.row,
        code: 'metric_revisions_differ',
        message: `Two revisions cannot both be right about the size of the face: ${words(other)}, ${words(one)}. Look at both masks.`,
      },
    ];
  });
}

export type MetricFinding = Finding & { readonly viewUid: string; readonly sourceFileId: number };

/**
 * Findings where delivered values and polygons contradict each other (research: the denominators are not delivered, so
 * only what no rounding can explain is reported). Each is about a view; `sourceFileId` ties it to the file. They come
 * in pages of some captures each, empty ones too, so that decisions go between them.
 */
export function* checkMetrics(db: ReadableDb, runId: number): Generator<MetricFinding[]> {
  for (const rows of faceMetricsOfRun(db, runId)) yield findingsOf(rows).filter(({ viewUid, code }) => !hasFinding(db, viewUid, code)); // prettier-ignore
}

function findingsOf(rows: readonly FaceMetric[]): MetricFinding[] {
  const byCapture = new Map<number, FaceMetric[]>();
  for (const row of rows) byCapture.set(row.captureId, [...(byCapture.get(row.captureId) ?? []), row]);
  const found = [
    ...rows.map(contradictionOf).filter((one) => one !== null),
    ...[...byCapture.values()].flatMap(betweenRevisions),
  ];
  return found.map(({ row: { file, place, viewUid, sourceFileId }, code, message }) => {
    return { severity: 'warning' as const, code, file, place, message, viewUid, sourceFileId };
  });
}

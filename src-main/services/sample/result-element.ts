import { areaNames, type AreaName } from './face-areas';
import type { FramePoint } from './spots/spot';

/** What tells one result of the sample from another. */
export interface ResultIdentity {
  id: string;
  imageId: string;
  revision: string;
  algorithmVersionId: number;
  /** `YYYY-MM-DD HH:MM:SS`, without a zone, as the service writes it. */
  creationTime: string;
  applicationRunId: string;
}

export interface MaskContent {
  side: 'front' | 'left' | 'right';
  width: number;
  height: number;
  rings: readonly (readonly FramePoint[])[];
}

const applicationDescription =
  'Use this app to precisely analyse acne conditions. This algorithm was developed under the supervision of a skin physiology specialist and can distinguish between 4 different acne manifestations, such as (1) papules, (2) pustules, (3) acne inflammation and (4) post-acne hyperpigmentation. This new algorithm will help to assess the severity of acne in a more detailed way and evaluate the dynamics of change of this skin condition.';

/** A successful result in the service's scheme, keys in its order. */
export function createResult(
  identity: ResultIdentity,
  perMille: Readonly<Record<AreaName, number>>,
  masks: readonly MaskContent[],
): object {
  const result = {
    revision: identity.revision,
    image_type: 'selfie',
    area_results: areaNames.map((name) => createAreaRow(name, perMille[name])),
    algorithm_tech_name: 'post_inflammatory_hyperpigmentation',
    masks_restored: masks.map(createMask),
    masks_original: [],
  };
  return { id: identity.id, result, is_ok: true, ...commonFields(identity) };
}

/** A failed result: no areas, no masks, only the reason. */
export function createFailedResult(identity: ResultIdentity, error: string): object {
  return { id: identity.id, result: { error }, is_ok: false, ...commonFields(identity) };
}

function commonFields(identity: ResultIdentity): object {
  return {
    image_id: identity.imageId,
    algorithm_version_id: identity.algorithmVersionId,
    creation_time: identity.creationTime,
    application_id: '7497f948-3de0-48be-be0f-a53ccfbec7fd',
    application_name: 'Acne',
    application_description: applicationDescription,
    application_run_id: identity.applicationRunId,
    image_type: 'selfie',
    algorithm_family_tech_name: 'acne.post_inflammatory_hyperpigmentation',
  };
}

function createAreaRow(areaName: AreaName, value: number): object {
  const mainMetric = {
    name: 'Post-inflammatory Hyperpigmentation',
    units: 'per mille',
    value,
    tech_name: 'post_inflammatory_hyperpigmentation',
    widget_meta: null,
    widget_type: 'percentage',
    widget_show: true,
  };
  return { area_name: areaName, main_metric: mainMetric, sub_metrics: [] };
}

function createMask({ side, width, height, rings }: MaskContent): object {
  const coordinates = [...rings]
    .sort((a, b) => (b[0]?.y ?? 0) - (a[0]?.y ?? 0))
    .map((ring) => [ring.map(({ x, y }) => [x, y])]);
  const feature = { type: 'feature', geometry: { type: 'MultiPolygon', coordinates }, properties: { intensity: 1 } };
  return {
    type: 'FeatureCollection',
    mask_type: 'polygon_mask',
    features: rings.length > 0 ? [feature] : [],
    view_box: `0 0 ${String(width)} ${String(height)}`,
    name: 'Post-inflammatory Hyperpigmentation Mask',
    tech_name: 'post_inflammatory_hyperpigmentation_mask_restored',
    fill: '#D9580F',
    side,
  };
}

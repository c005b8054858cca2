import type { Lesion, LesionState, ViewDetail } from '#shared/contract/review';
import type { LesionId, ViewId } from '#shared/domain/ids';
import { polygonBounds } from '#shared/geometry/bounds';
import { polygonArea } from '#shared/geometry/polygon';
import type { Polygon } from '#shared/geometry/types';
import { toFlatRings } from '../layers/lesion-shapes';

type Shape = LesionState['shapes'][number];

/** An axis-parallel square, clockwise on screen from its top left corner; frame px. */
export function square(x: number, y: number, side: number): Polygon {
  return {
    exterior: [
      { x, y },
      { x: x + side, y },
      { x: x + side, y: y + side },
      { x, y: y + side },
    ],
    holes: [],
  };
}

export function testShape(polygon: Polygon): Shape {
  return {
    id: 'shape' as Shape['id'],
    rings: toFlatRings(polygon).map((ring) => [...ring]),
    areaPx2: polygonArea(polygon),
    bounds: polygonBounds(polygon),
  };
}

/** A model lesion as the contract delivers it. */
export function testLesion(id: string, polygon: Polygon, state: Partial<LesionState> = {}): Lesion {
  const { rings, areaPx2, bounds } = testShape(polygon);
  return {
    id: id as LesionId,
    origin: 'model',
    maskIndex: 0,
    featureIndex: 0,
    polygonIndex: 0,
    intensity: null,
    degenerate: false,
    shapeProblem: null,
    ...{ areaPx2, bounds, rings },
    state: {
      verdict: 'pending',
      disputed: false,
      reason: null,
      comment: null,
      decidedBy: null,
      decidedAt: null,
      eventId: null,
      shapes: [],
      group: [],
      decisions: [],
      onOtherPhoto: false,
      ...state,
    },
  };
}

/** A view of 1000 × 800 frame px without a photo. */
export function testView(id: string, lesions: Lesion[], rest: Partial<ViewDetail> = {}): ViewDetail {
  const counts = { pending: lesions.length, accepted: 0, rejected: 0, redrawn: 0, unsure: 0, added: 0, disputed: 0 };
  return {
    viewId: id as ViewId,
    captureId: 'capture' as ViewDetail['captureId'],
    captureName: 'capture 1',
    subject: null,
    side: 'front',
    revision: 'master (98)',
    result: {
      key: 'key' as ViewDetail['result']['key'],
      isOk: true,
      failureReason: null,
      imageId: null,
      creationTime: null,
      conflict: null,
      sourceFile: 'result.json',
      masksNotRead: 0,
    },
    frame: { width: 1000, height: 800, viewBox: null },
    photo: null,
    photoNotice: null,
    values: [],
    metrics: [],
    findings: [],
    progress: { state: 'open', swept: false, verdicts: counts, lesions: lesions.length },
    lesions,
    strip: [],
    ...rest,
  };
}

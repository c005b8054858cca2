import { expect } from '@playwright/test';
import { momentOf, UUID_V7, type ExportedFeature, type ExportedView } from './exported';
import { closedRing, openPoints, polygonArea, ringDistance, shoelace, type Point } from './plane';
import type { LesionRow } from './sample';

/** What the reviewer did to a lesion last, by the test's own book. */
export type Deed = {
  readonly verdict: 'accepted' | 'rejected' | 'redrawn' | 'unsure' | 'added';
  readonly reason: string | null;
  readonly comment: string | null;
  /** Drawn: the ring as the mouse met it, in frame px. */
  readonly ring: readonly Point[] | null;
  /** The moments before the hand moved and after the screen showed it, in ms since 1970. */
  readonly from: number;
  readonly to: number;
};

/** Keeps book of a session: lesion by lesion what was done last. */
export class SessionRecord {
  readonly deeds = new Map<string, Deed>();

  /** Runs one action up to what the screen shows of it, and notes it. */
  async note(
    lesionId: string,
    what: Pick<Deed, 'verdict'> & Partial<Deed>,
    act: () => Promise<Point[] | void>,
  ): Promise<void> {
    const from = Date.now();
    const ring = (await act()) ?? what.ring ?? null;
    this.deeds.set(lesionId, { reason: null, comment: null, ...what, ring, from, to: Date.now() });
  }

  count(verdict: Deed['verdict']): number {
    return [...this.deeds.values()].filter((deed) => deed.verdict === verdict).length;
  }
}

/** Vertices may differ from the mouse by the 1/1024 px grid and by nothing else. */
const GRID_PX = 1 / 1024;
/** The bound for every exported position. */
const BOUND_PX = 1;

/** Checks one exported feature against what was done to its lesion; answers how far its vertices lie from the clicks. */
export function checkDeed(feature: ExportedFeature, deed: Deed, lesion: LesionRow | null, reviewer: string): number {
  const { properties, geometry, id } = feature;
  expect(properties).toMatchObject({
    verdict: deed.verdict,
    reason: deed.reason,
    comment: deed.comment,
    decided_by: reviewer,
    origin: lesion ? 'model' : 'reviewer',
  });
  const at = Date.parse(properties.decided_at ?? '');
  expect(at, `decided_at of ${id}`).toBeGreaterThanOrEqual(deed.from);
  expect(at, `decided_at of ${id}`).toBeLessThanOrEqual(deed.to);
  const area = polygonArea(geometry.coordinates);
  expect(properties.area_px2).toBeCloseTo(area, 6);
  if (!deed.ring) {
    expect(lesion && [id, geometry.coordinates]).toEqual([lesion?.id, lesion?.geometry]);
    return 0;
  }
  expect(id).toMatch(UUID_V7);
  expect(momentOf(id), `moment in ${id}`).toBeLessThanOrEqual(deed.to);
  if (lesion) {
    expect(properties.model_lesion_ids).toEqual([lesion.id]);
    expect(properties.model_area_px2).toBeCloseTo(polygonArea(lesion.geometry), 6);
  }
  const off = ringDistance(openPoints(geometry.coordinates[0]!), deed.ring);
  expect(off, `vertices of ${id} against the clicks, in frame px`).toBeLessThanOrEqual(BOUND_PX);
  const clickedArea = Math.abs(shoelace(closedRing(deed.ring)));
  const slack = perimeter(deed.ring) * Math.max(off, GRID_PX);
  expect(Math.abs(area - clickedArea), `area of ${id} against the clicks, in px²`).toBeLessThanOrEqual(slack);
  return off;
}

const perimeter = (ring: readonly Point[]): number =>
  ring.reduce(
    (sum, a, i) => sum + Math.hypot(ring[(i + 1) % ring.length]!.x - a.x, ring[(i + 1) % ring.length]!.y - a.y),
    0,
  );

/** Which lesion of the record a feature stands for. */
export const subjectOf = ({ id, properties }: ExportedFeature): string => properties.model_lesion_ids?.[0] ?? id;

/** Checks counts, ignored and exported lesions of a view against the record; answers the largest distance to a click. */
export function checkView(
  view: ExportedView,
  record: SessionRecord,
  model: readonly LesionRow[],
  reviewer: string,
): number {
  const truths = ['accepted', 'redrawn', 'added'] as const;
  const expected = [...record.deeds].filter(([, { verdict }]) => truths.some((truth) => truth === verdict));
  expect(view.features.map(subjectOf).sort()).toEqual(expected.map(([id]) => id).sort());
  expect(view.macule.counts).toEqual({
    accepted: record.count('accepted'),
    rejected: record.count('rejected'),
    redrawn: record.count('redrawn'),
    added: record.count('added'),
    unsure: record.count('unsure'),
    pending: 0,
    features: expected.length,
  });
  const unsure = [...record.deeds].filter(([, { verdict }]) => verdict === 'unsure').map(([id]) => id);
  expect(view.macule.ignore.map(({ id }) => id).sort()).toEqual(unsure.sort());
  const offs = view.features.map((feature) => {
    const id = subjectOf(feature);
    return checkDeed(feature, record.deeds.get(id)!, model.find((lesion) => lesion.id === id) ?? null, reviewer);
  });
  return Math.max(...offs);
}

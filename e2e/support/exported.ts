import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getIssues } from '@placemarkio/check-geojson';
import { expect } from '@playwright/test';
import { polygonArea, shoelace, type Positions } from './plane';

export type ExportedFeature = {
  readonly type: 'Feature';
  readonly id: string;
  readonly geometry: { readonly type: 'Polygon'; readonly coordinates: readonly Positions[] };
  readonly properties: {
    readonly origin: 'model' | 'reviewer';
    readonly verdict: string;
    readonly model_lesion_ids?: readonly string[];
    readonly model_area_px2?: number;
    readonly reason: string | null;
    readonly comment: string | null;
    readonly decided_by: string | null;
    readonly decided_at: string | null;
    readonly area_px2: number;
    readonly tech_name: string | null;
    readonly intensity: number | null;
  };
};
export type ExportedView = {
  readonly type: 'FeatureCollection';
  readonly macule: {
    readonly capture: string;
    readonly side: string;
    readonly state: 'complete' | 'partial';
    readonly image: { readonly file_name: string; readonly sha256: string; readonly width: number } | null;
    readonly frame: { readonly width: number; readonly height: number };
    readonly reviewers: readonly string[];
    readonly counts: Readonly<Record<string, number>>;
    readonly ignore: readonly { readonly id: string; readonly geometry: ExportedFeature['geometry'] }[];
    readonly journal_head: Readonly<Record<string, { readonly seq: number; readonly hash: string }>>;
  };
  readonly features: readonly ExportedFeature[];
};
export type Manifest = {
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly counts: { readonly views: number; readonly lesions: number; readonly left_out: number };
  readonly findings: readonly { readonly severity: string; readonly code: string; readonly message: string }[];
};
export type Exported = { readonly manifest: Manifest; readonly views: ReadonlyMap<string, ExportedView> };

/** RFC 9562: version 5 for what came from the model, 7 for what was drawn. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([57])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** The moment that a UUIDv7 holds, in ms since 1970. */
export const momentOf = (uuid7: string): number => Number.parseInt(uuid7.replaceAll('-', '').slice(0, 12), 16);
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Reads an export folder; every file fits the manifest, passes an independent validator and RFC 7946's ring rules. */
export function readExport(dir: string): Exported {
  const manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')) as Manifest;
  const views = new Map<string, ExportedView>();
  for (const { name, sha256: stated } of manifest.files) {
    const bytes = readFileSync(join(dir, name));
    expect(sha256(bytes), `SHA-256 of ${name}`).toBe(stated);
    const text = bytes.toString('utf8');
    expect(getIssues(text), `check-geojson on ${name}`).toEqual([]);
    const view = JSON.parse(text) as ExportedView;
    for (const feature of view.features) checkFeature(feature);
    views.set(name, view);
  }
  expect(readdirSync(dir).sort()).toEqual([...views.keys(), 'manifest.json'].sort());
  expect(manifest.counts.views).toBe(views.size);
  return { manifest, views };
}

function checkFeature({ id, geometry, properties }: ExportedFeature): void {
  expect(id).toMatch(UUID);
  const [exterior, ...holes] = geometry.coordinates;
  for (const ring of geometry.coordinates) {
    expect(ring.length, `positions of a ring of ${id}`).toBeGreaterThanOrEqual(4);
    expect(ring.at(-1), `closed ring of ${id}`).toEqual(ring[0]);
  }
  expect(shoelace(exterior!), `exterior of ${id}`).toBeGreaterThan(0);
  for (const hole of holes) expect(shoelace(hole), `hole of ${id}`).toBeLessThan(0);
  expect(properties.area_px2, `area of ${id}`).toBeCloseTo(polygonArea(geometry.coordinates), 6);
}

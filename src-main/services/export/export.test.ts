import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '@placemarkio/check-geojson';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MaculeError } from '#shared/domain/error';
import type { ExportSummary } from '#shared/contract/export';
import { countEvents } from '#main/repositories/events';
import { lesionId, smallProject, squareCoordinates, VIEW } from '#main/test-support/small-project';
import { appendAction, type Reviewing } from '../review/append-action';
import { run as runSql } from '#main/db/handle';
import { encodePolygon } from '#shared/geometry/codec';
import { exportTruth, previewTruth, type ExportRequest } from './export-truth';

let dir: string;
let ana: Reviewing;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'macule-export-'));
  ana = smallProject();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

type Member = Record<string, unknown>;
type File = {
  macule: Member & { counts: Member; ignore: Member[] };
  features: { id: string; properties: Member; geometry: { coordinates: number[][][] } }[];
};
/** With the start of the SHA-256 of "result-1": the failed result's view would have the same name. */
const NAME = 'img-1.front.master-1.84db80ae.geojson';
const exported = (more: Partial<ExportRequest> = {}): ExportSummary =>
  exportTruth(ana.db, {
    format: 'geojson',
    state: 'complete',
    include: [],
    reviewer: null,
    superseded: false,
    dir,
    force: false,
    ...more,
  });
const file = (name = NAME): File => JSON.parse(readFileSync(join(dir, name), 'utf8')) as File;
const codes = ({ findings }: { findings: { code: string }[] }): string[] => findings.map(({ code }) => code);
const decide = (
  lesions: number[],
  verdict: 'accepted' | 'rejected' | 'redrawn' | 'unsure',
  more: object = {},
  by = ana,
): void => void appendAction(by, { type: 'decide', lesions: lesions.map(lesionId), verdict, ...more });
const finish = (by = ana): void => {
  appendAction(by, { type: 'sweep', view: VIEW, value: true });
  appendAction(by, { type: 'done', view: VIEW, value: true });
};
const reviewAll = (): void => {
  decide([0], 'accepted', { comment: 'clear' });
  decide([1], 'rejected', { reason: 'R3' });
  decide([2], 'redrawn', { geometries: [squareCoordinates(40, 5, 12), squareCoordinates(60, 30, 4)], reason: 'G2' });
  decide([3], 'unsure', { reason: 'U1' });
  appendAction(ana, { type: 'add', view: VIEW, geometry: squareCoordinates(500.25, 500.5, 8) });
  finish();
};

describe('a done view', () => {
  it('is written as DESIGN §11 says, and is valid GeoJSON', () => {
    reviewAll();
    const summary = exported();
    expect(summary).toMatchObject({ files: [NAME, 'manifest.json'], views: 1, lesions: 4 });
    expect(codes(summary)).toEqual(['view_not_done']); // the failed result's view
    expect(() => check(readFileSync(join(dir, NAME), 'utf8'))).not.toThrow();
    const { macule, features } = file();
    expect(macule).toMatchObject({
      schema: 1,
      app_version: '0.1.0',
      project_id: 'project-1',
      subject: null,
      capture: 'img-1',
      side: 'front',
      state: 'complete',
      image: null,
      result: { id: 'result-1', image_id: 'img-1', creation_time: '2025-02-26 10:50:40', is_ok: true },
      revision: { family: 'acne.pih', algorithm_tech_name: 'pih', revision: 'master-1', algorithm_version_id: 98 },
      frame: { view_box: [0, 0, 1000, 1000], width: 1000, height: 1000, vertices: 'unstated' },
      reviewers: ['Ana'],
      counts: { accepted: 1, rejected: 1, redrawn: 1, added: 1, unsure: 1, pending: 0, features: 4 },
      journal_head: { 'device-1': { seq: 7 } },
    });
    expect(macule.ignore).toMatchObject([{ id: 'lesion-3', geometry: { type: 'Polygon' } }]);
    expect(
      features.map(({ id, properties }) => [
        properties['verdict'],
        properties['origin'],
        properties['area_px2'],
        id.slice(0, 8) === 'lesion-0',
      ]),
    ).toEqual([
      ['accepted', 'model', 100, true],
      ['redrawn', 'model', 144, false],
      ['redrawn', 'model', 16, false],
      ['added', 'reviewer', 64, false],
    ]);
    expect(features[0]!.properties).toMatchObject({ comment: 'clear', decided_by: 'Ana', intensity: 1, reason: null });
    expect(features[1]!.properties).toMatchObject({
      model_lesion_ids: ['lesion-2'],
      model_area_px2: 100,
      reason: 'G2',
    });
    expect(features[3]).toMatchObject({
      properties: { reason: 'M1' },
      geometry: { coordinates: squareCoordinates(500.25, 500.5, 8) },
    });
    for (const { geometry } of features) {
      const ring = geometry.coordinates[0]!;
      expect(ring[0]).toEqual(ring.at(-1));
      const doubled = ring.slice(1).reduce((sum, [x = 0, y = 0], i) => sum + (ring[i]![0]! * y - x * ring[i]![1]!), 0);
      expect(doubled).toBeGreaterThan(0);
    }
  });

  it('names every lesion by its mask, drawn ones too, and by the algorithm where the masks have no name', () => {
    reviewAll();
    exported();
    expect(file().features.map(({ properties }) => properties['tech_name'])).toEqual(['pih', 'pih', 'pih', 'pih']);
    ana.db.prepare(`UPDATE mask SET tech_name = 'pih_mask_restored'`).run();
    exported();
    const names = file().features.map(({ properties }) => properties['tech_name']);
    expect(names).toEqual(Array.from({ length: 4 }, () => 'pih_mask_restored'));
  });

  it('writes every lesion of a step that redrew several, each with its own outline and the lesion that it replaces', () => {
    const outlines = [0, 1, 2, 3].map((index) => ({
      lesions: [lesionId(index)],
      geometries: [squareCoordinates(20 * index + 2, 5, 10)],
    }));
    appendAction(ana, { type: 'redrawEach', redrawn: outlines, reason: 'G3' });
    finish();
    exported();
    const { features } = file();
    expect(features.map(({ properties }) => properties['model_lesion_ids'])).toEqual(
      [0, 1, 2, 3].map((index) => [lesionId(index)]),
    );
    expect(features.map(({ geometry }) => geometry.coordinates[0]![0]![0])).toEqual([2, 22, 42, 62]);
  });

  it('gives the same bytes again and appends no event', () => {
    reviewAll();
    const before = countEvents(ana.db);
    exported();
    const first = readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'));
    exported();
    expect(readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'))).toEqual(first);
    expect(countEvents(ana.db)).toBe(before);
    expect(
      previewTruth(ana.db, { format: 'geojson', state: 'complete', include: [], reviewer: null, superseded: false }),
    ).toMatchObject({
      views: 1,
      lesions: 4,
    });
  });

  it('carries what is not truth only when asked, each with its verdict', () => {
    reviewAll();
    expect(exported({ include: ['rejected', 'unsure'] }).lesions).toBe(4);
    expect(file().features.map(({ properties }) => properties['verdict'])).toEqual([
      'accepted',
      'rejected',
      'redrawn',
      'redrawn',
      'unsure',
      'added',
    ]);
    expect(file().macule.counts['features']).toBe(6);
  });
});

describe('a view is left out', () => {
  it('while it is not done, unless partial views are asked for', () => {
    decide([0], 'accepted');
    const summary = exported();
    expect([summary.views, codes(summary)]).toEqual([0, ['view_not_done', 'view_not_done']]);
    expect(exported({ state: 'all' }).views).toBe(2);
    expect(file().macule).toMatchObject({ state: 'partial', counts: { accepted: 1, pending: 3 }, ignore: [] });
  });

  it('while lesions are disputed, unless one reviewer is asked for', () => {
    reviewAll();
    const ben = { ...ana, reviewer: 'Ben' };
    decide([0], 'rejected', { reason: 'R1' }, ben);
    expect(codes(exported())).toContain('view_disputed');
    expect(exported({ reviewer: 'Ana' }).lesions).toBe(4);
    expect(file().macule.reviewers).toEqual(['Ana']);
    const bens = exported({ reviewer: 'Ben' });
    expect([bens.views, codes(bens)]).toEqual([0, ['view_not_done', 'view_not_done']]);
  });

  it('when a truth lesion is no simple polygon, with an error that names it', () => {
    const bowTie = encodePolygon(
      {
        exterior: [
          { x: 0, y: 0 },
          { x: 10, y: 10 },
          { x: 10, y: 0 },
          { x: 0, y: 10 },
        ],
        holes: [],
      },
      'delivered',
    );
    runSql(ana.db, `UPDATE lesion SET rings = ? WHERE uid = 'lesion-0'`, [Buffer.from(bowTie)]);
    decide([0, 1, 2, 3], 'accepted');
    finish();
    const summary = exported();
    expect(summary.findings).toContainEqual(
      expect.objectContaining({ severity: 'error', code: 'not_simple', place: 'lesion-0' }) as unknown,
    );
    expect(existsSync(join(dir, NAME))).toBe(false);
  });
});

describe('files in the folder', () => {
  const codeOf = (action: () => unknown): string => {
    try {
      action();
      return 'done';
    } catch (error) {
      return error instanceof MaculeError ? error.code : String(error);
    }
  };

  it('of others are never overwritten without force', () => {
    reviewAll();
    writeFileSync(join(dir, NAME), 'mine');
    expect(codeOf(exported)).toBe('file_exists');
    expect(readdirSync(dir)).toEqual([NAME]);
    expect(codeOf(() => exported({ force: true }))).toBe('done');
    writeFileSync(join(dir, NAME), 'edited by hand');
    expect(codeOf(exported)).toBe('file_exists');
    rmSync(join(dir, NAME));
    writeFileSync(join(dir, 'manifest.json'), '{"name": "web app"}');
    expect(codeOf(exported)).toBe('file_exists');
  });

  it('of another project and of other tools are neither replaced nor removed', () => {
    reviewAll();
    exported();
    const before = readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'));
    runSql(ana.db, `UPDATE meta SET value = 'project-2' WHERE key = 'project_id'`);
    expect(codeOf(exported)).toBe('file_exists');
    expect(readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'))).toEqual(before);
    writeFileSync(join(dir, 'important.txt'), 'mine');
    const sha256 = createHash('sha256').update('mine').digest('hex');
    writeFileSync(
      join(dir, 'manifest.json'),
      JSON.stringify({ schema: 'bagit', files: [{ name: 'important.txt', sha256 }] }),
    );
    expect(codeOf(exported)).toBe('file_exists');
    expect(codeOf(() => exported({ force: true }))).toBe('done');
    expect(readFileSync(join(dir, 'important.txt'), 'utf8')).toBe('mine');
  });

  it('that are folders are refused, by force too', () => {
    reviewAll();
    mkdirSync(join(dir, NAME));
    expect(codeOf(exported)).toBe('file_exists');
    expect(codeOf(() => exported({ force: true }))).toBe('file_exists');
    rmSync(join(dir, NAME), { recursive: true });
    mkdirSync(join(dir, 'manifest.json'));
    expect(codeOf(() => exported({ force: true }))).toBe('file_exists');
  });

  it('keep their names, whichever views are written', () => {
    reviewAll();
    expect(exported().files).toContain(NAME);
    expect(exported({ state: 'all' }).files).toContain(NAME);
    runSql(ana.db, `UPDATE result SET superseded_by = 1 WHERE key <> 'result-1'`); // gives its name up
    expect(exported().files).toEqual(['img-1.front.master-1.geojson', 'manifest.json']);
    const asked = exported({ state: 'all', superseded: true });
    expect([asked.files.length, asked.files[0], codes(asked)]).toEqual([3, NAME, []]);
  });

  it('of an earlier export are removed when they are no longer written and unchanged', () => {
    reviewAll();
    exported({ state: 'all' });
    const stale = readdirSync(dir).find((name) => name !== NAME && name !== 'manifest.json')!;
    exported();
    expect(existsSync(join(dir, stale))).toBe(false);
    exported({ state: 'all' });
    writeFileSync(join(dir, stale), 'edited');
    expect(codes(exported())).toContain('stale_file_kept');
    expect(readFileSync(join(dir, stale), 'utf8')).toBe('edited');
  });
});

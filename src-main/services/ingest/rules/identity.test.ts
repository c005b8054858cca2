import { rmSync, truncateSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { useImportFolder } from '#main/test-support/import-folder';
import { goodElement, polygonsElement, squareRing } from '#main/test-support/scheme-elements';

const project = useImportFolder();
const states = (): unknown[] => project.list('views').map(({ result, state }) => [result, state]);
const stored = (): string[] => project.sources().map(String);

describe('4.12 what is not read', () => {
  it('stays in the stored source: unknown keys, the order of keys, the spelling of numbers', async () => {
    const element = { zebra: { deep: [1, { 'odd key': null }] }, ...goodElement('a'), application_run_id: 'run' };
    const text = JSON.stringify(element).replace('[100,100]', '[100.0,1e2]').replace('"zebra"', '"zébra"');
    const { lines } = await project.importFile('a.json', `\n${text}\n`);
    expect(lines).toEqual([]);
    expect(stored()).toEqual([`\n${text}\n`]);
    expect(project.areas()).toEqual({ a: [100] });
  });
});

describe('4.13 results that meet again', () => {
  it('identical content under one id is a duplicate, however it is written', async () => {
    project.put('1.json', goodElement('a'));
    project.put('2.json', { data: [Object.fromEntries(Object.entries(goodElement('a')).reverse())] });
    const { findings, counts } = await project.import();
    expect(counts).toMatchObject({ results: 1, lesions: 1 });
    expect(findings.filter(({ file }) => file === '2.json')).toMatchObject([
      { severity: 'info', code: 'duplicate_result', place: '$.data[0]' },
    ]);
    expect(stored()).toHaveLength(1);
  });

  it('other content under one id is a conflict, kept and shown beside it', async () => {
    project.put('1.json', goodElement('a', 10));
    project.put('2.json', goodElement('a', 20));
    const { findings, counts } = await project.import();
    expect(counts).toMatchObject({ results: 2, lesions: 2 });
    expect(findings.filter(({ file }) => file === '2.json')).toContainEqual(
      expect.objectContaining({ severity: 'warning', code: 'result_conflict', place: '$' }) as unknown,
    );
    const keys = Object.keys(project.areas());
    expect(keys[0]).toBe('a');
    expect(keys[1]).toMatch(/^a#[0-9a-f]{8}$/);
    expect(Object.values(project.areas())).toEqual([[100], [400]]);
  });

  it('both happen inside one file too', async () => {
    const { lines } = await project.importFile('a.json', [
      goodElement('a', 10),
      goodElement('a', 20),
      goodElement('a', 10),
    ]);
    expect(lines).toContain('warning result_conflict $[1]');
    expect(lines).toContain('info duplicate_result $[2]');
    expect(Object.values(project.areas())).toEqual([[100], [400]]);
  });

  it('without an id the content is the id', async () => {
    const nameless = goodElement('x', 10, { id: undefined, image_id: 'i' });
    project.put('1.json', nameless);
    project.put('2.json', [nameless]);
    const { counts } = await project.import();
    expect(counts).toMatchObject({ results: 1, lesions: 1 });
    expect(Object.keys(project.areas())[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('a re-run of one image: the newest is current, the older ones stay', async () => {
    const rerun = (id: string, creation_time: string | null) => goodElement(id, 10, { image_id: 'i', creation_time });
    project.put('1.json', [rerun('old', '2025-02-26 10:50:40'), rerun('new', '2025-03-01T00:00:00Z')]);
    project.put('2.json', [rerun('older', '2025-01-01 00:00:00'), rerun('timeless', null)]);
    const { counts } = await project.import();
    expect(counts).toMatchObject({ captures: 1, results: 4, lesions: 4 });
    expect(states()).toEqual([
      ['old', 'superseded'],
      ['new', 'open'],
      ['older', 'superseded'],
      ['timeless', 'superseded'],
    ]);
  });

  it('another revision of one image is no re-run: both are live', async () => {
    await project.importFile('a.json', [
      goodElement('98', 10, { image_id: 'i' }),
      goodElement('99', 10, { image_id: 'i', algorithm_version_id: 99 }),
    ]);
    expect(states()).toEqual([
      ['98', 'open'],
      ['99', 'open'],
    ]);
  });
});

const LARGE = { isVerified: false };

describe('4.14 limits', () => {
  it('accepts 50 MB of JSON', async () => {
    const note = 'x'.repeat(2 * 1024 * 1024);
    const others = Array.from({ length: 25 }, () => ({ algorithm_family_tech_name: 'acne.papules', note }));
    const { lines } = await project.importFile('a.json', [goodElement('a'), ...others, goodElement('b', 20)], LARGE);
    expect(lines).toEqual(['info family_skipped $[1]']);
    expect(project.areas()).toEqual({ a: [100], b: [400] });
  });

  it('refuses a larger file with a message, before it is read', async () => {
    const path = project.put('big.json', `[${' '.repeat(5000)}`);
    truncateSync(path, 256 * 1024 * 1024 + 1); // sparse
    project.put('small.json', goodElement('a'));
    const { findings } = await project.import();
    rmSync(path);
    const [told] = findings.filter(({ file }) => file === 'big.json');
    expect(told).toMatchObject({ severity: 'error', place: '' });
    expect(told?.message).toMatch(/limit/);
    expect(project.areas()).toEqual({ a: [100] });
  });

  it('refuses a gzip that unpacks to more', async () => {
    project.put('bomb.json.gz', gzipSync(Buffer.alloc(256 * 1024 * 1024 + 1, 0x20), { level: 1 }));
    project.put('small.json', goodElement('a'));
    const { findings } = await project.import();
    const [told] = findings.filter(({ file }) => file === 'bomb.json.gz');
    expect(told).toMatchObject({ severity: 'error' });
    expect(told?.message).toMatch(/limit/);
    expect(project.areas()).toEqual({ a: [100] });
  });

  it('reads a polygon of 100,000 vertices, and a tangle of 4,000 in bounded time', async () => {
    const circle = (vertices: number): number[][] =>
      Array.from({ length: vertices }, (_, index) => {
        const angle = (2 * Math.PI * index) / vertices;
        return [1000 + 900 * Math.cos(angle), 1000 + 900 * Math.sin(angle)];
      });
    const star = circle(4_000).map((_, index, round) => round[(index * 7919) % 4_000]!);
    const elements = [
      polygonsElement('circle', [[circle(100_000)]]),
      polygonsElement('star', [[star], [squareRing(0, 0, 5)]]),
    ];
    const { lines, counts } = await project.importFile('a.json', elements, LARGE);
    expect(counts.lesions).toBe(3);
    expect(project.areas()['circle']![0]).toBeCloseTo(Math.PI * 900 ** 2, -2);
    expect(project.areas()['star']![1]).toBe(25);
    expect(lines).toEqual([
      'warning polygon_not_simple $[1].result.masks_restored[0].features[0].geometry.coordinates[0]',
    ]);
  });
});

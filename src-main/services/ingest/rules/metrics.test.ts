import { describe, expect, it } from 'vitest';
import { useImportFolder } from '#main/test-support/import-folder';
import { masksElement, squareRing } from '#main/test-support/scheme-elements';
import { maskOf } from '#shared/formats/haut-scheme/fixtures/documents';

const project = useImportFolder();
const rows = () => project.rows('SELECT area_name, value, units, tech_name FROM area_row');
const importRows = (area_results: unknown) =>
  project.importFile('a.json', masksElement('a', [maskOf([[squareRing(0, 0, 10)]])], { area_results }));
const metric = (value: unknown, more: object = {}): object => ({
  area_name: 'chin',
  main_metric: { value, units: 'per mille', tech_name: 'pih', widget_type: 'percentage', ...more },
  sub_metrics: [],
});

describe('4.9 area rows', () => {
  it('hold a number, or a number in text', async () => {
    const { lines } = await importRows([metric(12), metric('12'), metric(' 0.5 '), metric(7.25)]);
    expect(lines).toEqual([]);
    expect(rows().map(({ value }) => value)).toEqual(['12', '12', '0.5', '7.25']);
  });

  it('keep another text as a word', async () => {
    const { lines } = await importRows([metric('moderate', { units: null }), metric('12 %'), metric('')]);
    expect(lines).toEqual([]);
    expect(rows().map(({ value }) => value)).toEqual(['"moderate"', '"12 %"', null]);
  });

  it('leave a missing unit unstated, whatever the display hint says', async () => {
    const { lines } = await importRows([
      metric(3, { units: undefined }),
      metric(3, { units: null }),
      metric(3, { units: 'per mille' }),
    ]);
    expect(lines).toEqual([]);
    expect(rows().map(({ units }) => units)).toEqual([null, null, 'per mille']);
  });

  it('take sub_metrics null, missing or a list', async () => {
    const list = [{ name: 'Severity', value: 'mild' }];
    const { lines } = await importRows(
      [null, undefined, [], list].map((sub_metrics, value) => ({ ...metric(value), sub_metrics })),
    );
    expect(lines).toEqual([]);
    expect(rows().map(({ value }) => value)).toEqual(['0', '1', '2', '3']);
  });

  it('may be flat, as older answers and webhooks have them', async () => {
    const { lines } = await importRows([{ name: 'forehead', value: 4, tech_name: 'pih' }]);
    expect(lines).toEqual([]);
    expect(rows()).toMatchObject([{ area_name: 'forehead', value: '4', units: null, tech_name: 'pih' }]);
  });

  it('that cannot be read are reported one by one, the others are kept', async () => {
    const { lines } = await importRows([
      null,
      5,
      {},
      metric(true),
      metric({}),
      metric(1),
      { ...metric(2), area_name: 7 },
    ]);
    expect(lines).toEqual([
      'warning area_row_unreadable $.result.area_results[0]',
      'warning area_row_unreadable $.result.area_results[1]',
      'warning area_row_unreadable $.result.area_results[2]',
      'warning field_unreadable $.result.area_results[3].main_metric.value',
      'warning field_unreadable $.result.area_results[4].main_metric.value',
    ]);
    expect(rows().map(({ area_name, value }) => [area_name, value])).toEqual([
      ['chin', null],
      ['chin', null],
      ['chin', '1'],
      ['7', '2'],
    ]);
    expect(project.areas()).toEqual({ a: [100] });
  });

  it('may be missing or null; another kind is reported', async () => {
    project.put('none.json', masksElement('none', [], { area_results: undefined }));
    project.put('null.json', masksElement('null', [], { area_results: null }));
    project.put('text.json', masksElement('text', [maskOf([[squareRing(0, 0, 3)]])], { area_results: 'none' }));
    const { lines } = await project.import();
    expect(lines).toEqual(['warning field_unreadable $.result.area_results']);
    expect(project.areas()).toEqual({ text: [9] });
  });
});

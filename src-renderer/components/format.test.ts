import { expect, it } from 'vitest';
import { areaText, codeWords, counted, etaText, sizeText } from './format';

it('writes numbers with their units', () => {
  expect([areaText(656.5), areaText(1163), areaText(0.04)]).toEqual(['656.5 px²', '1,163 px²', '0 px²']);
  expect([counted(1, 'lesion'), counted(1200, 'lesion')]).toEqual(['1 lesion', '1,200 lesions']);
  expect([sizeText(0), sizeText(999), sizeText(1000), sizeText(3_449_123)]).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '3.4 MB',
  ]);
  expect([etaText(null), etaText(900), etaText(30_000), etaText(150_000)]).toEqual([
    '',
    'almost done',
    'about 30 s left',
    'about 3 min left',
  ]);
});

it('makes headings of codes', () => {
  expect(['polygon_not_simple', 'json_cut_off', 'not_json', 'exif_unreadable', 'jsonl'].map(codeWords)).toEqual([
    'Polygon not simple',
    'JSON cut off',
    'Not JSON',
    'EXIF unreadable',
    'Jsonl',
  ]);
});

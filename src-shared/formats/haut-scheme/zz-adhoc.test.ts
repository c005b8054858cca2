import { it, expect } from 'vitest';
// @ts-nocheck
import { readFileSync } from 'node:fs';
import { decodeDocument, planViews } from './decode';
import { SEED_ELEMENT, SEED_TEXT } from './fixtures/documents';
import { canonicalJson } from '#shared/domain/canonical-json';
import { pairPhotos, photoKindOf } from '#shared/domain/pairing';
it('seed', () => {
  const text = readFileSync('/work/shared/seed/example-result.json', 'utf8');
  expect(canonicalJson(JSON.parse(text))).toBe(canonicalJson(SEED_ELEMENT));
  for (let i = 0; i <= text.length; i++) decodeDocument(text.slice(0, i));
  const txt = readFileSync('/work/shared/seed/pih-result-scheme.txt', 'utf8');
  const d = decodeDocument(txt); console.log(d.results.length, d.results[0].masks[0].lesions.length, d.findings);
  for (let i = 0; i < txt.length; i += 7) { const r = decodeDocument(txt.slice(0, i)); if (i % 700 === 0) console.log(i, r.results.length, r.findings.map(f=>f.code)); }
}, 60000);
it('perf', () => {
  const els = []; for (let i = 0; i < 9000; i++) els.push({ ...SEED_ELEMENT, id: 'x' + i });
  const text = JSON.stringify(els);
  let t = performance.now(); JSON.parse(text); console.log('MB', text.length / 1e6, 'parse', performance.now() - t);
  t = performance.now(); const d = decodeDocument(text); console.log('decode', performance.now() - t, d.results.length);
  t = performance.now(); d.results.forEach(r=>0); els.forEach(canonicalJson); console.log('canonical', performance.now() - t);
  t = performance.now(); const c = decodeDocument(text.slice(0, -5)); console.log('cut', performance.now() - t, c.results.length, c.findings.length);
  const big = { ...SEED_ELEMENT }; big.result = { ...big.result, masks_restored: [{ ...big.result.masks_restored[0], features: [{ geometry: { type: 'MultiPolygon', coordinates: Array.from({ length: 500000 }, (_, i) => [[[i, 0], [i + 5, 1], [i + 5, 6], [i, 5], [i-1, 3]]]) } }] }] };
  const bt = JSON.stringify(big); t = performance.now(); JSON.parse(bt); console.log('big MB', bt.length / 1e6, performance.now() - t);
  t = performance.now(); const b = decodeDocument(bt); console.log('big decode', performance.now() - t, b.results[0].masks[0].lesions.length, b.findings.length);
  t = performance.now(); decodeDocument('{"a":'.repeat(2e6)); decodeDocument('[ {'.repeat(2e6)); decodeDocument('x{x['.repeat(2e6)); decodeDocument('{"'.repeat(2e6)); decodeDocument('[1,\n'.repeat(2e6)); decodeDocument('[1]x'.repeat(1e6)); decodeDocument('{"a":1}{"b'.repeat(3e5));console.log('hostile', performance.now() - t);
  t = performance.now(); decodeDocument(('"' + '\\'.repeat(5e6))); decodeDocument('{"a":"' + '\\\\"'.repeat(3e6)); decodeDocument('["' + '\\\\'.repeat(3e6)+'"]');console.log('hostile2', performance.now() - t);
}, 200000);
it('pairing perf', () => {
  const n = 100000; const views = [], photos = [];
  for (let i = 0; i < n; i++) { for (const side of ['front','left','right']) { views.push({ id: `${i}${side}`, side, frame: { width: 2416, height: 2416, viewBox: null }, imageId: `245a25a8-a5a6-44ed-980c-${String(i).padStart(12,'0')}`, sourcePath: `all/img_${i}.json`, resultCountInFile: 1 }); photos.push({ id: photos.length, path: `all/img_${i}_${side}_restored.jpg`, width: 2416, height: 2416, kind: 'restored' }); } }
  let t = performance.now(); const p = pairPhotos(views, photos, []); console.log('pair', performance.now() - t, p.filter(x=>x.photo!==null).length);
  t = performance.now(); const q = pairPhotos(views, photos.map(x=>({...x,path:x.path.replace('img','pic')})), []); console.log('unpaired', performance.now() - t, q.filter(x=>x.photo!==null).length);
}, 200000);

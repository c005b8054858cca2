import { it, expect } from 'vitest';
import { decodeDocument, planViews } from './decode';
import { SEED_ELEMENT, SEED_TEXT } from './fixtures/documents';
import { canonicalJson } from '#shared/domain/canonical-json';
import { findDuplicateKeys } from './duplicate-keys';
import { orientPolygon } from '#shared/geometry/polygon';
import { polygonProblem } from '#shared/geometry/validity';
it('perf', () => {
  for (const [p, n] of [['{"a":',1e5],['[ {',1e5],['x{x[',1e5],['{"',1e5],['[1,\n',1e5],['[1]x',1e5],['{"a":1}{"b',1e5],['{"a":1}{"b"',1e5]] as const) {
    const t = performance.now(); const d = decodeDocument(p.repeat(n)); console.log(p, performance.now() - t, d.findings.length);
  }
  const els = []; for (let i = 0; i < 9000; i++) els.push({ ...SEED_ELEMENT, id: 'x' + i });
  const text = JSON.stringify(els);
  for (let k = 0; k < 3; k++) {
  let t = performance.now(); const v = JSON.parse(text); console.log('parse', performance.now() - t);
  t = performance.now(); const d = decodeDocument(text); console.log('decode', performance.now() - t);
  t = performance.now(); v.forEach(canonicalJson); console.log('canonical', performance.now() - t);
  t = performance.now(); findDuplicateKeys(text, v); console.log('dup', performance.now() - t);
  const ls = d.results.flatMap(r => r.masks[0].lesions.map(l => l.polygon));
  t = performance.now(); ls.forEach(polygonProblem); console.log('problem', ls.length, performance.now() - t);
  t = performance.now(); ls.forEach(orientPolygon); console.log('orient', performance.now() - t);
  }
}, 200000);

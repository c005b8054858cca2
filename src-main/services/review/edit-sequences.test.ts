import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadClipper } from '../geometry/clipper';
import { createGeometryEngine, type GeometryEngine } from '../geometry/engine';
import { verifyProject } from '../verify/verify';
import { EditedProject } from './test-support/edited-project';
import { edit } from './test-support/edits';

/** The seeded sequences of every run; the long run asks for at least 10,000 (see CONTRIBUTING). */
const RUNS = Number(process.env['MACULE_EDIT_SEQUENCES'] ?? 500);
const SEED = Number(process.env['MACULE_EDIT_SEED'] ?? 20_261_129);
/** The journal and its projections are checked after each so many sequences: it takes as long as a sequence. */
const SEQUENCES_PER_CHECK = 20;

let engine: GeometryEngine;
beforeAll(async () => {
  engine = createGeometryEngine(await loadClipper('node_modules/clipper2-wasm/dist/es/clipper2z.wasm'));
});

const errorsOf = ({ db }: EditedProject): unknown[] =>
  verifyProject(db).findings.filter(({ severity }) => severity === 'error');

describe(`${RUNS} sequences of edits by two reviewers, through the engine and the journal`, () => {
  it(
    'are valid at every step; undo all is the start, redo all the end',
    () => {
      const project = new EditedProject(engine);
      const outcomes = new Map<string, number>();
      let begun = 0;
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 10 }), (edits) =>
          project.sequence(() => {
            const start = project.picture();
            for (const one of edits) {
              const outcome = `${one.kind} ${project.apply(one)}`;
              outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
            }
            const end = project.picture();
            const undone = project.undoAll();
            expect(project.picture()).toEqual(start);
            project.redoAll(undone);
            expect(project.picture()).toEqual(end);
            if (begun++ % SEQUENCES_PER_CHECK === 0) expect(errorsOf(project)).toEqual([]);
          }),
        ),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      );
      if (process.env['MACULE_EDIT_SEQUENCES']) console.log([...outcomes].sort().map(([what, n]) => `${what}: ${n}`).join('\n')); // prettier-ignore
      assertTold(outcomes);
    },
    Math.max(300_000, RUNS * 1000),
  );
});

/** The sequences say something: every kind of edit was applied, and the engine gave an answer nearly always. */
function assertTold(outcomes: ReadonlyMap<string, number>): void {
  const count = (ends: string): number =>
    [...outcomes].reduce((sum, [what, n]) => sum + (what.endsWith(ends) ? n : 0), 0);
  const kinds = new Set([...outcomes.keys()].map((what) => what.split(' ')[0]));
  if (RUNS >= 500) expect([...kinds].filter((kind) => !outcomes.has(`${kind} applied`))).toEqual([]);
  expect(count('geometry_failed')).toBeLessThanOrEqual(1e-3 * count('applied'));
}

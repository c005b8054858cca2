import fc from 'fast-check';
import { evenly } from '#shared/geometry/fixtures/evenly';

/** Of the small project's view, in px. */
export const FRAME = 1000;

// Around the lesions of the small project, which are 10 px wide, 20 px apart, near the frame's upper edge.
const place = fc.record({
  x: evenly(-10, 90),
  y: evenly(-10, 40),
});
const path = (least: number, most: number) => fc.array(place, { minLength: least, maxLength: most });
const radius = evenly(0.5, 9);
/** Which of the lesions that are there by then, counted round. */
const target = fc.nat(11);
const by = fc.constantFrom('Ana' as const, 'Ben' as const);
const isFar = fc.boolean();
const reason = fc.constantFrom('G1', 'G2', 'G4', null);
const one = <Kind extends string>(kind: Kind) => fc.constant(kind);

const brush = fc.record({ kind: one('brush'), by, target, line: path(1, 6), radius, mode: fc.constantFrom('add' as const, 'erase' as const) }); // prettier-ignore
/** A new lesion; `isFar`: at the opposite corner of the frame. */
const draw = fc.record({ kind: one('draw'), by, line: path(3, 6), isFar });
const dab = fc.record({ kind: one('dab'), by, line: path(1, 5), radius, isFar });
const paste = fc.record({ kind: one('paste'), by, target, dx: evenly(-30, 60), dy: evenly(-15, 30), scale: evenly(0.4, 2.5) }); // prettier-ignore
const region = fc.record({ kind: fc.constantFrom('unite' as const, 'subtract' as const), by, target, line: path(3, 6) }); // prettier-ignore
/** Along a line over several lesions, so that what is left of a merge comes apart, too. */
const split = fc.record({ kind: one('split'), by, target, line: path(2, 4) });
const pair = fc.record({ kind: fc.constantFrom('merge' as const, 'takeAway' as const), by, target, other: target });
const resize = fc.record({ kind: one('resize'), by, target, distancePx: evenly(-3, 4) });
const tidy = fc.record({ kind: fc.constantFrom('fillHoles' as const, 'simplify' as const, 'smooth' as const, 'fix' as const), by, target }); // prettier-ignore
const transform = fc.record({ kind: one('transform'), by, target, dx: evenly(-12, 30), dy: evenly(-9, 12), scale: evenly(0.5, 2), angle: evenly(-3, 3) }); // prettier-ignore
/** The whole mask, or some lesions of it, each by itself. */
const shift = fc.record({ kind: one('shift'), by, dx: fc.integer({ min: -4, max: 4 }), dy: fc.integer({ min: -2, max: 4 }), only: fc.option(fc.array(target, { minLength: 1, maxLength: 4 })) }); // prettier-ignore
const comment = fc.constantFrom('soft edge', 'ask Ben', null);
const decide = fc.record({ kind: one('decide'), by, target, verdict: fc.constantFrom('accepted' as const, 'rejected' as const, 'unsure' as const, 'pending' as const), keepComments: fc.boolean(), comment: fc.option(comment, { nil: undefined }) }); // prettier-ignore
/** A reason, or words, for the outline that stands. */
const restate = fc.record({
  kind: one('restate'),
  by,
  target,
  reason,
  comment: fc.option(comment, { nil: undefined }),
});
/** So many steps back, then so many forward, perhaps by the other one. */
const history = fc.record({ kind: one('history'), by, undos: fc.integer({ min: 0, max: 3 }), redoBy: by, redos: fc.integer({ min: 0, max: 3 }) }); // prettier-ignore

/** What a reviewer does, as numbers: who, where, how much. */
export const edit = fc.oneof(
  { weight: 4, arbitrary: brush },
  { weight: 2, arbitrary: draw },
  { weight: 2, arbitrary: dab },
  { weight: 2, arbitrary: paste },
  { weight: 3, arbitrary: region },
  { weight: 3, arbitrary: split },
  { weight: 3, arbitrary: pair },
  { weight: 2, arbitrary: resize },
  { weight: 2, arbitrary: tidy },
  { weight: 2, arbitrary: transform },
  { weight: 2, arbitrary: shift },
  { weight: 3, arbitrary: decide },
  { weight: 2, arbitrary: restate },
  { weight: 8, arbitrary: history },
);
export type Edit = typeof edit extends fc.Arbitrary<infer One> ? One : never;
/** Those that append an action of their own. */
export type Act = Exclude<Edit, { kind: 'history' }>;

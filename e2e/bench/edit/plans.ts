import { strokeAlong, waitProposal, type Plan, type Subject, type World } from './operations.ts';
import type { Place } from './scene.ts';

const NORMAL = { draft: 50, shown: 100 };
const LARGE = { draft: 50, shown: 300 };
const MASK = { draft: 50, shown: 1500 };

const release = ({ hand }: World): Promise<void> => hand.release();
const enter = ({ hand }: World): Promise<void> => hand.key('Enter');
const nothing = async (): Promise<void> => undefined;

type Stroke = { readonly points: number; readonly radiusPx: (subject: Subject) => number; readonly turns: number };
const stroked = (name: string, key: string, stroke: Stroke, budget: Plan['budget']): Plan => {
  const along = (subject: Subject): Place[] => strokeAlong(subject, stroke.points, 0, stroke.turns);
  return {
    name,
    way: { commit: 'pointerup', proposedBy: null },
    budget,
    prepare: async ({ hand }, subject) => {
      await hand.key(key);
      await hand.setBrush(stroke.radiusPx(subject));
    },
    draw: async ({ hand }, subject) => {
      const [first, ...others] = along(subject);
      await hand.press(first!);
      await hand.moveThrough(others);
    },
    commit: release,
    end: async (_world, subject) => along(subject).at(-1)!,
    points: stroke.points,
    bareMs: ({ bare }, subject) => bare.brush(subject.ring, along(subject), stroke.radiusPx(subject)),
  };
};

/** A line through the lesion, off its middle, from outside to outside. */
const lineThrough = (centre: Place, radius: number): Place[] =>
  Array.from({ length: 40 }, (_, i): Place => {
    const along = (i / 39) * 2 - 1;
    return { x: centre.x + 1.5 * radius * along, y: centre.y + 0.1 * radius * Math.sin(6 * along) };
  });

const split = (name: string, budget: Plan['budget']): Plan => ({
  name,
  way: { commit: 'keydown', proposedBy: 'pointerup' },
  budget,
  prepare: ({ hand }) => hand.key('n'),
  draw: async ({ page, hand }, { centre, radius }) => {
    const line = lineThrough(centre, radius);
    await hand.press(line[0]!);
    await hand.moveThrough(line.slice(1));
    await hand.frames(3);
    await hand.release();
    await waitProposal(page);
  },
  commit: enter,
  end: async (_world, { centre, radius }) => lineThrough(centre, radius).at(-1)!,
});

/** What a key proposes and Enter takes. */
const proposed = (name: string, key: string, budget: Plan['budget'], more: Partial<Plan> = {}): Plan => ({
  name,
  way: { commit: 'keydown', proposedBy: 'keydown' },
  budget: { ...budget, draft: budget.shown }, // what is shown first is the engine's answer already
  prepare: nothing,
  draw: async ({ page, hand }) => {
    await hand.key(key);
    await waitProposal(page);
  },
  commit: enter,
  ...more,
});

const PULLS = 24;
/** The first vertex, so many frame px farther from the middle. */
function pulledOut({ centre, ring }: Pick<Subject, 'centre' | 'ring'>, byPx: number): Place {
  const at = ring[0]!;
  const share = 1 + byPx / Math.hypot(at.x - centre.x, at.y - centre.y);
  return { x: centre.x + share * (at.x - centre.x), y: centre.y + share * (at.y - centre.y) };
}

/** One vertex pulled straight out by a few CSS px. */
const vertex = (name: string, budget: Plan['budget'], scaleOf: number): Plan => ({
  name,
  way: { commit: 'pointerup', proposedBy: null },
  budget,
  prepare: ({ hand }, { ring }) => hand.zoomTo(ring[0]!, scaleOf),
  draw: async ({ hand }, { centre, ring }) => {
    const { scale } = await hand.sight();
    await hand.press(ring[0]!);
    await hand.moveThrough(Array.from({ length: PULLS }, (_, i) => pulledOut({ centre, ring }, (1 + i / 2) / scale)));
  },
  commit: release,
  end: async ({ hand }, subject) => pulledOut(subject, (1 + (PULLS - 1) / 2) / (await hand.sight()).scale),
  points: PULLS,
});

export const verdict: Plan = {
  name: 'verdict by a key (floor)',
  way: { commit: 'keydown', proposedBy: null, hasDraft: false },
  budget: { draft: Infinity, shown: 50 },
  verdict: 'unsure',
  prepare: nothing,
  draw: nothing,
  commit: ({ hand }) => hand.key('u'),
};

const brushRadius = ({ radius }: Subject): number => Math.max(2, Math.round(radius / 4));
export const NORMAL_PLANS: readonly Plan[] = [
  stroked('brush, 500 points', 'b', { points: 500, radiusPx: brushRadius, turns: 0.5 }, NORMAL),
  stroked('brush, 3,000 points', 'b', { points: 3000, radiusPx: brushRadius, turns: 2 }, NORMAL),
  stroked('eraser, 500 points', 'e', { points: 500, radiusPx: brushRadius, turns: 0.4 }, NORMAL),
  split('split by a line', NORMAL),
  proposed('merge of two', 'm', NORMAL, {
    prepare: ({ hand, subjects }, subject) => hand.selectAlso(subjects[subject.place + 1]!.id),
  }),
  proposed('refit to the edge', 'r', NORMAL),
  vertex('vertex dragged', NORMAL, 1),
];

const LARGE_BRUSH_PX = 40;
const largeRadius = (): number => LARGE_BRUSH_PX;
export const LARGE_PLANS: readonly Plan[] = [
  stroked('brush, 500 points', 'b', { points: 500, radiusPx: largeRadius, turns: 0.2 }, LARGE),
  stroked('brush, 3,000 points', 'b', { points: 3000, radiusPx: largeRadius, turns: 0.8 }, LARGE),
  split('split by a line', LARGE),
  vertex('vertex dragged', LARGE, 6),
  proposed('eroded by 1 px', 'Shift+BracketLeft', LARGE, {
    bareMs: ({ bare }, { ring }) => bare.offset(ring, -1),
  }),
];

const STEPS = 3;
export const MASK_PLANS: readonly Plan[] = [
  {
    name: 'whole mask shifted by keys',
    way: { commit: 'keydown', proposedBy: null },
    budget: MASK,
    prepare: ({ hand }) => hand.key('Shift+G'),
    draw: async ({ hand }) => {
      for (let step = 0; step < STEPS; step++) {
        await hand.key('ArrowRight');
        await hand.frames(2);
      }
    },
    commit: enter,
  },
];

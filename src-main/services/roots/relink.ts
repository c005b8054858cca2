import { sep } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MovedSearch, RelinkSummary } from '#shared/contract/roots';
import type { WritableDb } from '#main/db/handle';
import type { JobContext } from '#main/jobs/job';
import { moveFile, noteFound, rootAt, setRootPath } from '#main/repositories/roots';
import { rootId as rootIdOf } from '#main/repositories/imported-rows';
import type { FoundMove, MovePlan } from './search-moved';

const EXAMPLES = 20;
/** Files that are moved in one transaction, so that decisions go between them. */
const BATCH = 200;

/** A plan in numbers, for the user who confirms it. */
export function summaryOf({ folder, wanted, found, differing, missing }: MovePlan, planId: string): MovedSearch {
  const by = (rule: FoundMove['rule']): number => found.filter((move) => move.rule === rule).length;
  return {
    planId,
    folder,
    wanted,
    byPath: by('path'),
    byName: by('name'),
    byContent: by('content'),
    differing: differing.length,
    missing: missing.length,
    examples: {
      found: found.slice(0, EXAMPLES).map(({ path, to }) => ({ path, to })),
      differing: differing.slice(0, EXAMPLES),
      missing: missing.slice(0, EXAMPLES),
    },
  };
}

/** The folder under which a file has the path that it had before; null when it was renamed. */
function baseOf(folder: string, { path, to }: FoundMove): string | null {
  if (to === path) return folder;
  if (!to.endsWith(`/${path}`)) return null;
  return `${folder}${folder.endsWith(sep) ? '' : sep}${to.slice(0, -path.length - 1).replaceAll('/', sep)}`;
}

/** The base that most of a root's files have. */
function commonBase(folder: string, moves: readonly FoundMove[]): string | null {
  const counts = new Map<string, number>();
  for (const move of moves) {
    const base = baseOf(folder, move);
    if (base !== null) counts.set(base, (counts.get(base) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/**
 * Takes what a search found. A root none of whose files is at its place any more gets its new folder; other files
 * go one by one, under the root in which they keep their relative path. Views, pairings and decisions stay as they are.
 * A cancelled run keeps what it did; the next search finds the rest.
 */
export async function relink(db: WritableDb, plan: MovePlan, context: JobContext): Promise<RelinkSummary> {
  const byRoot = new Map<number, FoundMove[]>();
  for (const move of plan.found) {
    const moves = byRoot.get(move.rootId);
    if (moves) moves.push(move);
    else byRoot.set(move.rootId, [move]);
  }
  let relinked = 0;
  let photos = 0;
  let looked = 0;
  const placeTaken: string[] = [];
  const total = plan.found.length;
  for (const [root, moves] of byRoot) {
    const base = plan.livingRoots.includes(root) ? null : commonBase(plan.folder, moves);
    const isMovedWhole = base !== null && rootAt(db, base) === undefined;
    if (isMovedWhole) db.transaction(() => setRootPath(db, root, base)).immediate();
    for (let from = 0; from < moves.length && !context.signal.aborted; from += BATCH) {
      const batch = moves.slice(from, from + BATCH);
      db.transaction(() => {
        for (const move of batch) {
          const own = baseOf(plan.folder, move);
          if (isMovedWhole && own === base) noteFound(db, root, move.path, move.mtimeMs);
          else {
            const to = own === null ? { root: plan.folder, path: move.to } : { root: own, path: move.path };
            if (!moveFile(db, move, to)) {
              placeTaken.push(move.path);
              continue;
            }
            noteFound(db, rootIdOf(db, to.root), to.path, move.mtimeMs);
          }
          relinked += 1;
          if (move.isPhoto) photos += 1;
        }
      }).immediate();
      looked += batch.length;
      context.progress({ phase: 'Relinking files', done: looked, total });
      await nextTurn();
    }
  }
  return { relinked, photos, placeTaken };
}

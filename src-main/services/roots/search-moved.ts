import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReadableDb } from '#main/db/handle';
import { sha256Of } from '#main/imaging/probe-photo';
import { knownFiles, rootRows, type KnownFile } from '#main/repositories/roots';
import type { RootCheck } from '#shared/contract/roots';
import { MaculeError } from '#shared/domain/error';
import { walk, type WalkedFile } from '../ingest/walk';

type Step = (phase: string, done: number, total: number | null) => void;

/** A file that was found with the same content; `to`: its path below the searched folder. */
export type FoundMove = {
  readonly rootId: number;
  readonly path: string;
  readonly to: string;
  readonly mtimeMs: number;
  readonly rule: 'path' | 'name' | 'content';
  readonly isPhoto: boolean;
};
/** What a search found; nothing is changed by it. */
export type MovePlan = {
  readonly folder: string;
  readonly wanted: number;
  readonly found: readonly FoundMove[];
  readonly differing: readonly { readonly path: string; readonly to: string }[];
  readonly missing: readonly string[];
  /** Roots that have files at their places still. */
  readonly livingRoots: readonly number[];
};

const isAtPlace = async ({ root, path }: KnownFile): Promise<boolean> =>
  (await stat(join(root, path)).catch(() => null))?.isFile() ?? false;

async function splitByPlace(
  files: readonly KnownFile[],
  step: Step,
): Promise<{ here: KnownFile[]; gone: KnownFile[] }> {
  const [here, gone]: [KnownFile[], KnownFile[]] = [[], []];
  for (const [index, file] of files.entries()) {
    step('Looking at the places of the files', index, files.length);
    ((await isAtPlace(file)) ? here : gone).push(file);
  }
  return { here, gone };
}

/** How many files of each root are at their places. */
export async function checkRoots(db: ReadableDb, step: Step): Promise<RootCheck[]> {
  const { gone } = await splitByPlace(knownFiles(db, null), step);
  const checks: RootCheck[] = [];
  for (const root of rootRows(db)) {
    const lost = gone.filter(({ rootId }) => rootId === root.id);
    const photosMissing = lost.filter(({ isPhoto }) => isPhoto === 1).length;
    const info = await stat(root.path).catch(() => null);
    const isThere = info?.isDirectory() ?? false;
    checks.push({ ...root, isThere, photosMissing, filesMissing: lost.length - photosMissing });
  }
  return checks;
}

const fileName = (path: string): string => (path.split('/').at(-1) ?? path).toLowerCase();

/** The name and the folder around it: what tells files of one name apart, which services give to thousands. */
const tailOf = (path: string): string => path.split('/').slice(-2).join('/').toLowerCase();

function put<Key>(map: Map<Key, WalkedFile[]>, key: Key, file: WalkedFile): void {
  const had = map.get(key);
  if (had) had.push(file);
  else map.set(key, [file]);
}

/** The files of a folder by name and by size, and their hashes as far as they were asked for. */
class Searched {
  private readonly byName = new Map<string, WalkedFile>();
  private readonly byTail = new Map<string, WalkedFile>();
  private readonly bySize = new Map<number, WalkedFile[]>();
  private readonly hashes = new Map<string, Promise<string | null>>();

  constructor(files: readonly WalkedFile[]) {
    for (const file of files) {
      this.byName.set(fileName(file.relativePath), file);
      this.byTail.set(tailOf(file.relativePath), file);
      put(this.bySize, file.sizeBytes, file);
    }
  }

  /** Files of the size that is looked for, in the order of trust: the same path below some folder, the same name, others. */
  candidates({ path, sizeBytes }: KnownFile): { file: WalkedFile; rule: FoundMove['rule'] }[] {
    const name = fileName(path);
    const ruleOf = ({ relativePath }: WalkedFile): FoundMove['rule'] => {
      if (`/${relativePath}`.endsWith(`/${path}`)) return 'path';
      return fileName(relativePath) === name ? 'name' : 'content';
    };
    const trust = { path: 0, name: 1, content: 2 };
    return (this.bySize.get(sizeBytes) ?? [])
      .map((file) => ({ file, rule: ruleOf(file) }))
      .sort((one, other) => trust[one.rule] - trust[other.rule]);
  }

  /** A file that has the path or the name, whatever is in it. */
  namesake({ path }: KnownFile): WalkedFile | undefined {
    return this.byTail.get(tailOf(path)) ?? this.byName.get(fileName(path));
  }

  /** Whether a candidate has the bytes that are looked for: nothing but its hash tells, for times are copied along. */
  async isSame(wanted: KnownFile, { path }: WalkedFile): Promise<boolean> {
    let hash = this.hashes.get(path);
    if (!hash) this.hashes.set(path, (hash = sha256Of(path).catch(() => null)));
    return (await hash) === wanted.sha256;
  }
}

/** The best candidate with the same bytes; of several copies one that was not found for another file. */
async function findSame(
  searched: Searched,
  wanted: KnownFile,
  { taken, look }: { readonly taken: ReadonlySet<string>; look(): void },
): Promise<{ file: WalkedFile; rule: FoundMove['rule'] } | null> {
  let second: { file: WalkedFile; rule: FoundMove['rule'] } | null = null;
  for (const candidate of searched.candidates(wanted)) {
    look();
    if (!(await searched.isSame(wanted, candidate.file))) continue;
    if (!taken.has(candidate.file.path)) return candidate;
    second ??= candidate;
  }
  return second;
}

/**
 * Looks in a folder for the files of a root (null: of all) that are not at their places: by relative path, by name and
 * size, by SHA-256. A file counts as found only with the same content.
 */
export async function searchMoved(
  db: ReadableDb,
  { rootId, folder }: { readonly rootId: number | null; readonly folder: string },
  step: Step,
): Promise<MovePlan> {
  const { here, gone } = await splitByPlace(knownFiles(db, rootId), step);
  const info = await stat(folder).catch(() => null);
  if (!info?.isDirectory())
    throw new MaculeError('unreadable', `${folder} is no folder that can be listed. Choose another one.`, {
      path: folder,
    });
  step(`Listing ${folder}`, 0, null);
  const walked = await walk([folder], async () => {
    step(`Listing ${folder}`, 0, null);
    await nextTurn();
  });
  const searched = new Searched(walked.files);
  const found: FoundMove[] = [];
  const differing: { path: string; to: string }[] = [];
  const missing: string[] = [];
  const taken = new Set<string>();
  for (const [index, wanted] of gone.entries()) {
    step(`Comparing ${wanted.path}`, index, gone.length);
    const hit = await findSame(searched, wanted, {
      taken,
      look: () => step(`Comparing ${wanted.path}`, index, gone.length),
    });
    const namesake = searched.namesake(wanted);
    if (hit) {
      taken.add(hit.file.path);
      const { relativePath: to, mtimeMs } = hit.file;
      found.push({
        rootId: wanted.rootId,
        path: wanted.path,
        to,
        mtimeMs,
        rule: hit.rule,
        isPhoto: wanted.isPhoto === 1,
      });
    } else if (namesake) differing.push({ path: wanted.path, to: namesake.relativePath });
    else missing.push(wanted.path);
  }
  const livingRoots = [...new Set(here.map((file) => file.rootId))];
  return { folder, wanted: gone.length, found, differing, missing, livingRoots };
}

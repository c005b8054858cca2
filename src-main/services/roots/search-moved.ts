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

/** The files of a folder by name and by size, and their hashes as far as they were asked for. */
class Searched {
  private readonly byName = new Map<string, WalkedFile[]>();
  private readonly bySize = new Map<number, WalkedFile[]>();
  private readonly hashes = new Map<string, Promise<string | null>>();

  constructor(files: readonly WalkedFile[]) {
    for (const file of files) {
      const name = fileName(file.relativePath);
      this.byName.set(name, [...(this.byName.get(name) ?? []), file]);
      this.bySize.set(file.sizeBytes, [...(this.bySize.get(file.sizeBytes) ?? []), file]);
    }
  }

  /** Candidates in the order of trust: the same path below some folder, the same name, the same size. */
  candidates({ path, sizeBytes }: KnownFile): { file: WalkedFile; rule: FoundMove['rule'] }[] {
    const named = this.byName.get(fileName(path)) ?? [];
    const isSamePath = ({ relativePath }: WalkedFile): boolean => `/${relativePath}`.endsWith(`/${path}`);
    const byPath = named.filter(isSamePath);
    const byName = named.filter((file) => !isSamePath(file));
    const bySize = (this.bySize.get(sizeBytes) ?? []).filter((file) => !named.includes(file));
    return [
      ...byPath.map((file) => ({ file, rule: 'path' as const })),
      ...byName.map((file) => ({ file, rule: 'name' as const })),
      ...bySize.map((file) => ({ file, rule: 'content' as const })),
    ];
  }

  /** Whether a candidate has the bytes that are looked for. At the same path, size and time tell as much as a hash. */
  async isSame(wanted: KnownFile, { file, rule }: { file: WalkedFile; rule: FoundMove['rule'] }): Promise<boolean> {
    if (file.sizeBytes !== wanted.sizeBytes) return false;
    if (rule === 'path' && wanted.mtimeMs === file.mtimeMs) return true;
    let hash = this.hashes.get(file.path);
    if (!hash) this.hashes.set(file.path, (hash = sha256Of(file.path).catch(() => null)));
    return (await hash) === wanted.sha256;
  }
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
  for (const [index, wanted] of gone.entries()) {
    step(`Comparing ${wanted.path}`, index, gone.length);
    const candidates = searched.candidates(wanted);
    let hit: FoundMove | null = null;
    for (const candidate of candidates) {
      step(`Comparing ${wanted.path}`, index, gone.length);
      if (!(await searched.isSame(wanted, candidate))) continue;
      const { relativePath: to, mtimeMs } = candidate.file;
      hit = {
        rootId: wanted.rootId,
        path: wanted.path,
        to,
        mtimeMs,
        rule: candidate.rule,
        isPhoto: wanted.isPhoto === 1,
      };
      break;
    }
    const namesake = candidates.find(({ rule }) => rule !== 'content');
    if (hit) found.push(hit);
    else if (namesake) differing.push({ path: wanted.path, to: namesake.file.relativePath });
    else missing.push(wanted.path);
  }
  const livingRoots = [...new Set(here.map((file) => file.rootId))];
  return { folder, wanted: gone.length, found, differing, missing, livingRoots };
}

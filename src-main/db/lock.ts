import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { MaculeError } from '#shared/domain/error';
import { isDiskFull } from './file-error';

/** Who holds a project. `startedAt` tells a live holder from a process that was later given the same pid. */
type Holder = { readonly pid: number; readonly host: string; readonly startedAt: string | null };
export type ProjectLock = { release(): void };

const lockPath = (project: string): string => `${project}.lock`;

/** The kernel's start time of a process in clock ticks since boot, where /proc tells; null elsewhere. */
function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true; // cannot be asked from here: never take it over silently
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const startedAt = startTimeOf(holder.pid);
  return startedAt === null || holder.startedAt === null || startedAt === holder.startedAt;
}

function readHolder(path: string): Holder | null {
  try {
    const parsed = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    if (typeof parsed.pid !== 'number' || typeof parsed.host !== 'string') return null;
    return { pid: parsed.pid, host: parsed.host, startedAt: parsed.startedAt ?? null };
  } catch {
    return null;
  }
}

/** Creates the lock file complete, so that no one can ever read half of it. */
function claim(path: string, mine: string): boolean {
  const draft = `${path}.${process.pid}.${Math.trunc(performance.now() * 1e6)}`;
  try {
    writeFileSync(draft, mine, { flag: 'wx' });
    linkSync(draft, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    return claimWithoutLinks(path, mine); // FAT and some removable media know no hard links
  } finally {
    rmSync(draft, { force: true });
  }
}

function claimWithoutLinks(path: string, mine: string): boolean {
  try {
    writeFileSync(path, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes the one write lock of a project; a dead holder is replaced.
 * @throws MaculeError project_locked naming the holder's pid, project_read_only when no lock file can be made.
 */
export function lockProject(project: string): ProjectLock {
  const path = lockPath(project);
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), startedAt: startTimeOf(process.pid) });
  for (let attempt = 0; attempt < 3; attempt++) {
    if (tryClaim(path, mine, project)) return { release: () => releaseIfMine(path, mine) };
    const holder = readHolder(path);
    if (holder && isAlive(holder)) throw locked(project, holder);
    setAside(path, mine);
  }
  throw locked(project, readHolder(path));
}

function tryClaim(path: string, mine: string, project: string): boolean {
  try {
    return claim(path, mine);
  } catch (error) {
    if (isDiskFull(error))
      throw new MaculeError(
        'disk_full',
        `${project} cannot be opened for work: its disk is full. Nothing was changed. Free some space and try again.`,
        { path: project },
        { cause: error },
      );
    throw new MaculeError(
      'project_read_only',
      `The folder of ${project} cannot be written to, so the project cannot be opened for work. Make it writable, or copy the project elsewhere.`,
      { path: project },
      { cause: error },
    );
  }
}

/** Moves a dead holder's file away by rename: of two processes that try, one wins and the other starts over. */
function setAside(path: string, mine: string): void {
  const aside = `${path}.dead.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  rmSync(aside, { force: true });
  // Between reading and renaming, a live process may have taken the lock: give it back.
  if (moved && isAlive(moved) && JSON.stringify(moved) !== mine) claimWithoutLinks(path, JSON.stringify(moved));
}

function releaseIfMine(path: string, mine: string): void {
  try {
    if (readFileSync(path, 'utf8') === mine) rmSync(path, { force: true });
  } catch {
    // already gone: nothing to release
  }
}

function locked(project: string, holder: Holder | null): MaculeError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return new MaculeError(
    'project_locked',
    `${project} is open for writing in ${who}. Close it there and try again. (status, list, export and verify work beside it.)`,
    { path: project, pid: holder?.pid ?? null, host: holder?.host ?? null },
  );
}

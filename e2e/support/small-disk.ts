import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const run = (command: string, ...args: string[]): string | null => {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
};

/** A disk of its own in memory that really can be full. */
export type SmallDisk = {
  readonly folder: string;
  /** Takes all the room that is left. */
  fill(): void;
  /** Gives the room back. */
  free(): void;
  readOnly(): void;
  remove(): void;
};

/** Mounts a small disk at `folder`; words when this machine does not let us. */
export function mountSmallDisk(folder: string, mebibytes: number): SmallDisk | { readonly problem: string } {
  if (process.platform !== 'linux') return { problem: 'a small disk is mounted on Linux only' };
  mkdirSync(folder, { recursive: true });
  const problem = run('mount', '-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder);
  if (problem !== null) return { problem: `no disk could be mounted (${problem})` };
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => {
      let name = 0;
      for (let bytes = 1024 * 1024; bytes >= 1; bytes = Math.trunc(bytes / 2)) {
        for (let isRoom = true; isRoom; name++) {
          try {
            mkdirSync(filler, { recursive: true });
            writeFileSync(join(filler, String(name)), Buffer.alloc(bytes, 1));
          } catch {
            isRoom = false;
          }
        }
      }
    },
    free: () => rmSync(filler, { recursive: true, force: true }),
    readOnly: () => {
      const refused = run('mount', '-o', 'remount,ro', folder);
      if (refused !== null) throw new Error(refused);
    },
    remove: () => {
      const refused = run('umount', folder);
      if (refused !== null) throw new Error(refused);
    },
  };
}

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const NETWORK_TYPES = new Set([
  'nfs',
  'nfs4',
  'cifs',
  'smb3',
  'smbfs',
  'afs',
  'ncpfs',
  '9p',
  'fuse.sshfs',
  'fuse.rclone',
  'davfs',
  'fuse.davfs2',
  'glusterfs',
  'ceph',
  'fuse.glusterfs',
  'lustre',
  'beegfs',
]);
const unescapeMount = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));

/** The type of the mount that holds `path`, from a table in the form of /proc/mounts (longest mount point wins). */
export function mountTypeOf(path: string, mounts: string): string | null {
  let best = { point: '', type: null as string | null };
  for (const line of mounts.split('\n')) {
    const [, rawPoint, type] = line.split(' ');
    if (rawPoint === undefined || type === undefined) continue;
    const point = unescapeMount(rawPoint);
    const holds = path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`);
    if (holds && point.length >= best.point.length) best = { point, type };
  }
  return best.type;
}

/** The network file system that holds `path`, or null for a local disk or where it cannot be told. */
export function networkVolumeOf(path: string): string | null {
  if (process.platform === 'win32') return /^[\\/]{2}[^\\/?.]/.test(path) ? 'network share' : null;
  if (process.platform !== 'linux') return null;
  let existing = resolve(path);
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  try {
    const type = mountTypeOf(realpathSync(existing), readFileSync('/proc/mounts', 'utf8'));
    return type !== null && NETWORK_TYPES.has(type) ? type : null;
  } catch {
    return null; // no /proc: nothing can be told, and refusing every project would be worse
  }
}

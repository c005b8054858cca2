import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

function base(environment: Environment, kind: 'config' | 'data' | 'cache'): string {
  const home = homedir();
  if (process.platform === 'darwin')
    return join(home, 'Library', kind === 'cache' ? 'Caches' : 'Application Support', 'Macule');
  if (process.platform === 'win32')
    return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Macule', kind);
  const [variable, fallback] = (
    {
      config: ['XDG_CONFIG_HOME', '.config'],
      data: ['XDG_DATA_HOME', '.local/share'],
      cache: ['XDG_CACHE_HOME', '.cache'],
    } as const
  )[kind];
  return join(environment[variable] || join(home, fallback), 'macule');
}

/** An overriding folder as an absolute path; else the system's own place. */
const folder = (environment: Environment, kind: 'config' | 'data' | 'cache'): string =>
  resolve(environment[`MACULE_${kind.toUpperCase()}_DIR`] || base(environment, kind));

/** Where settings and the device id lie; MACULE_CONFIG_DIR overrides. */
export const configFolder = (environment: Environment = process.env): string => folder(environment, 'config');

/** Where the sample project and project backups lie; MACULE_DATA_DIR overrides. */
export const dataFolder = (environment: Environment = process.env): string => folder(environment, 'data');

/** Where pictures made from photos are kept; safe to delete. MACULE_CACHE_DIR overrides. */
export const cacheFolder = (environment: Environment = process.env): string => folder(environment, 'cache');

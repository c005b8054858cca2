import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_OVERLAY_LOOK, settingsSchema, type Settings } from '#shared/contract/app';
import { recentProjectSchema, type RecentProject } from '#shared/contract/projects';
import { NEUTRAL_TONE } from '#shared/domain/image-view';
import type { DeviceId } from '#shared/domain/ids';
import { uuid7 } from '../uuid7';
import { writeFileAtomically } from './write-file-atomically';

export const DEFAULT_SETTINGS: Settings = {
  reviewer: null,
  reviewers: [],
  theme: 'system',
  autoAdvance: true,
  singleKeyShortcuts: true,
  keymap: {},
  lastFolder: null,
  photoCacheMib: 4096,
  overlay: DEFAULT_OVERLAY_LOOK,
  imageView: { view: 'plain', ...NEUTRAL_TONE },
};
const MAX_RECENT = 12;

function readJson(path: string): unknown {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch {
    renameSync(path, `${path}.damaged`); // kept, so that nothing of the user's is thrown away
    return null;
  }
}

const writeJson = (path: string, value: unknown): void =>
  writeFileAtomically(path, `${JSON.stringify(value, null, 2)}\n`);

/** The user's settings file. A key that no longer fits falls back to its default, the others stay. */
export function createSettings(folder: string): {
  read(): Settings;
  save(change: Partial<Settings>): Settings;
} {
  const path = join(folder, 'settings.json');
  const read = (): Settings => {
    const stored = readJson(path);
    if (stored === null || typeof stored !== 'object') return DEFAULT_SETTINGS;
    const kept = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
      const parsed = schema.safeParse((stored as Record<string, unknown>)[key]);
      return parsed.success ? [[key, parsed.data] as const] : [];
    });
    return { ...DEFAULT_SETTINGS, ...(Object.fromEntries(kept) as Partial<Settings>) };
  };
  const save = (change: Partial<Settings>): Settings => {
    const before = read();
    const reviewer = change.reviewer ?? before.reviewer;
    const known = change.reviewers ?? before.reviewers;
    const reviewers = reviewer ? [reviewer, ...known.filter((name) => name !== reviewer)].slice(0, 50) : known;
    const after = { ...before, ...change, reviewers };
    writeJson(path, after);
    return after;
  };
  return { read, save };
}

/** This installation's id: lies with the settings, so that a copied project does not fork its chain. */
export function deviceId(folder: string): DeviceId {
  const path = join(folder, 'device.json');
  const stored = readJson(path) as { id?: unknown } | null;
  if (stored && typeof stored.id === 'string' && stored.id.length > 0) return stored.id as DeviceId;
  const id = uuid7(Date.now()) as DeviceId;
  writeJson(path, { id });
  return id;
}

export type RecentProjects = {
  list(): RecentProject[];
  remember(project: { name: string; path: string }, openedAt: number): void;
  forget(path: string): void;
};

/** Projects opened on this device, newest first. */
export function createRecentProjects(folder: string): RecentProjects {
  const path = join(folder, 'recent.json');
  const stored = recentProjectSchema.omit({ missing: true }).array();
  const read = (): Omit<RecentProject, 'missing'>[] => {
    const parsed = stored.safeParse(readJson(path));
    return parsed.success ? parsed.data : [];
  };
  const without = (gone: string): Omit<RecentProject, 'missing'>[] => read().filter((one) => one.path !== gone);
  return {
    list: () => read().map((one) => ({ ...one, missing: !existsSync(one.path) })),
    remember: (project, openedAt) =>
      writeJson(path, [{ ...project, openedAt }, ...without(project.path)].slice(0, MAX_RECENT)),
    forget: (gone) => writeJson(path, without(gone)),
  };
}

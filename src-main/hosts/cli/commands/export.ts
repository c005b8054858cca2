import { resolve } from 'node:path';
import { EXPORT_FORMATS, EXPORT_INCLUDES, exportOptionsSchema, type ExportOptions } from '#shared/contract/export';
import { closeReadable, openReadable } from '#main/db/open';
import { explained } from '#main/db/sqlite-error';
import { exportTruth } from '#main/services/export/export-truth';
import { type Args, assertNoPositionals, type Command, needed, optional, type Reply, UsageError } from '../command';
import { showProgress } from '../progress';

function optionsOf(args: Args): ExportOptions {
  const format = optional(args, 'format') ?? 'geojson';
  const include = (optional(args, 'include') ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  const parsed = exportOptionsSchema.safeParse({
    format,
    state: optional(args, 'state') ?? 'complete',
    include,
    reviewer: optional(args, 'reviewer'),
    superseded: args.values['superseded'] === true,
  });
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `--format takes ${EXPORT_FORMATS.join(', ')}; --state takes complete or all; --include takes ${EXPORT_INCLUDES.join(',')}.`,
  );
}

/** `macule export`: truth out, one file per view with a manifest; works beside a writer. */
export const exportCommand: Command = {
  usage:
    'export --project P --format geojson --out DIR [--state complete|all] [--include rejected,unsure,pending] [--reviewer NAME] [--superseded] [--force]',
  summary: 'truth out: one file per view and manifest.json',
  options: {
    project: { type: 'string' },
    format: { type: 'string' },
    out: { type: 'string' },
    state: { type: 'string' },
    include: { type: 'string' },
    reviewer: { type: 'string' },
    superseded: { type: 'boolean' },
    force: { type: 'boolean' },
  },
  run(args): Promise<Reply> {
    assertNoPositionals(args);
    const path = resolve(needed(args, 'project'));
    const dir = resolve(needed(args, 'out'));
    const options = optionsOf(args);
    const show = showProgress();
    const db = openReadable(path);
    try {
      const force = args.values['force'] === true;
      const summary = explained(path, () =>
        exportTruth(db, { ...options, dir, force, progress: (phase, done, total) => show({ phase, done, total }) }),
      );
      const { files, views, lesions, findings } = summary;
      return Promise.resolve({
        json: { files, views, lesions, findings },
        text: `${views} views with ${lesions} truth lesions written to ${dir}.`,
        findings,
      });
    } finally {
      closeReadable(db);
    }
  },
};

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ExportOptions } from '#shared/contract/export';
import type { Finding } from '#shared/domain/finding';

export const MANIFEST_NAME = 'manifest.json';
const SCHEMA = 1;

/** What the next export needs of the last one: each file's SHA-256, and the manifest's own. */
export type Manifest = { readonly files: ReadonlyMap<string, string>; readonly ownHash: string };

export type ManifestParts = {
  readonly appVersion: string;
  readonly projectId: string;
  readonly journalHead: readonly { deviceId: string; seq: number; hash: string }[];
  readonly options: ExportOptions;
  readonly files: ReadonlyMap<string, string>;
  readonly views: number;
  readonly lesions: number;
  readonly findings: readonly Finding[];
};

/** The manifest's bytes: no wall-clock, so the same project state gives the same text. */
export function encodeManifest({ appVersion, projectId, journalHead, options, files, views, lesions, findings }: ManifestParts): string {
  const manifest = {
    macule: {
      schema: SCHEMA,
      kind: 'export-manifest',
      app_version: appVersion,
      project_id: projectId,
      journal_head: journalHead.map(({ deviceId, seq, hash }) => ({ device: deviceId, seq, hash })),
    },
    options: { format: options.format, state: options.state, include: options.include, reviewer: options.reviewer },
    counts: { files: files.size, views, lesions },
    files: [...files].map(([name, sha256]) => ({ name, sha256 })),
    findings,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

const manifestSchema = z.object({
  macule: z.object({ kind: z.literal('export-manifest') }),
  files: z.array(z.object({ name: z.string().regex(/^[A-Za-z0-9._-]+$/), sha256: z.string() })),
});

/** The manifest that an earlier export left; null when there is none, or the file of that name is not ours. */
export function readManifest(path: string): Manifest | null {
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) return null;
  return {
    files: new Map(parsed.data.files.map(({ name, sha256 }) => [name, sha256])),
    ownHash: createHash('sha256').update(bytes).digest('hex'),
  };
}

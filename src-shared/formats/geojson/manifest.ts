import type { Finding } from '#shared/domain/finding';
import { stableLine } from './stable-json';

export const MANIFEST_SCHEMA_VERSION = 1;
export const MANIFEST_FILE_NAME = 'manifest.json';

export type ManifestFile = { readonly name: string; readonly sha256: string };
export type Manifest = {
  readonly appVersion: string;
  readonly projectId: string;
  readonly format: string;
  readonly files: readonly ManifestFile[];
  /** Files written, lesions in them, views left out. */
  readonly counts: { readonly views: number; readonly lesions: number; readonly leftOut: number };
  readonly findings: readonly Finding[];
};

/** What an export wrote, by file name: the same bytes for the same export. */
export function encodeManifest(manifest: Manifest): string {
  const { counts } = manifest;
  const files = manifest.files
    .map(({ name, sha256 }) => ({ name, sha256 }))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  const findings = manifest.findings.map(({ severity, code, file, place, message }) => {
    return { severity, code, file, place, message };
  });
  const lines = [
    `  "schema": ${MANIFEST_SCHEMA_VERSION}`,
    `  "app_version": ${stableLine(manifest.appVersion)}`,
    `  "project_id": ${stableLine(manifest.projectId)}`,
    `  "format": ${stableLine(manifest.format)}`,
    `  "counts": ${stableLine({ views: counts.views, lesions: counts.lesions, left_out: counts.leftOut })}`,
    `  "files": ${list(files)}`,
    `  "findings": ${list(findings)}`,
  ];
  return `{\n${lines.join(',\n')}\n}\n`;
}

/**
 * The files that an earlier export of this project wrote; null when the text is no manifest of it: another tool's
 * `manifest.json`, or another project's, lists files that are not ours to replace.
 */
export function decodeManifestFiles(
  text: string,
  { projectId, format }: { readonly projectId: string; readonly format: string },
): ManifestFile[] | null {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return null; // not ours: whoever wrote it keeps it
  }
  if (typeof manifest !== 'object' || manifest === null) return null;
  const { files, ...head } = manifest as Record<string, unknown>;
  const isOurs = head['schema'] === MANIFEST_SCHEMA_VERSION && head['project_id'] === projectId;
  if (!isOurs || head['format'] !== format || !Array.isArray(files)) return null;
  return (files as unknown[]).flatMap((file): ManifestFile[] => {
    if (typeof file !== 'object' || file === null || !('name' in file) || !('sha256' in file)) return [];
    const { name, sha256 } = file;
    // A manifest from elsewhere must not name files outside its folder.
    const isPlain = typeof name === 'string' && /^[^/\\:]+\.geojson$/.test(name);
    return isPlain && typeof sha256 === 'string' ? [{ name, sha256 }] : [];
  });
}

function list(values: readonly unknown[]): string {
  if (values.length === 0) return '[]';
  return `[\n${values.map((value) => `    ${stableLine(value)}`).join(',\n')}\n  ]`;
}

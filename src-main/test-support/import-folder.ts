import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Finding } from '#shared/domain/finding';
import { allRows, type WritableDb } from '#main/db/handle';
import { closeWritable, createWritable } from '#main/db/open';
import { inProcessDecoder } from '#main/jobs/decoder';
import { listRows, type ListName } from '#main/services/projects/list-rows';
import { importPaths, type ImportOutcome } from '#main/services/ingest/import-paths';
import { verifyProject } from '#main/services/verify/verify';

export type Row = Record<string, unknown>;
/** What every import says of photos, and what tests of other rules need not repeat. */
const OF_PHOTOS = new Set(['photo_missing', 'photo_added', 'photo_known']);

export type Imported = ImportOutcome & {
  /** `severity code place` of each finding that is not about photos; a place of '' is left out. */
  readonly lines: string[];
};

/** `isVerified` false spares a large file its second decoding. */
type ImportOptions = { readonly isVerified?: boolean };

/** A folder that a user could have, and a project file of its own for what is imported from it. */
export type ImportFolder = {
  readonly db: WritableDb;
  readonly folder: string;
  /** Writes a file into the folder; anything but text and bytes is written as JSON. Answers its path. */
  put(name: string, content: unknown): string;
  /** Imports the whole folder with the real importer, and has the project verified. */
  import(options?: ImportOptions): Promise<Imported>;
  /** The same for one file that is written first. */
  importFile(name: string, content: unknown, options?: ImportOptions): Promise<Imported>;
  list(name: ListName): Row[];
  rows(sql: string): Row[];
  /** The bytes of every stored source, in import order. */
  sources(): Buffer[];
  /** Areas in px² of every result's lesions in import order, by result key. */
  areas(): Record<string, number[]>;
};

/** Gives every test of a file a folder and a project; both are removed after it. */
export function useImportFolder(): ImportFolder {
  let home = '';
  let folder = '';
  let db: WritableDb;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'macule-rules-'));
    folder = join(home, 'export');
    mkdirSync(folder);
    db = createWritable(join(home, 'rules.macule'));
  });
  afterEach(() => {
    closeWritable(db);
    rmSync(home, { recursive: true, force: true });
  });

  const put: ImportFolder['put'] = (name, content) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(path, isRaw ? content : JSON.stringify(content));
    return path;
  };
  const importFolder: ImportFolder['import'] = async ({ isVerified = true } = {}) => {
    const context = { signal: new AbortController().signal, progress: () => undefined };
    const outcome = await importPaths({ db, decoder: inProcessDecoder(), paths: [folder], now: 1, context });
    if (isVerified) expect(verifyProject(db)).toMatchObject({ ok: true, findings: [] });
    for (const finding of outcome.findings) expectWords(finding);
    const told = outcome.findings.filter(({ code }) => !OF_PHOTOS.has(code));
    return { ...outcome, lines: told.map(({ severity, code, place }) => `${severity} ${code} ${place}`.trim()) };
  };
  const list: ImportFolder['list'] = (name) => [...listRows(db, name)] as Row[];

  return {
    get db() {
      return db;
    },
    get folder() {
      return folder;
    },
    put,
    import: importFolder,
    importFile: (name, content, options) => {
      put(name, content);
      return importFolder(options);
    },
    list,
    rows: (sql) => allRows<Row>(db, sql),
    sources: () => allRows<Row>(db, 'SELECT * FROM source ORDER BY id').map((source) => bytesOf(db, source)),
    areas: () => {
      const areas: Record<string, number[]> = {};
      for (const { result, areaPx2 } of list('lesions')) (areas[String(result)] ??= []).push(Number(areaPx2));
      return areas;
    },
  };
}

/** A source lies in one piece or in chunks. */
function bytesOf(db: WritableDb, source: Row): Buffer {
  const whole = source['content_gzip'];
  if (whole instanceof Uint8Array) return gunzipSync(whole);
  const sql = 'SELECT gzip FROM source_chunk WHERE source_id = ? ORDER BY ordinal';
  return Buffer.concat(allRows<{ gzip: Uint8Array }>(db, sql, [source['id']]).map(({ gzip }) => gunzipSync(gzip)));
}

/** Every finding is a sentence about a file, short enough to be read. */
function expectWords({ code, file, message }: Finding): void {
  expect(file, code).not.toBe('');
  expect(message, code).toMatch(/^[A-Z0-9"$].{15,900}[.)]$/su);
  expect(message, code).not.toMatch(/undefined|\[object|NaN px/);
}

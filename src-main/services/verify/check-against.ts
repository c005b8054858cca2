import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Finding } from '#shared/domain/finding';
import { MaculeError } from '#shared/domain/error';
import { firstRow, type ReadableDb } from '#main/db/handle';
import { projectId } from '#main/repositories/meta';

const headsSchema = z.object({
  macule: z.object({
    project_id: z.string(),
    journal_head: z.record(z.string(), z.object({ seq: z.number().int(), hash: z.string() })),
  }),
});
type Head = { device: string; seq: number; hash: string; file: string };

function headsIn(dir: string, project: string): Head[] {
  let names: string[];
  try {
    names = readdirSync(dir)
      .filter((name) => name.endsWith('.geojson'))
      .sort();
  } catch (error) {
    throw new MaculeError(
      'unreadable',
      `${dir} cannot be listed: ${(error as Error).message}.`,
      { path: dir },
      { cause: error },
    );
  }
  return names.flatMap((file) => {
    const parsed = headsSchema.safeParse(parseOrNull(readFileSync(join(dir, file), 'utf8')));
    if (!parsed.success || parsed.data.macule.project_id !== project) return [];
    return Object.entries(parsed.data.macule.journal_head).map(([device, head]) => ({ device, ...head, file }));
  });
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Compares the journal with heads kept elsewhere (exports): every recorded head must still be in it with the same hash.
 * This finds a journal that was cut off or rebuilt as a whole, which the chain alone cannot.
 */
export function checkAgainst(db: ReadableDb, dir: string): Finding[] {
  const heads = headsIn(dir, projectId(db));
  const findings: Finding[] = [];
  if (heads.length === 0) {
    const message = `No exported file of this project with a journal head lies in ${dir}; nothing was compared.`;
    return [{ severity: 'warning', code: 'no_heads', file: '', place: dir, message }];
  }
  for (const { device, seq, hash, file } of heads) {
    const event = firstRow<{ hash: string }>(db, 'SELECT hash FROM event WHERE device_id = ? AND seq = ?', [
      device,
      seq,
    ]);
    if (event?.hash === hash) continue;
    const what = event ? 'has another hash there: the journal was rebuilt' : 'ends before it: the journal was cut off';
    const message = `${file} recorded seq ${seq} of device ${device}; the journal ${what}.`;
    findings.push({ severity: 'error', code: 'head_differs', file, place: `device ${device}, seq ${seq}`, message });
  }
  return findings;
}

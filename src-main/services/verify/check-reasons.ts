import { REASONS } from '#shared/domain/reasons';
import { allRows, type ReadableDb } from '#main/db/handle';
import type { Report } from './verify';

type Row = { id: string; label: string; hint: string };

/** Whether the coded reasons mean in this file what they mean in Macule: decisions name them by id only. */
export function checkReasons(db: ReadableDb, report: Report): void {
  const stored = new Map(allRows<Row>(db, 'SELECT id, label, hint FROM reason').map((row) => [row.id, row]));
  for (const { id, label, hint } of REASONS) {
    const row = stored.get(id);
    stored.delete(id);
    if (row?.label === label && row.hint === hint) continue;
    const message = row
      ? `Reason ${id} reads "${row.label}" in this file, and "${label}" in Macule: it was changed.`
      : `Reason ${id} "${label}" is gone from this file.`;
    report('error', 'reason_changed', `reason ${id}`, message);
  }
  for (const id of stored.keys())
    report('error', 'reason_changed', `reason ${id}`, `Macule knows no reason ${id}: it was put in.`);
}

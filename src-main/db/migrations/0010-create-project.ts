import { REASONS } from '#shared/domain/reasons';
import type { Migration } from '../migrate';
import { IMPORTED_TABLES } from './0010/imported-tables';
import { JOURNAL_TABLES } from './0010/journal-tables';
import { PROJECTION_INDEXES, PROJECTION_TABLES } from './0010/projection-tables';
import { QUEUE_TABLES } from './0010/queue-tables';

const projectionSql = (): string =>
  [
    ...Object.entries(PROJECTION_TABLES).map(([name, body]) => `CREATE TABLE ${name} ${body};`),
    ...PROJECTION_INDEXES.map(([name, on]) => `CREATE INDEX ${name} ON ${on};`),
  ].join('\n');

export const createProject: Migration = {
  version: 10,
  up(db) {
    db.exec(IMPORTED_TABLES);
    db.exec(JOURNAL_TABLES);
    db.exec(projectionSql());
    db.exec(QUEUE_TABLES);
    const insert = db.prepare(
      'INSERT INTO reason (id, reason_group, severity, label, hint, version) VALUES (?, ?, ?, ?, ?, 1)',
    );
    for (const { id, group, severity, label, hint } of REASONS) insert.run(id, group, severity, label, hint);
  },
};

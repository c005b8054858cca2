import type BetterSqlite3 from 'better-sqlite3';

/** A connection that may be read from. Every repository function takes one of these two first. */
export type ReadableDb = BetterSqlite3.Database & { readonly __readable: true };
/** The one connection of a project that may write; it lives in the core. */
export type WritableDb = ReadableDb & { readonly __writable: true };

const statements = new WeakMap<BetterSqlite3.Database, Map<string, BetterSqlite3.Statement>>();

/** A prepared statement, compiled once per connection. */
export function prepared(db: ReadableDb, sql: string): BetterSqlite3.Statement<unknown[], unknown> {
  let bySql = statements.get(db);
  if (!bySql) statements.set(db, (bySql = new Map()));
  let statement = bySql.get(sql);
  if (!statement) bySql.set(sql, (statement = db.prepare(sql)));
  return statement;
}

type Bindings = readonly unknown[] | Readonly<Record<string, unknown>>;

/** All rows of a query. `Row` is the caller's word for what the columns are. */
export function allRows<Row>(db: ReadableDb, sql: string, bindings: Bindings = []): Row[] {
  return prepared(db, sql).all(bindings) as Row[];
}

export function firstRow<Row>(db: ReadableDb, sql: string, bindings: Bindings = []): Row | undefined {
  return prepared(db, sql).get(bindings) as Row | undefined;
}

/** The first column of all rows. A statement that is read so is read only so: plucking stays with it. */
export function allValues<Value>(db: ReadableDb, sql: string, bindings: Bindings = []): Value[] {
  return prepared(db, sql).pluck().all(bindings) as Value[];
}

export function* eachRow<Row>(db: ReadableDb, sql: string, bindings: Bindings = []): Generator<Row> {
  for (const row of prepared(db, sql).iterate(bindings)) yield row as Row;
}

/** Runs a writing statement; answers how many rows it changed and the last row id. */
export function run(db: WritableDb, sql: string, bindings: Bindings = []): { changes: number; id: number } {
  const { changes, lastInsertRowid } = prepared(db, sql).run(bindings);
  return { changes, id: Number(lastInsertRowid) };
}

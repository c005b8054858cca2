import { z } from 'zod';
import { TABLE_KEYS } from '../domain/capture-keys';
import { MAX_DEPTH, MAX_PATTERN_LENGTH } from '../domain/subject-rule';
import { findingSchema, nothingSchema, pathSchema } from './common';
import { method } from './method';

const columnName = z.string().min(1).max(10_000);
export const captureValueSchema = z.object({ name: z.string(), value: z.string() });
export type CaptureValue = z.infer<typeof captureValueSchema>;
export const valueFilterSchema = z.object({ name: columnName, value: z.string().max(10_000).nullable() });
export type ValueFilter = z.infer<typeof valueFilterSchema>;

/** Which column names the capture, how it does so, and which columns are kept. */
export const tableMappingSchema = z.object({
  key: z.enum(TABLE_KEYS),
  keyColumn: columnName,
  subjectColumn: columnName.nullable(),
  columns: z.array(columnName).max(500),
});
export type TableMapping = z.infer<typeof tableMappingSchema>;
export type TableGuess = Pick<TableMapping, 'key' | 'keyColumn' | 'subjectColumn'>;

export const tablePreviewSchema = z.object({
  columns: z.array(z.string()),
  /** The first rows, one text per column. */
  sample: z.array(z.array(z.string())),
  /** The best reading of the columns; with `as` given, that one. */
  guess: tableMappingSchema.omit({ columns: true }),
  /** Rows that name a capture of the project by the guess, and those that name none, or no single one. */
  matched: z.number().int(),
  unmatched: z.number().int(),
  findings: z.array(findingSchema),
});
export type TablePreview = z.infer<typeof tablePreviewSchema>;

export const subjectCountsSchema = z.object({
  captures: z.number().int(),
  subjects: z.number().int(),
  /** Captures whose subject is not known. */
  unmatched: z.number().int(),
});
export type SubjectCounts = z.infer<typeof subjectCountsSchema>;

export const joinSummarySchema = subjectCountsSchema.extend({
  runId: z.number().int(),
  rows: z.number().int(),
  matchedRows: z.number().int(),
  findings: z.array(findingSchema),
});
export type JoinSummary = z.infer<typeof joinSummarySchema>;

export const subjectRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('folder'), depth: z.number().int().min(1).max(MAX_DEPTH) }),
  z.object({ kind: z.literal('pattern'), pattern: z.string().trim().min(1).max(MAX_PATTERN_LENGTH) }),
]);

export const joinedTableSchema = z.object({
  id: z.number().int(),
  file: z.string(),
  joinedAt: z.number(),
  rows: z.number().int(),
  mapping: tableMappingSchema,
});
export type JoinedTable = z.infer<typeof joinedTableSchema>;

export const attributeSchema = z.object({
  name: z.string(),
  /** How many different values there are; of many only the most frequent are listed. */
  distinct: z.number().int(),
  values: z.array(z.object({ value: z.string(), n: z.number().int() })),
});
export type Attribute = z.infer<typeof attributeSchema>;

export const subjectsContract = {
  /** Reads a table and tells how it would be joined, without joining it. */
  previewTable: method(
    z.object({
      path: pathSchema,
      as: tableMappingSchema.pick({ key: true, keyColumn: true }).nullable().default(null),
    }),
    tablePreviewSchema,
  ),
  /** Starts joining a table; it replaces the one that was joined from the same file. The job's `result` is a JoinSummary. */
  join: method(tableMappingSchema.extend({ path: pathSchema }), z.object({ jobId: z.string() })),
  /** Sets the rule that gives a subject by a file's place, where no table does. */
  setRule: method(subjectRuleSchema, subjectCountsSchema),
  /** The rule, and the tables that are joined to every import. */
  state: method(nothingSchema, z.object({ rule: subjectRuleSchema, tables: z.array(joinedTableSchema) })),
  /** Takes a joined table away, with what only it said. */
  removeTable: method(z.object({ id: z.number().int() }), subjectCountsSchema),
  /** The columns of joined tables and their values, with the number of captures. */
  attributes: method(nothingSchema, z.array(attributeSchema)),
};

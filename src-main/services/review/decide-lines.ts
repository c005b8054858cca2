import { z } from 'zod';
import { coordinatesSchema, lesionIdSchema, resultKeySchema, textSchema, viewIdSchema } from '#shared/contract/common';
import type { Action } from '#shared/contract/review';
import { MaculeError } from '#shared/domain/error';
import type { Finding } from '#shared/domain/finding';
import { DECIDABLE_VERDICTS } from '#shared/domain/verdict';
import { appendAction, type Appended, type Reviewing } from './append-action';
import { settleConflict } from './conflicts';
import { redo, undo } from './undo';

const note = { reason: textSchema.nullish(), comment: textSchema.nullish() };
const yes = z.literal(true);
const lineSchema = z.union([
  z
    .object({
      lesion: lesionIdSchema.optional(),
      lesions: z.array(lesionIdSchema).min(1).optional(),
      verdict: z.enum(DECIDABLE_VERDICTS),
      geometry: coordinatesSchema.optional(),
      geometries: z.array(coordinatesSchema).min(1).optional(),
      ...note,
    })
    .strict(),
  z.object({ view: viewIdSchema, add: coordinatesSchema, ...note }).strict(),
  z.object({ view: viewIdSchema, sweep: z.boolean() }).strict(),
  z.object({ view: viewIdSchema, done: z.boolean() }).strict(),
  z.object({ settle: z.string().min(1), result: resultKeySchema }).strict(),
  z.object({ undo: yes }).strict(),
  z.object({ redo: yes }).strict(),
]);
type Line = z.infer<typeof lineSchema>;

const invalid = (message: string): MaculeError => new MaculeError('invalid_input', message);

function parseLine(text: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(`The line is not JSON: ${(error as Error).message}.`);
  }
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(
    'The line is none of the known forms: {"lesion" or "lesions", "verdict": accepted|rejected|redrawn|unsure|pending, "reason"?, "comment"?, ' +
      '"geometry" or "geometries"?}, {"view", "add"}, {"view", "sweep"}, {"view", "done"}, {"settle", "result"}, {"undo": true}, {"redo": true}.',
  );
}

function actionOf(line: Exclude<Line, { undo: true } | { redo: true } | { settle: string }>): Action {
  if ('verdict' in line) {
    const { lesion, lesions, geometry, geometries, ...rest } = line;
    const ids = lesions ?? (lesion === undefined ? [] : [lesion]);
    if ((lesion === undefined) === (lesions === undefined)) throw invalid('Give either "lesion" or "lesions".');
    if (geometry && geometries) throw invalid('Give either "geometry" or "geometries".');
    const outlines = geometries ?? (geometry ? [geometry] : undefined);
    return { type: 'decide', lesions: ids, ...rest, ...(outlines ? { geometries: outlines } : {}) };
  }
  if ('add' in line)
    return { type: 'add', view: line.view, geometry: line.add, reason: line.reason, comment: line.comment };
  if ('sweep' in line) return { type: 'sweep', view: line.view, value: line.sweep };
  return { type: 'done', view: line.view, value: line.done };
}

function applyLine(reviewing: Reviewing, text: string): Appended {
  const line = parseLine(text);
  if ('undo' in line) return undo(reviewing);
  if ('redo' in line) return redo(reviewing);
  if ('settle' in line) return settleConflict(reviewing, { elementId: line.settle, resultKey: line.result });
  return appendAction(reviewing, actionOf(line));
}

/** The stable code of a refused line: the refusal where there is one, else the error's code. */
const codeOf = (error: MaculeError): string => String(error.details['refusal'] ?? error.code);

const STOPPING: ReadonlySet<string> = new Set(['disk_full', 'project_read_only', 'project_locked', 'not_a_project']);

/**
 * Applies scripted decisions, one event per line, through the same rules as the review screen. A refused line is an
 * error finding with its line number, and the others are applied; a file that cannot be written stops everything.
 */
export function decideLines(
  reviewing: Reviewing,
  lines: Iterable<string>,
  options: { file: string; explain: (error: unknown) => unknown },
): { applied: number; findings: Finding[] } {
  const findings: Finding[] = [];
  let applied = 0;
  let number = 0;
  for (const text of lines) {
    number += 1;
    if (text.trim() === '') continue;
    const place = `line ${number}`;
    try {
      const appended = applyLine(reviewing, text.replace(/^\uFEFF/, ''));
      applied += 1;
      findings.push(
        ...appended.findings.map((finding) => ({
          ...finding,
          file: options.file,
          place: `${place}, ${finding.place}`,
        })),
      );
    } catch (raw) {
      const error = options.explain(raw);
      if (!(error instanceof MaculeError) || STOPPING.has(error.code)) throw error;
      findings.push({ severity: 'error', code: codeOf(error), file: options.file, place, message: error.message });
    }
  }
  return { applied, findings };
}

import { z } from 'zod';
import { SEVERITIES } from '../domain/finding';
import type { flatRingsSchema } from './number-lists';
import type {
  CaptureId,
  DeviceId,
  EventId,
  LesionId,
  PhotoId,
  ProjectId,
  ResultKey,
  ShapeId,
  ViewId,
} from '../domain/ids';

const idText = z.string().min(1).max(200);
const branded = <Id extends string>() => z.custom<Id>((value) => idText.safeParse(value).success);

export const projectIdSchema = branded<ProjectId>();
export const captureIdSchema = branded<CaptureId>();
export const viewIdSchema = branded<ViewId>();
export const lesionIdSchema = branded<LesionId>();
export const shapeIdSchema = branded<ShapeId>();
export const eventIdSchema = branded<EventId>();
export const deviceIdSchema = branded<DeviceId>();
export const photoIdSchema = branded<PhotoId>();
export const resultKeySchema = branded<ResultKey>();

/** Text without half a character (a lone surrogate): it has no UTF-8 and no canonical JSON, so it cannot be journalled. */
export const textSchema = z.string().refine((text) => !/\p{Surrogate}/u.test(text), 'holds half a character');

/** A name as the reviewer writes it: trimmed, 1 to 80 characters, no control characters. */
export const reviewerNameSchema = textSchema
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}]*$/u);
/** An absolute path as the host's own dialog or folder browser gave it. */
export const pathSchema = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => !path.includes('\0'), 'a path holds no NUL');

export const boundsSchema = z.object({ minX: z.number(), minY: z.number(), maxX: z.number(), maxY: z.number() });
export { coordinatesSchema, flatRingsSchema } from './number-lists';
export type FlatRings = z.infer<typeof flatRingsSchema>;

export const findingSchema = z.object({
  severity: z.enum(SEVERITIES),
  code: z.string(),
  file: z.string(),
  place: z.string(),
  message: z.string(),
});
export const nothingSchema = z.object({}).strict();
export const doneSchema = z.object({ done: z.literal(true) });

/** A page of a long list: rows from `offset` on, and how many there are in all. */
export const pageInputSchema = z.object({
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(200),
});

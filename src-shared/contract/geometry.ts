import { z } from 'zod';
import { flatRingsSchema } from './common';
import { method } from './method';

const ringSchema = z
  .array(z.number())
  .max(1_000_000)
  .refine(({ length }) => length % 2 === 0, 'a ring holds pairs of x and y');
/** Polygons, each the even-odd region of its rings; together they are one region: their union. */
const regionSchema = z.array(z.array(ringSchema).max(10_000)).max(10_000);

export const BOOLEAN_OPERATIONS = ['union', 'intersect', 'subtract', 'xor'] as const;
export const geometryTaskSchema = z.discriminatedUnion('operation', [
  z.object({
    operation: z.enum(BOOLEAN_OPERATIONS),
    subject: regionSchema,
    /** Nothing: the subject by itself, with crossings resolved. */
    clip: regionSchema.default([]),
  }),
  /** Grows by a distance in px, shrinks by one below 0; corners become round. */
  z.object({ operation: z.literal('offset'), subject: regionSchema, distancePx: z.number().min(-1000).max(1000) }),
]);
export type GeometryTask = z.infer<typeof geometryTaskSchema>;

/** Valid polygons on the 1/1024 px grid that touch each other in points at most. */
export const geometryResultSchema = z.object({
  polygons: z.array(z.object({ rings: flatRingsSchema, areaPx2: z.number() })),
  areaPx2: z.number(),
});
export type GeometryResult = z.infer<typeof geometryResultSchema>;

export const geometryContract = {
  /** Works out outlines; stores nothing. Refused with geometry_failed rather than answered with a doubtful result. */
  run: method(geometryTaskSchema, geometryResultSchema),
};

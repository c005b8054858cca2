import { z } from 'zod';
import { flatRingsSchema } from './common';
import { method } from './method';
import { flatRingSchema, regionSchema, strokeSchema } from './number-lists';

export const BOOLEAN_OPERATIONS = ['union', 'intersect', 'subtract', 'xor'] as const;
export const geometryTaskSchema = z.discriminatedUnion('operation', [
  z.object({
    operation: z.enum(BOOLEAN_OPERATIONS),
    subject: regionSchema,
    /** Nothing: the subject by itself, with crossings resolved. */
    clip: regionSchema.default([]),
  }),
  /** A brush stroke added or erased: x, y and radius per sample, in frame px. */
  z.object({
    operation: z.literal('brush'),
    mode: z.enum(['add', 'erase']),
    subject: regionSchema,
    stroke: strokeSchema,
    /** The stroke's own edge is simplified by that much at most; the rest of the outline is not. */
    tolerancePx: z.number().min(0).max(10),
  }),
  /** Parted along an open line; the pieces share its edges. */
  z.object({ operation: z.literal('split'), subject: regionSchema, line: flatRingSchema }),
  /** A drawn region united with the parts that it meets; parts that share an edge, as after a split, stay parts. */
  z.object({ operation: z.literal('unite'), subject: regionSchema, clip: regionSchema }),
  z.object({ operation: z.literal('fillHoles'), subject: regionSchema }),
  /** Fewer vertices, none of those left out farther than that from the result. */
  z.object({ operation: z.literal('simplify'), subject: regionSchema, tolerancePx: z.number().min(0).max(100) }),
  /** Corners cut so many times, the area kept. */
  z.object({ operation: z.literal('smooth'), subject: regionSchema, rounds: z.number().int().min(1).max(4) }),
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

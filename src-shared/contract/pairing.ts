import { z } from 'zod';
import { PHOTO_DOUBTS } from '../domain/photo-doubts';
import { PAIRING_RULES } from '../domain/view';
import { flatRingsSchema, pageInputSchema, photoIdSchema, reviewerNameSchema, viewIdSchema } from './common';
import { method } from './method';
import { appliedSchema, decisionContextSchema } from './review';

/** `ruled`: paired by a rule about names or sizes; `chosen`: by a reviewer, a photo or none. */
export const PAIRING_STATES = ['ambiguous', 'confirmation', 'unpaired', 'chosen', 'ruled'] as const;
export const PAIRING_FILTERS = ['waiting', ...PAIRING_STATES, 'all'] as const;
export type PairingState = (typeof PAIRING_STATES)[number];
export type PairingFilter = (typeof PAIRING_FILTERS)[number];
/** As many views as one choice can be for: one event, one undo step. */
export const MAX_PAIRED_AT_ONCE = 2000;

export const pairingRowSchema = z.object({
  viewId: viewIdSchema,
  captureName: z.string(),
  side: z.string(),
  revision: z.string(),
  sourceFile: z.string(),
  state: z.enum(PAIRING_STATES),
  photoId: photoIdSchema.nullable(),
  photoName: z.string().nullable(),
  /** The rule by which the photo came; `user` also when none was chosen. */
  pairedBy: z.enum(PAIRING_RULES).nullable(),
  notice: z.string().nullable(),
  /** Standing verdicts and drawn lesions, and those of them that were made on another photo or on none. */
  decisions: z.number().int(),
  decisionsOnOtherPhoto: z.number().int(),
});
export type PairingRow = z.infer<typeof pairingRowSchema>;

/** Of views whose result is not superseded; `waiting` are the ambiguous, unconfirmed and unpaired ones together. */
export const pairingCountsSchema = z.object({
  waiting: z.number().int(),
  ambiguous: z.number().int(),
  confirmation: z.number().int(),
  unpaired: z.number().int(),
  chosen: z.number().int(),
  ruled: z.number().int(),
  all: z.number().int(),
});
export type PairingCounts = z.infer<typeof pairingCountsSchema>;

export const photoCandidateSchema = z.object({
  photoId: photoIdSchema,
  name: z.string(),
  /** Relative to the folder that was imported. */
  path: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  kind: z.enum(['restored', 'original', 'unknown']),
  /** The rule that names the photo for this view; null when it only lies near or was searched for. */
  rule: z.enum(PAIRING_RULES).nullable(),
  /** Frame pixels per photo pixel; null when the photo does not fit. 1 when the view takes its frame from the photo. */
  scale: z.number().nullable(),
  isCurrent: z.boolean(),
  doubts: z.array(z.object({ code: z.enum(PHOTO_DOUBTS), words: z.string() })),
  /** Why the photo cannot be chosen at all; null when it can. */
  refusal: z.string().nullable(),
  usedBy: z.array(z.string()),
});
export type PhotoCandidate = z.infer<typeof photoCandidateSchema>;

export const pairingDetailSchema = pairingRowSchema.extend({
  imageId: z.string().nullable(),
  subject: z.string().nullable(),
  /** The view's own frame; null when it takes the photo's. */
  frame: z
    .object({
      width: z.number(),
      height: z.number(),
      viewBox: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
    })
    .nullable(),
  isDone: z.boolean(),
  candidates: z.array(photoCandidateSchema),
  /** There are more photos than these. */
  hasMore: z.boolean(),
  /** Outlines of the model's lesions, to be seen over a candidate. */
  outlines: z.array(flatRingsSchema),
});
export type PairingDetail = z.infer<typeof pairingDetailSchema>;

const choiceSchema = z.object({ viewId: viewIdSchema, photoId: photoIdSchema.nullable() });
export type PhotoChoice = z.infer<typeof choiceSchema>;

export const alikeSchema = z.object({
  /** What the choices have in common, in words. */
  likeness: z.string(),
  choices: z.array(
    choiceSchema.extend({ captureName: z.string(), side: z.string(), photoPath: z.string().nullable() }),
  ),
  /** Views of the same kind for which it would not be the same choice, with the reason. */
  leftOut: z.array(z.object({ viewId: viewIdSchema, captureName: z.string(), side: z.string(), why: z.string() })),
  /** More views than one choice can be for. */
  hasMore: z.boolean(),
});
export type Alike = z.infer<typeof alikeSchema>;

export const pairingContract = {
  /** Views and the photos they have, in import order. */
  list: method(
    pageInputSchema.extend({ filter: z.enum(PAIRING_FILTERS), search: z.string().max(200).default('') }),
    z.object({ total: z.number().int(), counts: pairingCountsSchema, rows: z.array(pairingRowSchema) }),
  ),
  /** The photos to choose from for a view: the likely ones, or with a search all whose name or path holds every word. */
  candidates: method(z.object({ viewId: viewIdSchema, search: z.string().max(200).default('') }), pairingDetailSchema),
  /** Other views that the same kind of choice fits, and what would be chosen for each. */
  alike: method(choiceSchema, alikeSchema),
  /** One event for all. Refused with the doubts in `details.doubts` while some of them are not in `confirmed`. */
  choose: method(
    z.object({
      choices: z
        .array(choiceSchema)
        .min(1)
        .max(MAX_PAIRED_AT_ONCE + 1),
      confirmed: z.array(z.enum(PHOTO_DOUBTS)).max(PHOTO_DOUBTS.length).default([]),
      reviewer: reviewerNameSchema,
      context: decisionContextSchema,
    }),
    appliedSchema,
  ),
};

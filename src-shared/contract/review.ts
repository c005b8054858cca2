import { z } from 'zod';
import { EVENT_KINDS } from '../domain/event';
import { DECIDABLE_VERDICTS, VERDICTS } from '../domain/verdict';
import { PAIRING_RULES, PHOTO_STATES, VIEW_STATES } from '../domain/view';
import {
  boundsSchema,
  captureIdSchema,
  coordinatesSchema,
  deviceIdSchema,
  eventIdSchema,
  findingSchema,
  flatRingsSchema,
  lesionIdSchema,
  nothingSchema,
  pageInputSchema,
  photoIdSchema,
  resultKeySchema,
  reviewerNameSchema,
  shapeIdSchema,
  textSchema,
  viewIdSchema,
} from './common';
import { method } from './method';
import { verdictCountsSchema } from './projects';
import { captureValueSchema, valueFilterSchema } from './subjects';

/** Verdict counts of one view; `pending` leaves degenerate polygons out. */
export const viewProgressSchema = z.object({
  state: z.enum(VIEW_STATES),
  swept: z.boolean(),
  verdicts: verdictCountsSchema,
  lesions: z.number().int(),
});
export type ViewProgress = z.infer<typeof viewProgressSchema>;

export const queueRowSchema = z.object({
  viewId: viewIdSchema,
  captureId: captureIdSchema,
  /** Image id or the name that stands in for it. */
  captureName: z.string(),
  subject: z.string().nullable(),
  side: z.string(),
  /** Words for the revision: "master-25cce909 (98)". */
  revision: z.string(),
  photoId: photoIdSchema.nullable(),
  photoName: z.string().nullable(),
  progress: viewProgressSchema,
});
export type QueueRow = z.infer<typeof queueRowSchema>;

export const QUEUE_FILTERS = ['all', 'open', 'done', 'failed', 'disputed', 'superseded'] as const;
export const QUEUE_SORTS = ['imported', 'capture', 'pending', 'subject'] as const;
export const queueQuerySchema = z.object({
  filter: z.enum(QUEUE_FILTERS).default('all'),
  sort: z.enum(QUEUE_SORTS).default('imported'),
  /** Matches capture, subject, photo name, side and revision, ignoring case. */
  search: z.string().max(200).default(''),
  /** Only captures that have these values in columns of joined tables; null: that have none there. */
  values: z.array(valueFilterSchema).max(8).default([]),
});
export type QueueQuery = z.infer<typeof queueQuerySchema>;

export const shapeSchema = z.object({
  id: shapeIdSchema,
  rings: flatRingsSchema,
  areaPx2: z.number(),
  bounds: boundsSchema,
});
export const reviewerDecisionSchema = z.object({
  eventId: eventIdSchema,
  reviewer: z.string(),
  verdict: z.enum(VERDICTS),
  reason: z.string().nullable(),
  comment: z.string().nullable(),
  at: z.number(),
});
export type ReviewerDecision = z.infer<typeof reviewerDecisionSchema>;
export const lesionStateSchema = z.object({
  verdict: z.enum(VERDICTS),
  disputed: z.boolean(),
  reason: z.string().nullable(),
  comment: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.number().nullable(),
  eventId: eventIdSchema.nullable(),
  /** What stands for the lesion now: drawn shapes when redrawn or added, else none (the model's own rings hold). */
  shapes: z.array(shapeSchema),
  /** Lesions that were redrawn together with this one (a merge); decisions on one need all of them. */
  group: z.array(lesionIdSchema),
  /** The current decision of each reviewer. */
  decisions: z.array(reviewerDecisionSchema),
  /** The standing decision was made while another photo, or none, lay under the view. */
  onOtherPhoto: z.boolean(),
});
export type LesionState = z.infer<typeof lesionStateSchema>;

export const lesionSchema = z.object({
  id: lesionIdSchema,
  origin: z.enum(['model', 'reviewer']),
  maskIndex: z.number().int().nullable(),
  featureIndex: z.number().int().nullable(),
  polygonIndex: z.number().int().nullable(),
  intensity: z.number().nullable(),
  degenerate: z.boolean(),
  /** Words for a ring that crosses or touches itself; null when it is a simple polygon. */
  shapeProblem: z.string().nullable(),
  areaPx2: z.number(),
  bounds: boundsSchema,
  rings: flatRingsSchema,
  state: lesionStateSchema,
});
export type Lesion = z.infer<typeof lesionSchema>;

export const metricRowSchema = z.object({
  areaName: z.string(),
  /** As delivered: a number, or the word that stood there. */
  value: z.union([z.number(), z.string()]).nullable(),
  units: z.string().nullable(),
});
export const siblingViewSchema = z.object({
  viewId: viewIdSchema,
  side: z.string(),
  revision: z.string(),
  /** As delivered. */
  creationTime: z.string().nullable(),
  /** Of a further content of an id that was taken: the mark that its key ends with, `#` and 8 hex digits. */
  variant: z.string().nullable(),
  photoId: photoIdSchema.nullable(),
  progress: viewProgressSchema,
});
export const viewDetailSchema = z.object({
  viewId: viewIdSchema,
  captureId: captureIdSchema,
  captureName: z.string(),
  subject: z.string().nullable(),
  side: z.string(),
  revision: z.string(),
  result: z.object({
    key: resultKeySchema,
    isOk: z.boolean(),
    failureReason: z.string().nullable(),
    imageId: z.string().nullable(),
    creationTime: z.string().nullable(),
    sourceFile: z.string(),
    /** Masks of the result that gave no lesions: they could not be read, or are no polygon masks. */
    masksNotRead: z.number().int(),
    /** Other contents came under this element id; null when there are none. */
    conflict: z
      .object({ elementId: z.string(), contents: z.number().int(), isUnsettled: z.boolean(), isSetAside: z.boolean() })
      .nullable(),
  }),
  frame: z
    .object({
      width: z.number(),
      height: z.number(),
      viewBox: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
    })
    .nullable(),
  photo: z
    .object({
      id: photoIdSchema,
      name: z.string(),
      kind: z.enum(['restored', 'original', 'unknown']),
      /** Upright size in pixels. */
      width: z.number().int(),
      height: z.number().int(),
      sizeBytes: z.number(),
      /** As stored: colour in words, bits per channel, EXIF orientation, transparent parts. */
      colour: z.string().nullable(),
      depth: z.number().int().nullable(),
      orientation: z.number().int(),
      hasAlpha: z.boolean(),
      pairedBy: z.enum(PAIRING_RULES),
      /** `ok`, or why it is not shown; `photoNotice` has the words. */
      state: z.enum(PHOTO_STATES),
      /** Frame pixels per photo pixel; null when the photo must not be laid under the lesions: other aspect, or not `ok`. */
      scale: z.number().nullable(),
    })
    .nullable(),
  /** Words when there is no photo to show, or it cannot lie under the lesions. */
  photoNotice: z.string().nullable(),
  /** What joined tables say of the capture. */
  values: z.array(captureValueSchema),
  metrics: z.array(metricRowSchema),
  findings: z.array(findingSchema),
  progress: viewProgressSchema,
  lesions: z.array(lesionSchema),
  /** All views of the capture in side order, this one included: the strip under the canvas. */
  strip: z.array(siblingViewSchema),
});
export type ViewDetail = z.infer<typeof viewDetailSchema>;
export type SiblingView = z.infer<typeof siblingViewSchema>;

const noteSchema = { reason: textSchema.max(20).nullish(), comment: textSchema.max(4000).nullish() };
/** One user action: it becomes one event and one undo step. */
export const actionSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('decide'),
    lesions: z.array(lesionIdSchema).min(1).max(50_000),
    verdict: z.enum(DECIDABLE_VERDICTS),
    /** Needed when redrawn: the new outlines, in frame pixels. */
    geometries: z.array(coordinatesSchema).optional(),
    /** Per lesion, the event whose decision the reviewer saw; refused with edit_conflict when it is not the current one. */
    expects: z.array(eventIdSchema.nullable()).optional(),
    /** Without a comment of its own, this decision keeps what the reviewer had said on each lesion. */
    keepComments: z.boolean().optional(),
    ...noteSchema,
  }),
  z.object({ type: z.literal('add'), view: viewIdSchema, geometry: coordinatesSchema, ...noteSchema }),
  /** Several new lesions as one step. */
  z.object({
    type: z.literal('addAll'),
    view: viewIdSchema,
    geometries: z.array(coordinatesSchema).min(1).max(10_000),
    ...noteSchema,
  }),
  /** Lesions of one view redrawn as one step, each with outlines of its own: they do not become a group. */
  z.object({
    type: z.literal('redrawEach'),
    redrawn: z
      .array(
        z.object({
          lesions: z.array(lesionIdSchema).min(1).max(1000),
          geometries: z.array(coordinatesSchema).min(1),
          /** As of a decision, per lesion. */
          expects: z.array(eventIdSchema.nullable()).optional(),
        }),
      )
      .min(1)
      .max(50_000),
    keepComments: z.boolean().optional(),
    ...noteSchema,
  }),
  z.object({ type: z.literal('sweep'), view: viewIdSchema, value: z.boolean() }),
  /** `value: false` reopens. */
  z.object({ type: z.literal('done'), view: viewIdSchema, value: z.boolean() }),
]);
export type Action = z.infer<typeof actionSchema>;

export const decisionContextSchema = z.object({
  imageView: textSchema.max(40).nullable(),
  overlayShown: z.boolean().nullable(),
  activeMs: z.number().int().min(0).nullable(),
});

/** What an applied, undone or redone event changed: enough to repaint without another call. */
export const appliedSchema = z.object({
  eventId: eventIdSchema,
  label: z.string(),
  viewId: viewIdSchema,
  /** All views that changed, that one included. */
  viewIds: z.array(viewIdSchema),
  /** What stands now for delivered lesions that changed: what was delivered of them, outlines included, never changes. */
  states: z.array(z.object({ id: lesionIdSchema, state: lesionStateSchema })),
  /** Drawn lesions that changed, as they are now; one that was taken back is listed in `removed`. */
  lesions: z.array(lesionSchema),
  removed: z.array(lesionIdSchema),
  progress: viewProgressSchema,
  /** Views beside `viewId` that the event touched: a choice of photos can be about many. */
  otherViews: z.array(viewIdSchema),
  /** The photo of the views may be another one now: frame and photo must be read again. */
  isPhotoChanged: z.boolean(),
  findings: z.array(findingSchema),
  undoLabel: z.string().nullable(),
  redoLabel: z.string().nullable(),
});
export type Applied = z.infer<typeof appliedSchema>;

export const eventRowSchema = z.object({
  id: eventIdSchema,
  deviceId: deviceIdSchema,
  seq: z.number().int(),
  at: z.number(),
  kind: z.enum(EVENT_KINDS),
  reviewer: z.string(),
  label: z.string(),
  viewId: viewIdSchema.nullable(),
  lesions: z.array(lesionIdSchema),
  /** A later undo is in force. */
  undone: z.boolean(),
});
export type EventRow = z.infer<typeof eventRowSchema>;

const byReviewer = { reviewer: reviewerNameSchema, context: decisionContextSchema };

export const reviewContract = {
  queue: method(
    queueQuerySchema.extend(pageInputSchema.shape),
    z.object({ total: z.number().int(), rows: z.array(queueRowSchema) }),
  ),
  /** Position of a view in the list that the query gives; null when the filter leaves it out. */
  queuePosition: method(
    queueQuerySchema.extend({ viewId: viewIdSchema }),
    z.object({ position: z.number().int().nullable() }),
  ),
  /** The next view after `after` (null: from the start) that still needs work, wrapping round once; null when none does. */
  nextOpenView: method(
    queueQuerySchema.extend({ after: viewIdSchema.nullable() }),
    z.object({ viewId: viewIdSchema.nullable() }),
  ),
  view: method(z.object({ viewId: viewIdSchema }), viewDetailSchema),
  /** Appends one event. Answered after COMMIT has returned. */
  decide: method(z.object({ action: actionSchema, ...byReviewer }), appliedSchema),
  /** Takes back the reviewer's newest action on this device that is not yet taken back. */
  undo: method(z.object(byReviewer), appliedSchema),
  redo: method(z.object(byReviewer), appliedSchema),
  /** What undo and redo would do now. */
  stack: method(
    z.object({ reviewer: reviewerNameSchema }),
    z.object({ undoLabel: z.string().nullable(), redoLabel: z.string().nullable() }),
  ),
  /** Events that touch a view, newest first. */
  history: method(
    pageInputSchema.extend({ viewId: viewIdSchema }),
    z.object({ total: z.number().int(), rows: z.array(eventRowSchema) }),
  ),
  /** Names that have decided in this project, and the one in use, most recent first. */
  reviewers: method(nothingSchema, z.array(z.object({ name: z.string(), events: z.number().int() }))),
};

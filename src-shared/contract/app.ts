import { z } from 'zod';
import { IMAGE_VIEWS } from '../domain/image-view';
import { doneSchema, nothingSchema, pathSchema, reviewerNameSchema } from './common';
import { method } from './method';

export const THEMES = ['system', 'light', 'dark'] as const;
/** How the outlines are drawn on this device. Each has a default, so that a file of an older version is read whole. */
export const overlayLookSchema = z.object({
  face: z.enum(['outline', 'fill', 'both']).default('outline'),
  /** Of every line, as a multiple of its own width. */
  widthFactor: z.number().min(0.5).max(3).default(1),
  /** Of everything but what is selected or drawn. */
  opacity: z.number().min(0.2).max(1).default(1),
  /** The dark line under each outline. */
  halo: z.boolean().default(true),
  /** Beside each lesion that is large enough on screen. */
  labels: z.enum(['none', 'number', 'verdict', 'both']).default('none'),
  /** The model's own outlines under those that were redrawn. */
  originals: z.enum(['none', 'selected', 'all']).default('selected'),
  /** Frame px along the edges of the canvas. */
  rulers: z.boolean().default(false),
});
export type OverlayLook = z.infer<typeof overlayLookSchema>;
export const DEFAULT_OVERLAY_LOOK: OverlayLook = overlayLookSchema.parse({});

export const settingsSchema = z.object({
  /** Null until the reviewer has been asked. */
  reviewer: reviewerNameSchema.nullable(),
  /** Names used on this device, most recent first. */
  reviewers: z.array(reviewerNameSchema).max(50),
  theme: z.enum(THEMES),
  autoAdvance: z.boolean(),
  singleKeyShortcuts: z.boolean(),
  /** Action id → physical key chord ("KeyF", "Shift+KeyF"); absent: the default. */
  keymap: z.record(z.string(), z.string()),
  lastFolder: z.string().nullable(),
  /** How much disk the pictures that are made from photos may take, in MiB; they are made again when they are gone. */
  photoCacheMib: z.number().int().min(64).max(1_048_576),
  overlay: overlayLookSchema,
  /** How photos are looked at, in percent. */
  imageView: z.object({
    view: z.enum(IMAGE_VIEWS),
    brightness: z.number().int().min(-100).max(100),
    contrast: z.number().int().min(25).max(400),
    gammaPercent: z.number().int().min(25).max(400),
  }),
});
export type Settings = z.infer<typeof settingsSchema>;

export const appInfoSchema = z.object({
  name: z.literal('Macule'),
  version: z.string(),
  host: z.enum(['electron', 'web']),
  platform: z.string(),
  nodeVersion: z.string(),
  sqliteVersion: z.string(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

export const folderEntrySchema = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'file']),
  sizeBytes: z.number().nullable(),
  modifiedAt: z.number().nullable(),
});
export type FolderEntry = z.infer<typeof folderEntrySchema>;

export const DIALOG_PURPOSES = [
  'import',
  'openProject',
  'createProject',
  'exportFolder',
  'saveCopy',
  'table',
  'mediaFolder',
] as const;
export type DialogPurpose = (typeof DIALOG_PURPOSES)[number];

export const appContract = {
  info: method(nothingSchema, appInfoSchema),
  settings: method(nothingSchema, settingsSchema),
  /** Changes the given settings and answers with all of them. */
  saveSettings: method(settingsSchema.partial(), settingsSchema),
};

/** The app's own folder browser, for hosts whose dialogs never yield a path. */
export const foldersContract = {
  /** Starting points: home, drives, mounted volumes, the last folder used. */
  places: method(nothingSchema, z.array(z.object({ name: z.string(), path: z.string() }))),
  /** Entries of a folder, folders first, by name; hidden ones only when asked. */
  list: method(
    z.object({ path: pathSchema, showHidden: z.boolean().default(false) }),
    z.object({
      path: z.string(),
      parent: z.string().nullable(),
      entries: z.array(folderEntrySchema),
      truncated: z.boolean(),
    }),
  ),
  create: method(z.object({ parent: pathSchema, name: z.string().min(1).max(255) }), z.object({ path: z.string() })),
};

/** Answered by the host itself: native dialogs where there are any. */
export const dialogsContract = {
  choose: method(
    z.object({ purpose: z.enum(DIALOG_PURPOSES), suggestedName: z.string().max(255).optional() }),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('chosen'), paths: z.array(z.string()).min(1) }),
      z.object({ kind: z.literal('cancelled') }),
      /** This host has none: use the folder browser. */
      z.object({ kind: z.literal('unavailable') }),
    ]),
  ),
  /** Shows a folder that Macule itself wrote to in the system's file manager; does nothing where there is none. */
  reveal: method(z.object({ path: pathSchema }), doneSchema),
};

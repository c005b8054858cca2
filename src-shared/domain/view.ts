export const VIEW_STATES = ['open', 'done', 'failed', 'superseded'] as const;
export type ViewState = (typeof VIEW_STATES)[number];

/** The pixel space of one view: its view box moved to origin 0,0. Sizes in pixels. */
export type Frame = {
  readonly width: number;
  readonly height: number;
  /** min-x, min-y, width, height as delivered; null when the frame was taken from the photo. */
  readonly viewBox: readonly [number, number, number, number] | null;
};

/** How a photo's file was found: `broken` and `refused` cannot be decoded, under `changed` other bytes lie at its place. */
export const PHOTO_STATES = ['ok', 'broken', 'refused', 'missing', 'changed'] as const;
export type PhotoState = (typeof PHOTO_STATES)[number];

/** How a photo came to a view; the first rule with exactly one hit (research/scheme.md §7). */
export const PAIRING_RULES = ['user', 'image_id', 'image_list', 'stem', 'side_word', 'frame_size'] as const;
export type PairingRule = (typeof PAIRING_RULES)[number];

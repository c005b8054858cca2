import type { Coordinates } from '../geometry/types';
import type { DecidableVerdict } from './verdict';
import type { EventId, LesionId, ResultKey, ShapeId, ViewId } from './ids';

export const EVENT_SCHEMA_VERSION = 1;
export const EVENT_KINDS = ['decide', 'add', 'sweep', 'done', 'reopen', 'pair', 'settle', 'undo', 'redo'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** A drawn outline as an event carries it: closed GeoJSON rings in frame pixels on the 1/1024 px grid. */
export type DrawnShape = { readonly id: ShapeId; readonly coordinates: Coordinates };

/** `replaces[i]`: the same reviewer's decisions on `lesions[i]` that this one replaces (more than one only after a merge). */
export type DecideChange = {
  readonly type: 'decide';
  readonly lesions: readonly LesionId[];
  readonly replaces: readonly (readonly EventId[])[];
  /** `added` when a reviewer lesion is confirmed or its outline edited. */
  readonly verdict: DecidableVerdict | 'added';
  readonly reason: string | null;
  readonly comment: string | null;
  /** What replaces the lesions, when redrawn, or the new outline of an added lesion; else empty. */
  readonly shapes: readonly DrawnShape[];
};
/** The new lesion's id equals the id of its shape. */
export type AddChange = {
  readonly type: 'add';
  readonly view: ViewId;
  readonly reason: string;
  readonly comment: string | null;
  readonly shape: DrawnShape;
};
export type MarkChange = {
  readonly type: 'sweep' | 'done';
  readonly view: ViewId;
  readonly value: boolean;
  readonly replaces: readonly EventId[];
};
/** Which photo lies under a view, by the hash of its bytes, so that the choice survives moved and renamed files. */
export type PairChange = {
  readonly type: 'pair';
  readonly view: ViewId;
  /** Null: none of the photos that there are. */
  readonly photoSha256: string | null;
  /** The doubts that were shown and accepted, in words; null when there were none. */
  readonly confirmed: string | null;
  readonly replaces: readonly EventId[];
};
/**
 * Which of several results that came under one element id holds. The others that were there then are named: one that
 * comes later is a conflict anew.
 */
export type SettleChange = {
  readonly type: 'settle';
  readonly elementId: string;
  readonly resultKey: ResultKey;
  readonly setAside: readonly ResultKey[];
  readonly replaces: readonly EventId[];
};
export type Change = DecideChange | AddChange | MarkChange | PairChange | SettleChange;

/** What the reviewer saw and did when deciding; null where the host cannot know (command line). */
export type DecisionContext = {
  readonly imageView: string | null;
  readonly overlayShown: boolean | null;
  readonly activeMs: number | null;
};

/** The payload of one journal event, stored as RFC 8785 JSON. */
export type EventPayload = DecisionContext & {
  readonly schema: typeof EVENT_SCHEMA_VERSION;
  readonly appVersion: string;
  /** Words for the undo menu: "Accept", "Reject (R3)", "Redraw". */
  readonly label: string;
  readonly view: ViewId;
  readonly photoSha256: string | null;
  /** Minutes that local time was ahead of UTC on the device. */
  readonly utcOffsetMinutes: number;
  readonly changes: readonly Change[];
  /** Of an undo: the event taken back. Of a redo: the undo taken back. */
  readonly undoes: EventId | null;
};

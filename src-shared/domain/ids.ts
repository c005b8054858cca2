/** A string that is an id of one kind only; a plain string must be checked at an edge before it becomes one. */
export type Branded<Name extends string> = string & { readonly __brand: Name };

export type ProjectId = Branded<'ProjectId'>;
export type CaptureId = Branded<'CaptureId'>;
export type ViewId = Branded<'ViewId'>;
export type LesionId = Branded<'LesionId'>;
export type ShapeId = Branded<'ShapeId'>;
export type EventId = Branded<'EventId'>;
export type DeviceId = Branded<'DeviceId'>;
export type PhotoId = Branded<'PhotoId'>;
/** The element's `id`, else the SHA-256 of its canonical JSON; `id#<8 hex>` when one id came with other content. */
export type ResultKey = Branded<'ResultKey'>;

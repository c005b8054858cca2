import type { GeometryResult, GeometryTask } from '#shared/contract/geometry';
import type { ErrorAnswer } from '#shared/domain/error';

export type ToGeometry = { readonly id: number; readonly task: GeometryTask };
export type FromGeometry =
  | { readonly id: number; readonly ok: true; readonly value: GeometryResult }
  | { readonly id: number; readonly ok: false; readonly error: ErrorAnswer };

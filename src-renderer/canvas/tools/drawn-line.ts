import type { Point } from '#shared/geometry/types';
import { dragFromPx, type ToolContext, type ToolEvent } from './tool';

/** A line being drawn, by clicks, by a drag, or both. Points in frame px. */
export type DrawnLine =
  | { readonly kind: 'placing'; readonly points: readonly Point[]; readonly pointer: Point | null }
  | { readonly kind: 'pressing'; readonly points: readonly Point[]; readonly start: Point }
  | { readonly kind: 'dragging'; readonly points: readonly Point[] };

export const NO_LINE: DrawnLine = { kind: 'placing', points: [], pointer: null };

/** What an event did to the line; `end` by a release, a double click or Enter, `place` by a click. */
export type LineStep = { readonly line: DrawnLine; readonly did: 'moved' | 'place' | 'end' | 'nothing' };

/** All points of the line, the loose end included. */
export function linePoints(line: DrawnLine): readonly Point[] {
  switch (line.kind) {
    case 'placing':
      return line.pointer && line.points.length > 0 ? [...line.points, line.pointer] : line.points;
    case 'pressing':
      return [...line.points, line.start];
    case 'dragging':
      return line.points;
  }
}

export const hasLine = (line: DrawnLine): boolean => line.kind !== 'placing' || line.points.length > 0;

/** One event; `cancel` and `interrupt` are the tool's own. */
export function stepLine(line: DrawnLine, event: ToolEvent, context: ToolContext): LineStep {
  switch (line.kind) {
    case 'placing':
      return stepPlacing(line, event);
    case 'pressing': {
      if (event.type === 'pointerUp')
        return { line: { kind: 'placing', points: [...line.points, line.start], pointer: line.start }, did: 'place' };
      if (event.type !== 'pointerMove') return { line, did: 'nothing' };
      const far = dragFromPx(context.pointerKind) * context.framePxPerScreenPx;
      const moved = Math.hypot(event.framePoint.x - line.start.x, event.framePoint.y - line.start.y);
      if (moved <= far) return { line, did: 'nothing' };
      return { line: { kind: 'dragging', points: [...line.points, line.start, ...event.trail] }, did: 'moved' };
    }
    case 'dragging': {
      if (event.type === 'complete') return { line, did: 'end' };
      if (event.type !== 'pointerMove' && event.type !== 'pointerUp') return { line, did: 'nothing' };
      const longer: DrawnLine = { kind: 'dragging', points: [...line.points, ...event.trail] };
      return { line: longer, did: event.type === 'pointerUp' ? 'end' : 'moved' };
    }
  }
}

function stepPlacing(line: Extract<DrawnLine, { kind: 'placing' }>, event: ToolEvent): LineStep {
  const { points } = line;
  switch (event.type) {
    case 'pointerDown':
      return { line: { kind: 'pressing', points, start: event.framePoint }, did: 'moved' };
    case 'pointerMove':
      return { line: { ...line, pointer: event.framePoint }, did: 'moved' };
    case 'pointerLeave':
      return { line: { ...line, pointer: null }, did: 'moved' };
    case 'secondary':
    case 'deleteVertex':
      if (points.length === 0) return { line, did: 'nothing' };
      return { line: { ...line, points: points.slice(0, -1) }, did: 'moved' };
    case 'doubleClick':
    case 'complete':
      return { line: { ...line, pointer: null }, did: points.length > 1 ? 'end' : 'nothing' };
    default:
      return { line, did: 'nothing' };
  }
}

import { readFileSync } from 'node:fs';
import type { BrowserWindow, Rectangle } from 'electron';
import { writeFileAtomically } from '#main/services/core/write-file-atomically';

export type WindowPlace = { readonly bounds: Partial<Rectangle>; readonly isMaximized: boolean };

const DEFAULT_PLACE: WindowPlace = { bounds: { width: 1440, height: 900 }, isMaximized: false };
/** So much of a window must lie on a display for the user to get hold of it. */
const MIN_VISIBLE = 100;

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Record<string, unknown>;
  return [x, y, width, height].every(
    (part) => typeof part === 'number' && Number.isInteger(part) && Math.abs(part) < 100_000,
  );
}

const overlap = (from: number, size: number, otherFrom: number, otherSize: number): number =>
  Math.min(from + size, otherFrom + otherSize) - Math.max(from, otherFrom);

function isReachable(bounds: Rectangle, workAreas: readonly Rectangle[]): boolean {
  return workAreas.some(
    (area) =>
      overlap(bounds.x, bounds.width, area.x, area.width) >= MIN_VISIBLE &&
      overlap(bounds.y, bounds.height, area.y, area.height) >= MIN_VISIBLE,
  );
}

/** Where the window was left, if that place still is on a display. */
export function readPlace(path: string, workAreas: readonly Rectangle[]): WindowPlace {
  try {
    const stored = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown> | null;
    const bounds = stored?.['bounds'];
    if (!isRectangle(bounds) || bounds.width < MIN_VISIBLE || bounds.height < MIN_VISIBLE) return DEFAULT_PLACE;
    const { x: _x, y: _y, ...size } = bounds;
    return { bounds: isReachable(bounds, workAreas) ? bounds : size, isMaximized: stored?.['isMaximized'] === true };
  } catch {
    return DEFAULT_PLACE; // first start, or a damaged file: only comfort is lost
  }
}

/** Keeps the place for the next start. */
export function rememberPlace(path: string, window: BrowserWindow): void {
  const place: WindowPlace = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
  try {
    writeFileAtomically(path, `${JSON.stringify(place)}\n`);
  } catch {
    // a full disk must not keep the window from closing
  }
}

import { bodyOf } from '../element';
import { isObject, member, type JsonObject } from '../fields';
import type { DecodedResult, PlacedAreaRow, PlacedResult } from '../types';
import { WantedRanges, type ByteRange, type PathSegment } from './find-ranges';
import { utf8Text } from './utf8';

/** A result that was decoded from a value, and where in that value its element is. */
export type FoundResult = {
  readonly result: DecodedResult;
  readonly element: JsonObject;
  readonly segments: readonly PathSegment[];
};
type Ask = () => ByteRange | null;

/**
 * Finds elements in the bytes that they were decoded from: their range, and how their area rows are spelled.
 * `base`: offset in the source of the first byte; `isOdd`: a key stands twice in one object.
 */
export function placeElements(
  found: readonly FoundResult[],
  bytes: Uint8Array,
  { base, isOdd }: { base: number; isOdd: boolean },
): PlacedResult[] {
  const wanted = new WantedRanges();
  const all: ByteRange = { start: 0, end: bytes.length };
  const asked = found.map((one) => ({
    ...one,
    range: one.segments.length > 0 ? wanted.add(one.segments) : () => all,
    rows: askForRows(one, wanted),
  }));
  wanted.find(bytes, isOdd);
  const textOf = (ask: Ask): string | null => {
    const range = ask();
    return range && utf8Text(bytes.subarray(range.start, range.end));
  };
  return asked.map(({ result, range, rows }): PlacedResult => {
    const { start, end } = range() ?? all;
    const areaRows = result.areaRows.map((row, position): PlacedAreaRow => {
      const { spelling, widgetType, subMetrics } = rows[position] as RowAsks;
      return { ...row, widgetType, spelling: textOf(spelling), subMetrics: textOf(subMetrics) };
    });
    return { ...result, areaRows, byteStart: base + start, byteEnd: base + end };
  });
}

type RowAsks = { readonly spelling: Ask; readonly subMetrics: Ask; readonly widgetType: string | null };

function askForRows({ result, element, segments }: FoundResult, wanted: WantedRanges): RowAsks[] {
  const body = bodyOf(element);
  const list = body && member(body, 'area_results');
  if (!Array.isArray(list)) return [];
  const at = [...segments, ...(body === element ? [] : ['result']), 'area_results'];
  return result.areaRows.map(({ index }) => {
    const row: unknown = list[index];
    const metric = isObject(row) ? member(row, 'main_metric') : null;
    const holder = isObject(metric) ? metric : row;
    const widgetType = isObject(holder) ? member(holder, 'widget_type') : null;
    return {
      spelling: wanted.add([...at, index, ...(isObject(metric) ? ['main_metric'] : []), 'value']),
      subMetrics: wanted.add([...at, index, 'sub_metrics']),
      widgetType: typeof widgetType === 'string' ? widgetType : null,
    };
  });
}

import type { ImageListEntry } from '#shared/domain/pairing';
import { Tally } from '#shared/domain/tally';
import { familyOf, isElement, isInnerElement, isWholeElement, maskEntries, unknownParts } from './element';
import { isObject, type JsonObject } from './fields';
import { PIH_FAMILY } from './names';
import { isWebhookBody, recognise } from './recognise';
import { readImageListEntry } from './image-list';
import { memberPath, type Report } from './report';
import type { PathSegment } from './scan/find-ranges';
import type { FoundResult } from './scan/place-elements';
import { decodeCounted, tallyWhole } from './tally-element';
import { UnrecognisedItems } from './unrecognised-items';

/** Results lie at most this deep: wrappers are shallow, and anything deeper is somebody else's data. */
export const MAX_DEPTH = 12;

/** Different things that are no results, of which each is told with how often it was met. */
const MAX_TOLD = 1000;

type Skipped = { count: number; masks: number; firstPath: string };
type Place = { readonly path: string; readonly depth: number; readonly segments: readonly PathSegment[] };
/** A value of the document, and what is known about it. */
export type Root = {
  readonly value: unknown;
  readonly path: string;
  readonly depth: number;
  /** Follows a break: pieces of a broken element may look like one, so only whole elements count. */
  readonly isAfterBreak: boolean;
  /** Containers that the break left incomplete. */
  readonly incomplete: ReadonlySet<unknown>;
};

/** Walks the values of a document and decodes the results in it, whatever is wrapped around them. */
export class ResultSearch {
  /** How many results were found. */
  found = 0;
  /** Of elements that gave no result. */
  readonly tally = new Tally();
  private results: FoundResult[] = [];
  readonly imageList: ImageListEntry[] = [];
  readonly skipped = new Map<string, Skipped>();
  private readonly recognised = new Map<string, { code: Parameters<Report>[0]; path: string; count: number }>();
  private imageListPath = '';
  private deepPath: string | null = null;
  private root: Root | null = null;

  constructor(private readonly report: Report) {}

  /** Searches one value; whether it is, or holds, something known, and the results in it. */
  search(root: Root): { isKnown: boolean; results: FoundResult[] } {
    this.root = root;
    this.results = [];
    const isKnown = this.visit(root.value, { path: root.path, depth: root.depth, segments: [] });
    const { results } = this;
    this.found += results.length;
    return { isKnown, results };
  }

  /** What an object is by its keys, when it is something known other than a result; it is noted. */
  noteRecognised(object: JsonObject, path: string): boolean {
    const known = recognise(object);
    if (known) this.note(known.code, known.message, path);
    return known !== null;
  }

  /** Reports what stands among results and is none. */
  reportUnrecognised(items: UnrecognisedItems): void {
    this.tally.add('element', 'refused', 'element_unrecognised', items.report(this.report));
  }

  /** Notes a part that was not searched because of its depth. */
  noteTooDeep(path: string): void {
    this.deepPath ??= path;
  }

  /** Reports what was counted. Whether anything in the document was understood. */
  finish(): boolean {
    for (const [message, { code, path, count }] of this.recognised) {
      this.report(code, path, count > 1 ? `${message} Met ${count} times in this file.` : message);
    }
    if (this.imageList.length > 0) {
      this.report('image_list', this.imageListPath, `A list of ${this.imageList.length} images: used to pair photos.`);
    }
    for (const [family, { count, masks, firstPath }] of this.skipped) {
      const what = `${count} result${count === 1 ? '' : 's'} of ${family} with ${masks} mask${masks === 1 ? '' : 's'}`;
      this.report('family_skipped', firstPath, `${what} left out: only ${PIH_FAMILY} is reviewed.`);
    }
    if (this.deepPath !== null) {
      const message = `This part lies deeper than ${MAX_DEPTH} levels and was not searched for results.`;
      this.report('nested_too_deep', this.deepPath, message);
    }
    const found = this.found + this.skipped.size + this.imageList.length + this.recognised.size;
    return found > 0;
  }

  /** Whether the value is, or holds, something known. */
  private visit(value: unknown, place: Place): boolean {
    if (typeof value !== 'object' || value === null) return false;
    if (place.depth > MAX_DEPTH) {
      this.deepPath ??= place.path;
      return false;
    }
    return isObject(value) ? this.visitObject(value, place) : this.visitList(value as unknown[], place);
  }

  private visitObject(object: JsonObject, place: Place): boolean {
    const isAfterBreak = this.root?.isAfterBreak ?? false;
    if (isAfterBreak ? isWholeElement(object) : isElement(object)) {
      this.takeElement(object, place);
      return true;
    }
    const image = readImageListEntry(object);
    if (image) {
      if (this.imageList.length === 0) this.imageListPath = place.path;
      this.imageList.push(image);
      return true;
    }
    if (!isAfterBreak && this.noteRecognised(object, place.path)) return true;
    let isKnown = false;
    for (const key of Object.keys(object)) {
      const inner = object[key];
      if (typeof inner !== 'object' || inner === null) continue;
      const segments = [...place.segments, key];
      if (this.visit(inner, { path: memberPath(place.path, key), depth: place.depth + 1, segments })) isKnown = true;
    }
    return isKnown;
  }

  private visitList(list: readonly unknown[], { path, depth, segments }: Place): boolean {
    if (!list.some((value) => typeof value === 'object' && value !== null)) return false;
    const items = new UnrecognisedItems(path);
    list.forEach((value, index) => {
      const place = { path: `${path}[${index}]`, depth: depth + 1, segments: [...segments, index] };
      if (this.visit(value, place)) items.noteKnown();
      else if (!this.root?.incomplete.has(value)) items.noteUnknown(index);
    });
    if (!this.root?.isAfterBreak) this.reportUnrecognised(items);
    return items.isAnyKnown;
  }

  /** Results that someone put inside another one count, too. */
  private visitParts(element: JsonObject, place: Place): void {
    for (const { keys, value } of unknownParts(element))
      this.visitInside(value, {
        path: keys.reduce(memberPath, place.path),
        depth: place.depth,
        segments: [...place.segments, ...keys],
      });
  }

  private visitInside(value: unknown, place: Place): void {
    if (typeof value !== 'object' || value === null) return;
    const { path, segments } = place;
    if (Array.isArray(value))
      value.forEach((item, index) =>
        this.visitInside(item, { ...place, path: `${path}[${index}]`, segments: [...segments, index] }),
      );
    else if (isObject(value) && isInnerElement(value)) this.takeElement(value, place);
    else
      for (const [key, inner] of Object.entries(value))
        this.visitInside(inner, { ...place, path: memberPath(path, key), segments: [...segments, key] });
  }

  private takeElement(element: JsonObject, place: Place): void {
    this.takeAlone(element, place);
    this.visitParts(element, place);
  }

  private takeAlone(element: JsonObject, { path, segments }: Place): void {
    if (isWebhookBody(element) && maskEntries(element).length === 0) {
      const message = 'This is a webhook body, which carries no masks: give the JSON answer instead.';
      this.note('webhook_body', message, path);
      this.tally.addAll(tallyWhole(element, 'skipped', 'webhook_body'));
      return;
    }
    const family = familyOf(element);
    if (family === PIH_FAMILY) {
      const result = decodeCounted(element, path, this.report);
      if (result) this.results.push({ result, element, segments });
      else this.tally.addAll(tallyWhole(element, 'refused', 'result_not_hashable'));
      return;
    }
    this.tally.addAll(tallyWhole(element, 'skipped', 'family_skipped'));
    const skipped = this.skipped.get(family);
    const masks = maskEntries(element).length;
    if (!skipped) this.skipped.set(family, { count: 1, masks, firstPath: path });
    else this.skipped.set(family, { ...skipped, count: skipped.count + 1, masks: skipped.masks + masks });
  }

  private note(code: Parameters<Report>[0], message: string, path: string): void {
    const isKept = this.recognised.size < MAX_TOLD || this.recognised.has(message);
    const told = isKept ? message : 'Further objects are no results either.';
    const before = this.recognised.get(told);
    this.recognised.set(told, { code, path: before?.path ?? path, count: (before?.count ?? 0) + 1 });
  }
}

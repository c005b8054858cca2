import type { ImageListEntry } from '#shared/domain/pairing';
import { Tally } from '#shared/domain/tally';
import { familyOf, isElement, isWholeElement, maskEntries } from './element';
import { isObject, type JsonObject } from './fields';
import { PIH_FAMILY } from './names';
import type { Root } from './read-roots';
import { isWebhookBody, recognise } from './recognise';
import { readImageListEntry } from './image-list';
import { memberPath, type Report } from './report';
import { decodeCounted, tallyWhole } from './tally-element';
import type { DecodedResult } from './types';

/** Results lie at most this deep: wrappers are shallow, and anything deeper is somebody else's data. */
const MAX_DEPTH = 12;

type Skipped = { count: number; masks: number; firstPath: string };
type Place = { readonly path: string; readonly depth: number };

/** Walks the values of a document and decodes the results in it, whatever is wrapped around them. */
export class ResultSearch {
  readonly results: DecodedResult[] = [];
  /** Of elements that gave no result. */
  readonly tally = new Tally();
  readonly imageList: ImageListEntry[] = [];
  readonly skipped = new Map<string, Skipped>();
  private readonly recognised = new Map<string, { code: Parameters<Report>[0]; path: string; count: number }>();
  private imageListPath = '';
  private deepPath: string | null = null;
  private root: Root | null = null;

  constructor(private readonly report: Report) {}

  search(root: Root): void {
    this.root = root;
    this.visit(root.value, { path: root.path, depth: 0 });
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
    const found = this.results.length + this.skipped.size + this.imageList.length + this.recognised.size;
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
      this.takeElement(object, place.path);
      return true;
    }
    const image = readImageListEntry(object);
    if (image) {
      if (this.imageList.length === 0) this.imageListPath = place.path;
      this.imageList.push(image);
      return true;
    }
    const known = isAfterBreak ? null : recognise(object);
    if (known) {
      this.note(known.code, known.message, place.path);
      return true;
    }
    let isKnown = false;
    for (const key of Object.keys(object)) {
      const inner = object[key];
      if (typeof inner !== 'object' || inner === null) continue;
      if (this.visit(inner, { path: memberPath(place.path, key), depth: place.depth + 1 })) isKnown = true;
    }
    return isKnown;
  }

  private visitList(list: readonly unknown[], { path, depth }: Place): boolean {
    if (!list.some((value) => typeof value === 'object' && value !== null)) return false;
    const unknown: number[] = [];
    list.forEach((value, index) => {
      if (!this.visit(value, { path: `${path}[${index}]`, depth: depth + 1 })) unknown.push(index);
    });
    if (unknown.length === list.length) return false;
    for (const index of unknown) {
      if (this.root?.isAfterBreak || this.root?.incomplete.has(list[index])) continue;
      const message = 'This element is no result and was left out: check the tool that wrote the list.';
      this.report('element_unrecognised', `${path}[${index}]`, message);
      this.tally.add('element', 'refused', 'element_unrecognised');
    }
    return true;
  }

  private takeElement(element: JsonObject, path: string): void {
    if (isWebhookBody(element) && maskEntries(element).length === 0) {
      const message = 'This is a webhook body, which carries no masks: give the JSON answer instead.';
      this.note('webhook_body', message, path);
      this.tally.addAll(tallyWhole(element, 'skipped', 'webhook_body'));
      return;
    }
    const family = familyOf(element);
    if (family === PIH_FAMILY) {
      const result = decodeCounted(element, path, this.report);
      if (result) this.results.push(result);
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
    const before = this.recognised.get(message);
    this.recognised.set(message, { code, path: before?.path ?? path, count: (before?.count ?? 0) + 1 });
  }
}

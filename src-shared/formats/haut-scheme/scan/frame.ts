import { UnrecognisedItems } from '../unrecognised-items';

/** Keys of one wrapper that are compared with each other. */
const MAX_KEYS = 100_000;

/** A list or wrapper object that is searched item by item, and where in it the search is. */
export class Frame {
  /** `first`: a value or the end; `item`: a value; `after`: a comma or the end. */
  state: 'first' | 'key' | 'colon' | 'item' | 'after' = 'first';
  index = 0;
  key = '';
  readonly items: UnrecognisedItems;
  private keys = new Set<string>();

  constructor(
    readonly isList: boolean,
    readonly path: string,
  ) {
    this.items = new UnrecognisedItems(path);
  }

  /** Whether the key stood in this object before; of more keys than memory should hold only the last are compared. */
  takeKey(key: string): boolean {
    this.key = key;
    this.state = 'colon';
    if (this.keys.has(key)) return true;
    if (this.keys.size >= MAX_KEYS) this.keys = new Set();
    this.keys.add(key);
    return false;
  }

  /** Notes what became of the value that it was at. */
  noteItem(isKnown: boolean): void {
    if (isKnown) this.items.noteKnown();
    else if (this.isList) this.items.noteUnknown(this.index);
    this.state = 'after';
  }
}

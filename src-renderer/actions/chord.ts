/** A key with its modifiers, by physical position: "KeyF", "Shift+KeyF", "Mod+KeyZ" (Mod is Ctrl, or Cmd on a Mac). */
export type Chord = string;

type KeyEvent = Pick<KeyboardEvent, 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;
const MODIFIER_CODES = /^(Shift|Control|Alt|Meta|OS)(Left|Right)?$/;

/** The chord of a key event; null while only modifiers are down. */
export function chordOf(event: KeyEvent): Chord | null {
  if (event.code === '' || MODIFIER_CODES.test(event.code)) return null;
  const mods = [event.ctrlKey || event.metaKey ? 'Mod' : '', event.altKey ? 'Alt' : '', event.shiftKey ? 'Shift' : ''];
  return [...mods.filter(Boolean), event.code].join('+');
}

/** Single keys can be switched off (WCAG 2.1.4); chords with Mod or Alt and keys that type nothing stay. */
export const isSingleKey = (chord: Chord): boolean =>
  !/^(Mod|Alt)\+/.test(chord) && /(^|\+)(Key[A-Z]|Digit\d|Minus|Equal|Period|Comma|Slash|Space)$/.test(chord);

const NAMES: Readonly<Record<string, string>> = {
  Space: 'Space',
  Period: '.',
  Comma: ',',
  Slash: '/',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: '⌫',
  Enter: '⏎',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

/** How a chord is written on screen. `layout` gives the letter that a physical key has on this keyboard, where known. */
export function chordLabel(
  chord: Chord,
  options: { isMac: boolean; layout?: ReadonlyMap<string, string> | undefined },
): string {
  const parts = chord.split('+');
  const code = parts.pop() ?? '';
  const key = options.layout?.get(code)?.toUpperCase() ?? NAMES[code] ?? code.replace(/^(Key|Digit|Numpad)/, '');
  const words: Readonly<Record<string, string>> = options.isMac
    ? { Mod: '⌘', Alt: '⌥', Shift: '⇧' }
    : { Mod: 'Ctrl', Alt: 'Alt', Shift: 'Shift' };
  return [...parts.map((part) => words[part] ?? part), key].join(options.isMac ? '' : '+');
}

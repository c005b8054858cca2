import type { Chord } from './chord';

export type ActionGroup = 'Decide' | 'Move' | 'View' | 'Draw' | 'Edit' | 'Project';
/** What a user can do, once: menus, buttons, shortcuts and the palette all read this list. */
export type ActionDefinition = {
  readonly id: ActionId;
  readonly group: ActionGroup;
  readonly label: string;
  readonly chord: Chord | null;
};

export const ACTION_IDS = [
  'accept',
  'reject',
  'redraw',
  'unsure',
  'clearVerdict',
  'comment',
  'acceptRest',
  'add',
  'selectTool',
  'nextLesion',
  'previousLesion',
  'nextUndecided',
  'nextView',
  'previousView',
  'nextOpenView',
  'sweep',
  'done',
  'reopen',
  'undo',
  'redo',
  'hideOverlay',
  'blink',
  'onlySelected',
  'cycleLabels',
  'rulers',
  'fit',
  'actualSize',
  'zoomToLesion',
  'zoomIn',
  'zoomOut',
  'plainView',
  'nextImageView',
  'previousImageView',
  'localContrast',
  'redness',
  'brown',
  'clahe',
  'nextChannel',
  'resetTone',
  'fixOutline',
  'merge',
  'wandTool',
  'refit',
  'grow',
  'shrink',
  'deleteVertex',
  'nextVertex',
  'previousVertex',
  'brushTool',
  'eraserTool',
  'brushLarger',
  'brushSmaller',
  'splitTool',
  'subtractTool',
  'subtractLesions',
  'fillHoles',
  'patchTool',
  'transformTool',
  'shiftTool',
  'marqueeTool',
  'vertexEraserTool',
  'simplify',
  'smooth',
  'copyLesions',
  'pasteLesions',
  'selectAll',
  'import',
  'export',
  'report',
  'conflicts',
  'pairing',
  'changePhoto',
  'subjects',
  'roots',
  'verify',
  'saveCopy',
  'closeProject',
  'switchReviewer',
  'theme',
  'shortcuts',
  'palette',
] as const;
export type ActionId = (typeof ACTION_IDS)[number];

const define = (group: ActionGroup, rows: readonly (readonly [ActionId, string, Chord | null])[]): ActionDefinition[] =>
  rows.map(([id, label, chord]) => ({ id, group, label, chord }));

export const ACTIONS: readonly ActionDefinition[] = [
  ...define('Decide', [
    ['accept', 'Accept', 'KeyF'],
    ['reject', 'Reject, then a reason digit', 'KeyJ'],
    ['unsure', 'Unsure', 'KeyU'],
    ['clearVerdict', 'Clear the verdict; remove a drawn lesion', 'Backspace'],
    ['comment', 'Comment', 'KeyC'],
    ['acceptRest', 'Accept the rest', 'Shift+KeyF'],
    ['sweep', 'Confirm the sweep, or take it back', 'KeyS'],
    ['done', 'View done', 'Shift+Enter'],
    ['reopen', 'Reopen the view', null],
  ]),
  ...define('Draw', [
    ['selectTool', 'Select and edit vertices', 'KeyQ'],
    ['redraw', 'Redraw the selected lesion', 'KeyK'],
    ['add', 'Add a missed lesion', 'KeyA'],
    ['fixOutline', 'Fix an outline that crosses itself', 'KeyX'],
    ['merge', 'Merge the selected lesions', 'KeyM'],
    ['wandTool', 'Wand: spread over the image view', 'KeyW'],
    ['refit', 'Refit the outline to the edge in the image view', 'KeyR'],
    ['grow', 'Grow the outline by 1 px', 'Shift+BracketRight'],
    ['shrink', 'Shrink the outline by 1 px', 'Shift+BracketLeft'],
    ['deleteVertex', 'Delete the active vertex', 'Delete'],
    ['nextVertex', 'Pointer to the next vertex', 'BracketRight'],
    ['previousVertex', 'Pointer to the previous vertex', 'BracketLeft'],
    ['brushTool', 'Brush: add to the lesion, or draw a new one', 'KeyB'],
    ['eraserTool', 'Eraser', 'KeyE'],
    ['brushLarger', 'Larger brush', 'Alt+BracketRight'],
    ['brushSmaller', 'Smaller brush', 'Alt+BracketLeft'],
    ['patchTool', 'Patch a stretch of the outline', 'KeyP'],
    ['splitTool', 'Split the lesion along a line', 'KeyN'],
    ['subtractTool', 'Take a drawn region away', 'Shift+KeyN'],
    ['subtractLesions', 'Take the other selected lesions away', 'Shift+KeyM'],
    ['fillHoles', 'Fill the holes', 'KeyO'],
    ['transformTool', 'Move, scale, rotate', 'KeyT'],
    ['shiftTool', 'Shift the whole mask', 'Shift+KeyG'],
    ['vertexEraserTool', 'Erase vertices along the outline', 'Shift+KeyE'],
    ['simplify', 'Simplify: fewer vertices', 'KeyY'],
    ['smooth', 'Smooth the outline', 'Shift+KeyY'],
  ]),
  ...define('Move', [
    ['nextLesion', 'Next lesion', 'KeyL'],
    ['previousLesion', 'Previous lesion', 'KeyD'],
    ['nextUndecided', 'Next undecided lesion', 'Space'],
    ['nextView', 'Next view', 'PageDown'],
    ['previousView', 'Previous view', 'PageUp'],
    ['nextOpenView', 'Next view with open work', 'Shift+PageDown'],
  ]),
  ...define('Edit', [
    ['undo', 'Undo', 'Mod+KeyZ'],
    ['redo', 'Redo', 'Mod+Shift+KeyZ'],
    ['copyLesions', 'Copy the selected lesions', 'Mod+KeyC'],
    ['pasteLesions', 'Paste lesions at the same place', 'Mod+KeyV'],
    ['selectAll', 'Select all lesions', 'Mod+KeyA'],
    ['marqueeTool', 'Select by a rectangle', 'Shift+KeyQ'],
  ]),
  ...define('View', [
    ['hideOverlay', 'Hide the outlines while held', 'KeyH'],
    ['blink', 'Let the outlines blink', 'Shift+KeyH'],
    ['onlySelected', 'Show only what is selected', 'Shift+KeyO'],
    ['cycleLabels', 'Labels: number, verdict, both, none', 'Shift+KeyL'],
    ['rulers', 'Rulers', 'Shift+KeyR'],
    ['fit', 'Fit the whole frame', 'Period'],
    ['actualSize', '100 %', 'Digit1'],
    ['zoomToLesion', 'Zoom to the lesion', 'KeyG'],
    ['zoomIn', 'Zoom in', 'Equal'],
    ['zoomOut', 'Zoom out', 'Minus'],
    ['plainView', 'Plain photo, and back to the image view', 'Digit2'],
    ['nextImageView', 'Next image view', 'KeyV'],
    ['previousImageView', 'Previous image view', 'Shift+KeyV'],
    ['localContrast', 'Image view: local contrast', 'Digit3'],
    ['redness', 'Image view: redness', 'Digit4'],
    ['brown', 'Image view: brown', 'Digit5'],
    ['clahe', 'Image view: CLAHE', 'Digit6'],
    ['nextChannel', 'Image view: next single channel', 'Digit7'],
    ['resetTone', 'Reset brightness, contrast and gamma', null],
    ['theme', 'Light or dark', null],
  ]),
  ...define('Project', [
    ['import', 'Import…', 'Mod+KeyI'],
    ['export', 'Export…', 'Mod+KeyE'],
    ['report', 'Import report', null],
    ['conflicts', 'Settle conflicts…', null],
    ['pairing', 'Pair photos…', 'Mod+Shift+KeyP'],
    ['changePhoto', 'Change the photo of this view…', null],
    ['subjects', 'Subjects and columns…', null],
    ['roots', 'Find moved files…', null],
    ['verify', 'Check the project', null],
    ['saveCopy', 'Save a copy…', 'Mod+Shift+KeyS'],
    ['switchReviewer', 'Switch reviewer…', null],
    ['closeProject', 'Close the project', null],
    ['shortcuts', 'Keyboard shortcuts', 'Shift+Slash'],
    ['palette', 'Command palette', 'Mod+KeyK'],
  ]),
];

export const actionById = (id: ActionId): ActionDefinition => ACTIONS.find((action) => action.id === id)!;

/** Every action's chord: the user's own where given ("" switches one off), else the default. */
export function chordsOf(keymap: Readonly<Record<string, string>>): Map<ActionId, Chord> {
  const pairs = ACTIONS.map(({ id, chord }) => [id, keymap[id] ?? chord ?? ''] as const);
  return new Map(pairs.filter(([, chord]) => chord !== ''));
}

/** Actions that share a chord, which makes all but the first dead. */
export function conflictsOf(chords: ReadonlyMap<ActionId, Chord>): Map<Chord, ActionId[]> {
  const byChord = new Map<Chord, ActionId[]>();
  for (const [id, chord] of chords) byChord.set(chord, [...(byChord.get(chord) ?? []), id]);
  return new Map([...byChord].filter(([, ids]) => ids.length > 1));
}
